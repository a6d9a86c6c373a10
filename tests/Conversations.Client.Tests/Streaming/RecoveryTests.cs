using System.Diagnostics;
using System.Text.Json;

namespace Conversations.Client.Tests.Streaming;

/// <summary>
/// What a stream requests when its connection fails, byte by byte against a stub: faults of the transport at each place, and the outcome of
/// the turn.
/// </summary>
public sealed class RecoveryTests
{
    private const string Human = """{"type":"human","id":"h","content":"Hi"}""";
    private const string Part = """{"type":"ai","id":"temp-0","content":"Hel"}""";
    private const string Final = """{"type":"ai","id":"a","content":"Hello"}""";
    private const string Failure = """{"type":"ai/failure","id":"f","content":"Oops"}""";
    private const string Call = """{"type":"ai","id":"t","content":"","tool_calls":[{"id":"c","name":"look","args":{},"type":"tool_call"}]}""";
    private const string Result = """{"type":"tool","id":"r","content":"42","tool_call_id":"c"}""";
    private static readonly Guid Id = Guid.Parse(Examples.ConversationId);

    /// <summary>The conversation as the service has stored it.</summary>
    private static StubAnswer Stored(string status, params string[] messages) => Stored(status, messages, approval: "");

    private static StubAnswer Stored(string status, string[] messages, string approval) =>
        StubAnswer.Json($$"""{"id":"{{Id}}","status":"{{status}}","title":"T","type":"assistant","messages":[{{string.Join(",", messages)}}],"pending_approvals":[{{approval}}]}""");

    /// <summary>The response to a GET for a conversation without a title.</summary>
    private static StubAnswer Hidden => StubAnswer.Json("""{"type":"invalid_request","code":"not_found","detail":"Not found.","attr":null}""", 404);

    private static StubAnswer IsIdle => StubAnswer.Json("""{"type":"validation_error","code":"invalid_input","detail":"Cannot continue streaming from an idle conversation","attr":null}""", 400);

    private static async Task<(StubServer Stub, ConversationsClient Client, TestClock Time)> StartAsync(
        Transport transport, params StubAnswer[] answers)
    {
        var time = new TestClock();
        StubServer stub = await StubServer.StartAsync(transport);
        stub.AnswersHowTurnsStand = false;
        stub.Answer(answers);
        // Streams have a rule of their own, which no other repetition may add to.
        return (stub, stub.CreateClient(options => (options.TimeProvider, options.Retry.MaxAttempts) = (time, 4)), time);
    }

    private static string[] Show(ConversationThread thread) => [.. thread.Entries.Select(static entry => $"{entry.Message.Id} {entry.State}")];

    private static string[] Sent(StubServer stub) =>
        [
            .. stub.Requests.Select(static request =>
                request.Method == "GET" ? "GET" : JsonDocument.Parse(request.Text).RootElement.GetProperty("content")
                    .ToString() is { Length: > 0 } text ? $"POST {text}" : "POST null"),
        ];

    /// <summary>A cut at a byte of a stream of three events.</summary>
    [Theory, BothTransports]
    public async Task A_cut_at_any_byte_gives_the_same_thread(Transport transport)
    {
        string bytes = string.Concat(new[] { Human, Part, Final }.Select(static message => $"event: message\ndata: {message}\n\n"));
        for (int at = 1; at < bytes.Length; at += transport == Transport.Kestrel ? 17 : 1)
        {
            (StubServer? stub, ConversationsClient? client, TestClock? time) = await StartAsync(
                transport, StubAnswer.Stream(bytes[..at]).Break(), Stored("idle", Human, Final));
            await using (stub)
            using (client)
            {
                await using ConversationStream stream = client.Conversations.StreamAsync(Id, "Hi");
                string text = string.Concat(await time.RunAsync(stream.ReadTextAsync().ToListAsync().AsTask()));
                Assert.Equal(("Hello", StreamOutcome.Completed), (text, stream.Outcome));
                Assert.Equal(["h Complete", "a Complete"], Show(stream.Thread));
                Assert.Equal(["POST Hi", "GET"], Sent(stub));
            }
        }
    }

