using System.Runtime.CompilerServices;
using System.Threading.RateLimiting;
using Conversations.Client.Budgets;

namespace Conversations.Client.Tests.Budgets.Limiters;

/// <summary>What the limiter of a class promises to whoever holds it as a <see cref="RateLimiter"/>, and what it leaves behind.</summary>
public sealed class LimiterContractTests : LimiterFixture
{
    [Fact]
    public void A_permit_that_is_not_there_at_once_is_refused_with_the_time_until_there_is_one()
    {
        RateLimiter limiter = Limit([new(1, Minute)], TimeSpan.Zero, Minute, Clock).CreateLocal();
        Clock.Advance(TimeSpan.FromSeconds(7));
        using RateLimitLease first = limiter.AttemptAcquire();
        Clock.Advance(TimeSpan.FromSeconds(20));
        using RateLimitLease second = limiter.AttemptAcquire();

        Assert.Equal((true, false), (first.IsAcquired, second.IsAcquired));
        Assert.Equal((null, TimeSpan.FromSeconds(40)), (RetryAfter(first), RetryAfter(second)));
        Assert.Empty(first.MetadataNames);
        Assert.Equal([MetadataName.RetryAfter.Name], second.MetadataNames);
        Assert.False(second.TryGetMetadata(MetadataName.ReasonPhrase.Name, out object? other));
        Assert.Null(other);
    }

    [Fact]
    public async Task One_permit_at_a_time_is_given_and_asking_for_none_uses_none()
    {
        SlidingLogLimiter limiter = Create([new(1, Minute)]);

        _ = Assert.Throws<ArgumentOutOfRangeException>(() => limiter.AttemptAcquire(2));
        _ = await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => limiter.AcquireAsync(2).AsTask());
        Assert.True(limiter.AttemptAcquire(0).IsAcquired);
        Assert.Equal(1, limiter.GetStatistics().CurrentAvailablePermits);
        Assert.True(limiter.AttemptAcquire().IsAcquired);
        Assert.False(limiter.AttemptAcquire(0).IsAcquired);
    }

    [Fact]
    public void Once_it_is_disposed_it_gives_no_permit_also_to_who_would_not_wait()
    {
        SlidingLogLimiter limiter = Create([new(1, Minute)]);

        limiter.Dispose();

        Assert.Contains(
            nameof(ConversationsBudget),
            Assert.Throws<ObjectDisposedException>(() => limiter.AttemptAcquire()).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_class_without_windows_is_never_full()
    {
        SlidingLogLimiter limiter = Create([]);

        Assert.All(Enumerable.Range(0, 50), _ => Assert.True(limiter.AttemptAcquire().IsAcquired));
        Assert.Equal((0, TimeSpan.Zero), (limiter.Describe().Used, limiter.Describe().ExpectedWait));
    }

    [Fact]
    public async Task Who_waits_exactly_as_long_as_is_allowed_gets_a_permit()
    {
        SlidingLogLimiter limiter = Create([new(1, Minute)], maxWait: Minute);
        Clock.Advance(TimeSpan.FromSeconds(30));
        Assert.True(limiter.AttemptAcquire().IsAcquired);
        Task<RateLimitLease> second = limiter.AcquireAsync().AsTask();

        Clock.Advance(Minute - TimeSpan.FromMilliseconds(1));
        Assert.False(second.IsCompleted);
        Clock.Advance(TimeSpan.FromMilliseconds(1));

        Assert.True((await second).IsAcquired);
    }

    [Fact]
    public async Task A_wait_wakes_the_timer_once()
    {
        SlidingLogLimiter limiter = Create([new(1, Minute)]);
        Assert.True(limiter.AttemptAcquire().IsAcquired);
        Task<RateLimitLease> second = limiter.AcquireAsync().AsTask();

        Clock.Advance(Minute);

        Assert.True((await second).IsAcquired);
        Assert.Equal(1, Clock.Wound);
    }

    [Fact]
    public void A_disposed_limiter_leaves_no_timer_and_counts_nobody_who_waited()
    {
        SlidingLogLimiter limiter = Create([new(1, Minute)]);
        Assert.True(limiter.AttemptAcquire().IsAcquired);
        _ = limiter.AcquireAsync().AsTask();
        Assert.Equal(1, Clock.Live);

        limiter.Dispose();

        Assert.Equal(0, Clock.Live);
        Assert.Equal((0, Minute), (limiter.Describe().Waiting, limiter.Describe().ExpectedWait));
    }

    [Theory, InlineData(false), InlineData(true)]
    public void The_timer_keeps_nothing_of_who_makes_the_limiter_whose_context_stays_as_it_is(bool isSuppressed)
    {
        using (isSuppressed ? ExecutionContext.SuppressFlow() : default)
        {
            _ = Create([new(1, Minute)]);
            Assert.Equal(isSuppressed, ExecutionContext.IsFlowSuppressed());
        }

        Assert.Equal((1, false), (Clock.Live, Clock.KeepsContext));
    }

    [Theory, InlineData("granted"), InlineData("refused"), InlineData("disposed")]
    public async Task A_wait_that_has_ended_leaves_nothing_on_the_token_of_its_caller(string end)
    {
        using var longLived = new CancellationTokenSource();

        WeakReference waited = Waited(end, longLived.Token);

        await Garbage.CollectUntilAsync(() => !waited.IsAlive, () => $"The token keeps a wait that was {end}.");
        GC.KeepAlive(longLived);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private WeakReference Waited(string end, CancellationToken cancellationToken)
    {
        SlidingLogLimiter limiter = Create([new(1, Minute)], maxWait: Minute);
        Assert.True(limiter.AttemptAcquire().IsAcquired);
        Clock.Advance(TimeSpan.FromSeconds(1));
        Task<RateLimitLease> waiting = limiter.AcquireAsync(1, cancellationToken).AsTask();
        switch (end)
        {
            case "granted":
                Clock.Advance(Minute);
                break;
            case "refused":
                Clock.Advance(TimeSpan.FromSeconds(30));
                Assert.True(limiter.CloseAsync(Minute, default).AsTask().IsCompleted);
                break;
            default:
                limiter.Dispose();
                break;
        }

        Assert.True(waiting.IsCompleted);
        return new(waiting);
    }
}
