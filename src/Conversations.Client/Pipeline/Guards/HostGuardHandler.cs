namespace Conversations.Client.Pipeline.Guards;

/// <summary>
/// Comes behind every other handler. A request with the key leaves for one origin only, and no request of this package leaves without a
/// known call.
/// </summary>
/// <param name="isShared">Whether others may send requests through the same chain that are not calls of this package.</param>
internal sealed class HostGuardHandler(bool isShared) : DelegatingHandler
{
    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (isShared && LogicalCall.Of(request) is null && !LogicalCall.IsOurs(request))
        {
            return base.SendAsync(request, cancellationToken);
        }

        Uri origin = LogicalCall.Required(request).Settings.Origin;
        if (!IsSameOrigin(origin, request.RequestUri!))
        {
            throw new ConversationsException($"A call to {request.RequestUri!.GetComponents(UriComponents.SchemeAndServer, UriFormat.UriEscaped)} was stopped, because the key belongs to {origin.GetLeftPart(UriPartial.Authority)} only. Set BaseAddress to the host that you mean to call.");
        }

        return base.SendAsync(request, cancellationToken);
    }

    /// <summary>Whether two addresses have the same scheme, host and port.</summary>
    public static bool IsSameOrigin(Uri left, Uri right) =>
        Uri.Compare(left, right, UriComponents.SchemeAndServer, UriFormat.SafeUnescaped, StringComparison.OrdinalIgnoreCase) == 0;
}
