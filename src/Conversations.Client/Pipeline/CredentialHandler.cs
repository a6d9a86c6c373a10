using System.Net;
using Conversations.Client.Configuration.Credentials;
using Conversations.Client.Pipeline.Guards;
using Conversations.Client.Telemetry;

namespace Conversations.Client.Pipeline;

/// <summary>Writes the caller's credential onto each request. After a 401, asks a credential provider once more.</summary>
internal sealed class CredentialHandler : DelegatingHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var call = LogicalCall.Required(request);
        try
        {
            return call.Caller is SecretCredential own
                ? await SendAsync(request, call, own, cancellationToken).ConfigureAwait(false)
                : await SendAsync(request, call, (ProvidedCredential)call.Caller, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            // Handlers in front of this one, and the application, which gets the request with the response, may write headers to a log.
            call.TakeCredentialOff(request);
        }
    }

    private async Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request, LogicalCall call, ProvidedCredential provided, CancellationToken cancellationToken)
    {
        if (call.PinnedCredential is { } pinned)
        {
            return await SendAsync(request, call, pinned, cancellationToken).ConfigureAwait(false);
        }

        ProvidedValue first = await GetAsync(provided, refused: null, call, cancellationToken).ConfigureAwait(false);
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
            second = await GetAsync(provided, first, call, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            call.Sendings.Ended(FirstAttempt.Failed(exception));
            throw;
        }

        call.Sendings.Renew();
        call.Settings.Telemetry?.Retried(call.Called, call.Span, ErrorTypes.Of(HttpStatusCode.Unauthorized));
        return await SendAsync(request, call, second.Credential, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The value of a provider that a call sends next.</summary>
    /// <exception cref="ConversationsException">The provider failed.</exception>
    public static async ValueTask<ProvidedValue> GetAsync(
        ProvidedCredential provided, ProvidedValue? refused, LogicalCall call, CancellationToken cancellationToken)
    {
        // Stays true if the waiting is given up, so that a time limit can say what the time was spent on.
        call.WaitsForProvider = true;
        ProviderResult result = await provided.GetAsync(
            refused, call.Settings.TimeProvider, call.Settings.RequestTimeout, cancellationToken).ConfigureAwait(false);
        call.WaitsForProvider = false;
        return result.Value ?? throw result.Failure!.ToException(TransportFailure.ArrivalOf(call));
    }

    private Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request, LogicalCall call, SecretCredential current, CancellationToken cancellationToken)
    {
        current.Apply(request, call.Settings.Origin);
        call.Carries(current);
        return base.SendAsync(request, cancellationToken);
    }
}
