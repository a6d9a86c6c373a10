using System.Globalization;

namespace Conversations.Client.Tests.Pipeline.Retries;

/// <summary>How long the client waits before it repeats a call, and what ends such a wait.</summary>
public sealed class WaitTests
{
    public static TheoryData<string> Asking => ["seconds", "date", "text", "text of research"];

    [Fact]
    public async Task Waits_double_and_half_of_each_is_random()
    {
        var seen = new HashSet<TimeSpan>();
        for (int run = 0; run < 20; run++)
        {
            TimeSpan[] waits = await WaitsAsync(retry => retry.MaxAttempts = 9, static _ => StubAnswer.Of(503));

            Assert.Equal(8, waits.Length);
            for (int index = 0; index < waits.Length; index++)
            {
                double whole = Math.Min(0.5 * Math.Pow(2, index), 30);
                Assert.InRange(waits[index].TotalSeconds, whole / 2, whole);
            }

            _ = seen.Add(waits[0]);
        }

        Assert.True(seen.Count > 10, $"{seen.Count} different first waits in 20 runs.");
    }

    [Fact]
    public async Task Waits_follow_the_options()
    {
        TimeSpan[] waits = await WaitsAsync(
            static retry => (retry.MaxAttempts, retry.BaseDelay, retry.MaxDelay) = (6, TimeSpan.FromSeconds(4), TimeSpan.FromSeconds(10)),
            static _ => StubAnswer.Of(503));

        Assert.Equal(5, waits.Length);
        Assert.All(waits.Zip([4.0, 8, 10, 10, 10]), static wait => Assert.InRange(wait.First.TotalSeconds, wait.Second / 2, wait.Second));
    }

    [Fact]
    public async Task Without_a_delay_the_call_is_repeated_at_once()
    {
        TimeSpan[] waits = await WaitsAsync(static retry => retry.BaseDelay = TimeSpan.Zero, static _ => StubAnswer.Of(503));

        Assert.Equal([TimeSpan.Zero, TimeSpan.Zero, TimeSpan.Zero], waits);
    }

    [Theory, MemberData(nameof(Asking))]
    public async Task A_wait_that_the_service_asks_for_is_waited(string asking)
    {
        TimeSpan[] waits = await WaitsAsync(static retry => retry.MaxAttempts = 3, clock => Ask(asking, 12, clock));

        Assert.Equal([TimeSpan.FromSeconds(12), TimeSpan.FromSeconds(12)], waits);
    }

    [Theory, MemberData(nameof(Asking))]
    public async Task A_wait_longer_than_MaxDelay_is_not_waited_and_the_exception_says_how_long_it_is(string asking)
    {
        var clock = new TestClock();
        await using var stub = StubServer.InMemory(Ask(asking, 31, clock));
        using ConversationsClient client = Create(stub, clock);

        ConversationsApiException error = await Assert.ThrowsAnyAsync<ConversationsApiException>(() => client.Tickets.CountUnreadAsync());

        Assert.Equal((1, 1, TimeSpan.FromSeconds(31)), (stub.Requests.Count, error.Attempts, error.RetryAfter));
    }

    [Theory]
    [InlineData("0", 0)]
    [InlineData("-5", null)]
    [InlineData("soon", null)]
    [InlineData("99999999999999999999", null)]
    public async Task An_odd_Retry_After_does_no_harm(string header, int? asked)
    {
        var clock = new TestClock();
        await using var stub = StubServer.InMemory(
            StubAnswer.Json("{}", 503).With("Retry-After", header), StubAnswer.Json("{}", 400).With("Retry-After", header));
        using ConversationsClient client = Create(stub, clock);
        DateTimeOffset start = clock.GetUtcNow();

        ConversationsApiException error = await Assert.ThrowsAnyAsync<ConversationsApiException>(
            () => clock.RunAsync(client.Tickets.CountUnreadAsync()));

        Assert.Equal((2, asked), (stub.Requests.Count, (int?)error.RetryAfter?.TotalSeconds));
        Assert.InRange((clock.GetUtcNow() - start).TotalSeconds, 0.25, 0.5);
    }

    [Fact]
    public async Task A_date_that_has_passed_asks_for_no_wait()
    {
        TimeSpan[] waits = await WaitsAsync(static retry => retry.MaxAttempts = 2, static clock => Ask("date", -100, clock));

        Assert.InRange(Assert.Single(waits).TotalSeconds, 0.25, 0.5);
    }

    [Fact]
    public async Task No_repetition_is_waited_for_that_would_begin_after_the_total_limit()
    {
        var clock = new TestClock();
        await using var stub = StubServer.InMemory();
        _ = stub.Answer(static _ => StubAnswer.Of(503).With("Retry-After", "20"));
        using ConversationsClient client = Create(stub, clock, static retry => retry.TotalTimeout = TimeSpan.FromSeconds(50));
        DateTimeOffset start = clock.GetUtcNow();

        ConversationsApiException error = await Assert.ThrowsAsync<ConversationsApiException>(
            () => clock.RunAsync(client.Tickets.CountUnreadAsync()));

        Assert.Equal((3, TimeSpan.FromSeconds(40)), (error.Attempts, clock.GetUtcNow() - start));
    }

