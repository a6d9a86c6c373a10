using System.IO.Compression;
using System.Net;
using System.Text;

namespace Conversations.Client.Tests.Pipeline.Answers;

/// <summary>Responses that a proxy compressed without being asked to, and streams whose media type is spelled differently.</summary>
public sealed class CompressedAnswerTests
{
    private static readonly Guid Id = Guid.Parse(Examples.ConversationId);

    [Theory]
    [BothTransports("gzip")]
    [BothTransports("x-gzip")]
    [BothTransports("GZIP")]
    [BothTransports("br")]
    [BothTransports("deflate")]
    [BothTransports("identity")]
    [BothTransports("deflate, gzip")]
    public async Task A_compressed_answer_is_read(Transport transport, string encoding)
    {
        await using StubServer stub = await StubServer.StartAsync(transport);
        stub.Answer(
            StubAnswer.Of(200).With("Content-Type", "application/json").With("Content-Encoding", encoding).Write(Compressed(encoding, """{"count":3}""")),
            StubAnswer.Of(403).With("Content-Type", "application/json").With("Content-Encoding", encoding).Write(Compressed(encoding, """{"detail":"API key missing required scope 'ticket:read'"}""")),
            StubAnswer.Of(200).With("Content-Type", "text/event-stream").With("Content-Encoding", encoding).Write(Compressed(encoding, "event: message\ndata: {\"type\":\"ai\",\"id\":\"a1\",\"content\":\"Read.\"}\n\n")));
        using ConversationsClient client = stub.CreateClient();

        Assert.Equal(3, await client.Tickets.CountUnreadAsync());
        Assert.Equal(
            "ticket:read", (await Assert.ThrowsAsync<ConversationsPermissionException>(() => client.Tickets.CountUnreadAsync())).MissingScope);
        Assert.Equal("Read.", (await client.Conversations.AskAsync(Id, "Hi")).Text);
        Assert.All(stub.Requests, static request => Assert.Null(request["Accept-Encoding"]));
    }

    [Theory, BothTransports]
    public async Task A_compressed_stream_gives_its_events_as_they_come(Transport transport)
    {
        await using StubServer stub = await StubServer.StartAsync(transport);
        var more = new TaskCompletionSource();
        using var sent = new MemoryStream();
        await using var gzip = new GZipStream(sent, CompressionLevel.Fastest);
        byte[] first = await FlushedAsync(gzip, sent, "event: message\ndata: {\"type\":\"ai\",\"id\":\"temp-0\",\"content\":\"Re\"}\n\n");
        byte[] second = await FlushedAsync(gzip, sent, "event: message\ndata: {\"type\":\"ai\",\"id\":\"a1\",\"content\":\"Read.\"}\n\n");
        stub.Answer(StubAnswer.Of(200).With("Content-Type", "text/event-stream").With("Content-Encoding", "gzip").Write(first).Wait(more.Task).Write(second));
        using ConversationsClient client = stub.CreateClient();

        List<string> texts = [];
        await foreach (string text in client.Conversations.StreamAsync(Id, "Hi").ReadTextAsync())
        {
            texts.Add(text);
            _ = more.TrySetResult();
        }

        Assert.Equal(["Re", "ad."], texts);
    }

    [Theory]
    [BothTransports("zstd")]
    [BothTransports("compress, gzip")]
    public async Task An_encoding_that_nobody_asked_for_and_cannot_be_read_is_named(Transport transport, string encoding)
    {
        await using StubServer stub = await StubServer.StartAsync(transport);
        stub.Answer(_ => StubAnswer.Of(200).With("Content-Type", "text/event-stream").With("Content-Encoding", encoding).Write("x"));
        using ConversationsClient client = stub.CreateClient();

        ConversationsException error = await Assert.ThrowsAsync<ConversationsException>(() => client.Conversations.AskAsync(Id, "Hi"));

        Assert.Contains(encoding.Split(',')[0], error.Message, StringComparison.Ordinal);
    }