    [Theory, BothTransports]
    public async Task A_running_turn_is_joined_with_a_null_that_is_sent(Transport transport)
    {
        (StubServer? stub, ConversationsClient? client, TestClock? time) = await StartAsync(
            transport,
            StubAnswer.Messages(Human, Part).Break(),
            Stored("in_progress", Human),
            StubAnswer.Messages(Human, Part, Final),
            Stored("idle", Human, Final));
        await using StubServer ownedStub = stub;
        using ConversationsClient ownedClient = client;
        await using ConversationStream stream = client.Conversations.StreamAsync(Id, "Hi");
        List<ConversationStreamEvent> events = await time.RunAsync(stream.ToListAsync().AsTask());

        Assert.Equal(["POST Hi", "GET", "POST null", "GET"], Sent(stub));
        Assert.StartsWith($$"""{"content":null,"conversation":"{{Id}}","trace_id":""", stub.Requests[2].Text, StringComparison.Ordinal);
        Assert.Equal(3, events.Count);
        Assert.Equal((StreamOutcome.Completed, 1), (stream.Outcome, stream.ReconnectCount));
        Assert.Equal(["h Complete", "a Complete"], Show(stream.Thread));
    }

    [Theory, BothTransports]
    public async Task A_turn_that_ended_before_it_could_be_joined_is_read(Transport transport)
    {
        (StubServer? stub, ConversationsClient? client, TestClock? time) = await StartAsync(
            transport, StubAnswer.Messages(Human).Break(), Stored("in_progress", Human), IsIdle, Stored("idle", Human, Final));
        await using StubServer ownedStub = stub;
        using ConversationsClient ownedClient = client;
        ConversationReply reply = await time.RunAsync(client.Conversations.AskAsync(Id, "Hi"));
        Assert.Equal(("Hello", StreamOutcome.Completed), (reply.Text, reply.Outcome));
        Assert.Equal(["POST Hi", "GET", "POST null", "GET"], Sent(stub));
    }

    [Theory, BothTransports]
    public async Task That_it_was_idle_once_is_forgotten_when_it_has_been_joined_since(Transport transport)
    {
        (StubServer? stub, ConversationsClient? client, TestClock? time) = await StartAsync(
            transport, StubAnswer.Messages(Human)
                .Break(), Hidden, IsIdle, Stored("in_progress", Human), StubAnswer.Messages(Human, Part)
                .Break(), Hidden, StubAnswer.Messages(Human, Final), Stored("idle", Human, Final));
        await using StubServer ownedStub = stub;
        using ConversationsClient ownedClient = client;
        ConversationReply reply = await time.RunAsync(client.Conversations.AskAsync(Id, "Hi"));
        Assert.Equal(("Hello", StreamOutcome.Completed), (reply.Text, reply.Outcome));
        Assert.Equal(["POST Hi", "GET", "POST null", "GET", "POST null", "GET", "POST null", "GET"], Sent(stub));
    }

    [Theory, BothTransports]
    public async Task A_failure_of_a_turn_that_the_service_tries_again_is_followed_by_more(Transport transport)
    {
        (StubServer? stub, ConversationsClient? client, TestClock? time) = await StartAsync(
            transport,
            StubAnswer.Messages(Human, Part, Failure),
            Stored("in_progress", Human, Failure),
            StubAnswer.Messages(Final),
            Stored("idle", Human, Failure, Final));
        await using StubServer ownedStub = stub;
        using ConversationsClient ownedClient = client;
        ConversationReply reply = await time.RunAsync(client.Conversations.AskAsync(Id, "Hi"));
        Assert.Equal(("Hello", StreamOutcome.Completed), (reply.Text, reply.Outcome));
        Assert.Equal(["h Complete", "f Failed", "a Complete"], Show(reply.Thread));
    }

