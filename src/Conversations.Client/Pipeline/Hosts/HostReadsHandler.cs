namespace Conversations.Client.Pipeline.Hosts;

/// <summary>
/// Sends reads through the resilience handlers that the host has for every client, if the application asked for it. All other calls pass
/// by them: their time limits and repetitions are not made for changes and streams.
/// </summary>
internal sealed class HostReadsHandler : DelegatingHandler
{
    private readonly Entrance _hosts;

    public HostReadsHandler(IReadOnlyList<DelegatingHandler> hosts)
    {
        HttpMessageHandler next = new Exit(this);
        foreach (DelegatingHandler handler in hosts.Reverse())
        {
            handler.InnerHandler = next;
            next = handler;
        }

        _hosts = new Entrance { InnerHandler = next };
    }

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
        LogicalCall.Required(request).IsRepeatedByHost
            ? _hosts.EnterAsync(request, cancellationToken)
            : base.SendAsync(request, cancellationToken);

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _hosts.Dispose();
        }

        base.Dispose(disposing);
    }

    private Task<HttpResponseMessage> SendOnAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
        base.SendAsync(request, cancellationToken);

    /// <summary>The way into the handlers of the host.</summary>
    private sealed class Entrance : DelegatingHandler
    {
        public Task<HttpResponseMessage> EnterAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            SendAsync(request, cancellationToken);
    }

    /// <summary>The way back from them into the client's own chain.</summary>
    private sealed class Exit(HostReadsHandler owner) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            owner.SendOnAsync(request, cancellationToken);
    }
}
