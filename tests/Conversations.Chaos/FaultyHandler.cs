using System.Net;
using Conversations.Tests;
using Microsoft.Extensions.Time.Testing;

namespace Conversations.Chaos;

/// <summary>
/// The connection to the fake, with everything that can go wrong: streams that are cut at any byte, close cleanly in the middle or
/// fall silent, replays that first send an old title, resets, errors of the service, and a service that notices late that its
/// reader is gone.
/// </summary>
internal sealed class FaultyHandler(HttpMessageHandler fake, Random chance, FakeTimeProvider time) : HttpMessageHandler
{
    // Not a delegating handler: this is the transport, and the client's guards before the transport must come before the faults.
    private readonly HttpMessageInvoker _fake = new(fake);
    private readonly System.Text.StringBuilder _log = new();
    private int _sends;
    private string? _conversation;

    /// <summary>How often a text was sent.</summary>
    internal int TextsSent { get; private set; }

    /// <summary>Whether the message itself met a fault, so that it is unknown whether it arrived.</summary>
    internal bool MessageFailed { get; private set; }

    internal int Faults { get; private set; }

    /// <summary>How many of the faults were clean closes in the middle.</summary>
    internal int Closes { get; private set; }

    /// <summary>How many replays first sent the conversation as it was before it had its title.</summary>
    internal int Flickers { get; private set; }

    /// <summary>The traffic, to read after a turn went wrong.</summary>
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

    /// <summary>The number of response bodies that are not disposed yet.</summary>
    internal int OpenBodies { get; private set; }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        bool isMessage = false;
        if (request.Method == HttpMethod.Post)
        {
            string text = await request.Content!.ReadAsStringAsync(cancellationToken);
            isMessage = !text.StartsWith("""{"content":null""", StringComparison.Ordinal);
            TextsSent += isMessage ? 1 : 0;
            _sends++;
            _conversation ??= System.Text.Json.JsonDocument.Parse(text).RootElement.GetProperty("conversation").GetString();
        }

        // The message itself rarely fails, because then there is nothing to follow.
        if (chance.NextDouble() < (isMessage ? 0.01 : 0.15))
        {
            Faults++;
            MessageFailed |= isMessage;
            Write($"{request.Method} met a fault");
            return Fault(request);
        }

        HttpResponseMessage response = await _fake.SendAsync(request, cancellationToken);
        Write($"{request.Method} was answered with {(int)response.StatusCode}");
        if (request.Method == HttpMethod.Get)
        {
            Write(await response.Content.ReadAsStringAsync(cancellationToken));
        }

        if (response.Content.Headers.ContentType?.MediaType == "text/event-stream")
        {
            OpenBodies++;
            Stream inner = await response.Content.ReadAsStreamAsync(cancellationToken);
            response.Content = new StreamContent(new FaultyBody(inner, NextEnd(), NextBeginning(isMessage),
                this))
            { Headers = { ContentType = response.Content.Headers.ContentType } };
        }

