using System.Net;
using Conversations.Client.Configuration;
using Conversations.Client.Pipeline.Guards;

namespace Conversations.Client.Pipeline;

/// <summary>Writes the caller's credential onto each request, and asks a provider once more after a 401.</summary>
internal sealed class CredentialHandler : DelegatingHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var call = LogicalCall.Of(request)!;
        if (call.Caller is SecretCredential own)
        {
            return await SendAsync(request, call, own, cancellationToken).ConfigureAwait(false);
        }

        var provided = (ProvidedCredential)call.Caller;
        var first = await provided.GetAsync(refused: null, cancellationToken).ConfigureAwait(false);
        call.AwaitRenewal();
        var response = await SendAsync(request, call, first.Credential, cancellationToken).ConfigureAwait(false);
        if (response.StatusCode != HttpStatusCode.Unauthorized)
        {
            return response;
        }

        // A 401 means that nothing was done, so the call is sent again whatever its method.
        response.Dispose();
        ProvidedValue second;
        try
        {
            second = await provided.GetAsync(refused: first, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            call.Ended(FirstAttempt.Failed(exception));
            throw;
        }

        call.Renew();
        return await SendAsync(request, call, second.Credential, cancellationToken).ConfigureAwait(false);
    }

    private Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, LogicalCall call, SecretCredential current, CancellationToken cancellationToken)
    {
        current.Apply(request, call.Settings.Origin);
        call.Carries(current);
        return base.SendAsync(request, cancellationToken);
    }
}
