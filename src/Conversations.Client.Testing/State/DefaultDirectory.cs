namespace Conversations.Client.Testing.State;

/// <summary>What exists before anything is seeded, so that a first test needs no setup.</summary>
internal static class DefaultDirectory
{
    public const int ProjectId = 1;
    public const long UserId = 1;
    public const string ApiKey = "phx_fake";
    public const string WidgetToken = "wgt_fake";
    public const string Organization = "org-1";

    public static void Fill(FakeState state)
    {
        DirectoryTable directory = state.Directory;
        directory.Projects[ProjectId] = new ProjectRow(ProjectId, TimeZoneInfo.Utc, SupportEnabled: true, Organization)
        {
            Widget = new WidgetRow { Token = WidgetToken },
        };
        directory.Users[UserId] = new UserRow(UserId, state.Ids.Next(), "fake@example.com", "Fake", "User", [ProjectId]);
        directory.Put(new CredentialRow(CredentialKind.PersonalApiKey, ApiKey, UserId, ["*"], Projects: null));
    }
}