    [Theory, BothTransports]
    public async Task An_answer_that_is_not_compressed_as_it_says_is_an_exception_of_this_package(Transport transport)
    {
        await using StubServer stub = await StubServer.StartAsync(transport);
        stub.Answer(_ => StubAnswer.Of(200).With("Content-Type", "application/json").With("Content-Encoding", "gzip").Write("""{"count":3}"""));
        using ConversationsClient client = stub.CreateClient();

        ConversationsException error = await Assert.ThrowsAsync<ConversationsException>(() => client.Tickets.CountUnreadAsync());

        Assert.Contains("Content-Encoding", error.Message, StringComparison.Ordinal);
    }

    [Theory, BothTransports]
    public async Task A_stream_that_is_not_compressed_as_it_says_ends_in_an_exception_of_this_package(Transport transport)
    {
        await using StubServer stub = await StubServer.StartAsync(transport);
        stub.Answer(_ => StubAnswer.Of(200).With("Content-Type", "text/event-stream").With("Content-Encoding", "gzip").Write("data: {}\n\n"));
        using ConversationsClient client = stub.CreateClient(static options => options.Streaming.Reconnect = false);

        ConversationsException error = await Assert.ThrowsAnyAsync<ConversationsException>(() => client.Conversations.AskAsync(Id, "Hi"));

        Assert.Contains("Content-Encoding", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(200)]
    [InlineData(500)]
    public async Task The_same_under_a_handler_that_decompresses(int status)
    {
        await using StubServer stub = await StubServer.StartAsync(Transport.Kestrel);
        stub.Answer(_ => StubAnswer.Of(status).With("Content-Type", "application/json").With("Content-Encoding", "gzip").Write("""{"count":3}"""));
        using var handler = new SocketsHttpHandler { AutomaticDecompression = DecompressionMethods.All };
        using var client = new ConversationsClient(new() { ProjectId = "1", ApiKey = "phx_a", BaseAddress = stub.BaseAddress }, handler);

        ConversationsException error = await Assert.ThrowsAnyAsync<ConversationsException>(() => client.Tickets.CountUnreadAsync());
        Assert.Equal(status == 500, error is ConversationsApiException { StatusCode: HttpStatusCode.InternalServerError });
    }

    [Theory]
    [BothTransports("text/event-stream;")]
    [BothTransports("TEXT/Event-Stream")]
    [BothTransports("text/event-stream; charset=utf-8")]
    [BothTransports("text/event-stream ;charset=utf-8;")]
    [BothTransports("text/event-stream; charset")]
    [BothTransports(" text/event-stream")]
    public async Task A_stream_of_events_is_one_however_its_type_is_spelled(Transport transport, string type)
    {
        await using StubServer stub = await StubServer.StartAsync(transport);
        stub.Answer(StubAnswer.Of(200).With("Content-Type", type).Write("event: message\ndata: {\"type\":\"ai\",\"id\":\"a1\",\"content\":\"Read.\"}\n\n"));
        using ConversationsClient client = stub.CreateClient();

        Assert.Equal("Read.", (await client.Conversations.AskAsync(Id, "Hi")).Text);
    }

    internal static byte[] Compressed(string encodings, string text)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        foreach (string encoding in encodings.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            using var written = new MemoryStream();
            using (Stream stream = encoding.ToLowerInvariant() switch
            {
                "br" => new BrotliStream(written, CompressionLevel.Fastest),
                "deflate" => new ZLibStream(written, CompressionLevel.Fastest),
                "identity" => new BufferedStream(written),
                _ => new GZipStream(written, CompressionLevel.Fastest),
            })
            {
                stream.Write(bytes);
            }

            bytes = written.ToArray();
        }

        return bytes;
    }

    private static async Task<byte[]> FlushedAsync(GZipStream gzip, MemoryStream sent, string text)
    {
        sent.SetLength(0);
        await gzip.WriteAsync(Encoding.UTF8.GetBytes(text));
        await gzip.FlushAsync();
        return sent.ToArray();
    }

