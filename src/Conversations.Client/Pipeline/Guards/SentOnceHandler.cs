using System.Diagnostics;
using System.Net;
using Conversations.Client.Errors;
using Conversations.Client.Pipeline.Answers;
using Conversations.Client.Telemetry;

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
            response = await SendOneAsync(request, call, cancellationToken).ConfigureAwait(false);
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

    /// <summary>Sends a request; one that is sent again has a span of its own, whoever repeats it.</summary>
    private Task<HttpResponseMessage> SendOneAsync(HttpRequestMessage request, LogicalCall call, CancellationToken cancellationToken) =>
        ClientTelemetry.WatchesSpans && call.Settings.Telemetry is { } telemetry && call.Sendings.Resends is > 0 and var resends
            ? SendAgainAsync(telemetry, request, call, resends, cancellationToken)
            : base.SendAsync(request, cancellationToken);

    private async Task<HttpResponseMessage> SendAgainAsync(
        ClientTelemetry telemetry, HttpRequestMessage request, LogicalCall call, int resends, CancellationToken cancellationToken)
    {
        using Activity? span = telemetry.BeginResend(call.Called, resends);
        try
        {
            HttpResponseMessage response = await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
            CallWatch.Write(span, response.StatusCode);
            return response;
        }
        catch (Exception exception)
        {
            CallWatch.Write(span, exception);
            throw;
        }
    }
}
