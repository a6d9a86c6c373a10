using Conversations.Client.Testing.State;

namespace Conversations.Client.Testing.Seeds;

/// <summary>Turns seeds of the directory into rows. The caller holds the gate.</summary>
internal static class DirectorySeeding
{
    public static void Add(FakeState state, ProjectSeed seed) =>
        state.Directory.Projects[seed.Id] = new ProjectRow(
            seed.Id, TimeZoneInfo.FindSystemTimeZoneById(seed.Timezone), seed.SupportEnabled, seed.Organization)
        {
            Widget = new WidgetRow
            {
                Token = seed.WidgetToken ?? (seed.Id == DefaultDirectory.ProjectId ? DefaultDirectory.WidgetToken : null),
                Secret = seed.SecretToken,
                SecretBackup = seed.SecretTokenBackup,
                Domains = [.. seed.WidgetDomains],
                IsEnabled = seed.WidgetEnabled,
            },
        };

    public static void Add(FakeState state, UserSeed seed)
    {
        foreach (int project in seed.Projects)
        {
            _ = References.Project(state.Directory, project);
        }

        Guid uuid = state.Directory.Users.TryGetValue(seed.Id, out UserRow? replaced) ? replaced.Uuid : state.Ids.Next();
        string email = seed.Email ?? $"user{seed.Id}@example.com";
        state.Directory.Users[seed.Id] = new UserRow(seed.Id, uuid, email, seed.FirstName, seed.LastName, [.. seed.Projects])
        {
            IsEmailVerified = seed.IsEmailVerified,
            HedgehogConfig = seed.HedgehogConfig,
            RoleAtOrganization = seed.RoleAtOrganization,
        };
    }

    public static void Add(FakeState state, RoleSeed seed) =>
        state.Directory.Roles[seed.Id] = new RoleRow(seed.Id, seed.Name, seed.Organization);

    public static void Add(FakeState state, ApiKeySeed seed) =>
        Add(state, CredentialKind.PersonalApiKey, seed.Key, seed.User, seed.Scopes, seed.Projects);

    public static void Add(FakeState state, OAuthTokenSeed seed) =>
        Add(state, CredentialKind.OAuthToken, seed.Token, seed.User, seed.Scopes, seed.Projects);

    public static void Add(FakeState state, SessionSeed seed) =>
        state.Directory.Put(new CredentialRow(
            CredentialKind.Session, seed.SessionId, References.User(state.Directory, seed.User), Scopes: [], Projects: null,
                seed.CsrfToken));

    public static void Add(FakeState state, PersonSeed seed)
    {
        Guid id = seed.Id ?? state.Ids.Next();
        int number = state.Directory.Persons.TryGetValue(id, out PersonRow? replaced) ? replaced.Number : state.Directory.Persons.Count + 1;
        state.Directory.Put(new PersonRow(
            id,
            number,
            References.Project(state.Directory, seed.Project),
            [.. seed.DistinctIds],
            seed.Properties ?? EmptyJson.Object,
            seed.IsIdentified,
            state.Now));
    }

    public static void Add(FakeState state, EmailChannelSeed seed)
    {
        Guid id = seed.Id ?? state.Ids.Next();
        state.Directory.EmailChannels[id] = new EmailChannelRow(
            id, References.Project(state.Directory, seed.Project), seed.Address, seed.Verified);
    }

    private static void Add(
        FakeState state, CredentialKind kind, string secret, long user, IReadOnlyList<string> scopes, IReadOnlyList<int>? projects)
    {
        foreach (int project in projects ?? [])
        {
            _ = References.Project(state.Directory, project);
        }

        state.Directory.Put(new CredentialRow(
            kind, secret, References.User(state.Directory, user), [.. scopes], projects is null ? null : [.. projects]));
    }
}
