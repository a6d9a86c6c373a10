using System.Text.Json;

namespace Conversations.Client.Testing.State;

internal sealed record ProjectRow(int Id, TimeZoneInfo TimeZone, bool SupportEnabled, string Organization)
{
    public WidgetRow Widget { get; init; } = new();
}

/// <summary>How customers reach a project from outside (docs/service/neighbours.md 1).</summary>
internal sealed record WidgetRow
{
    /// <summary>Null: nobody can call.</summary>
    public string? Token { get; init; }

    /// <summary>The key that signs identities.</summary>
    public string? Secret { get; init; }

    /// <summary>The key that signed them before the last rotation.</summary>
    public string? SecretBackup { get; init; }

    /// <summary>The origins that may write. Empty: every origin.</summary>
    public IReadOnlyList<string> Domains { get; init; } = [];

    public bool IsEnabled { get; init; } = true;
}

internal sealed record UserRow(
    long Id, Guid Uuid, string Email, string FirstName, string LastName, IReadOnlyList<int> Projects)
{
    public bool? IsEmailVerified { get; init; }

    public JsonElement? HedgehogConfig { get; init; }

    public string? RoleAtOrganization { get; init; }

    public string DistinctId => $"user-{Id}";

    public string FullName => $"{FirstName} {LastName}".Trim();
}

internal sealed record RoleRow(Guid Id, string Name, string Organization);

internal enum CredentialKind
{
    PersonalApiKey,
    OAuthToken,
    Session,
}

/// <summary>The credential of a caller: a key, a token or a session cookie. Scopes and projects restrict only keys and tokens.</summary>
internal sealed record CredentialRow(
    CredentialKind Kind, string Secret, long User, IReadOnlyList<string> Scopes, IReadOnlyList<int>? Projects, string? CsrfToken = null);

internal sealed record PersonRow(
    Guid Id, int Number, int Project, IReadOnlyList<string> DistinctIds, JsonElement Properties, bool IsIdentified,
        DateTimeOffset CreatedAt)
{
    public string? Email =>
        Properties.TryGetProperty("email", out JsonElement email) && email.ValueKind == JsonValueKind.String ? email.GetString() : null;
}

internal sealed record EmailChannelRow(Guid Id, int Project, string Address, bool Verified);
