using Conversations.Client.Testing.State;

namespace Conversations.Client.Testing.ReadBack;

/// <summary>A stored user as the client's record.</summary>
internal static class UserReadBack
{
    public static UserBasic? Read(DirectoryTable directory, long? id) =>
        id is { } known && directory.Users.TryGetValue(known, out UserRow? row)
            ? new UserBasic
            {
                Id = row.Id,
                Uuid = row.Uuid,
                DistinctId = row.DistinctId,
                FirstName = row.FirstName,
                LastName = row.LastName,
                Email = row.Email,
                IsEmailVerified = row.IsEmailVerified,
                HedgehogConfig = row.HedgehogConfig,
                RoleAtOrganization = row.RoleAtOrganization,
            }
            : null;
}
