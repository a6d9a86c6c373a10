using Microsoft.Extensions.Options;

namespace Conversations.Client.Tests.Streaming.Bounds;

/// <summary>
/// Reconnecting has lower and upper bounds: no service can make a client send requests without a pause or without an end.
/// </summary>
public sealed class ReconnectBoundsTests
{
    private const string Human = """{"type":"human","id":"h","content":"Hi"}""";
    private static readonly Guid Id = Guid.Parse(Examples.ConversationId);

    private static StubAnswer Running => StubAnswer.Json($$"""{"id":"{{Id}}","status":"in_progress","title":"T","type":"assistant","messages":[{{Human}}],"pending_approvals":[]}""");

    private static string Conversation(string? title) => $"event: conversation\ndata: {{\"id\":\"{Id}\",\"status\":\"in_progress\",\"title\":{(title is null ? "null" : $"\"{title}\"")},\"type\":\"assistant\"}}\n\n";

    private static string Message(string json) => $"event: message\ndata: {json}\n\n";

    /// <summary>
    /// A service that breaks each connection after the events that a rule gives for its number, and always says that the turn is running.
    /// </summary>
    private static async Task<(ConversationsStreamException Error, List<ConversationStreamEvent> Events, List<TimeSpan> Sends)> BreakAsync(
        Func<int, string> events, Action<StreamingOptions>? configure = null)
    {
        var time = new TestClock();
        DateTimeOffset start = time.GetUtcNow();
        List<TimeSpan> sends = [];
        await using var stub = StubServer.InMemory();
        stub.AnswersHowTurnsStand = false;
        stub.Answer(request =>
        {
            if (request.Method == "GET")
            {
                return Running;
            }

            sends.Add(time.GetUtcNow() - start);
            return StubAnswer.Stream(events(sends.Count - 1)).Cut();
        });
        using ConversationsClient client = stub.CreateClient(options =>
        {
            options.TimeProvider = time;
            configure?.Invoke(options.Streaming);
        });
        await using ConversationStream stream = client.Conversations.StreamAsync(Id, "Hi");
        List<ConversationStreamEvent> received = [];
        ConversationsStreamException error = await Assert.ThrowsAsync<ConversationsStreamException>(() => time.RunAsync(Task.Run(async () =>
        {
            await foreach (ConversationStreamEvent streamEvent in stream)
            {
                received.Add(streamEvent);
                // More sends would show nothing more.
                Assert.True(sends.Count < 500, $"{sends.Count} sends in {time.GetUtcNow() - start}.");
            }

            return 0;
        })));
        return (error, received, sends);
    }

    public static TheoryData<string> Flickers => ["part", "unknown", "update", "status", "title", "unnamed failure"];

    /// <summary>An event that is cheap to send does not count as progress.</summary>
    [Theory, MemberData(nameof(Flickers))]
    public async Task One_new_event_and_a_cut_again_and_again_comes_to_an_end(string kind)
    {
        (ConversationsStreamException? error, List<ConversationStreamEvent> _, List<TimeSpan>? sends) =
            await BreakAsync(number => Message(Human) + kind switch
            {
                "part" => Message($$"""{"type":"ai","id":"temp-0","content":"{{number}}"}"""),
                "unknown" => $"event: later\ndata: {number}\n\n",
                "update" => $"event: update\ndata: {{\"id\":\"m\",\"tool_call_id\":\"t\",\"content\":\"{number}\"}}\n\n",
                "status" => "event: status\ndata: {\"type\":\"ack\"}\n\n",
                "title" => Conversation($"{number}"),
                _ => Message("""{"type":"ai","id":"temp-0","content":"x"}""") + Message("""{"type":"ai/failure"}"""),
            });
        Assert.Equal(6, sends.Count);
        Assert.Contains("5 tries", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_first_wait_is_never_none_and_the_next_ones_grow()
    {
        (ConversationsStreamException _, List<ConversationStreamEvent> _, List<TimeSpan>? sends) =
            await BreakAsync(static _ => Message(Human));
        var waits = sends.Zip(sends.Skip(1), static (before, after) => (after - before).TotalSeconds).ToList();
        // Half of each wait is random.
        Assert.All(waits.Zip([0.25, 0.5, 1, 2, 4]), static pair => Assert.InRange(pair.First, pair.Second, 2 * pair.Second));
        Assert.Equal(5, waits.Count);
    }

    [Fact]
    public async Task A_service_that_says_Retry_After_0_is_not_asked_at_once()
    {
        var time = new TestClock();
        DateTimeOffset start = time.GetUtcNow();
        List<TimeSpan> asked = [];
        await using var stub = StubServer.InMemory();
        stub.AnswersHowTurnsStand = false;
        stub.Answer(request =>
        {
            asked.Add(time.GetUtcNow() - start);
            return request.Method == "POST" ? StubAnswer.Messages(Human).Cut() : StubAnswer.Of(503).With("Retry-After", "0");
        });
        using ConversationsClient client = stub.CreateClient(options => options.TimeProvider = time);
        _ = await Assert.ThrowsAsync<ConversationsStreamException>(() => time.RunAsync(client.Conversations.AskAsync(Id, "Hi")));
        Assert.Equal(7, asked.Count);
        Assert.All(asked.Skip(1).Zip(asked.Skip(2)), static pair => Assert.True(pair.Second > pair.First, $"{pair.First} {pair.Second}"));
    }

    /// <summary>New finished messages count as progress, but there is still an end.</summary>
    [Theory]
    [InlineData(null, 100)]
    [InlineData(7, 7)]
    [InlineData(0, 0)]
    public async Task A_stream_joins_its_turn_so_many_times_and_no_more(int? limit, int joins)
    {
        (ConversationsStreamException? error, List<ConversationStreamEvent> _, List<TimeSpan>? sends) = await BreakAsync(
            static number => Message(Human) + string.Concat(Enumerable.Range(0, number + 1).Select(static each => Message($$"""{"type":"ai","id":"m{{each}}","content":"x"}"""))),
            options => options.MaxTotalReconnects = limit ?? options.MaxTotalReconnects);
        Assert.Equal(joins + 1, sends.Count);
        Assert.Contains("Streaming.MaxTotalReconnects", error.Message, StringComparison.Ordinal);
        Assert.All(sends.Zip(sends.Skip(1)), static pair => Assert.True(pair.Second - pair.First >= TimeSpan.FromSeconds(0.25), $"{pair.First} {pair.Second}"));
    }

    /// <summary>Each replay of a turn with titles sends all of its titles again, from the first on.</summary>
    [Fact]
    public async Task A_titled_turn_that_is_replayed_again_and_again_is_no_progress_and_its_titles_are_delivered_once()
    {
        (ConversationsStreamException? error, List<ConversationStreamEvent>? events, List<TimeSpan>? sends) = await BreakAsync(
            static _ => Conversation(null) + Message(Human) + Conversation("T") + Message("""{"type":"ai","id":"temp-0","content":"Hel"}"""),
            static options => options.MaxReconnects = 2);
        Assert.Equal(3, sends.Count);
        Assert.Equal([null, "T"], events.OfType<ConversationEvent>().Select(static conversation => conversation.Conversation.Title));
        Assert.Contains("2 tries", error.Message, StringComparison.Ordinal);
    }

    /// <summary>A connection that lasted was healthy, even if the turn had nothing new to say.</summary>
    [Theory]
    [InlineData(31, true)]
    [InlineData(29, false)]
    public async Task A_connection_of_half_a_minute_starts_the_count_anew(int seconds, bool isHealthy)
    {
        var time = new TestClock();
        int sends = 0;
        await using var stub = StubServer.InMemory();
        stub.AnswersHowTurnsStand = false;
        stub.Answer(request =>
            request.Method == "GET" ? Running : ++sends <= 10 ? StubAnswer.Messages(Human)
                .Wait(TimeSpan.FromSeconds(seconds), time)
                .Cut() : StubAnswer.Messages(Human, """{"type":"ai","id":"a","content":"Hello"}"""));
        using ConversationsClient client = stub.CreateClient(options =>
            (options.TimeProvider, options.Streaming.MaxReconnects, options.Streaming.ConfirmEnd) = (time, 2, false));
        Task<ConversationReply> asking = time.RunAsync(client.Conversations.AskAsync(Id, "Hi"));
        if (isHealthy)
        {
            Assert.Equal("Hello", (await asking).Text);
            Assert.Equal(11, sends);
        }
        else
        {
            _ = await Assert.ThrowsAsync<ConversationsStreamException>(() => asking);
            Assert.Equal(3, sends);
        }
    }

    /// <summary>The silence before a connection is given up does not count towards its health.</summary>
    [Fact]
    public async Task A_connection_that_was_given_up_for_silence_was_no_healthy_one()
    {
        var time = new TestClock();
        await using var stub = StubServer.InMemory();
        stub.AnswersHowTurnsStand = false;
        List<StubAnswer> answers = [];
        stub.Answer(request =>
        {
            if (request.Method == "GET")
            {
                return Running;
            }

            answers.Add(StubAnswer.Messages(Human).Hang());
            return answers[^1];
        });
        using ConversationsClient client = stub.CreateClient(options => options.TimeProvider = time);
        Task<ConversationReply> asking = client.Conversations.AskAsync(Id, "Hi");
        for (int send = 1; !asking.IsCompleted; send++)
        {
            await time.RunAsync(Task.WhenAny(asking, stub.ArrivedAsync(() => answers.Count == send)));
            if (!asking.IsCompleted)
            {
                await answers[send - 1].Silent;
                await time.PassAsync(TimeSpan.FromSeconds(45));
                // Either a pause before the next send follows, or the end.
                await Task.WhenAny(asking, time.PausedAsync());
            }
        }

        _ = await Assert.ThrowsAsync<ConversationsStreamException>(() => asking);
        Assert.Equal(6, answers.Count);
    }

    [Fact]
    public void A_negative_limit_is_refused_in_words()
    {
        OptionsValidationException error = Assert.Throws<OptionsValidationException>(() =>
            StubServer.InMemory().CreateClient(static options => options.Streaming.MaxTotalReconnects = -1));
        Assert.Contains("Streaming.MaxTotalReconnects -1 is negative", error.Message, StringComparison.Ordinal);
    }
}