    [Fact]
    public async Task A_message_without_text_that_was_missed_empties_no_text_of_the_one_behind_it()
    {
        (StubServer? stub, ConversationsClient? client, TestClock? time) = await StartAsync(
            Transport.InMemory, StubAnswer.Messages(Human)
                .Break(), Stored("in_progress", Human), StubAnswer.Messages(Part)
                .Break(), Stored("idle", Human, Call, Result, Final));
        await using StubServer ownedStub = stub;
        using ConversationsClient ownedClient = client;
        await using ConversationStream stream = client.Conversations.StreamAsync(Id, "Hi");
        List<TextUpdate> updates = await time.RunAsync(stream.ReadTextUpdatesAsync().ToListAsync().AsTask());

        Assert.Equal([new TextUpdate(0, "Hel", false), new TextUpdate(0, "lo", false)], updates);
        Assert.Equal(["h Complete", "t Complete", "r Complete", "a Complete"], Show(stream.Thread));
    }

    /// <summary>
    /// When the service was joined and has nothing to send for a minute, it sends a Failure. This is not a failure of the turn.
    /// </summary>
    [Theory]
    [InlineData("runs on", StreamOutcome.Completed, "POST Hi GET POST null GET POST null GET", "h Complete, a Complete")]
    [InlineData("had ended well", StreamOutcome.Completed, "POST Hi GET POST null GET", "h Complete, a Complete")]
    [InlineData("has ended well", StreamOutcome.Completed, "POST Hi GET POST null GET", "h Complete, a Complete")]
    [InlineData("has failed", StreamOutcome.Failed, "POST Hi GET POST null GET", "h Complete, f Failed")]
    [InlineData("has failed in its own words", StreamOutcome.Failed, "POST Hi GET POST null GET", "h Complete, own Failed")]
    [InlineData("has failed while a tool ran", StreamOutcome.Failed, "POST Hi GET POST null GET", "h Complete, t Complete, f Failed")]
    [InlineData("was cancelled", StreamOutcome.Canceled, "POST Hi GET POST null GET", "h Complete, temp-0 Incomplete")]
    [InlineData("failed once and runs on", StreamOutcome.Completed, "POST Hi GET POST null GET", "h Complete, f Failed, a Complete")]
    public async Task A_failure_that_comes_first_after_joining_is_believed_when_the_service_says_so(
        string turn, StreamOutcome outcome, string sent, string thread)
    {
        StubAnswer begun = turn == "had ended well" ? StubAnswer.Messages(Human, Final) : StubAnswer.Messages(Human, Part);
        StubAnswer[] rest = turn switch
        {
            "runs on" =>
                [Stored("in_progress", Human), StubAnswer.Messages(Failure), Stored("in_progress", Human), StubAnswer.Messages(Final), Stored("idle", Human, Final)],
            "had ended well" or "has ended well" => [Stored("in_progress", Human), StubAnswer.Messages(Failure), Stored("idle", Human, Final)],
            "has failed in its own words" => [Stored("in_progress", Human), StubAnswer.Messages(Failure), Stored("idle", Human, """{"type":"ai/failure","id":"own","content":"No"}""")],
            "has failed while a tool ran" => [Stored("in_progress", Human), StubAnswer.Messages(Failure), Stored("idle", Human, Call)],
            "was cancelled" => [Stored("in_progress", Human), StubAnswer.Messages(Failure), Stored("canceling", Human)],
            "has failed" => [Stored("in_progress", Human), StubAnswer.Messages(Failure), Stored("idle", Human)],
            _ => [Stored("in_progress", Human), StubAnswer.Messages(Failure, Final), Stored("idle", Human, Failure, Final)],
        };
        (StubServer? stub, ConversationsClient? client, TestClock? time) = await StartAsync(Transport.InMemory, [begun.Break(), .. rest]);
        await using StubServer ownedStub = stub;
        using ConversationsClient ownedClient = client;
        ConversationReply reply = await time.RunAsync(client.Conversations.AskAsync(Id, "Hi"));

        Assert.Equal(outcome, reply.Outcome);
        Assert.Equal(thread, string.Join(", ", Show(reply.Thread)));
        Assert.Equal(sent, string.Join(' ', Sent(stub)));
    }

