namespace Conversations.Client.Pipeline;

/// <summary>
/// The first station of all: begins the call in front of every handler of the application, so that each copy that one of them
/// makes belongs to the same call, and turns what ends it in their words into this package's exceptions.
/// </summary>
/// <param name="ownCaller">
/// Who calls when the request does not say it, as with an HttpClient that the application asked its factory for.
/// </param>
/// <param name="settings">What the client's calls share.</param>
internal sealed class LogicalCallHandler(ConversationsCredential ownCaller, CallSettings settings) : DelegatingHandler
{
    /// <summary>Who makes a call: clients of several projects and callers share one pipeline.</summary>
    public static readonly HttpRequestOptionsKey<ConversationsCredential> Caller = new("Conversations.Client.Caller");

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        // One that was copied with its options, by code around an HttpClient, goes on with its call.
        LogicalCall call = LogicalCall.BegunFor(request) ?? LogicalCall.Begin(
            request, request.Options.TryGetValue(Caller, out ConversationsCredential? caller) ? caller : ownCaller, settings);
        try
        {
            HttpResponseMessage response = await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
            // A copy's answer belongs to the call too.
            response.RequestMessage = request;
            return response;
        }
        catch (Exception exception) when (TransportFailure.Is(exception, call, cancellationToken))
        {
            throw TransportFailure.ToException(exception, call, cancellationToken);
        }
    }
}
