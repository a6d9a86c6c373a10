using Conversations.Client.Testing.State;

namespace Conversations.Client.Testing.Access;

/// <summary>Who calls, and with which credential.</summary>
internal sealed record Caller(UserRow User, CredentialRow Credential)
{
    /// <summary>
    /// Scopes, and refusals because of them, apply to keys and tokens but never to sessions (docs/service/tickets.md 1.2).
    /// </summary>
    public bool HasScopes => Credential.Kind != CredentialKind.Session;

    public bool Holds(string scope) =>
        Credential.Scopes.Contains("*")
        || Credential.Scopes.Contains(scope)
        || (scope.EndsWith(":read", StringComparison.Ordinal) && Credential.Scopes.Contains(scope[..^"read".Length] + "write"));
}