        return response;
    }

    protected override void Dispose(bool disposing)
    {
        _fake.Dispose();
        base.Dispose(disposing);
    }

    private void Write(string line)
    {
        lock (_log)
        {
            _ = _log.Append(time.GetUtcNow().ToString("mm:ss.f ", System.Globalization.CultureInfo.InvariantCulture)).AppendLine(line);
        }
    }

    private static HttpResponseMessage Answer(HttpRequestMessage request, HttpStatusCode status, string body = "") =>
        new(status) { RequestMessage = request, Content = new StringContent(body) };

    private HttpResponseMessage Fault(HttpRequestMessage request) => chance.Next(5) switch
    {
        0 => throw new HttpRequestException(HttpRequestError.ConnectionError, "Reset."),
        1 => Answer(request, HttpStatusCode.InternalServerError, """{"type":"server_error","code":"error","detail":"A server error occurred.","attr":null}"""),
        2 => Answer(request, HttpStatusCode.ServiceUnavailable),
        3 => Answer(request, HttpStatusCode.BadGateway, "<html>Bad gateway</html>"),
        _ => Answer(request, HttpStatusCode.TooManyRequests, """{"type":"throttled_error","code":"throttled","detail":"Request was throttled. Expected available in 3 seconds.","attr":null}"""),
    };

    private End NextEnd()
    {
        if (_sends > 12 || chance.NextDouble() < 0.3)
        {
            return new(long.MaxValue, Ending.Break, Notices: TimeSpan.Zero);
        }

        // A clean close also comes at any byte, but more often where it looks like an end: before the first byte, and after whole events.
        Ending ending = chance.Next(8) switch { 0 or 1 => Ending.Silence, 2 or 3 or 4 => Ending.Close, _ => Ending.Break };
        long after = ending == Ending.Close && chance.Next(6) == 0 ? 0 : (long)(1500 * Math.Pow(chance.NextDouble(), 2));
        return new(after, ending, Notices: chance.Next(3) == 0 ? TimeSpan.FromSeconds(chance.Next(1, 20)) : TimeSpan.Zero,
            IsBehindEvent: ending == Ending.Close
            && chance.Next(2) == 0);
    }

    /// <summary>Sometimes lets a replay begin with the conversation as it was before it had its title, before the current one.</summary>
    private byte[] NextBeginning(bool isMessage)
    {
        if (isMessage || _conversation is null || chance.Next(3) != 0)
        {
            return [];
        }

        Flickers++;
        byte[] old = System.Text.Encoding.UTF8.GetBytes(string.Create(System.Globalization.CultureInfo.InvariantCulture, $$"""{"id":"{{_conversation}}","status":"in_progress","title":null,"type":"assistant"}"""));
        return [.. "event: conversation\ndata: "u8, .. old, .. "\n\n: keepalive\n\n"u8];
    }

    private enum Ending
    {
        Break,
        Close,
        Silence,
    }

    /// <summary>
    /// How a connection ends: after this many bytes; with a break, a clean close or silence; at once or after the current event; and when
    /// the service notices.
    /// </summary>
    private sealed record End(long AfterBytes, Ending Ending, TimeSpan Notices, bool IsBehindEvent = false);

    private sealed class FaultyBody(Stream inner, End end, byte[] beginning, FaultyHandler owner) : ReadOnlyStream
    {
        private long _left = end.AfterBytes;
        private int _begun;
        private bool _isBetweenEvents = true;
        private bool _endsLine;
        private bool _hasEnded;
        private bool _isClosed;

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            if (_begun < beginning.Length)
            {
                int first = Math.Min(buffer.Length, beginning.Length - _begun);
                beginning.AsMemory(_begun, first).CopyTo(buffer);
                _begun += first;
                return first;
            }

            if (_left == 0 && (!end.IsBehindEvent || _isBetweenEvents))
            {
                return await EndAsync(cancellationToken);
            }

            // Reads one byte at a time while it looks for the end of the event.
            int room = _left == 0 ? 1 : (int)Math.Min(buffer.Length, _left);
            int count = await inner.ReadAsync(buffer[..room], cancellationToken);
            _left = Math.Max(0, _left - count);
            for (int at = 0; at < count; at++)
            {
                _isBetweenEvents = _endsLine && buffer.Span[at] == '\n';
                _endsLine = buffer.Span[at] == '\n';
            }

            owner.Write(System.Text.Encoding.UTF8.GetString(buffer.Span[..count]));
            return count;
        }

        private async Task<int> EndAsync(CancellationToken cancellationToken)
        {
            if (!_hasEnded)
            {
                _hasEnded = true;
                owner.Faults++;
                owner.Closes += end.Ending == Ending.Close ? 1 : 0;
                owner.Write(end.Ending.ToString());
            }

            switch (end.Ending)
            {
                case Ending.Close:
                    return 0;
                case Ending.Silence:
                    await Task.Delay(Timeout.Infinite, cancellationToken);
                    break;
            }

            throw new IOException("Cut.");
        }

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
                    // What the service sends until it notices is lost.
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
