namespace Conversations.Client.Pipeline.Guards;

/// <summary>Behind every other handler: a request with the key on it leaves for one origin only.</summary>
internal sealed class HostGuardHandler : DelegatingHandler
{
    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (LogicalCall.Of(request)?.Settings.Origin is { } origin && !IsSameOrigin(origin, request.RequestUri!))
        {
            throw new ConversationsException($"A call to {request.RequestUri!.GetComponents(UriComponents.SchemeAndServer, UriFormat.UriEscaped)} was stopped, because the key belongs to {origin.GetLeftPart(UriPartial.Authority)} only. Set BaseAddress to the host that you mean to call.");
        }

        return base.SendAsync(request, cancellationToken);
    }

    /// <summary>Whether two addresses have the same scheme, host and port.</summary>
    internal static bool IsSameOrigin(Uri left, Uri right) =>
        Uri.Compare(left, right, UriComponents.SchemeAndServer, UriFormat.SafeUnescaped, StringComparison.OrdinalIgnoreCase) == 0;
}
