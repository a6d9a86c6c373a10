using System.Globalization;
using Conversations.Client.Testing.State;

namespace Conversations.Client.Testing.SeedFiles;

/// <summary>
/// What a seed may refer to: what the fake already has and what the file adds. An entry without a project or user gets the fake's default
/// one. If a program was started with a seed file that has no such default, the entry gets the one with the lowest id. Readers ask for this
/// last, so that mistakes in the entry itself are reported before what it leaves out.
/// </summary>
internal sealed class SeedReferences(DirectoryTable directory)
{
    private readonly HashSet<int> _projects = [.. directory.Projects.Keys];
    private readonly HashSet<long> _users = [.. directory.Users.Keys];
    private readonly HashSet<Guid> _roles = [.. directory.Roles.Keys];

    public void Add(IEnumerable<ProjectSeed> projects) => _projects.UnionWith(projects.Select(project => project.Id));

    public void Add(IEnumerable<UserSeed> users) => _users.UnionWith(users.Select(user => user.Id));

    public void Add(IEnumerable<RoleSeed> roles) => _roles.UnionWith(roles.Select(role => role.Id));

    public int ProjectOf(SeedNode entry) =>
        entry.Find("project") is { } project ? Project(project) : Default(_projects, DefaultDirectory.ProjectId) ?? throw Nothing(entry, "project");

    public long UserOf(SeedNode entry) =>
        entry.Find("user") is { } user ? User(user) : DefaultUser ?? throw Nothing(entry, "user");

    public IReadOnlyList<int> DefaultProjects => Default(_projects, DefaultDirectory.ProjectId) is { } project ? [project] : [];

    public long? DefaultUser => Default(_users, DefaultDirectory.UserId);

    public int Project(SeedNode node) => Known(node, node.Int32(), _projects, "project");

    public long User(SeedNode node) => Known(node, node.Int64(), _users, "user");

    public Guid Role(SeedNode node) => Known(node, node.Uuid(), _roles, "role");

    private static T? Default<T>(HashSet<T> known, T usual)
        where T : struct =>
        known.Contains(usual) ? usual : known.Count > 0 ? known.Min() : null;

    private static FakeSeedException Nothing(SeedNode entry, string what) =>
        entry.Mistake($"it needs a {what}, and there is none, neither in this file nor in the fake.");

    private static T Known<T>(SeedNode node, T id, HashSet<T> known, string what) =>
        known.Contains(id)
            ? id
            : throw node.Mistake(string.Create(CultureInfo.InvariantCulture, $"there is no {what} {id}, neither in this file nor in the fake."));
}
