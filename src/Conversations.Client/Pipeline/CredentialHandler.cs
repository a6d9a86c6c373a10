using System.Net;
using Conversations.Client.Configuration;
using Conversations.Client.Pipeline.Guards;

namespace Conversations.Client.Pipeline;

/// <summary>Writes the caller's credential onto each request. After a 401, asks a credential provider once more.</summary>
internal sealed class CredentialHandler : DelegatingHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var call = LogicalCall.Required(request);
        if (call.Caller is SecretCredential own)
        {
            return await SendAsync(request, call, own, cancellationToken).ConfigureAwait(false);
        }

        if (call.PinnedCredential is { } pinned)
        {
            return await SendAsync(request, call, pinned, cancellationToken).ConfigureAwait(false);
        }

        var provided = (ProvidedCredential)call.Caller;
        ProvidedValue first = await provided.GetAsync(refused: null, cancellationToken).ConfigureAwait(false);
        try
        {
            HttpResponseMessage response = await SendAsync(request, call, first.Credential, cancellationToken).ConfigureAwait(false);
            if (response.StatusCode != HttpStatusCode.Unauthorized || cancellationToken.IsCancellationRequested)
            {
                return response;
            }

            response.Dispose();
        }
        catch (ConversationsAuthenticationException) when (call.Sendings.IsCredentialRefused)
        {
            // A handler of the application repeated the refused request, and the repetition was stopped.
        }

        // After a 401 the service has done nothing, so the call is sent again whatever its method.
        ProvidedValue second;
        try
        {
            second = await provided.GetAsync(refused: first, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            call.Sendings.Ended(FirstAttempt.Failed(exception));
            throw;
        }

        call.Sendings.Renew();
        return await SendAsync(request, call, second.Credential, cancellationToken).ConfigureAwait(false);
    }

    private Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request, LogicalCall call, SecretCredential current, CancellationToken cancellationToken)
    {
        current.Apply(request, call.Settings.Origin);
        call.Carries(current);
        return base.SendAsync(request, cancellationToken);
    }
}
