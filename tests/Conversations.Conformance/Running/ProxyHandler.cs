namespace Conversations.Conformance.Running;

/// <summary>
/// Sends calls through the proxy that holds them against the contract. Two kinds go to the service directly: streams, because the
/// proxy collects a body before it hands it on, and calls that break the contract on purpose, because it would refuse them itself.
/// </summary>
internal sealed class ProxyHandler(Uri? proxy) : HttpMessageHandler
{
    // Not a handler that delegates: the client's guards stand before its transport, and would stop what goes to the proxy.
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

        // Prism's own words come as problems (RFC 7807), which the service never sends.
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

    /// <summary>The contract names conversations and views under one of their two prefixes; links between pages name the other.</summary>
    private static string Documented(string path) =>
        path.StartsWith("/api/projects/", StringComparison.Ordinal) && !path.Contains("/conversations/tickets/", StringComparison.Ordinal)
            ? $"/api/environments/{path["/api/projects/".Length..]}"
            : path;
}
