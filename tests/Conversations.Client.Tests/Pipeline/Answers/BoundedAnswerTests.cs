using System.Net;
using Microsoft.Extensions.Time.Testing;

namespace Conversations.Client.Tests.Pipeline.Answers;

/// <summary>The time and size limits of a response depend on the call, not on the media type that the response declares.</summary>
public sealed class BoundedAnswerTests
{
    private static readonly Guid Id = Guid.Parse(Examples.ConversationId);

    /// <summary>Calls that return a value.</summary>
    private static IReadOnlyList<Func<ConversationsClient, Task>> Values { get; } =
    [
        static client => client.Tickets.GetAsync(1),
        static client => client.Tickets.CountUnreadAsync(),
        static client => client.Tickets.UpdateAsync(1, new() { Priority = null }),
        static client => client.Tickets.ReplyAsync(1, new TicketReply { Message = "Hi" }),
        static client => client.Tickets.ListAsync().ToListAsync().AsTask(),
        static client => client.Tickets.SetStatusAsync([Id], TicketStatus.Open),
        static client => client.Conversations.GetAsync(Id),
        static client => client.Conversations.AppendMessageAsync(Id, "Hi"),
        static client => client.Queue.ListAsync(Id),
        static client => client.Queue.AddAsync(Id, "Hi"),
        static client => client.Views.GetAsync("a"),
        static client => client.Conversations.StreamAsync(Id, "Hi").ToListAsync().AsTask(),
        static client => client.Conversations.AskAsync(Id, "Hi"),
        static client => client.Conversations.StreamAsync(Id, "Hi").OpenAsync(),
        static client => client.Api.GetTicketAsync("1", "1"),
    ];

    public static IEnumerable<object?[]> EmptyAnswers =>
        from status in (int[])[200, 204, 205]
        from call in Enumerable.Range(0, Values.Count)
        select (object?[])[status, call];

    [Theory, BothTransports(Rows = nameof(EmptyAnswers))]
    public async Task An_answer_without_a_body_where_a_value_is_promised_is_an_exception(Transport transport, int status, int call)
    {
        await using StubServer stub = await StubServer.StartAsync(transport);
        stub.Answer(_ => StubAnswer.Of(status));
        using ConversationsClient client = stub.CreateClient();

        ConversationsException error = await Assert.ThrowsAsync<ConversationsException>(() => Values[call](client));

        Assert.Matches($"was answered with {status} and no body|answered with nothing where a stream of events was expected", error.Message);
    }

    [Theory, BothTransports]
    public async Task An_answer_without_a_body_is_right_where_none_is_promised(Transport transport)
    {
        await using StubServer stub = await StubServer.StartAsync(transport);
        stub.Answer(StubAnswer.Of(204), StubAnswer.Of(200), StubAnswer.Of(204));
        using ConversationsClient client = stub.CreateClient();

        await client.Views.DeleteAsync("a");
        await client.Tickets.DeleteAsync(1);
        await client.Conversations.CancelAsync(Id);

        Assert.Equal(3, stub.Requests.Count);
    }

    [Theory]
    [BothTransports(0)]
    [BothTransports(2)]
    [BothTransports(4)]
    [BothTransports(6)]
    public async Task A_read_that_calls_itself_a_stream_of_events_is_still_limited_in_time(Transport transport, int call)
    {
        await using StubServer stub = await StubServer.StartAsync(transport);
        var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        stub.Answer(StubAnswer.Stream("{").Wait(Task.Run(() => reached.TrySetResult())).Hang());
        var clock = new FakeTimeProvider();
        using ConversationsClient client = stub.CreateClient(options =>
            (options.TimeProvider, options.RequestTimeout) = (clock, TimeSpan.FromSeconds(5)));

        Task running = Values[call](client);
        await reached.Task;
        await stub.ArrivedAsync(1);
        clock.Advance(TimeSpan.FromSeconds(5));

        _ = await Assert.ThrowsAsync<ConversationsTimeoutException>(() => running.WaitAsync(TimeSpan.FromSeconds(30)));
    }

