using System.Text;

namespace Conversations.Client.Tests.Streaming.Bounds;

/// <summary>The limit on the size of one event: an event that is too large ends the stream, but many events do not.</summary>
public sealed class LimitTests
{
    private const int Piece = 64 * 1024;
    private const int Mebibyte = 1024 * 1024;

    // How many bytes may be read past the limit: the names of fields, what the parser's buffer takes at once, and one more piece.
    private const int Slack = 4 * Piece;
    private static readonly string[] Endings = ["\n", "\r\n", "\r"];

    public static TheoryData<string, string, bool> Sizes
    {
        get
        {
            var rows = new TheoryData<string, string, bool>();
            foreach (string ending in Endings)
            {
                foreach (string? way in new[] { "events", "text", "updates" })
                {
                    rows.Add(way, ending, false);
                    rows.Add(way, ending, true);
                }
            }

            return rows;
        }
    }

    [Theory, MemberData(nameof(Sizes))]
    public async Task Data_of_exactly_the_limit_passes_and_one_byte_more_ends_the_stream(string way, string ending, bool isByteByByte)
    {
        const int limit = 3000;
        // Two bytes for each letter, so that the test notices whether the limit counts bytes or characters.
        (string? exact, string? larger) = (Data(limit), Data(limit + 1));
        Assert.Equal((limit, limit + 1), (Encoding.UTF8.GetByteCount(exact), Encoding.UTF8.GetByteCount(larger)));

        (ConversationStream Stream, ConversationsClient Client, OneAnswer Answer) passing = Open([exact], ending, isByteByByte, limit);
        using (passing.Client)
        {
            Assert.Equal(StreamOutcome.Canceled, await ReadAsync(passing.Stream, way));
            Assert.Single(passing.Stream.Thread.Messages);
        }

        (ConversationStream Stream, ConversationsClient Client, OneAnswer Answer) refused = Open(
            [Data(20), larger, Data(21)], ending, isByteByByte, limit);
        using (refused.Client)
        {
            ConversationsStreamException error =
                await Assert.ThrowsAsync<ConversationsStreamException>(() => ReadAsync(refused.Stream, way));
            Assert.Contains("MaxEventBytes", error.Message, StringComparison.Ordinal);
            Assert.Contains("3000", error.Message, StringComparison.Ordinal);
            Assert.Equal((StreamOutcome.Incomplete, 0), (refused.Stream.Outcome, refused.Stream.ReconnectCount));
            Assert.Single(refused.Stream.Thread.Messages);
            Assert.Equal((1, 0), refused.Answer.Requests);
        }
    }

    [Fact]
    public async Task AskAsync_ends_the_same_way()
    {
        var answer = new OneAnswer(static () => new PiecesBody(Encoding.UTF8.GetBytes($"data: {Data(101)}\n\n"), []));
        using ConversationsClient client = answer.CreateClient(static options => options.Streaming.MaxEventBytes = 100);
        _ = await Assert.ThrowsAsync<ConversationsStreamException>(() => OneAnswer.AskAsync(client));
        Assert.Equal((1, 0), answer.Requests);
    }

    [Fact]
    public async Task Several_lines_of_data_are_one_text_with_their_line_feeds()
    {
        const string json = "{\"type\":\"ai\",\ndata: \"id\":\"a\",\ndata: \"content\":\"x\"}";
        int size = json.Length - (2 * "data: ".Length);
        await using var stub = StubServer.InMemory(StubAnswer.Stream($"data: {json}\n\n"), StubAnswer.Stream($"data: {json}\n\n"));
        using ConversationsClient exact = stub.CreateClient(options => options.Streaming.MaxEventBytes = size);
        Assert.Equal("x", (await OneAnswer.AskAsync(exact)).Text);
        using ConversationsClient larger = stub.CreateClient(options => options.Streaming.MaxEventBytes = size - 1);
        _ = await Assert.ThrowsAsync<ConversationsStreamException>(() => OneAnswer.AskAsync(larger));
    }

    [Theory]
    [InlineData("data: ", "xxxxxxxx", "a line of data that never ends")]
    [InlineData("", "data: x\n", "lines of data without a blank line")]
    [InlineData("", "data: x\r\n", "lines of data without a blank line, CRLF")]
    [InlineData("", "data: x\r", "lines of data without a blank line, CR")]
    [InlineData(": ", "xxxxxxxx", "a comment that never ends")]
    [InlineData("event: ", "xxxxxxxx", "a name that never ends")]
    [InlineData("", "xxxxxxxx", "a page that is no stream")]
    [InlineData("", "\0\0\0\0", "zeros")]
    public async Task What_never_ends_is_stopped_soon_after_the_limit(string start, string repeated, string name)
    {
        var body = new EndlessBody(start, repeated);
        using ConversationsClient client = new OneAnswer(() => body)
            .CreateClient(static options => options.Streaming.MaxEventBytes = Mebibyte);
        ConversationStream stream = OneAnswer.Stream(client);
        _ = await Assert.ThrowsAsync<ConversationsStreamException>(() => ReadAsync(stream, "text"));
        // A line "data: x" of eight or nine bytes counts as two bytes of data.
        int wire = repeated.StartsWith("data", StringComparison.Ordinal) ? Mebibyte * repeated.Length / 2 : Mebibyte;
        Assert.True(body.BytesRead >= Mebibyte && body.BytesRead < wire + Slack, $"{name}: {body.BytesRead} bytes were read.");
        Assert.True(body.IsDisposed);
        Assert.Equal(StreamOutcome.Incomplete, stream.Outcome);
    }

