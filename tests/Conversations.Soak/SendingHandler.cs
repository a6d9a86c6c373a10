using System.Diagnostics;
using System.Globalization;
using System.Net;
using Conversations.Tests;

namespace Conversations.Soak;

/// <summary>
/// A handler of the application, directly before the transport: gives each sending a number, by which both sides know it, and lets some
/// streams end cleanly in the middle, which the fake does not do.
/// </summary>
internal sealed class SendingHandler(Book book, int seed) : DelegatingHandler
{
    public const string Header = "X-Soak-Sending";

    private const string Sendings = "soak.sendings";

    private static readonly AsyncLocal<CallCount?> Current = new();
    private static long Last;
    private static int Open;

    /// <summary>How many requests were handed to the transport.</summary>
    public static long Count => Interlocked.Read(ref Last);

    /// <summary>How many streams of events have arrived and are not freed.</summary>
    public static int OpenBodies => Volatile.Read(ref Open);

    /// <summary>Counts what the calls of this asynchronous method and of those that it calls send.</summary>
    public static CallCount Begin() => Current.Value = new();

    /// <summary>How often the request of a call's span was handed on.</summary>
    public static int SendingsOf(Activity span) => span.GetCustomProperty(Sendings) is int count ? count : 0;

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        long number = Interlocked.Increment(ref Last);
        _ = request.Headers.Remove(Header);
        request.Headers.Add(Header, number.ToString(CultureInfo.InvariantCulture));
        Activity span = Activity.Current ?? throw new InvalidOperationException("The call has no span.");
        int before = SendingsOf(span);
        span.SetCustomProperty(Sendings, before + 1);
        Current.Value?.Add(isAgain: before > 0);
        string operation = span.GetTagItem("conversations.operation.name") as string ?? "other";
        try
        {
            HttpResponseMessage response = await base.SendAsync(request, cancellationToken);
            book.Sent(number, operation, ((int)response.StatusCode).ToString(CultureInfo.InvariantCulture));
            if (response.StatusCode == HttpStatusCode.OK && response.Content.Headers.ContentType?.MediaType == "text/event-stream")
            {
                response.Content = new WatchedContent(response.Content, EndOf(number));
            }

            return response;
        }
        catch (Exception exception)
        {
            book.Sent(number, operation, exception is OperationCanceledException ? "given-up" : exception.GetType().Name);
            throw;
        }
    }

    /// <summary>After how many bytes a stream ends cleanly: one in ten, anywhere.</summary>
    private long EndOf(long number)
    {
        var chance = new Random(HashCode(number, seed));
        return chance.Next(10) == 0 ? chance.Next(2000) : long.MaxValue;
    }

    // System.HashCode differs from run to run.
    private static int HashCode(long number, int seed) => unchecked((int)((number * 2_654_435_761L) + seed));

    /// <summary>How often one call of the load sent something.</summary>
    internal sealed class CallCount
    {
        private int _sent;
        private int _again;

        public int Sent => Volatile.Read(ref _sent);

        public int Again => Volatile.Read(ref _again);

        public void Add(bool isAgain)
        {
            _ = Interlocked.Increment(ref _sent);
            if (isAgain)
            {
                _ = Interlocked.Increment(ref _again);
            }
        }
    }

    private sealed class WatchedContent : HttpContent
    {
        private readonly HttpContent _inner;
        private readonly long _end;
        private int _isClosed;

        public WatchedContent(HttpContent inner, long end)
        {
            (_inner, _end) = (inner, end);
            foreach ((string name, IEnumerable<string> values) in inner.Headers)
            {
                _ = Headers.TryAddWithoutValidation(name, values);
            }

            _ = Interlocked.Increment(ref Open);
        }

        protected override async Task<Stream> CreateContentReadStreamAsync()
        {
            Stream stream = await _inner.ReadAsStreamAsync();
            return _end == long.MaxValue ? stream : new EndingStream(stream, _end);
        }

        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
            await (await CreateContentReadStreamAsync()).CopyToAsync(stream);

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }

        protected override void Dispose(bool disposing)
        {
            if (disposing && Interlocked.Exchange(ref _isClosed, 1) == 0)
            {
                _ = Interlocked.Decrement(ref Open);
                _inner.Dispose();
            }

            base.Dispose(disposing);
        }
    }

    private sealed class EndingStream(Stream inner, long left) : ReadOnlyStream
    {
        private long _left = left;

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            int count = await inner.ReadAsync(buffer[..(int)Math.Min(buffer.Length, _left)], cancellationToken);
            _left -= count;
            return count;
        }

        protected override void Dispose(bool disposing)
        {
            if (disposing)
            {
                inner.Dispose();
            }

            base.Dispose(disposing);
        }
    }
}
