using System.Globalization;
using Conversations.Client.Testing.State;

namespace Conversations.Client.Testing.Control;

/// <summary>What a seed may refer to: what is in the fake already and what the file itself brings.</summary>
internal sealed class SeedReferences(DirectoryTable directory)
{
    private readonly HashSet<int> _projects = [.. directory.Projects.Keys];
    private readonly HashSet<long> _users = [.. directory.Users.Keys];
    private readonly HashSet<Guid> _roles = [.. directory.Roles.Keys];

    public void Add(IEnumerable<ProjectSeed> projects) => _projects.UnionWith(projects.Select(project => project.Id));

    public void Add(IEnumerable<UserSeed> users) => _users.UnionWith(users.Select(user => user.Id));

    public void Add(IEnumerable<RoleSeed> roles) => _roles.UnionWith(roles.Select(role => role.Id));

    public int Project(SeedNode node) => Known(node, node.Int32(), _projects, "project");

    public long User(SeedNode node) => Known(node, node.Int64(), _users, "user");

    public Guid Role(SeedNode node) => Known(node, node.Uuid(), _roles, "role");

    private static T Known<T>(SeedNode node, T id, HashSet<T> known, string what) =>
        known.Contains(id)
            ? id
            : throw node.Mistake(string.Create(CultureInfo.InvariantCulture, $"there is no {what} {id}, neither in this file nor in the fake."));
}
