using System.Threading.RateLimiting;
using Conversations.Client.Budgets;
using Microsoft.Extensions.Time.Testing;

namespace Conversations.Client.Tests.Budgets.Limiters;

/// <summary>The limiter of a class in one process, on the clock.</summary>
public sealed class SlidingLogLimiterTests : LimiterFixture
{
    private static readonly LimitWindow[] Turns = [new(10, Minute), new(100, TimeSpan.FromDays(1))];

    [Fact]
    public async Task Fifty_callers_at_once_go_ten_a_minute_and_not_a_tick_earlier_or_later()
    {
        SlidingLogLimiter limiter = Create(Turns);
        var waiting = Enumerable.Range(0, 50).Select(_ => limiter.AcquireAsync().AsTask()).ToList();
        for (int minute = 0; minute < 5; minute++)
        {
            await GoneAsync(waiting, 10 * (minute + 1));
            Clock.Advance(Minute - TimeSpan.FromMilliseconds(1));
            await GoneAsync(waiting, 10 * (minute + 1));
            Clock.Advance(TimeSpan.FromMilliseconds(1));
        }
    }

    [Theory]
    [InlineData(480, 60, 4800, 3600)]
    [InlineData(10, 60, 60, 3600)]
    [InlineData(10, 60, 100, 86400)]
    [InlineData(3, 60, 10, 86400)]
    public async Task Callers_that_never_rest_use_every_window_whole_and_never_more_over_three_days(int limit, int seconds, int longerLimit, int longerSeconds)
    {
        LimitWindow[] windows = [new(limit, TimeSpan.FromSeconds(seconds)), new(longerLimit, TimeSpan.FromSeconds(longerSeconds))];
        SlidingLogLimiter limiter = Create(windows);
        var gone = new List<TimeSpan>();
        DateTimeOffset began = Clock.GetUtcNow();
        TimeSpan end = 3 * windows[1].Length;
        Task<RateLimitLease> next = limiter.AcquireAsync().AsTask();
        while (Clock.GetUtcNow() - began < end)
        {
            while (next.IsCompleted)
            {
                Assert.True((await next).IsAcquired);
                gone.Add(Clock.GetUtcNow() - began);
                next = limiter.AcquireAsync().AsTask();
            }

            Clock.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }

        Assert.Equal(3 * longerLimit, gone.Count);
        Assert.All(windows, window => Assert.All(
            Enumerable.Range(window.Limit, Math.Max(gone.Count - window.Limit, 0)),
            index => Assert.True(gone[index] - gone[index - window.Limit] >= window.Length)));
    }

    [Fact]
    public async Task The_margin_lengthens_each_window()
    {
        SlidingLogLimiter limiter = Create([new(1, Minute)], margin: TimeSpan.FromSeconds(2));
        Assert.True((await limiter.AcquireAsync()).IsAcquired);
        Task<RateLimitLease> second = limiter.AcquireAsync().AsTask();
        Clock.Advance(TimeSpan.FromSeconds(61.9));
        Assert.False(second.IsCompleted);
        Clock.Advance(TimeSpan.FromSeconds(0.1));
        Assert.True((await second).IsAcquired);
    }

    [Fact]
    public async Task Those_who_wait_go_in_the_order_of_their_arrival()
    {
        SlidingLogLimiter limiter = Create([new(1, Minute)]);
        Assert.True((await limiter.AcquireAsync()).IsAcquired);
        var order = new List<int>();
        var waiting = Enumerable.Range(0, 20).Select(index => RunAsync(index)).ToList();
        for (int minute = 0; minute < 20; minute++)
        {
            Clock.Advance(Minute);
            await waiting[minute];
        }

        Assert.Equal(Enumerable.Range(0, 20), order);

        async Task RunAsync(int index)
        {
            using RateLimitLease lease = await limiter.AcquireAsync();
            order.Add(index);
        }
    }

    [Fact]
    public async Task Ten_thousand_waiters_that_all_cancel_use_no_permit_and_leave_the_place_to_the_next()
    {
        SlidingLogLimiter limiter = Create([new(1, Minute)], maxWait: Timeout.InfiniteTimeSpan);
        Assert.True((await limiter.AcquireAsync()).IsAcquired);
        using var storm = new CancellationTokenSource();
        var waiting = Enumerable.Range(0, 10_000).Select(_ => limiter.AcquireAsync(1, storm.Token).AsTask()).ToList();
        Task<RateLimitLease> last = limiter.AcquireAsync().AsTask();
        Assert.Equal(10_001, limiter.GetStatistics()!.CurrentQueuedCount);
        await storm.CancelAsync();
        foreach (Task<RateLimitLease> canceled in waiting)
        {
            _ = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => canceled);
        }