    /// <summary>A tool call without a result, or an approval, decides the outcome only when the failure may be one for silence.</summary>
    [Theory]
    [InlineData("", StreamOutcome.InputNeeded)]
    [InlineData("""{"proposal_id":"p","decision_status":"pending","tool_name":"delete","preview":"Delete?","payload":{}}""", StreamOutcome.ApprovalNeeded)]
    public async Task A_turn_that_waits_for_somebody_is_not_told_as_failed_after_a_minute_of_silence(string approval, StreamOutcome outcome)
    {
        const string KeepAlive = ": keepalive\n\n";
        var time = new TestClock();
        await using var stub = StubServer.InMemory(
            StubAnswer.Messages(Human, Part).Break(),
            Stored("in_progress", Human),
            StubAnswer.Stream(KeepAlive)
                .Wait(TimeSpan.FromSeconds(30), time)
                .Write(KeepAlive)
                .Wait(TimeSpan.FromSeconds(31), time)
                .Write($"event: message\ndata: {Failure}\n\n"),
            Stored("idle", [Human, Call], approval));
        stub.AnswersHowTurnsStand = false;
        using ConversationsClient client = stub.CreateClient(options => options.TimeProvider = time);

        ConversationReply reply = await time.RunAsync(client.Conversations.AskAsync(Id, "Hi"));

        Assert.Equal(outcome, reply.Outcome);
        Assert.Equal(["h Complete", "t Complete"], Show(reply.Thread));
    }

    /// <summary>Found by an attack: the failure came before the second text, and the turn was reported as cancelled.</summary>
    [Theory]
    [InlineData("""{"type":"ai","id":"temp-1","content":"Two"}""", "h Complete, temp-0 Incomplete, f Failed")]
    [InlineData("""{"type":"ai/artifact","id":"temp-notebook","artifact_id":"a"}""", "h Complete, temp-0 Incomplete, f Failed")]
    public async Task A_failure_while_two_messages_were_being_written_is_the_turns_outcome(string other, string thread)
    {
        (StubServer? stub, ConversationsClient? client, TestClock? time) = await StartAsync(
            Transport.InMemory, StubAnswer.Messages(Human, Part, other, Failure), Stored("idle", Human, Failure));
        await using StubServer ownedStub = stub;
        using ConversationsClient ownedClient = client;
        ConversationReply reply = await time.RunAsync(client.Conversations.AskAsync(Id, "Hi"));

        Assert.Equal(StreamOutcome.Failed, reply.Outcome);
        Assert.Equal(thread, string.Join(", ", Show(reply.Thread)));
    }

    [Fact]
    public async Task How_the_conversation_is_called_does_not_make_a_failure_after_joining_the_turns()
    {
        var titled = StubAnswer.Stream($"event: conversation\ndata: {{\"id\":\"{Id}\",\"status\":\"in_progress\",\"title\":\"T\",\"type\":\"assistant\"}}\n\nevent: message\ndata: {Failure}\n\n");
        (StubServer? stub, ConversationsClient? client, TestClock? time) = await StartAsync(
            Transport.InMemory, StubAnswer.Messages(Human, Part)
                .Break(), Stored("in_progress", Human), titled, Stored("in_progress", Human), StubAnswer.Messages(Final), Stored("idle", Human, Final));
        await using StubServer ownedStub = stub;
        using ConversationsClient ownedClient = client;
        ConversationReply reply = await time.RunAsync(client.Conversations.AskAsync(Id, "Hi"));
        Assert.Equal(StreamOutcome.Completed, reply.Outcome);
        Assert.Equal(["h Complete", "a Complete"], Show(reply.Thread));
    }

    [Fact]
    public async Task A_failure_after_joining_is_shown_where_nothing_can_settle_it()
    {
        (StubServer? stub, ConversationsClient? client, TestClock? time) = await StartAsync(
            Transport.InMemory, StubAnswer.Messages(Human, Part).Break(), Hidden, StubAnswer.Messages(Failure), Hidden, IsIdle, Hidden);
        await using StubServer ownedStub = stub;
        using ConversationsClient ownedClient = client;
        await using ConversationStream stream = client.Conversations.StreamAsync(Id, "Hi");

        _ = await Assert.ThrowsAsync<ConversationsStreamException>(() => time.RunAsync(stream.ToListAsync().AsTask()));

        Assert.Equal(StreamOutcome.Incomplete, stream.Outcome);
        Assert.Equal(["h Complete", "f Failed"], Show(stream.Thread));
    }

