namespace Conversations.Conformance.Running;

/// <summary>
/// Sends calls through the proxy that checks them against the contract. Two kinds go to the service directly: streams, because the
/// proxy buffers a whole body before it forwards it, and calls that break the contract on purpose, because the proxy would refuse them.
/// </summary>
internal sealed class ProxyHandler(Uri? proxy) : HttpMessageHandler
{
    // Not a delegating handler: the client's guards are before its transport, and would stop requests to the proxy.
    private readonly HttpMessageInvoker _sockets = new(new SocketsHttpHandler { UseCookies = false });

    /// <summary>Marks a call that breaks the contract on purpose.</summary>
    public static readonly HttpRequestOptionsKey<bool> IsMistake = new("mistake");

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (proxy is null
            || request.Headers.Accept.Any(static type => type.MediaType == "text/event-stream")
            || request.Options.TryGetValue(IsMistake, out bool isMistake) && isMistake)
        {
            return await _sockets.SendAsync(request, cancellationToken);
        }

        Uri asked = request.RequestUri!;
        request.RequestUri = new Uri(proxy, Documented(asked.PathAndQuery));
        HttpResponseMessage response = await _sockets.SendAsync(request, cancellationToken);
        request.RequestUri = asked;

        // Prism's own errors are problem details (RFC 7807), which the service never sends.
        if (response.Content.Headers.ContentType?.MediaType == "application/problem+json")
        {
            throw new InvalidOperationException($"The proxy says that {request.Method} {asked.PathAndQuery} broke the contract: {await response.Content.ReadAsStringAsync(cancellationToken)}");
        }

        return response;
    }

    protected override void Dispose(bool disposing)
    {
        _sockets.Dispose();
        base.Dispose(disposing);
    }

    /// <summary>The contract has conversations and views under one of their two prefixes. Links between pages use the other one.</summary>
    private static string Documented(string path) =>
        path.StartsWith("/api/projects/", StringComparison.Ordinal) && !path.Contains("/conversations/tickets/", StringComparison.Ordinal)
            ? $"/api/environments/{path["/api/projects/".Length..]}"
            : path;
}
