using System.Net;
using Conversations.Client.Pipeline.Answers;

namespace Conversations.Client.Pipeline.Guards;

/// <summary>
/// The last station before the transport: what is not repeatable reaches it once for each call, whatever handlers of the
/// application repeat or copy. Whoever tries again gets the first sending's own failure.
/// </summary>
internal sealed class SentOnceHandler : DelegatingHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (LogicalCall.Of(request) is not { } call)
        {
            // Somebody else's, over a transport that is shared.
            return await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
        }

        if (!call.Sendings.TryPass())
        {
            FirstAttempt first = await call.Sendings.EndOfFirstAsync(cancellationToken).ConfigureAwait(false);
            throw first.ToException(call);
        }

        if (!call.IsRepeatable)
        {
            // The platform's socket sends a request without a body up to four times while no byte of an answer has come. One that has begun
            // to send a body it does not.
            request.Content ??= new ByteArrayContent([]);
        }

        HttpResponseMessage? response = null;
        try
        {
            response = await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
            await Decompression.ApplyAsync(response, call, cancellationToken).ConfigureAwait(false);
            if (!response.IsSuccessStatusCode)
            {
                await ErrorBodies.KeepAsync(response, call.Settings.MaxErrorBodyBytes, cancellationToken).ConfigureAwait(false);
            }

            if (response.StatusCode == HttpStatusCode.Unauthorized)
            {
                call.Sendings.Refused();
            }

            if (!call.IsRepeatable)
            {
                call.Sendings.Ended(await FirstAttempt.AnsweredAsync(response, call).ConfigureAwait(false));
            }

            return response;
        }
        catch (Exception exception)
        {
            response?.Dispose();
            if (TransportFailure.IsBeforeSending(exception))
            {
                call.Sendings.NeverLeft();
            }

            if (!call.IsRepeatable)
            {
                call.Sendings.Ended(FirstAttempt.Failed(exception));
            }

            throw;
        }
    }
}