    [Theory, BothTransports]
    public async Task A_change_that_calls_itself_a_stream_of_events_breaks_off_in_an_exception_of_this_package(Transport transport)
    {
        await using StubServer stub = await StubServer.StartAsync(transport);
        stub.Answer(_ => StubAnswer.Stream("{").Break());
        using ConversationsClient client = stub.CreateClient();

        _ = await Assert.ThrowsAsync<ConversationsConnectionException>(() => client.Views.DeleteAsync("a"));
        _ = await Assert.ThrowsAsync<ConversationsConnectionException>(() => client.Conversations.DeleteAsync(Id));
    }

    [Theory]
    [BothTransports("application/json", "")]
    [BothTransports("text/event-stream", "")]
    [BothTransports("application/json", "gzip")]
    public async Task A_success_over_MaxResponseBytes_ends_in_an_exception(Transport transport, string type, string encoding)
    {
        await using StubServer stub = await StubServer.StartAsync(transport);
        byte[] body = CompressedAnswerTests.Compressed(encoding, "{\"a\":\"" + new string('x', 100_000) + "\"}");
        stub.Answer(_ => StubAnswer.Of(200).With("Content-Type", type).With(encoding.Length > 0 ? "Content-Encoding" : "X-Plain", encoding).Write(body));
        using ConversationsClient client = stub.CreateClient(static options => options.MaxResponseBytes = 100_000);

        foreach (Func<ConversationsClient,
            Task> call in (Func<ConversationsClient, Task>[])[
                Values[0], Values[3], Values[4], static client => client.Views.DeleteAsync("a"),
            ])
        {
            ConversationsException error = await Assert.ThrowsAsync<ConversationsException>(() => call(client));

            Assert.Contains("MaxResponseBytes", error.Message, StringComparison.Ordinal);
            Assert.Contains("100000", error.Message, StringComparison.Ordinal);
        }
    }

    [Theory, BothTransports]
    public async Task A_success_of_exactly_MaxResponseBytes_is_read(Transport transport)
    {
        await using StubServer stub = await StubServer.StartAsync(transport);
        const string Body = """{"count":3}""";
        stub.Answer(StubAnswer.Json(Body));
        using ConversationsClient client = stub.CreateClient(static options => options.MaxResponseBytes = Body.Length);

        Assert.Equal(3, await client.Tickets.CountUnreadAsync());
    }

    [Fact]
    public async Task An_endless_success_is_stopped_at_the_limit_and_costs_little_more()
    {
        var endless = new EndlessHandler();
        using var client = new ConversationsClient(new() { ProjectId = "1", ApiKey = "phx_a", MaxResponseBytes = 1024 * 1024 }, endless);

        _ = await Assert.ThrowsAsync<ConversationsException>(() => client.Tickets.GetAsync(1));

        Assert.InRange(endless.Read, 1024 * 1024, 2 * 1024 * 1024);
    }

    [Fact]
    public void MaxResponseBytes_is_64_MiB_unless_it_is_set() =>
        Assert.Equal(64 * 1024 * 1024, new ConversationsClientOptions().MaxResponseBytes);

    /// <summary>Responds with a body without an end, and counts the bytes that are read.</summary>
    private sealed class EndlessHandler : HttpMessageHandler
    {
        internal long Read { get; private set; }

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            Task.FromResult(
                new HttpResponseMessage(HttpStatusCode.OK)
                { Content = new StreamContent(new Endless(this)) { Headers = { ContentType = new("application/json") } } });

        private sealed class Endless(EndlessHandler owner) : MemoryStream
        {
            public override bool CanSeek => false;

            public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
            {
                buffer.Span.Fill((byte)' ');
                owner.Read += buffer.Length;
                return new(buffer.Length);
            }

            public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
                ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

            public override async Task CopyToAsync(Stream destination, int bufferSize, CancellationToken cancellationToken)
            {
                byte[] buffer = new byte[bufferSize];
                while (true)
                {
                    await destination.WriteAsync(buffer.AsMemory(0, await ReadAsync(buffer, cancellationToken)), cancellationToken);
                }
            }
        }
    }
}
