
namespace Conversations.Client.Tests.Streaming;

/// <summary>
/// A connection has two time limits: one without any bytes, where a comment counts as a sign of life, and one without events, where it does
/// not. The test moves the clock.
/// </summary>
public sealed class ClockTests
{
    private const string Keepalive = ": keepalive\n\n";
    private const string Event = "event: message\ndata: {\"type\":\"ai\",\"id\":\"temp-0\",\"content\":\"Hel\"}\n\n";
    private const string Last = "event: message\ndata: {\"type\":\"ai\",\"id\":\"a\",\"content\":\"Hello\"}\n\n";

    [Fact]
    public async Task Silence_trips_the_clock_of_bytes_at_its_limit()
    {
        await using HandedTurn turn = await HandedTurn.StartAsync(static options => options.ByteIdleTimeout = TimeSpan.FromSeconds(45));
        turn.Give(Event);
        Assert.True(await turn.NextAsync());
        Task<bool> next = turn.NextAsync();
        turn.Advance(44.9);
        Assert.False(next.IsCompleted);
        turn.Advance(0.1);
        await TripsAsync(next, turn, "Streaming.ByteIdleTimeout", "00:00:45");
    }

    [Fact]
    public async Task Comments_keep_the_clock_of_bytes_quiet()
    {
        await using HandedTurn turn = await HandedTurn.StartAsync(static options => options.ByteIdleTimeout = TimeSpan.FromSeconds(45));
        Task<bool> next = turn.NextAsync();
        for (int minute = 0; minute < 40; minute++)
        {
            turn.Advance(44);
            turn.Give(Keepalive);
            Assert.False(next.IsCompleted);
        }

        turn.Give(Event);
        Assert.True(await next);
    }

    [Fact]
    public async Task A_single_byte_is_a_sign_of_life()
    {
        await using HandedTurn turn = await HandedTurn.StartAsync(static options => options.ByteIdleTimeout = TimeSpan.FromSeconds(45));
        Task<bool> next = turn.NextAsync();
        foreach (char letter in Event)
        {
            turn.Advance(44);
            turn.Give(letter.ToString());
        }

        Assert.True(await next);
    }

    [Fact]
    public async Task Comments_do_not_keep_the_clock_of_events_quiet()
    {
        await using HandedTurn turn = await HandedTurn.StartAsync(static options => options.EventIdleTimeout = TimeSpan.FromMinutes(2));
        turn.Give(Event);
        Assert.True(await turn.NextAsync());
        Task<bool> next = turn.NextAsync();
        for (int second = 0; second < 105; second += 15)
        {
            turn.Advance(15);
            turn.Give(Keepalive);
            Assert.False(next.IsCompleted);
        }

        turn.Advance(14.9);
        Assert.False(next.IsCompleted);
        turn.Advance(0.1);
        await TripsAsync(next, turn, "Streaming.EventIdleTimeout", "00:02:00");
    }

    [Fact]
    public async Task The_clock_of_events_starts_anew_with_each_event()
    {
        await using HandedTurn turn = await HandedTurn.StartAsync(static options =>
            (options.ByteIdleTimeout, options.EventIdleTimeout) = (Timeout.InfiniteTimeSpan, TimeSpan.FromMinutes(2)));
        for (int count = 0; count < 20; count++)
        {
            Task<bool> next = turn.NextAsync();
            turn.Advance(119);
            Assert.False(next.IsCompleted);
            turn.Give(Event);
            Assert.True(await next);
        }
    }

