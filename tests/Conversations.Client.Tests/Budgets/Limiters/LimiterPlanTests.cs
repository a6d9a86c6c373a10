using System.Threading.RateLimiting;
using Conversations.Client.Budgets;

namespace Conversations.Client.Tests.Budgets.Limiters;

/// <summary>What the limiter of a class tells of itself, and whom it lets wait behind whom.</summary>
public sealed class LimiterPlanTests : LimiterFixture
{
    [Fact]
    public async Task Its_statistics_follow_each_event()
    {
        SlidingLogLimiter limiter = Create([new(2, Minute), new(3, 60 * Minute)], maxWait: 2 * Minute);
        Assert.Equal((2, 0, 0, 0), Statistics(limiter));
        Clock.Advance(TimeSpan.FromSeconds(7));
        Assert.Equal((2, 0, 0, 0), Statistics(limiter));
        Assert.True((await limiter.AcquireAsync()).IsAcquired);
        Assert.Equal((1, 0, 1, 0), Statistics(limiter));
        Assert.True(limiter.AttemptAcquire().IsAcquired);
        Task<RateLimitLease> third = limiter.AcquireAsync().AsTask();
        Assert.Equal((0, 1, 2, 0), Statistics(limiter));
        Assert.False((await limiter.AcquireAsync()).IsAcquired);
        Assert.False(limiter.AttemptAcquire().IsAcquired);
        Assert.Equal((0, 1, 2, 2), Statistics(limiter));
        Clock.Advance(Minute);
        Assert.True((await third).IsAcquired);
        Assert.Equal((0, 0, 3, 2), Statistics(limiter));
        Clock.Advance(60 * Minute);
        Assert.Equal((2, 0, 3, 2), Statistics(limiter));
    }

    [Fact]
    public async Task How_full_it_is_and_how_long_a_call_would_wait_is_told_of_this_moment()
    {
        SlidingLogLimiter limiter = Create([new(2, Minute), new(10, 60 * Minute)]);
        Clock.Advance(TimeSpan.FromSeconds(7));
        Assert.Equal((0, 0, TimeSpan.Zero), Described(limiter));
        Assert.True(limiter.AttemptAcquire().IsAcquired);
        Assert.Equal((0.5, 0, TimeSpan.Zero), Described(limiter));
        Clock.Advance(TimeSpan.FromSeconds(10));
        Assert.True(limiter.AttemptAcquire().IsAcquired);
        Assert.Equal((1, 0, TimeSpan.FromSeconds(50)), Described(limiter));
        await limiter.CloseAsync(TimeSpan.FromSeconds(55));
        Assert.Equal((1, 0, TimeSpan.FromSeconds(55)), Described(limiter));
        Clock.Advance(TimeSpan.FromSeconds(60));
        Assert.Equal((0.2, 0, TimeSpan.Zero), Described(limiter));
    }

    [Fact]
    public async Task A_closed_class_has_no_permits_until_the_moment_at_which_it_opens()
    {
        SlidingLogLimiter limiter = Create([new(2, Minute), new(10, 60 * Minute)]);
        Clock.Advance(TimeSpan.FromSeconds(7));
        await limiter.CloseAsync(30 * Minute);
        await limiter.CloseAsync(10 * Minute);

        Clock.Advance((30 * Minute) - TimeSpan.FromTicks(1));
        Assert.Equal((0, 0, 0, 0), Statistics(limiter));
        Assert.Equal(TimeSpan.FromTicks(1), limiter.Describe().ExpectedWait);
        Assert.False(limiter.IsUnused);
        Clock.Advance(TimeSpan.FromTicks(1));

        Assert.Equal((2, 0, 0, 0), Statistics(limiter));
        Assert.True(limiter.IsUnused);
        Assert.True(limiter.AttemptAcquire().IsAcquired);
    }

