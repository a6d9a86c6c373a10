using Conversations.Client.Configuration.Credentials;

namespace Conversations.Client;

/// <summary>The credential of a caller: a personal API key, an OAuth token, a browser session, or a provider of one of these.</summary>
/// <remarks>
/// Keys and tokens have scopes, such as <c>ticket:read</c>. The scope <c>ticket:write</c> includes <c>ticket:read</c>, and <c>*</c>
/// includes all. Sessions have no scopes and may do what the user may do. Some calls work with a session only; the documentation of
/// each method says so. <see cref="object.ToString"/> never shows the secret. Instances are immutable and can be shared.
/// </remarks>
public abstract class ConversationsCredential
{
    private protected ConversationsCredential()
    {
    }

    /// <summary>A personal API key.</summary>
    /// <param name="key">The key, <c>phx_…</c>. This API does not accept a project key (<c>phc_…</c>).</param>
    /// <returns>The credential.</returns>
    /// <exception cref="ArgumentException">The key is empty, a project key, or holds characters that no header can carry.</exception>
    public static ConversationsCredential PersonalApiKey(string key) =>
        new BearerCredential(CheckedKey(key, nameof(key)), BearerCredential.PersonalApiKeyKind);

    /// <summary>An OAuth access token.</summary>
    /// <param name="token">The token, <c>pha_…</c>.</param>
    /// <returns>The credential.</returns>
    /// <exception cref="ArgumentException">The token is empty, a project key, or holds characters that no header can carry.</exception>
    public static ConversationsCredential OAuthToken(string token) => new BearerCredential(CheckedKey(token, nameof(token)), "OAuth token");

    /// <summary>An OAuth access token whose end is known.</summary>
    /// <param name="token">The token, <c>pha_…</c>.</param>
    /// <param name="expiresAt">
    /// When it ends, by the clock of the client (<see cref="ConversationsClientOptions.TimeProvider"/>). A provider that returned the token
    /// is asked for the next one before that, as <see cref="FromProvider"/> says. Without a provider the token is sent also after its end,
    /// because clocks differ and the service decides; its refusal then says that the token has expired.
    /// </param>
    /// <returns>The credential.</returns>
    /// <exception cref="ArgumentException">The token is empty, a project key, or holds characters that no header can carry.</exception>
    public static ConversationsCredential OAuthToken(string token, DateTimeOffset expiresAt) =>
        new BearerCredential(CheckedKey(token, nameof(token)), "OAuth token", expiresAt);

    /// <summary>A browser session, for the calls that keys and tokens may not make.</summary>
    /// <param name="sessionId">The value of the cookie <c>sessionid</c>.</param>
    /// <param name="csrfToken">The value of the cookie <c>posthog_csrftoken</c>; writes send it as <c>X-CSRFToken</c> too.</param>
    /// <returns>The credential.</returns>
    /// <exception cref="ArgumentException">A value is empty or holds characters that no cookie can carry.</exception>
    public static ConversationsCredential Session(string sessionId, string csrfToken) =>
        new SessionCredential(Checked(sessionId, nameof(sessionId)), Checked(csrfToken, nameof(csrfToken)));

    /// <summary>A credential that is fetched when it is first needed, for example from a secret store.</summary>
    /// <param name="provider">
    /// Returns the credential: a key, a token or a session, not another provider. However many calls need it, it is asked once, and all of
    /// them get what it returns. The client keeps that until the service responds with 401, or until it expires. The provider is cancelled
    /// when no call waits for it any more.
    /// </param>
    /// <remarks>
    /// <para>After a 401 the provider is asked once more, and the call is sent once more.</para>
    /// <para>A token of <see cref="OAuthToken(string, DateTimeOffset)"/> is renewed ahead of its end: as soon as a tenth of the time that
    /// it had left when it was given remains, and at most five minutes before. Calls go on with the old token meanwhile, also if the
    /// provider fails or hangs; it is then asked again after a tenth of that time, and at least a second later. An expired token is not
    /// sent.</para>
    /// <para>A provider that throws, or that returns nothing, ends the calls that wait for it in a
    /// <see cref="ConversationsCredentialException"/>. So do calls of the next second, without asking it again. One that takes longer than
    /// <see cref="ConversationsClientOptions.RequestTimeout"/> ends them in a <see cref="ConversationsTimeoutException"/>.</para>
    /// <para>The provider works for all calls, so that it runs on a thread of the pool and outside of each: it sees no <c>AsyncLocal</c>,
    /// such as the <c>HttpContext</c> or the <c>Activity</c> of the request that needed it first. For a token of each user, give each user
    /// a client with <see cref="IConversationsClient.With"/>. The returned object keeps the value: create it once for each caller, not for
    /// each call.</para>
    /// </remarks>
    /// <returns>The credential.</returns>
    public static ConversationsCredential FromProvider(Func<CancellationToken, ValueTask<ConversationsCredential>> provider)
    {
        ArgumentNullException.ThrowIfNull(provider);
        return new ProvidedCredential(provider);
    }

    /// <summary>Names the kind of credential, never the secret.</summary>
    /// <returns>A text for logs.</returns>
    public abstract override string ToString();

    /// <summary>What stands for the credential in a budget: equal for credentials with one secret, and without the secret.</summary>
    internal abstract object CountedAs { get; }

    /// <summary>Whether the limits for each personal API key count for it. Sessions and OAuth tokens are free of them.</summary>
    internal abstract bool CountsAsKey { get; }

    /// <summary>The message for a key that can only send events.</summary>
    internal const string ProjectKeyMistake = "a project key (phc_…), which this API does not accept: set a personal API key (phx_…).";

    /// <summary>Whether a text is the key of a project. Such keys are public in web pages.</summary>
    internal static bool IsProjectKey(string? secret) => secret?.StartsWith("phc_", StringComparison.Ordinal) == true;

    /// <summary>Whether a text can be sent as a key, token or cookie: visible ASCII without separators.</summary>
    internal static bool IsSendable(string? secret) =>
        !string.IsNullOrEmpty(secret) && !secret.AsSpan().ContainsAnyExceptInRange('!', '~') && secret.AsSpan().IndexOfAny(",;\"\\") < 0;

    private static string CheckedKey(string secret, string parameter) => IsProjectKey(secret)
        ? throw new ArgumentException($"The value is {ProjectKeyMistake}", parameter)
        : Checked(secret, parameter);

    private static string Checked(string secret, string parameter)
    {
        ArgumentException.ThrowIfNullOrEmpty(secret, parameter);
        return IsSendable(secret)
            ? secret
            : throw new ArgumentException("The value holds a space, a line break or another character that cannot be sent. Copy it again without them.", parameter);
    }
}
