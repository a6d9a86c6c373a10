using System.Text.Json;

namespace Conversations.Client.Testing;

/// <summary>A project. One with the same id is replaced.</summary>
public sealed record ProjectSeed
{
    /// <summary>The id.</summary>
    public required int Id { get; init; }

    /// <summary>The IANA name of the time zone for dates without an offset. Default: UTC.</summary>
    public string Timezone { get; init; } = "UTC";

    /// <summary>Whether support is enabled. Default: true.</summary>
    public bool SupportEnabled { get; init; } = true;

    /// <summary>The organization. Its users and roles can be assigned to tickets. Default: that of the fake's own project.</summary>
    public string Organization { get; init; } = State.DefaultDirectory.Organization;

    /// <summary>
    /// The public token with which customers call the widget API. Default: for the fake's own project
    /// <see cref="FakeConversationsServer.WidgetToken"/>, for others none: nobody can call it there. Each project needs its own.
    /// </summary>
    public string? WidgetToken { get; init; }

    /// <summary>The secret API token, which signs identities of customers. Default: none; every signature is then refused.</summary>
    public string? SecretToken { get; init; }

    /// <summary>The former secret API token, while it still signs on the newest service. Default: none.</summary>
    public string? SecretTokenBackup { get; init; }

    /// <summary>
    /// The origins that may send messages, such as <c>https://*.acme.example</c>. Only hosts are compared, and an entry without a scheme
    /// fits none. Default: none listed, which lets every origin.
    /// </summary>
    public IReadOnlyList<string> WidgetDomains { get; init; } = [];

    /// <summary>
    /// Whether the widget is shown: its tickets then have the detail <c>widget_embedded</c>, otherwise <c>widget_api</c>. The API is open
    /// in both cases. Default: true.
    /// </summary>
    public bool WidgetEnabled { get; init; } = true;
}

/// <summary>A user of PostHog. One with the same id is replaced.</summary>
public sealed record UserSeed
{
    /// <summary>The id.</summary>
    public required long Id { get; init; }

    /// <summary>The e-mail address. Default: made from the id.</summary>
    public string? Email { get; init; }

    /// <summary>The first name; may be empty.</summary>
    public string FirstName { get; init; } = "";

    /// <summary>The last name; may be empty.</summary>
    public string LastName { get; init; } = "";

    /// <summary>Whether the address was confirmed. Default: not known.</summary>
    public bool? IsEmailVerified { get; init; }

    /// <summary>How the user's hedgehog looks, as raw JSON. Default: not set.</summary>
    public JsonElement? HedgehogConfig { get; init; }

    /// <summary>The role at the organization, such as <c>engineering</c>; may be empty. Default: not known.</summary>
    public string? RoleAtOrganization { get; init; }

    /// <summary>The projects of which the user is a member. <c>@current</c> is the first one. Default: the fake's own.</summary>
    public IReadOnlyList<int> Projects { get; init; } = [State.DefaultDirectory.ProjectId];
}

/// <summary>A role to which tickets can be assigned. One with the same id is replaced.</summary>
public sealed record RoleSeed
{
    /// <summary>The id.</summary>
    public required Guid Id { get; init; }

    /// <summary>The name.</summary>
    public required string Name { get; init; }

    /// <summary>The organization. Default: that of the fake's own project.</summary>
    public string Organization { get; init; } = State.DefaultDirectory.Organization;
}

/// <summary>A personal API key. One with the same key is replaced.</summary>
public sealed record ApiKeySeed
{
    /// <summary>The key, such as <c>phx_reader</c>.</summary>
    public required string Key { get; init; }

    /// <summary>The user it belongs to. Default: the fake's own user.</summary>
    public long User { get; init; } = State.DefaultDirectory.UserId;

    /// <summary>Its scopes, such as <c>ticket:read</c>. Default: <c>*</c>.</summary>
    public IReadOnlyList<string> Scopes { get; init; } = ["*"];

    /// <summary>The projects it is restricted to. Null: no restriction.</summary>
    public IReadOnlyList<int>? Projects { get; init; }
}

/// <summary>An OAuth access token. One with the same token is replaced.</summary>
public sealed record OAuthTokenSeed
{
    /// <summary>The token, such as <c>pha_reader</c>.</summary>
    public required string Token { get; init; }

    /// <summary>The user it belongs to. Default: the fake's own user.</summary>
    public long User { get; init; } = State.DefaultDirectory.UserId;

    /// <summary>Its scopes. Default: <c>*</c>. A token without scopes is refused everywhere.</summary>
    public IReadOnlyList<string> Scopes { get; init; } = ["*"];

    /// <summary>The projects it is restricted to. Null: no restriction.</summary>
    public IReadOnlyList<int>? Projects { get; init; }
}

/// <summary>A browser session. One with the same session id is replaced.</summary>
public sealed record SessionSeed
{
    /// <summary>The value of the cookie <c>sessionid</c>.</summary>
    public required string SessionId { get; init; }

    /// <summary>The value of the cookie <c>posthog_csrftoken</c>. Writes repeat it in the header <c>X-CSRFToken</c>.</summary>
    public required string CsrfToken { get; init; }

    /// <summary>The user it belongs to. Default: the fake's own user.</summary>
    public long User { get; init; } = State.DefaultDirectory.UserId;
}

/// <summary>A customer of the team. One with the same id is replaced.</summary>
public sealed record PersonSeed
{
    /// <summary>The id. Default: a new one.</summary>
    public Guid? Id { get; init; }

    /// <summary>The project. Default: the fake's own.</summary>
    public int? Project { get; init; }

    /// <summary>The distinct ids by which tickets refer to the person.</summary>
    public IReadOnlyList<string> DistinctIds { get; init; } = [];

    /// <summary>The properties as a JSON object. Tickets by e-mail find the person by <c>email</c>. Default: an empty object.</summary>
    public JsonElement? Properties { get; init; }

    /// <summary>Whether the person was identified.</summary>
    public bool IsIdentified { get; init; }
}

/// <summary>An address from which the team sends. One with the same id is replaced.</summary>
public sealed record EmailChannelSeed
{
    /// <summary>The id. Default: a new one.</summary>
    public Guid? Id { get; init; }

    /// <summary>The project. Default: the fake's own.</summary>
    public int? Project { get; init; }

    /// <summary>The address.</summary>
    public required string Address { get; init; }

    /// <summary>Whether its domain is verified. Default: true.</summary>
    public bool Verified { get; init; } = true;
}