    [Fact]
    public async Task Joining_late_and_hearing_of_a_failure_only_shows_what_is_stored()
    {
        (StubServer? stub, ConversationsClient? client, TestClock? time) = await StartAsync(
            Transport.InMemory, StubAnswer.Messages(Failure), Stored("idle", Human, Final));
        await using StubServer ownedStub = stub;
        using ConversationsClient ownedClient = client;
        await using ConversationStream stream = client.Conversations.ReconnectAsync(Id);
        _ = await time.RunAsync(stream.ToListAsync().AsTask());

        Assert.Equal(StreamOutcome.Completed, stream.Outcome);
        Assert.Equal(["h Complete", "a Complete"], Show(stream.Thread));
    }

    /// <summary>The service closes each connection after half an hour, with a Failure, but the turn goes on.</summary>
    [Theory]
    [InlineData(true, StreamOutcome.Completed, "h Complete, f Failed, a Complete")]
    [InlineData(false, StreamOutcome.Failed, "h Complete, f Failed")]
    public async Task A_failure_of_the_connection_alone_is_followed_by_what_the_turn_brought(
        bool hasEndedWell, StreamOutcome outcome, string thread)
    {
        string[] stored = hasEndedWell ? [Human, Final] : [Human];
        (StubServer? stub, ConversationsClient? client, TestClock? time) = await StartAsync(
            Transport.InMemory, StubAnswer.Messages(Human, Part, Failure), Stored("idle", stored));
        await using StubServer ownedStub = stub;
        using ConversationsClient ownedClient = client;
        ConversationReply reply = await time.RunAsync(client.Conversations.AskAsync(Id, "Hi"));

        Assert.Equal(outcome, reply.Outcome);
        Assert.Equal(thread, string.Join(", ", Show(reply.Thread)));
    }

    [Theory, BothTransports]
    public async Task A_close_a_moment_before_the_service_says_idle_is_asked_about_again(Transport transport)
    {
        (StubServer? stub, ConversationsClient? client, TestClock? time) = await StartAsync(
            transport, StubAnswer.Messages(Human, Final), Stored("in_progress", Human, Final), Stored("idle", Human, Final));
        await using StubServer ownedStub = stub;
        using ConversationsClient ownedClient = client;
        Assert.Equal(StreamOutcome.Completed, (await time.RunAsync(client.Conversations.AskAsync(Id, "Hi"))).Outcome);
        Assert.Equal(["POST Hi", "GET", "GET"], Sent(stub));
    }

    [Theory, BothTransports]
    public async Task A_turn_that_is_being_canceled_is_Canceled(Transport transport)
    {
        (StubServer? stub, ConversationsClient? client, TestClock? time) = await StartAsync(
            transport, StubAnswer.Messages(Human, Part).Break(), Stored("canceling", Human));
        await using StubServer ownedStub = stub;
        using ConversationsClient ownedClient = client;
        ConversationReply reply = await time.RunAsync(client.Conversations.AskAsync(Id, "Hi"));
        Assert.Equal(StreamOutcome.Canceled, reply.Outcome);
        Assert.Equal(["h Complete", "temp-0 Incomplete"], Show(reply.Thread));
    }

    [Theory, BothTransports]
    public async Task A_message_that_no_worker_has_taken_up_yet_is_waited_for(Transport transport)
    {
        (StubServer? stub, ConversationsClient? client, TestClock? time) = await StartAsync(
            transport,
            StubAnswer.Stream(": keepalive\n\n").Break(),
            Stored("idle"),
            Stored("in_progress"),
            StubAnswer.Messages(Human, Final),
            Stored("idle", Human, Final));
        await using StubServer ownedStub = stub;
        using ConversationsClient ownedClient = client;
        Task<ConversationReply> asking = time.RunAsync(client.Conversations.AskAsync(Id, "Hi"));
        await ((Task)asking).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        Assert.Equal(["POST Hi", "GET", "GET", "POST null", "GET"], Sent(stub));
        Assert.Equal("Hello", (await asking).Text);
    }