        Assert.Equal(1, limiter.GetStatistics()!.CurrentQueuedCount);
        Assert.Equal(1, limiter.GetStatistics()!.TotalSuccessfulLeases);
        Clock.Advance(Minute);
        Assert.True((await last).IsAcquired);
    }

    [Fact]
    public async Task Waiters_that_cancel_between_others_move_those_behind_them_up()
    {
        SlidingLogLimiter limiter = Create([new(1, Minute)], maxWait: Minute * 3);
        Assert.True((await limiter.AcquireAsync()).IsAcquired);
        using var one = new CancellationTokenSource();
        Task<RateLimitLease> canceled = limiter.AcquireAsync(1, one.Token).AsTask();
        Task<RateLimitLease> second = limiter.AcquireAsync().AsTask();
        Task<RateLimitLease> third = limiter.AcquireAsync().AsTask();
        Assert.False((await limiter.AcquireAsync()).IsAcquired);
        await one.CancelAsync();
        _ = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => canceled);
        Task<RateLimitLease> fourth = limiter.AcquireAsync().AsTask();
        foreach (Task<RateLimitLease> next in new[] { second, third, fourth })
        {
            Assert.False(next.IsCompleted);
            Clock.Advance(Minute);
            Assert.True((await next).IsAcquired);
        }
    }

    [Fact]
    public async Task Who_would_wait_longer_than_allowed_is_told_at_once_for_how_long()
    {
        SlidingLogLimiter limiter = Create([new(1, Minute)], maxWait: TimeSpan.FromSeconds(90));
        Assert.True((await limiter.AcquireAsync()).IsAcquired);
        Task<RateLimitLease> first = limiter.AcquireAsync().AsTask();
        using RateLimitLease second = await limiter.AcquireAsync();
        Assert.False(second.IsAcquired);
        Assert.True(second.TryGetMetadata(MetadataName.RetryAfter, out TimeSpan wait));
        Assert.Equal(TimeSpan.FromMinutes(2), wait);
        Clock.Advance(Minute);
        Assert.True((await first).IsAcquired);
    }

    [Fact]
    public async Task A_class_that_is_closed_lets_nobody_go_until_then_and_refuses_who_would_wait_too_long()
    {
        SlidingLogLimiter limiter = Create([new(2, Minute)], maxWait: TimeSpan.FromSeconds(70));
        await limiter.CloseAsync(TimeSpan.FromSeconds(30));
        Task<RateLimitLease> first = limiter.AcquireAsync().AsTask();
        Task<RateLimitLease> second = limiter.AcquireAsync().AsTask();
        Assert.Equal(0, limiter.GetStatistics()!.CurrentAvailablePermits);
        Clock.Advance(TimeSpan.FromSeconds(20));
        await limiter.CloseAsync(TimeSpan.FromSeconds(5));
        Clock.Advance(TimeSpan.FromSeconds(9.9));
        Assert.False(first.IsCompleted);
        await limiter.CloseAsync(TimeSpan.FromSeconds(50));
        Assert.False((await first).IsAcquired);
        Assert.False((await second).IsAcquired);
        Clock.Advance(TimeSpan.FromSeconds(50));
        Assert.True((await limiter.AcquireAsync()).IsAcquired);
    }

    [Fact]
    public async Task A_wallClock_that_jumps_back_changes_nothing()
    {
        var clock = new JumpingClock();
        using RateLimiter limiter = Limit([new(1, Minute)], TimeSpan.Zero, Minute, clock).CreateLocal();
        Assert.True((await limiter.AcquireAsync()).IsAcquired);
        clock.Shift = -TimeSpan.FromHours(1);
        Task<RateLimitLease> next = limiter.AcquireAsync().AsTask();
        clock.Advance(Minute);
        Assert.True((await next).IsAcquired);
    }

    [Fact]
    public async Task Disposing_ends_those_who_wait_and_refuses_later_ones()
    {
        SlidingLogLimiter limiter = Create([new(1, Minute)]);
        Assert.True((await limiter.AcquireAsync()).IsAcquired);
        Task<RateLimitLease> waiting = limiter.AcquireAsync().AsTask();
        await limiter.DisposeAsync();
        _ = await Assert.ThrowsAsync<ObjectDisposedException>(() => waiting);
        _ = await Assert.ThrowsAsync<ObjectDisposedException>(() => limiter.AcquireAsync().AsTask());
        Clock.Advance(Minute);
    }

    [Fact]
    public async Task Many_threads_together_get_no_permit_more()
    {
        SlidingLogLimiter limiter = Create([new(100, Minute)], maxWait: TimeSpan.Zero);
        RateLimitLease[] leases = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(async () =>
        {
            var own = new List<RateLimitLease>();
            for (int call = 0; call < 100; call++)
            {
                own.Add(await limiter.AcquireAsync());
            }

            return own;
        }))).ContinueWith(static all => all.Result.SelectMany(static own => own).ToArray(), TaskScheduler.Default);
        Assert.Equal(100, leases.Count(static lease => lease.IsAcquired));
    }

    private static async Task GoneAsync(IReadOnlyList<Task<RateLimitLease>> waiting, int expected)
    {
        foreach (Task<RateLimitLease> gone in waiting.Take(expected))
        {
            Assert.True((await gone).IsAcquired);
        }

        Assert.Equal(expected, waiting.Count(static task => task.IsCompleted));
    }

    /// <summary>A clock whose date can be set back while time goes on.</summary>
    private sealed class JumpingClock : FakeTimeProvider
    {
        public TimeSpan Shift { get; set; }

        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + Shift;

        // The base counts timestamps from its date.
        public override long GetTimestamp() => base.GetUtcNow().Ticks;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;
    }
}
