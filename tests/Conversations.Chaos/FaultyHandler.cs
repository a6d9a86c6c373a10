using System.Net;
using Microsoft.Extensions.Time.Testing;

namespace Conversations.Chaos;

/// <summary>
/// The way to the fake with everything that can happen on one: streams that are cut at any byte or fall silent, resets, errors of
/// the service, and a service that notices late that its reader has gone.
/// </summary>
internal sealed class FaultyHandler(HttpMessageHandler fake, Random chance, FakeTimeProvider time) : DelegatingHandler(fake)
{
    private readonly System.Text.StringBuilder _log = new();
    private int _sends;

    /// <summary>How often a text was sent.</summary>
    internal int TextsSent { get; private set; }

    /// <summary>Whether the message itself met a fault, so that nobody can tell whether it arrived.</summary>
    internal bool MessageFailed { get; private set; }

    internal int Faults { get; private set; }

    /// <summary>What went over the way, to be read when a turn went wrong.</summary>
    internal string Log
    {
        get
        {
            lock (_log)
            {
                return _log.ToString();
            }
        }
    }

    /// <summary>Bodies that were handed out and not given back.</summary>
    internal int OpenBodies { get; private set; }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var isMessage = false;
        if (request.Method == HttpMethod.Post)
        {
            var text = await request.Content!.ReadAsStringAsync(cancellationToken);
            isMessage = !text.StartsWith("""{"content":null""", StringComparison.Ordinal);
            TextsSent += isMessage ? 1 : 0;
            _sends++;
        }

        // The message itself rarely fails: then there is nothing to follow.
        if (chance.NextDouble() < (isMessage ? 0.01 : 0.15))
        {
            Faults++;
            MessageFailed |= isMessage;
            Write($"{request.Method} met a fault");
            return Fault(request);
        }

        var response = await base.SendAsync(request, cancellationToken);
        Write($"{request.Method} was answered with {(int)response.StatusCode}");
        if (request.Method == HttpMethod.Get)
        {
            Write(await response.Content.ReadAsStringAsync(cancellationToken));
        }

        if (response.Content.Headers.ContentType?.MediaType == "text/event-stream")
        {
            OpenBodies++;
            var inner = await response.Content.ReadAsStreamAsync(cancellationToken);
            response.Content = new StreamContent(new FaultyBody(inner, NextEnd(), this)) { Headers = { ContentType = response.Content.Headers.ContentType } };
        }

        return response;
    }

    private void Write(string line)
    {
        lock (_log)
        {
            _ = _log.Append(time.GetUtcNow().ToString("mm:ss.f ", System.Globalization.CultureInfo.InvariantCulture)).AppendLine(line);
        }
    }

    private static HttpResponseMessage Answer(HttpRequestMessage request, HttpStatusCode status, string body = "") => new(status) { RequestMessage = request, Content = new StringContent(body) };

    private HttpResponseMessage Fault(HttpRequestMessage request) => chance.Next(5) switch
    {
        0 => throw new HttpRequestException(HttpRequestError.ConnectionError, "Reset."),
        1 => Answer(request, HttpStatusCode.InternalServerError, """{"type":"server_error","code":"error","detail":"A server error occurred.","attr":null}"""),
        2 => Answer(request, HttpStatusCode.ServiceUnavailable),
        3 => Answer(request, HttpStatusCode.BadGateway, "<html>Bad gateway</html>"),
        _ => Answer(request, HttpStatusCode.TooManyRequests, """{"type":"throttled_error","code":"throttled","detail":"Request was throttled. Expected available in 3 seconds.","attr":null}"""),
    };

    private End NextEnd() => _sends > 12 || chance.NextDouble() < 0.3
        ? new(long.MaxValue, IsSilent: false, Notices: TimeSpan.Zero)
        : new((long)(1500 * Math.Pow(chance.NextDouble(), 2)), IsSilent: chance.Next(4) == 0, Notices: chance.Next(3) == 0 ? TimeSpan.FromSeconds(chance.Next(1, 20)) : TimeSpan.Zero);

    /// <summary>How a connection ends: after so many bytes, with a break or in silence, and when the service notices.</summary>
    private sealed record End(long AfterBytes, bool IsSilent, TimeSpan Notices);

    private sealed class FaultyBody(Stream inner, End end, FaultyHandler owner) : Stream
    {
        private long _left = end.AfterBytes;
        private bool _isClosed;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            if (_left == 0)
            {
                owner.Faults++;
                owner.Write(end.IsSilent ? "silence" : "cut");
                if (end.IsSilent)
                {
                    await Task.Delay(Timeout.Infinite, cancellationToken);
                }

                throw new IOException("Cut.");
            }

            var count = await inner.ReadAsync(buffer[..(int)Math.Min(buffer.Length, _left)], cancellationToken);
            _left -= count;
            owner.Write(System.Text.Encoding.UTF8.GetString(buffer.Span[..count]));
            return count;
        }

        public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) => ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override void Flush() => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        protected override void Dispose(bool disposing)
        {
            if (disposing && !_isClosed)
            {
                _isClosed = true;
                owner.OpenBodies--;
                owner.Write($"closed; the service notices after {end.Notices}");
                if (end.Notices == TimeSpan.Zero)
                {
                    inner.Dispose();
                }
                else
                {
                    // What the service sends until it notices goes nowhere.
                    _ = owner.LaterAsync(end.Notices, inner);
                }
            }

            base.Dispose(disposing);
        }
    }

    private async Task LaterAsync(TimeSpan delay, Stream inner)
    {
        await Task.Delay(delay, time);
        await inner.DisposeAsync();
    }
}
