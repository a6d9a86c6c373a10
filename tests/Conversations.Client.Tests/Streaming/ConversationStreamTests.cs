using System.Text;

namespace Conversations.Client.Tests.Streaming;

/// <summary>The life of a stream: when it sends, how it ends, and what remains after it.</summary>
public sealed class ConversationStreamTests
{
    private const string First = """{"type":"ai","id":"temp-0","content":"Hel"}""";
    private const string Second = """{"type":"ai","id":"a","content":"Hello"}""";
    private const string Failure = """{"type":"ai/failure"}""";
    private static readonly Guid Id = Guid.Parse(Examples.ConversationId);

    private static TaskCompletionSource Gate => new(TaskCreationOptions.RunContinuationsAsynchronously);

    [Fact]
    public async Task A_token_stops_a_reader_that_waits_for_the_opening_of_another_call()
    {
        await using var stub = StubServer.InMemory(StubAnswer.JsonAfter(new TaskCompletionSource().Task, "{}"));
        using ConversationsClient client = stub.CreateClient();
        using var stop = new CancellationTokenSource();
        ConversationStream stream = client.Conversations.StreamAsync(Id, "Hi");
        Task opening = stream.OpenAsync();
        await stub.ArrivedAsync(1);
        IAsyncEnumerator<ConversationStreamEvent> reader = stream.GetAsyncEnumerator(stop.Token);
        Task<bool> next = reader.MoveNextAsync().AsTask();

        await stop.CancelAsync();

        OperationCanceledException stopped = await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            next.WaitAsync(TimeSpan.FromSeconds(30)));
        Assert.Equal(stop.Token, stopped.CancellationToken);
        _ = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => opening.WaitAsync(TimeSpan.FromSeconds(30)));
        _ = Assert.Single(stub.Requests);
    }

    [Fact]
    public async Task Nothing_is_sent_for_a_token_that_was_cancelled_or_a_stream_that_was()
    {
        await using var stub = StubServer.InMemory(StubAnswer.Messages(), StubAnswer.Messages());
        using ConversationsClient client = stub.CreateClient();
        ConversationStream stream = client.Conversations.StreamAsync(Id, "Hi");
        _ = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => stream.OpenAsync(new CancellationToken(canceled: true)));
        await stream.CancelAsync();
        _ = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => stream.OpenAsync());
        Assert.Empty(stub.Requests);
    }

    [Theory, BothTransports]
    public async Task Nothing_is_sent_before_it_is_read(Transport transport)
    {
        await using StubServer stub = await StubServer.StartAsync(transport);
        stub.Answer(StubAnswer.Messages(First, Second));
        using ConversationsClient client = stub.CreateClient();

        await using ConversationStream stream = client.Conversations.StreamAsync(Id, "Hi");
        Assert.Empty(stub.Requests);
        Assert.Null(stream.Outcome);
        Assert.Empty(stream.Thread.Entries);

        Assert.Equal(2, await stream.CountAsync());
        Assert.Single(stub.Requests);
        Assert.Equal(StreamOutcome.Completed, stream.Outcome);
        Assert.Equal("Hello", Assert.IsType<AssistantMessage>(Assert.Single(stream.Thread.Messages)).Content);
        Assert.Equal(ThreadEntryState.Complete, Assert.Single(stream.Thread.Entries).State);
    }

    [Theory, BothTransports]
    public async Task Events_come_one_by_one_and_the_thread_grows_with_them(Transport transport)
    {
        await using StubServer stub = await StubServer.StartAsync(transport);
        TaskCompletionSource gate = Gate;
        TaskCompletionSource half = Gate;
        stub.Answer(StubAnswer.Messages(First).Wait(gate.Task).Write("event: message\nda").Wait(half.Task).Write($"ta: {Second}\n\n"));
        using ConversationsClient client = stub.CreateClient();
        await using ConversationStream stream = client.Conversations.StreamAsync(Id, "Hi");
        await using IAsyncEnumerator<ConversationStreamEvent> events = stream.GetAsyncEnumerator();

        Assert.True(await events.MoveNextAsync());
        Assert.Equal(ThreadEntryState.Partial, Assert.Single(stream.Thread.Entries).State);
        ValueTask<bool> next = events.MoveNextAsync();
        Assert.False(next.IsCompleted);
        gate.SetResult();
        half.SetResult();
        Assert.True(await next);
        Assert.False(Assert.IsType<MessageEvent>(events.Current).IsPartial);
        Assert.Null(stream.Outcome);
        Assert.False(await events.MoveNextAsync());
        Assert.Equal(StreamOutcome.Completed, stream.Outcome);
    }

    [Theory, BothTransports]
    public async Task OpenAsync_sends_at_once_and_once(Transport transport)
    {
        await using StubServer stub = await StubServer.StartAsync(transport);
        stub.Answer(StubAnswer.Messages(Second));
        using ConversationsClient client = stub.CreateClient();
        await using ConversationStream stream = client.Conversations.StreamAsync(Id, "Hi");

        await stream.OpenAsync();
        await stream.OpenAsync();

        Assert.Single(stub.Requests);
        Assert.Null(stream.Outcome);
        Assert.Single(await stream.ToListAsync());
        Assert.Single(stub.Requests);
    }

    [Theory, BothTransports]
    public async Task A_refusal_is_thrown_by_whatever_comes_first(Transport transport)
    {
        await using StubServer stub = await StubServer.StartAsync(transport);
        stub.Answer(_ => StubAnswer.Json("""{"type":"server_error","code":"quota_limit_exceeded","detail":"x","attr":null}""", 402));
        using ConversationsClient client = stub.CreateClient();

        _ = await Assert.ThrowsAsync<ConversationsQuotaException>(() => client.Conversations.StreamAsync(Id, "Hi").OpenAsync());
        _ = await Assert.ThrowsAsync<ConversationsQuotaException>(() => client.Conversations.StreamAsync(Id, "Hi").ToListAsync().AsTask());
        _ = await Assert.ThrowsAsync<ConversationsQuotaException>(() =>
            client.Conversations.StreamAsync(Id, "Hi").ReadTextAsync().ToListAsync().AsTask());
        ConversationsQuotaException error = await Assert.ThrowsAsync<ConversationsQuotaException>(() =>
            client.Conversations.AskAsync(Id, "Hi"));
        Assert.Equal(("/api/environments/{project_id}/conversations/", HttpMethod.Post), (error.Route, error.Method));
        Assert.Equal(4, stub.Requests.Count);
    }

    [Theory]
    [BothTransports(200, "text/html", "<html>Log in</html>")]
    [BothTransports(201, "application/json", "{\"id\":\"a\",\"type\":\"ai\"}")]
    [BothTransports(200, "application/octet-stream", "event: message\ndata: {}\n\n")]
    [BothTransports(200, "text/plain", "")]
    [BothTransports(204, null, null)]
    public async Task An_answer_that_is_no_stream_is_told_so(Transport transport, int status, string? type, string? body)
    {
        await using StubServer stub = await StubServer.StartAsync(transport);
        var answer = StubAnswer.Of(status);
        stub.Answer(type is null ? answer : answer.With("Content-Type", type).Write(body!));
        using ConversationsClient client = stub.CreateClient();

        ConversationsException error = await Assert.ThrowsAsync<ConversationsException>(() => client.Conversations.AskAsync(Id, "Hi"));

        Assert.Contains("stream of events", error.Message, StringComparison.Ordinal);
        Assert.Contains(type ?? "nothing", error.Message, StringComparison.Ordinal);
        await answer.Freed.WaitAsync(TimeSpan.FromSeconds(30));
    }

    [Theory]
    [BothTransports("text/event-stream; charset=utf-8")]
    [BothTransports("Text/Event-Stream")]
    public async Task The_media_type_is_compared_as_media_types_are(Transport transport, string type)
    {
        await using StubServer stub = await StubServer.StartAsync(transport);
        TaskCompletionSource gate = Gate;
        stub.Answer(StubAnswer.Of(200).With("Content-Type", type).Write($"data: {Second}\n\n").Wait(gate.Task));
        using ConversationsClient client = stub.CreateClient();
        await using IAsyncEnumerator<ConversationStreamEvent> events = client.Conversations.StreamAsync(Id, "Hi").GetAsyncEnumerator();
        Assert.True(await events.MoveNextAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(30)));
        gate.SetResult();
        Assert.False(await events.MoveNextAsync());
    }

    [Theory, BothTransports]
    public async Task Leaving_the_loop_frees_the_connection(Transport transport)
    {
        await using StubServer stub = await StubServer.StartAsync(transport);
        StubAnswer answer = StubAnswer.Messages(First).Hang();
        stub.Answer(answer);
        using ConversationsClient client = stub.CreateClient();
        ConversationStream stream = client.Conversations.StreamAsync(Id, "Hi");

        await foreach (ConversationStreamEvent _ in stream)
        {
            break;
        }

        await answer.Freed.WaitAsync(TimeSpan.FromSeconds(30));
        Assert.Equal(StreamOutcome.Incomplete, stream.Outcome);
        Assert.Equal(ThreadEntryState.Incomplete, Assert.Single(stream.Thread.Entries).State);
    }

    [Theory, BothTransports]
    public async Task Disposal_frees_the_connection_of_a_stream_that_was_only_opened(Transport transport)
    {
        await using StubServer stub = await StubServer.StartAsync(transport);
        StubAnswer answer = StubAnswer.Messages(First).Hang();
        stub.Answer(answer);
        using ConversationsClient client = stub.CreateClient();
        ConversationStream stream = client.Conversations.StreamAsync(Id, "Hi");
        await stream.OpenAsync();

        await stream.DisposeAsync();
        await stream.DisposeAsync();

        await answer.Freed.WaitAsync(TimeSpan.FromSeconds(30));
        Assert.Equal(StreamOutcome.Incomplete, stream.Outcome);
        _ = await Assert.ThrowsAsync<ObjectDisposedException>(() => stream.OpenAsync());
        _ = Assert.Throws<ObjectDisposedException>(() => stream.GetAsyncEnumerator());
    }

    [Theory, BothTransports]
    public async Task Disposal_while_a_read_waits_ends_the_read(Transport transport)
    {
        await using StubServer stub = await StubServer.StartAsync(transport);
        StubAnswer answer = StubAnswer.Messages(First).Hang();
        stub.Answer(answer);
        using ConversationsClient client = stub.CreateClient();
        ConversationStream stream = client.Conversations.StreamAsync(Id, "Hi");
        IAsyncEnumerator<ConversationStreamEvent> events = stream.GetAsyncEnumerator();
        Assert.True(await events.MoveNextAsync());
        await events.DisposeAsync();
        await answer.Freed.WaitAsync(TimeSpan.FromSeconds(30));
    }

    [Fact]
    public async Task It_can_be_enumerated_once_and_says_so()
    {
        await using var stub = StubServer.InMemory(StubAnswer.Messages(Second), StubAnswer.Messages(Second), StubAnswer.Messages(Second));
        using ConversationsClient client = stub.CreateClient();
        ConversationStream finished = client.Conversations.StreamAsync(Id, "Hi");
        _ = await finished.ToListAsync();
        ConversationStream running = client.Conversations.StreamAsync(Id, "Hi");
        await using IAsyncEnumerator<ConversationStreamEvent> events = running.GetAsyncEnumerator();
        ConversationStream asText = client.Conversations.StreamAsync(Id, "Hi");
        _ = await asText.ReadTextAsync().ToListAsync();

        foreach (ConversationStream? stream in new[] { finished, running, asText })
        {
            Assert.Contains(
                "once",
                (await Assert.ThrowsAsync<InvalidOperationException>(() => stream.ToListAsync().AsTask())).Message,
                StringComparison.Ordinal);
            Assert.Contains(
                "once",
                (await Assert.ThrowsAsync<InvalidOperationException>(() => stream.ReadTextAsync().ToListAsync().AsTask())).Message,
                StringComparison.Ordinal);
        }
    }

    [Theory]
    [BothTransports(true)]
    [BothTransports(false)]
    public async Task Both_tokens_stop_it_in_the_middle(Transport transport, bool ofCall)
    {
        await using StubServer stub = await StubServer.StartAsync(transport);
        StubAnswer answer = StubAnswer.Messages(First).Hang();
        stub.Answer(answer);
        using ConversationsClient client = stub.CreateClient();
        using var source = new CancellationTokenSource();
        ConversationStream stream = client.Conversations.StreamAsync(
            Id, "Hi", cancellationToken: ofCall ? source.Token : CancellationToken.None);
        await using IAsyncEnumerator<ConversationStreamEvent> events = stream.GetAsyncEnumerator(
            ofCall ? CancellationToken.None : source.Token);
        Assert.True(await events.MoveNextAsync());

        Task<bool> next = events.MoveNextAsync().AsTask();
        await source.CancelAsync();

        _ = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => next.WaitAsync(TimeSpan.FromSeconds(30)));
        await answer.Freed.WaitAsync(TimeSpan.FromSeconds(30));
        Assert.Equal(StreamOutcome.Incomplete, stream.Outcome);
        Assert.Single(stream.Thread.Messages);
    }

    [Theory]
    [BothTransports(true)]
    [BothTransports(false)]
    public async Task Both_tokens_stop_a_text(Transport transport, bool ofCall)
    {
        await using StubServer stub = await StubServer.StartAsync(transport);
        stub.Answer(StubAnswer.Messages(First).Hang());
        using ConversationsClient client = stub.CreateClient();
        using var source = new CancellationTokenSource();
        IAsyncEnumerable<string> text = client.Conversations.StreamAsync(
            Id, "Hi", cancellationToken: ofCall ? source.Token : CancellationToken.None).ReadTextAsync(
                ofCall ? CancellationToken.None : source.Token);

        _ = await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (string piece in text)
            {
                Assert.Equal("Hel", piece);
                await source.CancelAsync();
            }
        });
    }

    [Theory, BothTransports]
    public async Task The_token_of_OpenAsync_ends_with_it(Transport transport)
    {
        await using StubServer stub = await StubServer.StartAsync(transport);
        stub.Answer(StubAnswer.Messages(First, Second));
        using ConversationsClient client = stub.CreateClient();
        using var source = new CancellationTokenSource();
        await using ConversationStream stream = client.Conversations.StreamAsync(Id, "Hi");
        await stream.OpenAsync(source.Token);
        await source.CancelAsync();
        Assert.Equal(2, await stream.CountAsync());
    }

    [Theory, BothTransports]
    public async Task A_cut_is_thrown_when_reconnection_is_off_and_the_thread_stays(Transport transport)
    {
        await using StubServer stub = await StubServer.StartAsync(transport);
        TaskCompletionSource gate = Gate;
        stub.Answer(StubAnswer.Messages("""{"type":"human","id":"h","content":"Hi"}""", First).Wait(gate.Task).Cut());
        using ConversationsClient client = stub.CreateClient(static options => options.Streaming.Reconnect = false);
        await using ConversationStream stream = client.Conversations.StreamAsync(Id, "Hi");
        await using IAsyncEnumerator<ConversationStreamEvent> events = stream.GetAsyncEnumerator();
        Assert.True(await events.MoveNextAsync());
        Assert.True(await events.MoveNextAsync());
        gate.SetResult();

        ConversationsConnectionException error =
            await Assert.ThrowsAsync<ConversationsConnectionException>(() => events.MoveNextAsync().AsTask());

        Assert.IsType<IOException>(error.InnerException, exactMatch: false);
        Assert.Contains("ReconnectAsync", error.Message, StringComparison.Ordinal);
        Assert.Equal(StreamOutcome.Incomplete, stream.Outcome);
        Assert.Equal([ThreadEntryState.Complete, ThreadEntryState.Incomplete], stream.Thread.Entries.Select(static entry => entry.State));
        Assert.Empty(stub.Questions);
        Assert.Single(stub.Requests);
    }

    [Theory, BothTransports]
    public async Task A_cut_ends_an_answer_too(Transport transport)
    {
        await using StubServer stub = await StubServer.StartAsync(transport);
        stub.Answer(_ => StubAnswer.Messages(Second).Cut());
        using ConversationsClient client = stub.CreateClient(static options => options.Streaming.Reconnect = false);
        _ = await Assert.ThrowsAsync<ConversationsConnectionException>(() => client.Conversations.AskAsync(Id, "Hi"));
    }

    [Theory]
    [BothTransports("event: message\ndata: {\"type\":\"ai\",\"id\":\"b\",\"content\":\"lost\"}")]
    [BothTransports("event: message\ndata: {\"type\":\"ai\",\"id\":\"b\",\"content\":\"lost\"}\n")]
    [BothTransports("event: message\ndata: {\"type\":\"ai\"")]
    public async Task An_event_without_its_blank_line_is_dropped(Transport transport, string rest)
    {
        await using StubServer stub = await StubServer.StartAsync(transport);
        stub.Answer(StubAnswer.Messages(Second).Write(rest));
        using ConversationsClient client = stub.CreateClient();
        ConversationReply reply = await client.Conversations.AskAsync(Id, "Hi");
        Assert.Equal(("Hello", StreamOutcome.Completed, 1), (reply.Text, reply.Outcome, reply.Thread.Messages.Count));
    }

    [Theory, BothTransports]
    public async Task A_failure_at_the_end_is_no_exception_but_the_outcome(Transport transport)
    {
        await using StubServer stub = await StubServer.StartAsync(transport);
        stub.Answer(StubAnswer.Messages(Second, Failure), StubAnswer.Messages(Failure, Second));
        using ConversationsClient client = stub.CreateClient();

        ConversationReply failed = await client.Conversations.AskAsync(Id, "Hi");
        Assert.Equal(("Hello", StreamOutcome.Failed), (failed.Text, failed.Outcome));
        Assert.Equal([ThreadEntryState.Complete, ThreadEntryState.Failed], failed.Thread.Entries.Select(static entry => entry.State));
        ConversationReply recovered = await client.Conversations.AskAsync(Id, "Hi");
        Assert.Equal(("Hello", StreamOutcome.Completed), (recovered.Text, recovered.Outcome));
        Assert.DoesNotContain("Hello", failed.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("Hello", failed.Thread.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Given_events_end_completed_whatever_they_are()
    {
        var stream = new ConversationStream(
            new ConversationStreamEvent[] { new MessageEvent { Message = new AssistantMessage { Id = "a", Content = "Hi" } },
                new MessageEvent { Message = new FailureMessage() } }.ToAsyncEnumerable());
        await stream.OpenAsync();
        Assert.Equal(["Hi"], await stream.ReadTextAsync().ToListAsync());
        Assert.Equal((StreamOutcome.Completed, 2), (stream.Outcome, stream.Thread.Messages.Count));
        _ = await Assert.ThrowsAsync<InvalidOperationException>(() => stream.ToListAsync().AsTask());

        var partial = new ConversationStream(
            new ConversationStreamEvent[] { new MessageEvent { Message = new AssistantMessage { Content = "Hi" },
                IsPartial = true } }.ToAsyncEnumerable());
        Assert.Equal(1, await partial.CountAsync());
        Assert.Equal(ThreadEntryState.Incomplete, Assert.Single(partial.Thread.Entries).State);
    }

    [Fact]
    public async Task Faults_of_given_events_pass_as_they_are()
    {
        var stream = new ConversationStream(Faulty());
        _ = await Assert.ThrowsAsync<IOException>(() => stream.ToListAsync().AsTask());
        Assert.Equal(StreamOutcome.Incomplete, stream.Outcome);

        static async IAsyncEnumerable<ConversationStreamEvent> Faulty()
        {
            yield return new StatusEvent { Status = StreamStatus.Ack };
            await Task.Yield();
            throw new IOException("own");
        }
    }

    public static IReadOnlyList<object?[]> Framings { get; } =
    [
        ["LF", "event: message\ndata: {0}\n\nevent: message\ndata: {1}\n\n"],
        ["CRLF", "event: message\r\ndata: {0}\r\n\r\nevent: message\r\ndata: {1}\r\n\r\n"],
        ["CR", "event: message\rdata: {0}\r\revent: message\rdata: {1}\r\r"],
        ["BOM", "\ufeffevent: message\ndata: {0}\n\nevent: message\ndata: {1}\n\n"],
        ["no space", "event:message\ndata:{0}\n\nevent:message\ndata:{1}\n\n"],
        ["no name", "data: {0}\n\ndata: {1}\n\n"],
        ["keepalives", ": keepalive\n\nevent: message\n: keepalive\ndata: {0}\n\n: keepalive\n\n:\n\nevent: message\ndata: {1}\n\n: keepalive\n\n"],
        ["other fields", "id: 1\nretry: 5\nevent: message\nfoo: bar\nfoo\ndata: {0}\n\nid\nevent: x\nevent: message\ndata: {1}\n\n"],
        ["empty events", "event: message\n\nevent: conversation\n\nevent: message\ndata: {0}\n\nevent: message\ndata: {1}\n\n"],
        ["data before the name", "data: {0}\nevent: message\n\ndata: {1}\nevent: message\n\n"],
    ];

    [Theory, BothTransports(Rows = nameof(Framings))]
    public async Task Every_framing_of_the_standard_is_read_however_it_is_split(Transport transport, string name, string framing)
    {
        const string one = """{"type":"ai","id":"temp-0","content":"Grüße, 世界 🎉"}""";
        const string two = """{"type":"ai","id":"a","content":"Grüße, 世界 🎉!"}""";
        byte[] bytes = Encoding.UTF8.GetBytes(
            framing.Replace("{0}", one, StringComparison.Ordinal).Replace("{1}", two, StringComparison.Ordinal));
        await using StubServer stub = await StubServer.StartAsync(transport);
        using ConversationsClient client = stub.CreateClient();
        // Two ways of splitting are enough over sockets, because a socket may join the pieces.
        IEnumerable<StubAnswer> answers = transport == Transport.Kestrel
            ? [StubAnswer.Stream().Write(bytes), OneByOne(bytes)]
            : [
                .. Enumerable.Range(0, bytes.Length + 1).Select(at => StubAnswer.Stream().Write(bytes[..at]).Write(bytes[at..])),
                OneByOne(bytes),
            ];
        foreach (StubAnswer answer in answers)
        {
            stub.Answer(answer);
            ConversationStream stream = client.Conversations.StreamAsync(Id, "Hi");
            List<ConversationStreamEvent> events = await stream.ToListAsync();
            Assert.True(
                events is [MessageEvent { IsPartial: true, Message: AssistantMessage { Content: "Grüße, 世界 🎉" } },
                    MessageEvent { IsPartial: false, Message: AssistantMessage { Id: "a", Content: "Grüße, 世界 🎉!" } }],
                $"{name}: {string.Join(", ", events)}");
            Assert.Equal(StreamOutcome.Completed, stream.Outcome);
        }
    }

    [Fact]
    public async Task Several_data_lines_are_one_text()
    {
        await using var stub = StubServer.InMemory(StubAnswer.Stream("event: message\ndata: {\"type\":\ndata: \"ai\",\"id\":\"a\",\ndata:\"content\":\"x\"}\n\nevent: odd\ndata: a\ndata\ndata:  b\n\n"));
        using ConversationsClient client = stub.CreateClient();
        List<ConversationStreamEvent> events = await client.Conversations.StreamAsync(Id, "Hi").ToListAsync();
        Assert.Equal("x", Assert.IsType<AssistantMessage>(Assert.IsType<MessageEvent>(events[0]).Message).Content);
        Assert.Equal(new UnknownEvent { Name = "odd", Data = "a\n\n b" }, events[1]);
    }

    private static StubAnswer OneByOne(byte[] bytes)
    {
        var answer = StubAnswer.Stream();
        foreach (byte value in bytes)
        {
            _ = answer.Write([value]);
        }

        return answer;
    }
}
