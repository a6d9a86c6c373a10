namespace Conversations.Tests.Waiting;

/// <summary>
/// Sits between a client and its transport and counts what the client has received, so that a test can wait for it, however long a socket
/// takes.
/// </summary>
/// <param name="transport">The transport; null for sockets.</param>
/// <remarks>Not a delegating handler, because the client would insert its own handlers below one.</remarks>
public sealed class WatchedReads(HttpMessageHandler? transport) : HttpMessageHandler
{
    private readonly HttpMessageInvoker _transport = new(transport ?? new SocketsHttpHandler());
    private readonly Changes _changes = new();
    private int _streams;
    private int _reads;
    private int _ends;

    /// <summary>How many event streams have begun.</summary>
    public int Streams => Volatile.Read(ref _streams);

    /// <summary>How often a body was read again after it had returned bytes. By then the client has processed those bytes.</summary>
    public int Reads => Volatile.Read(ref _reads);

    /// <summary>How many bodies were read to their end.</summary>
    public int Ends => Volatile.Read(ref _ends);

    /// <summary>Completes when a condition on what the client has received is true.</summary>
    public Task UntilAsync(Func<bool> isSo) => _changes.UntilAsync(isSo, () => $"There were {Streams} streams, {Reads} reads and {Ends} ends.");

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        HttpResponseMessage response = await _transport.SendAsync(request, cancellationToken).ConfigureAwait(false);
        HttpContent content = response.Content;
        response.Content = new StreamContent(
            new WatchedBody(await content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false), this));
        foreach ((string? name, System.Net.Http.Headers.HeaderStringValues values) in content.Headers.NonValidated)
        {
            _ = response.Content.Headers.TryAddWithoutValidation(name, values);
        }

        Count(ref _streams, content.Headers.ContentType?.MediaType == "text/event-stream");
        return response;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _transport.Dispose();
        }

        base.Dispose(disposing);
    }

    private void Count(ref int count, bool isSo)
    {
        if (isSo)
        {
            _ = Interlocked.Increment(ref count);
            _changes.Tell();
        }
    }

    private sealed class WatchedBody(Stream body, WatchedReads watch) : ReadOnlyStream
    {
        private bool _hasRead;

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            watch.Count(ref watch._reads, _hasRead && buffer.Length > 0);
            int count = await body.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
            _hasRead |= buffer.Length > 0;
            watch.Count(ref watch._ends, count == 0 && buffer.Length > 0);
            return count;
        }

        protected override void Dispose(bool disposing)
        {
            if (disposing)
            {
                body.Dispose();
            }

            base.Dispose(disposing);
        }
    }
}