    [Theory, BothTransports]
    public async Task Messages_that_were_missed_come_in_their_order(Transport transport)
    {
        const string tool = """{"type":"tool","id":"t","content":"42","tool_call_id":"c"}""";
        const string later = """{"type":"ai","id":"b","content":"It is 42"}""";
        (StubServer? stub, ConversationsClient? client, TestClock? time) = await StartAsync(transport,
            StubAnswer.Messages(Human, Part).Break(),
            Stored("in_progress", """{"type":"human","id":"old","content":"Before"}""", """{"type":"ai","id":"older","content":"x"}""", Human),
            // The service replays only the tail, so the messages in between are missing.
            StubAnswer.Messages("""{"type":"ai","id":"temp-0","content":"It"}""", later),
            Stored("idle", """{"type":"human","id":"old","content":"Before"}""", """{"type":"ai","id":"older","content":"x"}""", Human, """{"type":"context","id":"x","content":"hidden"}""", """{"type":"ai","id":"e","content":"","meta":null,"tool_calls":[]}""", Final, tool, later));
        await using StubServer ownedStub = stub;
        using ConversationsClient ownedClient = client;
        await using ConversationStream stream = client.Conversations.StreamAsync(Id, "Hi");
        List<ConversationStreamEvent> events = await time.RunAsync(stream.ToListAsync().AsTask());
        Assert.Equal(["h Complete", "a Complete", "t Complete", "b Complete"], Show(stream.Thread));
        Assert.Equal(
            ["h", "b", "a", "t"],
            events.OfType<MessageEvent>().Where(static message => !message.IsPartial).Select(static message => message.Message.Id));
        Assert.Equal(StreamOutcome.Completed, stream.Outcome);
    }

    public static IReadOnlyList<object?[]> Passing { get; } = [["500"], ["502"], ["503 empty"], ["429"], ["HTML"], ["reset"]];

    private static StubAnswer Fault(string name) => name switch
    {
        "503 empty" => StubAnswer.Of(503).With("Retry-After", "20"),
        "429" => StubAnswer.Json("""{"type":"throttled_error","code":"throttled","detail":"Request was throttled. Expected available in 12 seconds.","attr":null}""", 429),
        "HTML" => StubAnswer.Html("<html>Log in</html>"),
        "reset" => StubAnswer.Reset(),
        _ => StubAnswer.Json("""{"type":"server_error","code":"error","detail":"A server error occurred.","attr":null}""", int.Parse(name, System.Globalization.CultureInfo.InvariantCulture)),
    };

    [Theory, BothTransports(Rows = nameof(Passing))]
    public async Task A_fault_of_a_question_or_of_joining_is_tried_again(Transport transport, string fault)
    {
        (StubServer? stub, ConversationsClient? client, TestClock? time) = await StartAsync(
            transport,
            StubAnswer.Messages(Human).Break(),
            Fault(fault),
            Stored("in_progress", Human),
            Fault(fault),
            Stored("in_progress", Human),
            StubAnswer.Messages(Human, Final),
            Stored("idle", Human, Final));
        await using StubServer ownedStub = stub;
        using ConversationsClient ownedClient = client;
        ConversationReply reply = await time.RunAsync(client.Conversations.AskAsync(Id, "Hi"));
        Assert.Equal(("Hello", StreamOutcome.Completed), (reply.Text, reply.Outcome));
        Assert.Equal(["POST Hi", "GET", "GET", "POST null", "GET", "POST null", "GET"], Sent(stub));
    }

