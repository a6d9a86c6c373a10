using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;

namespace Conversations.Client.Configuration.Credentials;

/// <summary>A credential whose secret is known.</summary>
internal abstract class SecretCredential : ConversationsCredential
{
    /// <summary>The texts that no exception may repeat.</summary>
    public abstract IReadOnlyList<string> Secrets { get; }

    /// <inheritdoc/>
    internal sealed override object CountedAs => field ??= Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(Secrets[0])));

    /// <summary>When the secret stops being valid; null if that is not known.</summary>
    public virtual DateTimeOffset? ExpiresAt => null;

    /// <summary>
    /// Writes the credential onto a request. Replaces any other that an earlier attempt or the application's defaults left there.
    /// </summary>
    public void Apply(HttpRequestMessage request, Uri baseAddress)
    {
        request.Headers.Authorization = null;
        request.Headers.Remove("Cookie");
        request.Headers.Remove("X-CSRFToken");
        Write(request, baseAddress);
    }

    /// <summary>Takes the credential off a request, so that nobody in front of this package's handlers finds it there.</summary>
    public abstract void TakeOff(HttpRequestMessage request);

    private protected abstract void Write(HttpRequestMessage request, Uri baseAddress);
}

/// <summary>A key or token in the Authorization header.</summary>
internal sealed class BearerCredential(string secret, string kind, DateTimeOffset? expiresAt = null) : SecretCredential
{
    public const string PersonalApiKeyKind = "personal API key";

    private readonly AuthenticationHeaderValue _header = new("Bearer", secret);

    public override IReadOnlyList<string> Secrets { get; } = [secret];

    public override DateTimeOffset? ExpiresAt { get; } = expiresAt;

    /// <inheritdoc/>
    internal override bool CountsAsKey => kind == PersonalApiKeyKind;

    public override void TakeOff(HttpRequestMessage request) => request.Headers.Authorization = null;

    public override string ToString() => kind;

    private protected override void Write(HttpRequestMessage request, Uri baseAddress) => request.Headers.Authorization = _header;
}

/// <summary>A browser session: cookies, and for writes the header that proves that the request is not forged.</summary>
internal sealed class SessionCredential(string sessionId, string csrfToken) : SecretCredential
{
    private readonly string _cookie = $"sessionid={sessionId}; posthog_csrftoken={csrfToken}";

    public override IReadOnlyList<string> Secrets { get; } = [sessionId, csrfToken];

    /// <inheritdoc/>
    internal override bool CountsAsKey => false;

    public override void TakeOff(HttpRequestMessage request)
    {
        request.Headers.Remove("Cookie");
        request.Headers.Remove("X-CSRFToken");
    }

    public override string ToString() => "browser session";

    private protected override void Write(HttpRequestMessage request, Uri baseAddress)
    {
        request.Headers.TryAddWithoutValidation("Cookie", _cookie);
        if (request.Method != HttpMethod.Get)
        {
            request.Headers.TryAddWithoutValidation("X-CSRFToken", csrfToken);
            request.Headers.Referrer = baseAddress;
        }
    }
}
