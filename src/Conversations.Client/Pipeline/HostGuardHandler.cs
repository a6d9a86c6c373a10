namespace Conversations.Client.Pipeline;

/// <summary>The last station before the socket: a request with the key on it leaves for one origin only.</summary>
internal sealed class HostGuardHandler(Uri baseAddress) : DelegatingHandler
{
    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (!IsSameOrigin(baseAddress, request.RequestUri!))
        {
            throw new ConversationsException($"A call to {request.RequestUri!.GetLeftPart(UriPartial.Authority)} was stopped, because the key belongs to {baseAddress.GetLeftPart(UriPartial.Authority)} only. Set BaseAddress to the host that you mean to call.");
        }

        return base.SendAsync(request, cancellationToken);
    }

    /// <summary>Whether two addresses have the same scheme, host and port.</summary>
    internal static bool IsSameOrigin(Uri left, Uri right) =>
        Uri.Compare(left, right, UriComponents.SchemeAndServer, UriFormat.SafeUnescaped, StringComparison.OrdinalIgnoreCase) == 0;
}
