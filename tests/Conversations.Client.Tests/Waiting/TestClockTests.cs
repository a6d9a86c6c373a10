namespace Conversations.Client.Tests.Waiting;

/// <summary>What the other tests assume about their clock.</summary>
public sealed class TestClockTests
{
    private static readonly DateTimeOffset Start = new(2026, 6, 3, 11, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task It_moves_to_the_end_of_each_pause_and_no_further()
    {
        var clock = new TestClock(Start);
        List<DateTimeOffset> ends = await clock.RunAsync(PauseAsync());

        Assert.Equal([1, 3, 3.5], ends.Select(static end => (end - Start).TotalSeconds));
        Assert.Equal(Start.AddSeconds(3.5), clock.GetUtcNow());

        async Task<List<DateTimeOffset>> PauseAsync()
        {
            List<DateTimeOffset> seen = [];
            foreach (double seconds in (double[])[1, 2, 0.5])
            {
                await Task.Delay(TimeSpan.FromSeconds(seconds), clock);
                seen.Add(clock.GetUtcNow());
            }

            return seen;
        }
    }

    [Fact]
    public async Task A_clock_that_jumps_moves_so_far_at_least()
    {
        var clock = new TestClock(Start);
        await clock.RunAsync(PauseAsync(), atLeast: TimeSpan.FromSeconds(10));
        Assert.Equal(Start.AddSeconds(10), clock.GetUtcNow());

        async Task<bool> PauseAsync()
        {
            await Task.Delay(TimeSpan.FromSeconds(1), clock);
            return true;
        }
    }

    [Fact]
    public async Task It_passes_no_limit_that_was_not_named()
    {
        var clock = new TestClock(Start);
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(5), clock);
        using var other = new CancellationTokenSource(TimeSpan.FromSeconds(7), clock);
        var underWay = new TaskCompletionSource();
        // The framework also uses a promise for this limit on a wait.
        Task limited = underWay.Task.WaitAsync(TimeSpan.FromSeconds(3), clock);
        Task running = clock.RunAsync(limited);

        Assert.False(running.IsCompleted);
        Assert.Equal(Start, clock.GetUtcNow());
        await clock.PassAsync(TimeSpan.FromSeconds(3));
        _ = await Assert.ThrowsAsync<TimeoutException>(() => running);
        await clock.PassAsync(TimeSpan.FromSeconds(5));

        Assert.Equal((Start.AddSeconds(5), true, false), (clock.GetUtcNow(), limit.IsCancellationRequested, other.IsCancellationRequested));
    }

    [Fact]
    public async Task What_ends_before_a_pause_sees_its_own_time()
    {
        var clock = new TestClock(Start);
        var seen = default(DateTimeOffset);
        await using ITimer timer = clock.CreateTimer(
            _ => seen = clock.GetUtcNow(), null, TimeSpan.FromSeconds(2), Timeout.InfiniteTimeSpan);
        await clock.RunAsync(Task.Delay(TimeSpan.FromSeconds(6), clock));
        Assert.Equal((Start.AddSeconds(2), Start.AddSeconds(6)), (seen, clock.GetUtcNow()));
    }

    [Fact]
    public async Task A_wait_is_heard_of_when_it_begins_and_forgotten_when_it_is_over()
    {
        var clock = new TestClock(Start);
        Task waited = clock.WaitedAsync(TimeSpan.FromMinutes(1));
        Task paused = clock.PausedAsync();
        Task begun = clock.BegunAsync(2);
        await using ITimer timer = clock.CreateTimer(static _ => { }, null, TimeSpan.FromMinutes(1), Timeout.InfiniteTimeSpan);
        await waited;
        Assert.False(begun.IsCompleted);
        using var enough = new CancellationTokenSource();
        var pause = Task.Delay(TimeSpan.FromHours(1), clock, enough.Token);
        await Task.WhenAll(paused, begun);
        await enough.CancelAsync();
        clock.Advance(TimeSpan.FromMinutes(1));

        Assert.True(pause.IsCanceled);
        Assert.False(clock.WaitedAsync(TimeSpan.FromMinutes(1)).IsCompleted);
        Assert.False(clock.PausedAsync().IsCompleted);
        _ = timer.Change(TimeSpan.FromMinutes(1), Timeout.InfiniteTimeSpan);
        await clock.WaitedAsync(TimeSpan.FromMinutes(1));
    }
}
