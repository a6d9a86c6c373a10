using Conversations.Client.Testing.Seeds;
using Conversations.Client.Testing.State;

namespace Conversations.Client.Testing;

/// <summary>Who calls the fake: a key, a token or a browser session, of the fake's own user or of another user.</summary>
public abstract class FakeCaller
{
    private protected FakeCaller()
    {
    }

    /// <summary>Makes a caller with a new personal API key.</summary>
    /// <param name="scopes">What the key may do, such as <c>ticket:read</c>. Without scopes: everything that a key can do.</param>
    /// <returns>The caller, for <see cref="FakeConversationsServer.CreateClient"/>, which adds it to the fake.</returns>
    public static FakeCaller ApiKey(params string[] scopes) => new KeyCaller(Everything(scopes), DefaultDirectory.UserId);

    /// <summary>Makes a caller with a new OAuth access token.</summary>
    /// <param name="scopes">What the token may do, such as <c>ticket:read</c>. Without scopes: everything that a token can do.</param>
    /// <returns>The caller, for <see cref="FakeConversationsServer.CreateClient"/>, which adds it to the fake.</returns>
    public static FakeCaller OAuthToken(params string[] scopes) => new TokenCaller(Everything(scopes), DefaultDirectory.UserId);

    /// <summary>Makes a caller with a new browser session, for operations that the service allows for no key.</summary>
    /// <returns>The caller, for <see cref="FakeConversationsServer.CreateClient"/>, which adds it to the fake.</returns>
    public static FakeCaller Session() => new SessionCaller(DefaultDirectory.UserId);

    /// <summary>Makes the same kind of caller for another user.</summary>
    /// <param name="userId">A user of the fake; see <see cref="FakeDirectory.Add(UserSeed)"/>.</param>
    /// <returns>A new caller. This one does not change.</returns>
    public abstract FakeCaller As(long userId);

    /// <summary>Adds this caller to the fake. Called while the gate is held.</summary>
    internal abstract ConversationsCredential Introduce(FakeState state);

    private static string[] Everything(string[] scopes)
    {
        ArgumentNullException.ThrowIfNull(scopes);
        return scopes.Length == 0 ? ["*"] : scopes;
    }

    private sealed class KeyCaller(string[] scopes, long user) : FakeCaller
    {
        public override FakeCaller As(long userId) => new KeyCaller(scopes, userId);

        internal override ConversationsCredential Introduce(FakeState state)
        {
            string key = $"phx_{state.Ids.Next():N}";
            DirectorySeeding.Add(state, new ApiKeySeed { Key = key, Scopes = scopes, User = user });
            return ConversationsCredential.PersonalApiKey(key);
        }
    }

    private sealed class TokenCaller(string[] scopes, long user) : FakeCaller
    {
        public override FakeCaller As(long userId) => new TokenCaller(scopes, userId);

        internal override ConversationsCredential Introduce(FakeState state)
        {
            string token = $"pha_{state.Ids.Next():N}";
            DirectorySeeding.Add(state, new OAuthTokenSeed { Token = token, Scopes = scopes, User = user });
            return ConversationsCredential.OAuthToken(token);
        }
    }

    private sealed class SessionCaller(long user) : FakeCaller
    {
        public override FakeCaller As(long userId) => new SessionCaller(userId);

        internal override ConversationsCredential Introduce(FakeState state)
        {
            string id = state.Ids.Next().ToString("N");
            DirectorySeeding.Add(state, new SessionSeed { SessionId = id, CsrfToken = $"csrf{id}", User = user });
            return ConversationsCredential.Session(id, $"csrf{id}");
        }
    }
}
