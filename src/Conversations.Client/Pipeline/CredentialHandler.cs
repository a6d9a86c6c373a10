using System.Net;
using Conversations.Client.Configuration;

namespace Conversations.Client.Pipeline;

/// <summary>Writes the caller's credential onto each request, and asks a provider once more after a 401.</summary>
/// <param name="ownCaller">Who calls when the request does not say it, as with an HttpClient that the application asked its factory for.</param>
/// <param name="baseAddress">The origin that sessions name as their referer.</param>
internal sealed class CredentialHandler(ConversationsCredential ownCaller, Uri baseAddress) : DelegatingHandler
{
    /// <summary>Who makes a call: clients of several projects and callers share one pipeline.</summary>
    internal static readonly HttpRequestOptionsKey<ConversationsCredential> Caller = new("Conversations.Client.Caller");

    /// <summary>Which credential went out, so that the error border can keep its secret out of texts.</summary>
    internal static readonly HttpRequestOptionsKey<SecretCredential> SentCredential = new("Conversations.Client.SentCredential");

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var credential = request.Options.TryGetValue(Caller, out var caller) ? caller : ownCaller;
        if (credential is SecretCredential own)
        {
            return await SendAsync(request, own, cancellationToken).ConfigureAwait(false);
        }

        var provided = (ProvidedCredential)credential;
        var first = await provided.GetAsync(refused: null, cancellationToken).ConfigureAwait(false);
        var response = await SendAsync(request, first.Credential, cancellationToken).ConfigureAwait(false);
        if (response.StatusCode != HttpStatusCode.Unauthorized)
        {
            return response;
        }

        // A 401 means that nothing was done, so the call is sent again whatever its method.
        response.Dispose();
        var second = await provided.GetAsync(refused: first, cancellationToken).ConfigureAwait(false);
        return await SendAsync(request, second.Credential, cancellationToken).ConfigureAwait(false);
    }

    private Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, SecretCredential current, CancellationToken cancellationToken)
    {
        current.Apply(request, baseAddress);
        request.Options.Set(SentCredential, current);
        return base.SendAsync(request, cancellationToken);
    }
}
