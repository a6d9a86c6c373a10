namespace Conversations.Client.Testing.Tests.Streams;

/// <summary>Says how often a client got bytes of a stream, so that a test's clock waits for what takes real time.</summary>
public sealed class ReadCounter : DelegatingHandler
{
    private int _reads;

    public int Reads => Volatile.Read(ref _reads);

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        HttpResponseMessage response = await base.SendAsync(request, cancellationToken);
        if (response.Content.Headers.ContentType?.MediaType == "text/event-stream")
        {
            response.Content = new StreamContent(new CountedBody(await response.Content.ReadAsStreamAsync(cancellationToken), this)) { Headers = { ContentType = response.Content.Headers.ContentType } };
        }

        return response;
    }

    private sealed class CountedBody(Stream body, ReadCounter counter) : ReadOnlyStream
    {
        // Counted when the next read begins: by then what came before was seen.
        private bool _hasRead;

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            if (_hasRead && buffer.Length > 0)
            {
                _ = Interlocked.Increment(ref counter._reads);
            }

            int count = await body.ReadAsync(buffer, cancellationToken);
            _hasRead |= buffer.Length > 0;
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