    [Theory, BothTransports(Rows = nameof(Passing))]
    public async Task Tries_without_anything_new_come_to_an_end(Transport transport, string fault)
    {
        (StubServer? stub, ConversationsClient? client, TestClock? time) = await StartAsync(
            transport, StubAnswer.Messages(Human, Part).Break());
        stub.Answer(_ => Fault(fault));
        await using StubServer ownedStub = stub;
        using ConversationsClient ownedClient = client;
        await using ConversationStream stream = client.Conversations.StreamAsync(Id, "Hi");
        ConversationsStreamException error = await Assert.ThrowsAsync<ConversationsStreamException>(() =>
            time.RunAsync(stream.ToListAsync().AsTask()));
        Assert.Contains("5 tries", error.Message, StringComparison.Ordinal);
        Assert.NotNull(error.InnerException);
        Assert.Equal(StreamOutcome.Incomplete, stream.Outcome);
        Assert.Equal(7, stub.Requests.Count);
        Assert.Equal(["h Complete", "temp-0 Incomplete"], Show(stream.Thread));
    }

    [Theory, BothTransports]
    public async Task Cut_after_cut_without_progress_comes_to_an_end(Transport transport)
    {
        (StubServer? stub, ConversationsClient? client, TestClock? time) = await StartAsync(transport);
        stub.Answer(request => request.Method == "GET" ? Stored("in_progress", Human) : StubAnswer.Messages(Human, Part).Break());
        await using StubServer ownedStub = stub;
        using ConversationsClient ownedClient = client;
        await using ConversationStream stream = client.Conversations.StreamAsync(Id, "Hi");
        _ = await Assert.ThrowsAsync<ConversationsStreamException>(() => time.RunAsync(stream.ToListAsync().AsTask()));
        Assert.Equal(5, stream.ReconnectCount);
        Assert.Equal(["h Complete", "temp-0 Incomplete"], Show(stream.Thread));
    }

    [Theory, BothTransports]
    public async Task A_turn_that_may_not_be_joined_is_given_up_with_the_reason(Transport transport)
    {
        (StubServer? stub, ConversationsClient? client, TestClock? time) = await StartAsync(
            transport,
            StubAnswer.Messages(Human).Break(),
            StubAnswer.Json("""{"detail":"Not found."}""", 404),
            StubAnswer.Json("""{"error":"Conversation does not exist"}""", 404));
        await using StubServer ownedStub = stub;
        using ConversationsClient ownedClient = client;
        ConversationsStreamException error = await Assert.ThrowsAsync<ConversationsStreamException>(() =>
            time.RunAsync(client.Conversations.AskAsync(Id, "Hi")));
        Assert.Equal("Conversation does not exist", Assert.IsType<ConversationsNotFoundException>(error.InnerException).Detail);
    }

    [Theory, BothTransports]
    public async Task A_text_that_the_service_lost_is_told(Transport transport)
    {
        string other = """{"type":"human","id":"o","content":"Other","trace_id":"0197cccc-0000-7000-8000-00000000ffff"}""";
        (StubServer? stub, ConversationsClient? client, TestClock? time) = await StartAsync(
            transport, StubAnswer.Messages(other, Final), Stored("idle", other, Final));
        await using StubServer ownedStub = stub;
        using ConversationsClient ownedClient = client;
        ConversationsStreamException error = await Assert.ThrowsAsync<ConversationsStreamException>(() =>
            time.RunAsync(client.Conversations.AskAsync(Id, "Hi")));
        Assert.Contains("Send it again", error.Message, StringComparison.Ordinal);
    }

    [Theory, BothTransports]
    public async Task A_reset_before_the_headers_is_thrown_and_nothing_is_sent_again(Transport transport)
    {
        (StubServer? stub, ConversationsClient? client, TestClock? time) = await StartAsync(transport, StubAnswer.Reset());
        await using StubServer ownedStub = stub;
        using ConversationsClient ownedClient = client;
        _ = await Assert.ThrowsAsync<ConversationsConnectionException>(() => time.RunAsync(client.Conversations.AskAsync(Id, "Hi")));
        Assert.Single(stub.Requests);
        (StubServer Stub, ConversationsClient Client, TestClock Time) silent = await StartAsync(transport, StubAnswer.Silence());
        await using StubServer silentStub = silent.Stub;
        using ConversationsClient silentClient = silent.Client;
        Task<ConversationReply> asking = silent.Client.Conversations.AskAsync(Id, "Hi");
        await silent.Stub.ArrivedAsync(1);
        await silent.Time.PassAsync(TimeSpan.FromSeconds(100));
        _ = await Assert.ThrowsAsync<ConversationsTimeoutException>(() => asking);
        Assert.Single(silent.Stub.Requests);
    }

