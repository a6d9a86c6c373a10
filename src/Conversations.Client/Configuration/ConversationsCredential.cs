using Conversations.Client.Configuration;

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
    public static ConversationsCredential PersonalApiKey(string key) => new BearerCredential(CheckedKey(key, nameof(key)), "personal API key");

    /// <summary>An OAuth access token.</summary>
    /// <param name="token">The token, <c>pha_…</c>.</param>
    /// <returns>The credential.</returns>
    /// <exception cref="ArgumentException">The token is empty, a project key, or holds characters that no header can carry.</exception>
    public static ConversationsCredential OAuthToken(string token) => new BearerCredential(CheckedKey(token, nameof(token)), "OAuth token");

    /// <summary>A browser session, for the calls that keys and tokens may not make.</summary>
    /// <param name="sessionId">The value of the cookie <c>sessionid</c>.</param>
    /// <param name="csrfToken">The value of the cookie <c>posthog_csrftoken</c>; writes send it as <c>X-CSRFToken</c> too.</param>
    /// <returns>The credential.</returns>
    /// <exception cref="ArgumentException">A value is empty or holds characters that no cookie can carry.</exception>
    public static ConversationsCredential Session(string sessionId, string csrfToken) =>
        new SessionCredential(Checked(sessionId, nameof(sessionId)), Checked(csrfToken, nameof(csrfToken)));

    /// <summary>A credential that is fetched when it is first needed, for example from a secret store.</summary>
    /// <param name="provider">
    /// Returns the credential. It is called once, and its value is kept until the service responds with 401. Then it is called once
    /// more, and the call is sent once more. It must not return another provider.
    /// </param>
    /// <returns>The credential.</returns>
    public static ConversationsCredential FromProvider(Func<CancellationToken, ValueTask<ConversationsCredential>> provider)
    {
        ArgumentNullException.ThrowIfNull(provider);
        return new ProvidedCredential(provider);
    }

    /// <summary>Names the kind of credential, never the secret.</summary>
    /// <returns>A text for logs.</returns>
    public abstract override string ToString();

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
