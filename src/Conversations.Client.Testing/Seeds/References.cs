using System.Globalization;
using Conversations.Client.Testing.State;

namespace Conversations.Client.Testing.Seeds;

/// <summary>
/// Checks that what a seed refers to exists. If it does not, the caller learns so at once, and not when a later request fails.
/// </summary>
internal static class References
{
    public static int Project(DirectoryTable directory, int? id) =>
        directory.Projects.ContainsKey(id ?? DefaultDirectory.ProjectId)
            ? id ?? DefaultDirectory.ProjectId
            : throw Missing("project", (id ?? DefaultDirectory.ProjectId).ToString(CultureInfo.InvariantCulture), nameof(ProjectSeed));

    public static long User(DirectoryTable directory, long? id) =>
        directory.Users.ContainsKey(id ?? DefaultDirectory.UserId)
            ? id ?? DefaultDirectory.UserId
            : throw Missing("user", (id ?? DefaultDirectory.UserId).ToString(CultureInfo.InvariantCulture), nameof(UserSeed));

    public static long? UserOrNobody(DirectoryTable directory, long? id) => id is null ? null : User(directory, id);

    public static Guid Role(DirectoryTable directory, Guid id) =>
        directory.Roles.ContainsKey(id) ? id : throw Missing("role", id.ToString(), nameof(RoleSeed));

    private static InvalidOperationException Missing(string what, string id, string seedType) =>
        new($"The {what} {id} is not in the fake. Add it first: fake.Directory.Add(new {seedType} {{ … }}).");
}