    [Theory, BothTransports]
    public async Task A_failure_in_a_Content_Encoding_that_is_not_read_keeps_its_status(Transport transport)
    {
        await using StubServer stub = await StubServer.StartAsync(transport);
        stub.Answer(StubAnswer.Of(401).With("Content-Type", "application/json").With("Content-Encoding", "zstd").Write("KLUv"), StubAnswer.Json("""{"count":3}"""));
        var keys = new Queue<string>(["phx_old", "phx_new"]);
        using ConversationsClient client = stub.CreateClient(options =>
            options.Credential = ConversationsCredential.FromProvider(_ => new(ConversationsCredential.PersonalApiKey(keys.Dequeue()))));

        Assert.Equal(3, await client.Tickets.CountUnreadAsync());
        Assert.Equal(["Bearer phx_old", "Bearer phx_new"], stub.Requests.Select(static request => request["Authorization"]));
    }

    [Theory]
    [BothTransports("br")]
    [BothTransports("gzip")]
    [BothTransports("deflate")]
    public async Task Damaged_bytes_are_an_exception_of_this_package_and_leave_a_failure_its_status(Transport transport, string encoding)
    {
        await using StubServer stub = await StubServer.StartAsync(transport);
        StubAnswer Damaged(int status, string type) =>
            StubAnswer.Of(status).With("Content-Type", type).With("Content-Encoding", encoding).Write([.. Enumerable.Repeat((byte)0xFE, 64)]);
        stub.Answer(Damaged(200, "application/json"), Damaged(500, "application/json"), Damaged(200, "text/event-stream"));
        using ConversationsClient client = stub.CreateClient(options => options.Streaming.Reconnect = false);

        ConversationsException success = await Assert.ThrowsAsync<ConversationsException>(() => client.Tickets.CountUnreadAsync());
        ConversationsApiException failure = await Assert.ThrowsAsync<ConversationsApiException>(() => client.Tickets.CountUnreadAsync());
        _ = await Assert.ThrowsAnyAsync<ConversationsException>(() =>
            client.Conversations.StreamAsync(Guid.NewGuid(), "Hi").ToListAsync().AsTask());

        Assert.Contains("is not compressed as", success.Message, StringComparison.Ordinal);
        Assert.Equal(System.Net.HttpStatusCode.InternalServerError, failure.StatusCode);
    }

    [Theory]
    [BothTransports(3)]
    [BothTransports(12_000)]
    public async Task More_encodings_than_two_are_refused_and_leave_a_failure_its_status(Transport transport, int count)
    {
        await using StubServer stub = await StubServer.StartAsync(transport);
        StubAnswer Nested(int status, string type) =>
            StubAnswer.Of(status).With("Content-Type", type).With("Content-Encoding", string.Join(',', Enumerable.Repeat("gzip", count))).Write("x");
        stub.Answer(Nested(200, "application/json"), Nested(500, "application/json"), Nested(200, "text/event-stream"));
        using ConversationsClient client = stub.CreateClient(options => options.Streaming.Reconnect = false);

        ConversationsException success = await Assert.ThrowsAsync<ConversationsException>(() => client.Tickets.CountUnreadAsync());
        ConversationsApiException failure = await Assert.ThrowsAsync<ConversationsApiException>(() => client.Tickets.CountUnreadAsync());
        ConversationsException stream = await Assert.ThrowsAsync<ConversationsException>(() =>
            client.Conversations.StreamAsync(Guid.NewGuid(), "Hi").ToListAsync().AsTask());

        Assert.InRange(success.Message.Length, 1, 1_500);
        Assert.Contains("neither asks for nor reads", stream.Message, StringComparison.Ordinal);
        Assert.Equal(System.Net.HttpStatusCode.InternalServerError, failure.StatusCode);
    }
}
