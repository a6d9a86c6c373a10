using System.Net;
using Conversations.Client.Errors;
using Conversations.Client.Pipeline.Answers;

namespace Conversations.Client.Pipeline.Guards;

/// <summary>
/// The last handler before the transport. A call that is not repeatable passes it once, even if handlers of the application repeat or
/// copy the request. A second attempt gets the failure of the first sending.
/// </summary>
internal sealed class SentOnceHandler : DelegatingHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (LogicalCall.Of(request) is not { } call)
        {
            // A request of others, over a shared transport.
            return await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
        }

        if (!call.Sendings.TryPass())
        {
            FirstAttempt first = await call.Sendings.EndOfFirstAsync(cancellationToken).ConfigureAwait(false);
            throw first.ToException(call);
        }

        if (!call.IsRepeatable)
        {
            // The platform's socket handler sends a request without a body up to four times while no byte of a response has come. It does
            // not resend one whose body it has begun to send.
            request.Content ??= new ByteArrayContent([]);
            // While it waits for a leave to go on, it has begun no body and would send the request again.
            _ = request.Headers.Remove("Expect");
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

            if (Transience.ProvesNothingDone(response.StatusCode))
            {
                call.Sendings.Refused(isForCredential: response.StatusCode == HttpStatusCode.Unauthorized);
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