    [Fact]
    public async Task A_repetition_is_given_up_at_the_total_limit_with_the_name_of_the_option()
    {
        var clock = new TestClock();
        await using var stub = StubServer.InMemory(StubAnswer.Of(503).With("Retry-After", "20"), StubAnswer.Silence());
        using ConversationsClient client = Create(stub, clock, static retry => retry.TotalTimeout = TimeSpan.FromSeconds(50));
        Task<int> call = client.Tickets.CountUnreadAsync();

        await clock.PassAsync(TimeSpan.FromSeconds(20));
        await clock.PassAsync(TimeSpan.FromSeconds(30));
        ConversationsTimeoutException error = await Assert.ThrowsAsync<ConversationsTimeoutException>(() => call);

        Assert.Contains("Retry.TotalTimeout", error.Message, StringComparison.Ordinal);
        Assert.Equal((2, true, false), (error.Attempts, error.IsTransient, error.OutcomeIsUnknown));
    }

    [Fact]
    public async Task The_total_limit_can_be_switched_off()
    {
        TimeSpan[] waits = await WaitsAsync(
            static retry => (retry.TotalTimeout, retry.MaxAttempts) = (Timeout.InfiniteTimeSpan, 30),
            static _ => StubAnswer.Of(503).With("Retry-After", "30"));

        Assert.Equal(29, waits.Length);
    }

    [Theory, InlineData(0), InlineData(1), InlineData(2)]
    public async Task A_cancellation_ends_each_wait_at_once(int wait)
    {
        var clock = new TestClock();
        await using var stub = StubServer.InMemory();
        _ = stub.Answer(static _ => StubAnswer.Of(503).With("Retry-After", "10"));
        using ConversationsClient client = Create(stub, clock);
        using var cancel = new CancellationTokenSource();
        Task<int> call = client.Tickets.CountUnreadAsync(cancel.Token);
        for (int passed = 0; passed < wait; passed++)
        {
            await clock.PassAsync(TimeSpan.FromSeconds(10));
        }

        await clock.PausedAsync();
        await cancel.CancelAsync();
        OperationCanceledException error = await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => call.WaitAsync(TimeSpan.FromSeconds(30)));

        Assert.Equal((cancel.Token, wait + 1), (error.CancellationToken, stub.Requests.Count));
    }

    [Fact]
    public async Task A_cancellation_ends_a_repetition_that_runs()
    {
        var clock = new TestClock();
        await using var stub = StubServer.InMemory(StubAnswer.Of(503), StubAnswer.Silence());
        using ConversationsClient client = Create(stub, clock);
        using var cancel = new CancellationTokenSource();
        Task<int> call = client.Tickets.CountUnreadAsync(cancel.Token);
        await clock.PausedAsync();
        _ = Task.Run(() => clock.RunAsync(call));
        await stub.ArrivedAsync(2);
        await cancel.CancelAsync();

        OperationCanceledException error = await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => call.WaitAsync(TimeSpan.FromSeconds(30)));

        Assert.Equal(cancel.Token, error.CancellationToken);
    }

    private static StubAnswer Ask(string form, int seconds, TimeProvider clock) => form switch
    {
        "seconds" => StubAnswer.Json("{}", 503).With("Retry-After", seconds.ToString(CultureInfo.InvariantCulture)),
        "date" => StubAnswer.Json("{}", 503).With(
            "Retry-After", clock.GetUtcNow().AddSeconds(seconds).ToString("R", CultureInfo.InvariantCulture)),
        "text" => StubAnswer.Json($$"""{"type":"throttled_error","code":"throttled","detail":"Request was throttled. Expected available in {{seconds}} seconds."}""", 429),
        _ => StubAnswer.Json($$"""{"type":"throttled_error","code":"throttled","detail":"You've reached the usage limit for Research mode. Please try again in {{seconds - 1}} seconds. Expected available in {{seconds}} seconds."}""", 429),
    };

    /// <summary>The waits between the requests of a call that always fails.</summary>
    private static async Task<TimeSpan[]> WaitsAsync(Action<RetryOptions> retry, Func<TestClock, StubAnswer> answer)
    {
        var clock = new TestClock();
        var times = new List<DateTimeOffset>();
        await using var stub = StubServer.InMemory();
        _ = stub.Answer(_ =>
        {
            times.Add(clock.GetUtcNow());
            return answer(clock);
        });
        using ConversationsClient client = Create(stub, clock, retry);
        _ = await Assert.ThrowsAnyAsync<ConversationsApiException>(() => clock.RunAsync(client.Tickets.CountUnreadAsync()));
        return [.. times.Zip(times.Skip(1), static (from, to) => to - from)];
    }

    private static ConversationsClient Create(StubServer stub, TestClock clock, Action<RetryOptions>? retry = null) =>
        stub.CreateClient(options =>
        {
            (options.TimeProvider, options.Retry.MaxAttempts) = (clock, 4);
            retry?.Invoke(options.Retry);
        });
}