    [Fact]
    public async Task The_limit_that_nobody_set_is_one_too()
    {
        var body = new EndlessBody("data: ", "xxxxxxxx");
        using ConversationsClient client = new OneAnswer(() => body).CreateClient();
        _ = await Assert.ThrowsAsync<ConversationsStreamException>(() => OneAnswer.AskAsync(client));
        Assert.InRange(body.BytesRead, 16 * Mebibyte, (16 * Mebibyte) + Slack);
    }

    [Theory]
    [InlineData("\n")]
    [InlineData("\r\n")]
    [InlineData("\r")]
    public async Task Many_small_events_and_comments_at_once_are_not_one_large_event(string ending)
    {
        IEnumerable<string> small = Enumerable.Range(0, 5000).Select(static number => $": keepalive\n\ndata: {{\"type\":\"ai\",\"id\":\"a{number}\",\"content\":\"x\"}}\n\n");
        string comments = string.Concat(Enumerable.Repeat(": keepalive\n\n", 5000));
        byte[] bytes = Encoding.UTF8.GetBytes(
            (string.Concat(small) + comments + ":\n\n\n\n" + comments).Replace("\n", ending, StringComparison.Ordinal));
        foreach (int size in new[] { bytes.Length, Piece, 100 })
        {
            using ConversationsClient client = OneAnswer.Of(
                bytes,
                [.. Enumerable.Range(1, bytes.Length / size).Select(number => number * size)],
                static options => options.Streaming.MaxEventBytes = 64);
            Assert.Equal(5000, await OneAnswer.Stream(client).CountAsync());
        }
    }

    [Fact]
    public async Task Small_events_of_single_bytes_are_not_one_large_event()
    {
        byte[] bytes = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat(": keepalive\n\ndata: x\n\n", 1000)));
        using ConversationsClient client = OneAnswer.Of(
            bytes, OneAnswer.EachByte(bytes), static options => options.Streaming.MaxEventBytes = 64);
        Assert.Equal(1000, await OneAnswer.Stream(client).CountAsync());
    }

    private static string Data(int size)
    {
        string id = $"{size}";
        int fix = $$"""{"type":"ai","id":"{{id}}","content":""}""".Length;
        int rest = Math.Max(size - fix, 0);
        return $$"""{"type":"ai","id":"{{id}}","content":"{{new string('ü', rest / 2)}}{{new string('x', rest % 2)}}"}""";
    }

    private static (ConversationStream Stream, ConversationsClient Client, OneAnswer Answer) Open(
        string[] data, string ending, bool isByteByByte, int limit)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(string.Concat(data.Select(static each => $"event: message\ndata: {each}\n\n")).Replace("\n", ending, StringComparison.Ordinal));
        var answer = new OneAnswer(() => new PiecesBody(bytes, isByteByByte ? OneAnswer.EachByte(bytes) : []));
        ConversationsClient client = answer.CreateClient(options => options.Streaming.MaxEventBytes = limit);
        return (OneAnswer.Stream(client), client, answer);
    }

    private static async Task<StreamOutcome?> ReadAsync(ConversationStream stream, string way)
    {
        _ = way switch
        {
            "events" => await stream.CountAsync(),
            "text" => await stream.ReadTextAsync().CountAsync(),
            _ => await stream.ReadTextUpdatesAsync().CountAsync(),
        };
        return stream.Outcome;
    }

    /// <summary>200 MB, piece by piece. Counts how many bytes are read.</summary>
    private sealed class EndlessBody(string start, string repeated) : ReadOnlyStream
    {
        private const long Size = 200L * Mebibyte;
        private readonly byte[] _piece = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat(repeated, Piece / repeated.Length)));
        private bool _hasStarted;

        internal long BytesRead { get; private set; }

        internal bool IsDisposed { get; private set; }

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            if (BytesRead >= Size)
            {
                return new(0);
            }

            ReadOnlySpan<byte> bytes = _hasStarted
                ? _piece.AsSpan((int)(BytesRead - start.Length) % _piece.Length)
                : Encoding.UTF8.GetBytes(start);
            _hasStarted = true;
            int count = Math.Min(buffer.Length, bytes.Length);
            bytes[..count].CopyTo(buffer.Span);
            BytesRead += count;
            return count == 0 ? ReadAsync(buffer, cancellationToken) : new(count);
        }

        protected override void Dispose(bool disposing)
        {
            IsDisposed = true;
            base.Dispose(disposing);
        }
    }
}
