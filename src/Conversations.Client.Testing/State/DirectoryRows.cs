using System.Text.Json;

namespace Conversations.Client.Testing.State;

internal sealed record ProjectRow(int Id, TimeZoneInfo TimeZone, bool SupportEnabled, string Organization);

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
