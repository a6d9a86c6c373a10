using System.Text;
using System.Text.Json;
using Conversations.Client.Testing.State;

namespace Conversations.Client.Testing.SeedFiles;

/// <summary>
/// Reads the seed format (<c>docs/fake-server.md</c>, seed files). Members are spelled as on the wire. The caller holds the gate, because
/// the reader looks up what is already there.
/// </summary>
internal static class SeedReader
{
    public static Seed Read(string json, DirectoryTable directory)
    {
        byte[] utf8 = Encoding.UTF8.GetBytes(json);
        JsonElement root;
        try
        {
            using var document = JsonDocument.Parse(utf8);
            root = document.RootElement.Clone();
        }
        catch (JsonException error)
        {
            throw SeedText.NotJson(error);
        }

        var node = new SeedNode(new SeedText(utf8), root, path: "");
        node.RequireTexts();
        SeedNode file = node.Object(
            "projects", "users", "roles", "keys", "oauth_tokens", "sessions", "persons", "email_channels", "tickets", "views", "conversations");
        return Read(file, directory);
    }

    private static Seed Read(SeedNode file, DirectoryTable directory)
    {
        SeedReferences known = new(directory);
        ProjectSeed[] projects = [.. Each(file, "projects", DirectorySeedReader.Project)];
        known.Add(projects);
        UserSeed[] users = [.. Each(file, "users", node => DirectorySeedReader.User(node, known))];
        known.Add(users);
        RoleSeed[] roles = [.. Each(file, "roles", DirectorySeedReader.Role)];
        known.Add(roles);
        return new Seed
        {
            Projects = projects,
            Users = users,
            Roles = roles,
            Keys = [.. Each(file, "keys", node => DirectorySeedReader.Key(node, known))],
            OAuthTokens = [.. Each(file, "oauth_tokens", node => DirectorySeedReader.OAuthToken(node, known))],
            Sessions = [.. Each(file, "sessions", node => DirectorySeedReader.Session(node, known))],
            Persons = [.. Each(file, "persons", node => DirectorySeedReader.Person(node, known))],
            EmailChannels = [.. Each(file, "email_channels", node => DirectorySeedReader.EmailChannel(node, known))],
            Tickets = [.. Each(file, "tickets", node => TicketSeedReader.Ticket(node, known))],
            Views = [.. Each(file, "views", node => RowSeedReader.View(node, known))],
            Conversations = [.. Each(file, "conversations", node => RowSeedReader.Conversation(node, known))],
        };
    }

    private static IEnumerable<T> Each<T>(SeedNode file, string name, Func<SeedNode, T> read) =>
        file.Find(name)?.Items().Select(read) ?? [];
}
