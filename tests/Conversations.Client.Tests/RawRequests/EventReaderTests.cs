using Refit;

namespace Conversations.Client.Tests.RawRequests;

/// <summary>The events of a response that the application asked for itself are typed ones, in order and without loss.</summary>
public sealed class EventReaderTests
{
    private const string Events =
        """
        : keepalive

        event: message
        data: {"type":"human","id":"h","content":"Hi"}

        event: message
        data: {"type":"ai","id":"temp-0","content":"Hel","later":1}

        event: message
        data: {"type":"ai","id":"a","content":"Hello"}

        event: of_tomorrow
        data: {"x":1}

        event: message
        data: not JSON

        data: {"type":"ai/failure"}


        """;

    private static string Cut => "event: message\ndata: {\"type\":\"ai\",\"id\":\"b\"";

    [Theory, BothTransports]
    public async Task A_raw_response_is_read_as_it_arrives(Transport transport)
    {
        await using StubServer stub = await StubServer.StartAsync(transport);
        var rest = new TaskCompletionSource();
        stub.Answer(StubAnswer.Of(200).With("Content-Type", "text/event-stream").Write(Events).Wait(rest.Task).Write(Events));
        using ConversationsClient client = stub.CreateClient();
        using HttpResponseMessage response = await client.RawRequestAsync(new(HttpMethod.Get, "conversations/live/"));

        var read = new List<ConversationStreamEvent>();
        await foreach (ConversationStreamEvent next in ConversationEvents.ReadAsync(await response.Content.ReadAsStreamAsync()))
        {
            read.Add(next);
            if (read.Count == 6)
            {
                rest.SetResult();
            }
        }

        Assert.Equal(12, read.Count);
        Assert.Collection(
            read.Take(6),
            static first => Assert.IsType<HumanMessage>(Assert.IsType<MessageEvent>(first).Message),
            static partial =>
            {
                MessageEvent message = Assert.IsType<MessageEvent>(partial);
                Assert.True(message.IsPartial);
                Assert.Equal(["later"], message.Message.AdditionalMembers.Keys);
            },
            static final => Assert.Equal("Hello", Assert.IsType<AssistantMessage>(Assert.IsType<MessageEvent>(final).Message).Content),
            static unknown => Assert.Equal(new UnknownEvent { Name = "of_tomorrow", Data = """{"x":1}""" }, unknown),
            static broken => Assert.Equal(new UnknownEvent { Name = "message", Data = "not JSON" }, broken),
            static failure => Assert.IsType<FailureMessage>(Assert.IsType<MessageEvent>(failure).Message));
        Assert.Equal("application/json, text/event-stream", stub.Request["Accept"]);
    }

    [Fact]
    public async Task The_stream_of_the_generated_interface_is_read_and_folded()
    {
        await using var stub = StubServer.InMemory(StubAnswer.Of(200).With("Content-Type", "text/event-stream").Write(Events));
        using ConversationsClient client = stub.CreateClient();
        using IApiResponse<Stream> response = await client.Api.CreateConversationAsync(
            client.ProjectId, new() { Content = "Hi", Conversation = Guid.NewGuid(), TraceId = Guid.NewGuid() });

        await using var stream = new ConversationStream(ConversationEvents.ReadAsync(response.Content!));

        Assert.Equal(["Hel", "lo"], await stream.ReadTextAsync().ToListAsync());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_body_that_breaks_off_is_a_connection_that_broke_and_a_clean_end_is_an_end(bool breaks)
    {
        await using var stub = StubServer.InMemory();
        StubAnswer answer = StubAnswer.Of(200).With("Content-Type", "text/event-stream").Write(Events + Cut);
        stub.Answer(breaks ? answer.Break() : answer);
        using ConversationsClient client = stub.CreateClient();
        using HttpResponseMessage response = await client.RawRequestAsync(new(HttpMethod.Get, "x"));
        var read = new List<ConversationStreamEvent>();

        Exception? error = await Record.ExceptionAsync(async () =>
        {
            await foreach (ConversationStreamEvent next in ConversationEvents.ReadAsync(await response.Content.ReadAsStreamAsync()))
            {
                read.Add(next);
            }
        });

        Assert.Equal(6, read.Count);
        Assert.Equal(breaks ? typeof(ConversationsConnectionException) : null, error?.GetType());
    }

    [Fact]
    public async Task An_event_of_more_than_16_MiB_ends_the_reading()
    {
        byte[] part = new byte[1024 * 1024];
        Array.Fill(part, (byte)'x');
        int parts = 0;
        using var body = new GivenBody((buffer, _) =>
        {
            int count = Math.Min(buffer.Length, part.Length);
            part.AsMemory(0, count).CopyTo(buffer);
            if (parts++ == 0)
            {
                "data: "u8.CopyTo(buffer.Span);
            }

            return new(count);
        });

        _ = await Assert.ThrowsAsync<ConversationsStreamException>(async () => await ConversationEvents.ReadAsync(body).ToListAsync());
    }

    [Fact]
    public async Task A_flood_of_comments_that_never_waits_is_stopped_by_the_token()
    {
        using var canceled = new CancellationTokenSource();
        int reads = 0;
        using var body = new GivenBody(async (buffer, _) =>
        {
            if (++reads == 10)
            {
                await canceled.CancelAsync();
            }

            ": x\n"u8.CopyTo(buffer.Span);
            return reads < 1_000 ? 4 : throw new InvalidDataException("It was read on.");
        });

        ValueTask<List<ConversationStreamEvent>> reading = ConversationEvents.ReadAsync(body, canceled.Token).ToListAsync();

        _ = await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await reading);
        Assert.Equal(10, reads);
    }

    [Fact]
    public async Task Reading_stops_by_either_token_and_by_a_break_and_the_body_stays_the_callers()
    {
        using var canceled = new CancellationTokenSource();
        using var body = new GivenBody(static async (_, token) =>
        {
            await Task.Delay(Timeout.Infinite, token);
            return 0;
        });

        Task<List<ConversationStreamEvent>> given = ConversationEvents.ReadAsync(body, canceled.Token).ToListAsync().AsTask();
        Task<List<ConversationStreamEvent>> own = ConversationEvents.ReadAsync(body).ToListAsync(canceled.Token).AsTask();
        await canceled.CancelAsync();

        _ = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => given);
        _ = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => own);

        using var text = new MemoryStream(System.Text.Encoding.UTF8.GetBytes(Events));
        await foreach (ConversationStreamEvent _ in ConversationEvents.ReadAsync(text))
        {
            break;
        }

        Assert.True(text.CanRead);
        _ = Assert.Throws<ArgumentNullException>(() => ConversationEvents.ReadAsync(null!));
    }
}
