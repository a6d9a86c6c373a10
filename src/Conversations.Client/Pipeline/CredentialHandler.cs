using System.Net;
using Conversations.Client.Configuration;

namespace Conversations.Client.Pipeline;

/// <summary>Writes the credential onto each request, and asks a provider once more after a 401.</summary>
internal sealed class CredentialHandler(ConversationsCredential credential, Uri baseAddress) : DelegatingHandler
{
    /// <summary>Which credential went out, so that the error border can keep its secret out of texts.</summary>
    internal static readonly HttpRequestOptionsKey<SecretCredential> SentCredential = new("Conversations.Client.SentCredential");

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (credential is SecretCredential own)
        {
            return await SendAsync(request, own, cancellationToken).ConfigureAwait(false);
        }

        var provided = (ProvidedCredential)credential;
        var first = await provided.GetAsync(refused: null, cancellationToken).ConfigureAwait(false);
        var response = await SendAsync(request, first, cancellationToken).ConfigureAwait(false);
        if (response.StatusCode != HttpStatusCode.Unauthorized)
        {
            return response;
        }

        // A 401 means that nothing was done, so the call is sent again whatever its method.
        response.Dispose();
        var second = await provided.GetAsync(refused: first, cancellationToken).ConfigureAwait(false);
        return await SendAsync(request, second, cancellationToken).ConfigureAwait(false);
    }

    private Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, SecretCredential current, CancellationToken cancellationToken)
    {
        current.Apply(request, baseAddress);
        request.Options.Set(SentCredential, current);
        return base.SendAsync(request, cancellationToken);
    }
}