    [Fact]
    public void It_is_unused_until_it_gives_a_permit_and_again_when_no_window_counts_that_any_more()
    {
        SlidingLogLimiter limiter = Create([new(2, Minute)], margin: TimeSpan.FromSeconds(1));
        Assert.True(limiter.IsUnused);
        Assert.True(limiter.AttemptAcquire().IsAcquired);
        Assert.False(limiter.IsUnused);
        Clock.Advance(TimeSpan.FromSeconds(60));
        Assert.False(limiter.IsUnused);
        Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.True(limiter.IsUnused);
    }

    [Fact]
    public async Task Who_comes_is_told_the_wait_behind_all_who_wait_also_after_some_have_gone_or_given_up()
    {
        SlidingLogLimiter limiter = Create([new(1, Minute)]);
        using var one = new CancellationTokenSource();
        Assert.True(limiter.AttemptAcquire().IsAcquired);
        Task<RateLimitLease> first = limiter.AcquireAsync().AsTask();
        Task<RateLimitLease> second = limiter.AcquireAsync(1, one.Token).AsTask();
        Task<RateLimitLease> third = limiter.AcquireAsync().AsTask();
        Assert.Equal(4 * Minute, limiter.Describe().ExpectedWait);

        Clock.Advance(Minute);
        Assert.True((await first).IsAcquired);
        Assert.Equal(3 * Minute, RetryAfter(limiter.AttemptAcquire()));
        await one.CancelAsync();
        _ = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => second);
        Assert.Equal(2 * Minute, RetryAfter(limiter.AttemptAcquire()));

        Clock.Advance(Minute);
        Assert.True((await third).IsAcquired);
        Assert.Equal(Minute, limiter.Describe().ExpectedWait);
    }

    [Fact]
    public async Task A_close_refuses_only_who_would_then_wait_longer_than_allowed_and_says_for_how_long()
    {
        SlidingLogLimiter limiter = Create([new(1, Minute)], maxWait: TimeSpan.FromSeconds(100));
        Clock.Advance(TimeSpan.FromSeconds(57));
        await limiter.CloseAsync(TimeSpan.FromSeconds(10));
        Task<RateLimitLease> first = limiter.AcquireAsync().AsTask();
        Task<RateLimitLease> second = limiter.AcquireAsync().AsTask();
        Clock.Advance(TimeSpan.FromSeconds(5));

        await limiter.CloseAsync(TimeSpan.FromSeconds(50));

        Assert.Equal((false, true), (first.IsCompleted, second.IsCompleted));
        Assert.Equal(TimeSpan.FromSeconds(110), RetryAfter(await second));
        Clock.Advance(TimeSpan.FromSeconds(49.999));
        Assert.False(first.IsCompleted);
        Clock.Advance(TimeSpan.FromSeconds(0.001));
        Assert.True((await first).IsAcquired);
    }

    [Fact]
    public async Task A_close_keeps_who_then_waits_exactly_as_long_as_allowed()
    {
        SlidingLogLimiter limiter = Create([new(1, Minute)], maxWait: TimeSpan.FromSeconds(50));
        Clock.Advance(TimeSpan.FromSeconds(7));
        await limiter.CloseAsync(TimeSpan.FromSeconds(20));
        Task<RateLimitLease> waiting = limiter.AcquireAsync().AsTask();
        Clock.Advance(TimeSpan.FromSeconds(10));

        await limiter.CloseAsync(TimeSpan.FromSeconds(40));

        Assert.False(waiting.IsCompleted);
        Clock.Advance(TimeSpan.FromSeconds(40));
        Assert.True((await waiting).IsAcquired);
    }

    private static (long Available, long Waiting, long Granted, long Refused) Statistics(SlidingLogLimiter limiter)
    {
        RateLimiterStatistics all = limiter.GetStatistics();
        return (all.CurrentAvailablePermits, all.CurrentQueuedCount, all.TotalSuccessfulLeases, all.TotalFailedLeases);
    }

    private static (double? Used, int Waiting, TimeSpan ExpectedWait) Described(SlidingLogLimiter limiter)
    {
        BudgetStatistics now = limiter.Describe();
        return (now.Used, now.Waiting, now.ExpectedWait);
    }
}
