using Conversations.Client.Testing.Seeds;
using Conversations.Client.Testing.State;

namespace Conversations.Client.Testing;

/// <summary>As whom a client calls the fake: with a key, a token or a browser session of the fake's own user, or of another.</summary>
public abstract class FakeCaller
{
    private protected FakeCaller()
    {
    }

    /// <summary>A personal API key of its own.</summary>
    /// <param name="scopes">What it may do, such as <c>ticket:read</c>; none named: everything a key can.</param>
    /// <returns>The caller, for <see cref="FakeConversationsServer.CreateClient"/>; the fake knows it from then on.</returns>
    public static FakeCaller ApiKey(params string[] scopes) => new KeyCaller(Everything(scopes), DefaultDirectory.UserId);

    /// <summary>An OAuth access token of its own.</summary>
    /// <param name="scopes">What it may do, such as <c>ticket:read</c>; none named: everything a token can.</param>
    /// <returns>The caller, for <see cref="FakeConversationsServer.CreateClient"/>; the fake knows it from then on.</returns>
    public static FakeCaller OAuthToken(params string[] scopes) => new TokenCaller(Everything(scopes), DefaultDirectory.UserId);

    /// <summary>A browser session of its own, for what the service opens to no key.</summary>
    /// <returns>The caller, for <see cref="FakeConversationsServer.CreateClient"/>; the fake knows it from then on.</returns>
    public static FakeCaller Session() => new SessionCaller(DefaultDirectory.UserId);

    /// <summary>The same as another user.</summary>
    /// <param name="userId">A user of the fake; see <see cref="FakeDirectory.Add(UserSeed)"/>.</param>
    /// <returns>A new caller; this one stays as it is.</returns>
    public abstract FakeCaller As(long userId);

    /// <summary>Makes the fake know this caller. Called under the gate.</summary>
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
