using System.Diagnostics;
using Conversations.Client.Telemetry;

namespace Conversations.Client.Pipeline;

/// <summary>
/// The first handler. It begins the call in front of every handler of the application, so that each copy that one of them makes
/// belongs to the same call. It also turns the exceptions of those handlers into this package's exceptions.
/// </summary>
/// <param name="ownCaller">The caller when the request does not name one, as with an HttpClient that the application got from its
/// factory.</param>
/// <param name="settings">What the calls of the client share.</param>
internal sealed class LogicalCallHandler(ConversationsCredential ownCaller, CallSettings settings) : DelegatingHandler
{
    /// <summary>The caller of a request, because clients of several projects and callers share one pipeline.</summary>
    public static readonly HttpRequestOptionsKey<ConversationsCredential> Caller = new("Conversations.Client.Caller");

    /// <summary>
    /// What a success holds, for a request that the application wrote itself. It is sent once unless it is a GET, whatever the contract
    /// says of its address.
    /// </summary>
    public static readonly HttpRequestOptionsKey<OperationAnswer> Raw = new("Conversations.Client.Raw");

    /// <summary>Marks a request of code that repeats by a rule of its own, such as a stream.</summary>
    public static readonly HttpRequestOptionsKey<bool> OwnRule = new("Conversations.Client.OwnRule");

    /// <summary>The context of the span of a request's call; the default if there is none.</summary>
    public static ActivityContext SpanOf(HttpRequestMessage? request) =>
        request is not null && LogicalCall.BegunFor(request) is { Span: { } span } ? span.Context : default;

    // While nobody listens, telemetry adds no state machine.
    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
        settings.Telemetry is { WatchesCalls: true } telemetry
            ? SendWatchedAsync(telemetry, request, cancellationToken)
            : SendOnlyAsync(request, cancellationToken);

    /// <summary>
    /// Watches the call here and not further inside, because a handler of the application may repeat it there: it is one call, and it ended
    /// in what the application gets.
    /// </summary>
    private async Task<HttpResponseMessage> SendWatchedAsync(
        ClientTelemetry telemetry, HttpRequestMessage request, CancellationToken cancellationToken)
    {
        LogicalCall call = CallOf(request);
        CallWatch watch = telemetry.BeginCall(call.Called);
        call.Span = watch.Span;
        try
        {
            HttpResponseMessage response = await SendOnlyAsync(request, cancellationToken).ConfigureAwait(false);
            watch.Answered(response.StatusCode);
            return response;
        }
        catch (Exception exception)
        {
            watch.Failed(exception);
            throw;
        }
    }

    // A request that was copied with its options, by code around an HttpClient, continues its call.
    private LogicalCall CallOf(HttpRequestMessage request) =>
        LogicalCall.BegunFor(request) ?? LogicalCall.Begin(
            request, request.Options.TryGetValue(Caller, out ConversationsCredential? caller) ? caller : ownCaller, settings);

    private async Task<HttpResponseMessage> SendOnlyAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        LogicalCall call = CallOf(request);
        try
        {
            HttpResponseMessage response = await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
            // The response to a copy belongs to the call too.
            response.RequestMessage = request;
            return response;
        }
        catch (ConversationsException failure)
        {
            call.Describe(failure);
            throw;
        }
        catch (Exception exception) when (TransportFailure.Is(exception, call, cancellationToken))
        {
            var failure = TransportFailure.ToException(exception, call, cancellationToken);
            if (failure is ConversationsException own)
            {
                call.Describe(own);
            }

            throw failure;
        }
    }
}
