using System.Reflection;
using System.Text.Json;
using System.Text.RegularExpressions;
using Conversations.Client.Testing;
using Conversations.Tests;

namespace Conversations.FakeServer.Tests.Seeds;

/// <summary>What a test in C# can seed, a seed file can too, and docs/fake-server.md shows it.</summary>
public sealed partial class SeedMemberTests
{
    private static readonly JsonElement Example = JsonSerializer.Deserialize<JsonElement>(
        Json().Match(File.ReadAllText(Repository.PathOf("docs", "fake-server.md"))).Groups["seed"].Value);

    /// <summary>Each record of a seed, with a file that has a wrong member there.</summary>
    public static TheoryData<Type, string, string> Records { get; } = new()
    {
        { typeof(ProjectSeed), "projects", """{"projects":[{"?":1}]}""" },
        { typeof(UserSeed), "users", """{"users":[{"?":1}]}""" },
        { typeof(RoleSeed), "roles", """{"roles":[{"?":1}]}""" },
        { typeof(ApiKeySeed), "keys", """{"keys":[{"?":1}]}""" },
        { typeof(OAuthTokenSeed), "oauth_tokens", """{"oauth_tokens":[{"?":1}]}""" },
        { typeof(SessionSeed), "sessions", """{"sessions":[{"?":1}]}""" },
        { typeof(PersonSeed), "persons", """{"persons":[{"?":1}]}""" },
        { typeof(EmailChannelSeed), "email_channels", """{"email_channels":[{"?":1}]}""" },
        { typeof(TicketSeed), "tickets", """{"tickets":[{"?":1}]}""" },
        { typeof(MessageSeed), "tickets.messages", """{"tickets":[{"messages":[{"?":1}]}]}""" },
        { typeof(ViewSeed), "views", """{"views":[{"?":1}]}""" },
        { typeof(ConversationSeed), "conversations", """{"conversations":[{"?":1}]}""" },
    };

    [Fact]
    public void Every_record_of_a_seed_is_looked_at() => Assert.Equal(
        typeof(TicketSeed).Assembly.GetExportedTypes()
            .Where(static type => type.Name.EndsWith("Seed", StringComparison.Ordinal))
            .Select(static type => type.Name)
            .Order(StringComparer.Ordinal),
        Records.Select(static row => ((Type)row[0]).Name).Order(StringComparer.Ordinal));

    [Theory, MemberData(nameof(Records))]
    public async Task Every_member_that_a_test_in_csharp_can_seed_a_file_takes_too(Type record, string place, string wrong)
    {
        await using Running fake = await Running.StartAsync();

        Assert.Equal(Members(record), (await TakenAsync(fake, wrong)).Where(name => (place, name) != ("tickets", "person")));
    }

    [Theory, MemberData(nameof(Records))]
    public async Task The_example_of_the_document_has_every_member(Type record, string place, string wrong)
    {
        await using Running fake = await Running.StartAsync();
        IReadOnlyList<string> taken = await TakenAsync(fake, wrong);
        JsonElement first = Example;
        foreach (string name in place.Split('.'))
        {
            first = first.GetProperty(name)[0];
        }

        // The members of a ticket are those of the service, which its documents list.
        string[] shown = [.. first.EnumerateObject().Select(static member => member.Name).Order(StringComparer.Ordinal)];
        Assert.Equal(record == typeof(TicketSeed) ? taken.Intersect(shown) : taken, shown);
    }

    [Fact]
    public async Task A_message_of_a_ticket_is_read_with_all_its_members()
    {
        await using Running fake = await Running.StartAsync();
        const string Id = "01990000-0000-7000-8000-000000000005";
        (await fake.ControlAsync("POST", "seed", $$"""
            {"tickets":[{"ticket_number":92,"messages":[{"id":"{{Id}}","content":"Hi","rich_content":{"type":"doc"},"author_type":"customer","author":null,"author_name":"Zoe","full_email":"Hi\n> Before","is_private":false,"deleted":false,"created_at":"2026-06-01T00:00:00Z"},{"content":"Plain","rich_content":null,"author_name":null,"full_email":null}]}]}
            """)).Is(200);

        JsonElement page = (await fake.CallAsync("GET", Running.Tickets + "92/messages/")).Is(200).Json;
        JsonElement[] messages = [.. page.GetProperty("results").EnumerateArray().OrderBy(static message => message.Text("content"), StringComparer.Ordinal)];

        Assert.Equal(
            $$$"""{"id":"{{{Id}}}","content":"Hi","rich_content":{"type":"doc"},"author_type":"customer","author_name":"Zoe","author_email":null,"is_private":false,"has_full_email_content":true,"version":0,"created_at":"2026-06-01T00:00:00Z"}""",
            messages[0].GetRawText());
        Assert.Equal(
            """{"content":"Hi\n> Before"}""", (await fake.CallAsync("GET", $"{Running.Tickets}92/messages/{Id}/full_email/")).Is(200).Text);
        Assert.True(messages[1].IsNull("rich_content"));
        Assert.Equal(("Customer", false), (messages[1].Text("author_name"), messages[1].GetProperty("has_full_email_content").GetBoolean()));
    }

    private static IEnumerable<string> Members(Type record) => record
        .GetProperties(BindingFlags.Public | BindingFlags.Instance)
        .Select(static property => JsonNamingPolicy.SnakeCaseLower.ConvertName(property.Name.Replace("GitHub", "Github", StringComparison.Ordinal)))
        .Order(StringComparer.Ordinal);

    // The refusal of a wrong member lists those that are taken.
    private static async Task<IReadOnlyList<string>> TakenAsync(Running fake, string wrong)
    {
        string error = (await fake.ControlAsync("POST", "seed", wrong)).Is(400).Json.Text("error")!;
        const string List = "Known are ";
        return [.. error[(error.IndexOf(List, StringComparison.Ordinal) + List.Length)..].TrimEnd('.').Split(", ").Order(StringComparer.Ordinal)];
    }

    [GeneratedRegex("```json\n(?<seed>.*?)```", RegexOptions.Singleline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Json();
}
