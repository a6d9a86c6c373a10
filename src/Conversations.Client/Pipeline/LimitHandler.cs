using System.Net;
using Conversations.Client.Pipeline.Answers;
using Conversations.Client.Pipeline.Retries;

namespace Conversations.Client.Pipeline;

/// <summary>
/// Limits the time of one attempt, up to the headers and up to the whole body, and the size of a successful response. Only the events
/// of an operation that streams stay unread. For other operations it makes no difference which content type the response claims. A
/// repetition is limited by what is left of the time for all attempts too: here, because the wait for a permit counts for neither.
/// </summary>
internal sealed class LimitHandler(TimeSpan timeout, int maxResponseBytes, TimeProvider timeProvider) : DelegatingHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var call = LogicalCall.Required(request);
        RepeatedCall? shorter = call.Repetition is { } repetition && repetition.IsLeftWithLessThan(timeout) ? repetition : null;
        using var timer = new CancellationTokenSource(shorter?.Left ?? timeout, timeProvider);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timer.Token);
        HttpResponseMessage? response = null;
        try
        {
            response = await base.SendAsync(request, both.Token).ConfigureAwait(false);
            if (!response.IsSuccessStatusCode)
            {
                // A handler of the application may have replaced the response of the service.
                await ErrorBodies.KeepAsync(response, call.Settings.MaxErrorBodyBytes, both.Token).ConfigureAwait(false);
                cancellationToken.ThrowIfCancellationRequested();
            }
            else if (request.Method != HttpMethod.Head
                && (call.Answer != OperationAnswer.Events || !MediaType.IsEventStream(response.Content.Headers)))
            {
                await LoadAsync(response, call, both.Token).ConfigureAwait(false);
            }

            return response;
        }
        catch (Exception exception)
        {
            response?.Dispose();
            Exception failure = exception is OperationCanceledException
                && timer.IsCancellationRequested
                && !cancellationToken.IsCancellationRequested
                ? shorter?.TooLate(exception)
                    ?? TransportFailure.TooLate(exception, call, timeout, isAccepted: response is { IsSuccessStatusCode: true })
                : exception;
            call.Sendings.EndedInBody(failure);
            if (failure != exception)
            {
                throw failure;
            }

            throw;
        }
        finally
        {
            call.Sendings.Loaded();
        }
    }

    private async Task LoadAsync(HttpResponseMessage response, LogicalCall call, CancellationToken cancellationToken)
    {
        try
        {
            await Bodies.LoadAsync(response, maxResponseBytes, cancellationToken).ConfigureAwait(false);
        }
        catch (HttpRequestException exception) when (exception.HttpRequestError == HttpRequestError.ConfigurationLimitExceeded)
        {
            throw new ConversationsException($"{call.Method} {call.Route} was answered with more than {maxResponseBytes} bytes, and the reading was stopped. Raise MaxResponseBytes if answers may be that large, or ask for less at once, such as a smaller page.", exception);
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException)
        {
            throw TransportFailure.BrokenOff(exception, call);
        }

        if (call.Answer == OperationAnswer.Value
            && (response.StatusCode is HttpStatusCode.NoContent or HttpStatusCode.ResetContent
                || response.Content.Headers.ContentLength == 0))
        {
            string advice = call.IsRaw
                ? "If the endpoint answers so, use the RawRequestAsync that takes an HttpRequestMessage."
                : "Check that BaseAddress is the API's own address, not a page's or a proxy's.";
            throw new ConversationsException($"{call.Method} {call.Route} was answered with {(int)response.StatusCode} and no body, where a value was expected. {advice}");
        }
    }
}