    [Theory, BothTransports]
    public async Task A_failed_sending_is_not_repeated_by_reading(Transport transport)
    {
        (StubServer? stub, ConversationsClient? client, TestClock? time) = await StartAsync(
            transport, StubAnswer.Reset(), StubAnswer.Messages(Final));
        await using StubServer ownedStub = stub;
        using ConversationsClient ownedClient = client;
        await using ConversationStream stream = client.Conversations.StreamAsync(Id, "Hi");
        _ = await Assert.ThrowsAsync<ConversationsConnectionException>(() => stream.OpenAsync());
        _ = await Assert.ThrowsAsync<ConversationsConnectionException>(() => stream.OpenAsync());
        _ = await Assert.ThrowsAsync<ConversationsConnectionException>(() => time.RunAsync(stream.ToListAsync().AsTask()));
        Assert.Single(stub.Requests);
    }

    public static IReadOnlyList<object?[]> Waits { get; } = [
        ["headers", true], ["headers", false], ["body", true], ["body", false], ["question", true], ["question", false], ["pause", true], ["pause", false], ["joining", true], ["joining", false],
        ["rest", true], ["rest", false],
    ];

    [Theory, BothTransports(Rows = nameof(Waits))]
    public async Task Both_tokens_stop_it_wherever_it_waits(Transport transport, string place, bool ofCall)
    {
        StubAnswer[] answers = place switch
        {
            "headers" => [StubAnswer.Silence()],
            "body" => [StubAnswer.Messages(Human).Hang()],
            "question" => [StubAnswer.Messages(Human).Break(), StubAnswer.Silence()],
            "pause" => [StubAnswer.Messages(Human).Break(), Fault("500"), Fault("500")],
            "joining" => [StubAnswer.Messages(Human).Break(), Stored("in_progress", Human), StubAnswer.Silence()],
            _ => [StubAnswer.Messages(Human).Break(), Stored("in_progress", Human), StubAnswer.Messages(Human).Hang()],
        };
        var time = new TestClock();
        await using StubServer stub = await StubServer.StartAsync(transport);
        stub.AnswersHowTurnsStand = false;
        stub.Answer(answers);
        using var watch = new WatchedReads(stub.CreateHandler());
        using ConversationsClient client = stub.CreateClient(options => options.TimeProvider = time, watch);
        using var source = new CancellationTokenSource();
        await using ConversationStream stream = client.Conversations.StreamAsync(
            Id, "Hi", cancellationToken: ofCall ? source.Token : CancellationToken.None);
        Task<List<ConversationStreamEvent>> reading = stream.ToListAsync(ofCall ? CancellationToken.None : source.Token).AsTask();
        // Each further try comes after a pause.
        await time.RunAsync(stub.ArrivedAsync(answers.Length));
        switch (place)
        {
            case "body" or "rest":
                await watch.UntilAsync(() => watch.Streams == (place == "body" ? 1 : 2) && watch.Reads >= watch.Streams);
                break;
            case "pause":
                await time.PausedAsync();
                break;
        }

        Assert.Equal(place is not "headers", stream.Thread.Messages.Count > 0);
        Assert.False(reading.IsCompleted);
        long start = Stopwatch.GetTimestamp();
        await source.CancelAsync();
        OperationCanceledException canceled = await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            reading.WaitAsync(TimeSpan.FromSeconds(30)));
        Assert.True(Stopwatch.GetElapsedTime(start) < TimeSpan.FromSeconds(5), "It took too long.");
        Assert.Equal(source.Token, canceled.CancellationToken);
        Assert.Equal(StreamOutcome.Incomplete, stream.Outcome);
        foreach (StubAnswer? answer in answers.Where(static answer => answer.Status == 200))
        {
            await answer.Freed.WaitAsync(TimeSpan.FromSeconds(30));
        }
    }
}