    [Fact]
    public async Task It_runs_from_the_headers_on()
    {
        await using HandedTurn turn = await HandedTurn.StartAsync(static options => options.EventIdleTimeout = TimeSpan.FromSeconds(30));
        Task<bool> next = turn.NextAsync();
        turn.Advance(30);
        await TripsAsync(next, turn, "Streaming.EventIdleTimeout", "00:00:30");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_slow_reader_trips_nothing(bool isSlowAtOnce)
    {
        await using HandedTurn turn = await HandedTurn.StartAsync(static options =>
            (options.ByteIdleTimeout, options.EventIdleTimeout) = (TimeSpan.FromSeconds(45), TimeSpan.FromSeconds(45)));
        if (!isSlowAtOnce)
        {
            // Both limits have run once.
            Task<bool> first = turn.NextAsync();
            turn.Give(Event);
            Assert.True(await first);
        }

        for (int count = 0; count < 5; count++)
        {
            // No time limit runs while nobody waits for the service, however long that takes.
            turn.Advance(600);
            turn.Give(Event);
            turn.Advance(600);
            Assert.True(await turn.NextAsync());
        }

        turn.Advance(600);
        Task<bool> next = turn.NextAsync();
        turn.Advance(44);
        Assert.False(next.IsCompleted);
        turn.Give(Last);
        Assert.True(await next);
    }

    [Fact]
    public async Task Both_can_be_switched_off()
    {
        await using HandedTurn turn = await HandedTurn.StartAsync(static options =>
            (options.ByteIdleTimeout, options.EventIdleTimeout) = (Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan));
        Task<bool> next = turn.NextAsync();
        turn.Advance(TimeSpan.FromDays(30).TotalSeconds);
        Assert.False(next.IsCompleted);
        turn.Give(Event);
        Assert.True(await next);
    }

    [Fact]
    public async Task Nothing_is_said_of_events_unless_it_was_asked_for()
    {
        await using HandedTurn turn = await HandedTurn.StartAsync(static _ => { });
        Task<bool> next = turn.NextAsync();
        for (int second = 0; second < 3600; second += 15)
        {
            turn.Advance(15);
            turn.Give(Keepalive);
        }

        Assert.False(next.IsCompleted);
        turn.Advance(45);
        await TripsAsync(next, turn, "Streaming.ByteIdleTimeout", "00:00:45");
    }

    [Theory, BothTransports]
    public async Task Silence_is_followed_by_a_question_and_a_connection_that_goes_on(Transport transport)
    {
        var time = new TestClock();
        await using StubServer stub = await StubServer.StartAsync(transport);
        stub.AnswersHowTurnsStand = false;
        const string human = """{"type":"human","id":"h","content":"Hi"}""";
        const string begun = $"event: message\ndata: {human}\n\n{Event}";
        StubAnswer silent = StubAnswer.Stream(begun, Keepalive).Hang();
        stub.Answer(silent, Stored("in_progress"), StubAnswer.Stream(begun, Last), Stored("idle"));
        using ConversationsClient client = stub.CreateClient(options => options.TimeProvider = time);
        ConversationStream stream = OneAnswer.Stream(client);
        Task<List<string>> pieces = stream.ReadTextAsync().ToListAsync().AsTask();
        // A comment that arrives in the meantime restarts the silence. A pause before the next connection follows the silence.
        await silent.Silent;
        await time.RunAsync(time.PausedAsync(), TimeSpan.FromSeconds(45));
        await time.RunAsync(pieces);

        Assert.Equal(["Hel", "lo"], await pieces);
        Assert.Equal((StreamOutcome.Completed, 1), (stream.Outcome, stream.ReconnectCount));
        Assert.Equal(["POST", "GET", "POST", "GET"], stub.Requests.Select(static request => request.Method));
        await silent.Freed.WaitAsync(TimeSpan.FromSeconds(30));

        static StubAnswer Stored(string status) => StubAnswer.Json($$"""{"id":"{{Examples.ConversationId}}","status":"{{status}}","title":"T","type":"assistant","messages":[{{human}}],"pending_approvals":[]}""");
    }

    [Theory, BothTransports]
    public async Task Silence_before_the_headers_is_a_matter_of_RequestTimeout(Transport transport)
    {
        var time = new TestClock();
        await using StubServer stub = await StubServer.StartAsync(transport);
        stub.Answer(static _ => StubAnswer.Silence());
        using ConversationsClient client = stub.CreateClient(options =>
        {
            options.TimeProvider = time;
            options.RequestTimeout = TimeSpan.FromSeconds(100);
            (options.Streaming.ByteIdleTimeout, options.Streaming.EventIdleTimeout) = (TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(5));
        });
        ConversationStream stream = OneAnswer.Stream(client);
        Task opening = stream.OpenAsync();
        await stub.ArrivedAsync(1);
        time.Advance(TimeSpan.FromSeconds(99));
        Assert.False(opening.IsCompleted);
        time.Advance(TimeSpan.FromSeconds(1));

        ConversationsTimeoutException error = await Assert.ThrowsAsync<ConversationsTimeoutException>(() => opening);
        Assert.Contains("RequestTimeout", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("Idle", error.Message, StringComparison.Ordinal);
        Assert.Single(stub.Requests);
        Assert.Empty(stub.Questions);
    }

    private static async Task TripsAsync(Task<bool> next, HandedTurn turn, string option, string limit)
    {
        ConversationsTimeoutException error = await Assert.ThrowsAsync<ConversationsTimeoutException>(() =>
            next.WaitAsync(TimeSpan.FromSeconds(30)));
        Assert.Contains(option, error.Message, StringComparison.Ordinal);
        Assert.Contains(limit, error.Message, StringComparison.Ordinal);
        Assert.Equal((StreamOutcome.Incomplete, (1, 0)), (turn.Stream.Outcome, turn.Answer.Requests));
    }
}
