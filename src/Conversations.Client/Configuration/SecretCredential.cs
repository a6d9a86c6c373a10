using System.Net.Http.Headers;

namespace Conversations.Client.Configuration;

/// <summary>A credential whose secret is known.</summary>
internal abstract class SecretCredential : ConversationsCredential
{
    /// <summary>The texts that no exception may repeat.</summary>
    public abstract IReadOnlyList<string> Secrets { get; }

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

    private protected abstract void Write(HttpRequestMessage request, Uri baseAddress);
}

/// <summary>A key or token in the Authorization header.</summary>
internal sealed class BearerCredential(string secret, string kind) : SecretCredential
{
    private readonly AuthenticationHeaderValue _header = new("Bearer", secret);

    public override IReadOnlyList<string> Secrets { get; } = [secret];

    public override string ToString() => kind;

    private protected override void Write(HttpRequestMessage request, Uri baseAddress) => request.Headers.Authorization = _header;
}

/// <summary>A browser session: cookies, and for writes the header that proves that the request is not forged.</summary>
internal sealed class SessionCredential(string sessionId, string csrfToken) : SecretCredential
{
    private readonly string _cookie = $"sessionid={sessionId}; posthog_csrftoken={csrfToken}";

    public override IReadOnlyList<string> Secrets { get; } = [sessionId, csrfToken];

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

/// <summary>A credential from a function. This object owns the last value that the function returned.</summary>
#pragma warning disable CA1001 // A semaphore without a wait handle has nothing to free, and a credential is never disposed.
internal sealed class ProvidedCredential(Func<CancellationToken, ValueTask<ConversationsCredential>> provider) : ConversationsCredential
#pragma warning restore CA1001
{
    private readonly SemaphoreSlim _asking = new(1, 1);
    private volatile ProvidedValue? _current;

    public override string ToString() => "credential from a provider";

    /// <summary>The credential to send. Asks the provider if there is none, or if the current one was refused.</summary>
    public async ValueTask<ProvidedValue> GetAsync(ProvidedValue? refused, CancellationToken cancellationToken)
    {
        if (_current is { } current && current != refused)
        {
            return current;
        }

        await _asking.WaitAsync(cancellationToken).ConfigureAwait(false);
        // A provider may ignore its token. The caller then gives up all the same, and other callers ask when the provider has ended.
        Task<ProvidedValue> asking = AskAsync(refused, cancellationToken);
        try
        {
            return await asking.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!asking.IsCompleted)
        {
            _ = asking.ContinueWith(
                static late => late.Exception,
                CancellationToken.None,
                TaskContinuationOptions.OnlyOnFaulted | TaskContinuationOptions.ExecuteSynchronously,
                TaskScheduler.Default);
            throw;
        }
        catch (OperationCanceledException canceled) when (!cancellationToken.IsCancellationRequested)
        {
            throw new ConversationsTimeoutException("The credential provider gave up before it gave a credential. Look into the provider, or give it more time.", canceled);
        }
    }

    private async Task<ProvidedValue> AskAsync(ProvidedValue? refused, CancellationToken cancellationToken)
    {
        try
        {
            // Another call may have asked the provider while this one waited.
            if (_current is { } asked && asked != refused)
            {
                return asked;
            }

            SecretCredential given = await provider(cancellationToken).ConfigureAwait(false) as SecretCredential
                ?? throw new ConversationsException("The credential provider gave nothing, or another provider. Return PersonalApiKey, OAuthToken or Session from it.");
            return _current = new(given);
        }
        finally
        {
            _asking.Release();
        }
    }
}

/// <summary>One result of a provider. Several results may have the same credential.</summary>
internal sealed class ProvidedValue(SecretCredential credential)
{
    public SecretCredential Credential { get; } = credential;
}
