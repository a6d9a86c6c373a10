using System.Threading.RateLimiting;

namespace Conversations.Client.Tests.Budgets;

/// <summary>The longest wait, the closing and the end, which a budget keeps for a limiter of the application beneath it.</summary>
public sealed class LimiterBeneathWaitTests : BudgetFixture
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private readonly TestClock _clock = new();

    [Fact]
    public async Task A_permit_that_came_for_a_class_that_stays_closed_too_long_is_given_back()
    {
        using var limiter = new GivenByHand();
        using ConversationsBudget budget = Over(_ => limiter, 40 * Second);
        Task<RateLimitLease> waiting = AcquireAsync(budget);
        await CloseAsync(budget, 42 * Second);

        GivenByHand.Permit permit = limiter.GiveNext();

        Assert.False((await waiting).IsAcquired);
        Assert.True(permit.IsBack);
    }

    [Fact]
    public async Task A_permit_of_a_call_that_is_canceled_while_its_class_is_closed_is_given_back_and_the_call_ends_by_its_own_token()
    {
        using var limiter = new GivenByHand();
        using ConversationsBudget budget = Over(_ => limiter);
        using var cancel = new CancellationTokenSource();
        Task<RateLimitLease> waiting = AcquireAsync(budget, cancel.Token);
        await CloseAsync(budget, 30 * Second);
        GivenByHand.Permit permit = limiter.GiveNext();
        await _clock.WaitedAsync(30 * Second);

        await cancel.CancelAsync();

        OperationCanceledException canceled = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        Assert.Equal(cancel.Token, canceled.CancellationToken);
        Assert.True(permit.IsBack);
    }

    [Fact]
    public async Task A_call_that_its_limiter_refuses_because_the_budget_is_disposed_ends_by_that()
    {
        ConversationsBudget budget = Over(static _ => new GivenByHand(isDeaf: true));
        Task<RateLimitLease> waiting = AcquireAsync(budget);

        budget.Dispose();

        ObjectDisposedException disposed = await Assert.ThrowsAsync<ObjectDisposedException>(() => waiting);
        Assert.Equal("The budget was disposed while a call waited for it.", disposed.Message);
    }

    [Fact]
    public async Task A_call_that_was_canceled_before_the_budget_was_disposed_ends_by_the_cancel()
    {
        ConversationsBudget budget = Over(static _ => new GivenByHand(isDeaf: true));
        using var cancel = new CancellationTokenSource();
        Task<RateLimitLease> waiting = AcquireAsync(budget, cancel.Token);

        await cancel.CancelAsync();
        budget.Dispose();

        _ = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
    }

    [Fact]
    public async Task A_call_that_was_canceled_when_its_longest_wait_was_over_too_ends_by_the_cancel()
    {
        using var limiter = new GivenByHand(isDeaf: true);
        using ConversationsBudget budget = Over(_ => limiter, 10 * Second);
        using var cancel = new CancellationTokenSource();
        Task<RateLimitLease> waiting = AcquireAsync(budget, cancel.Token);

        _clock.Advance(10 * Second);
        await cancel.CancelAsync();
        limiter.CancelNext();

        _ = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
    }

    [Fact]
    public async Task A_closed_class_is_waited_for_if_that_takes_exactly_the_longest_wait_and_not_a_tick_longer()
    {
        using var limiter = new GivenByHand { Free = 2 };
        using ConversationsBudget budget = Over(_ => limiter, 42 * Second);
        Assert.True((await AcquireAsync(budget)).IsAcquired);
        _clock.Advance(50 * Second);
        await CloseAsync(budget, 42 * Second);
        Task<RateLimitLease> waiting = AcquireAsync(budget);
        Assert.False(waiting.IsCompleted);

        _clock.Advance(42 * Second);

        Assert.True((await waiting).IsAcquired);
        await CloseAsync(budget, (42 * Second) + TimeSpan.FromTicks(1));
        RateLimitLease refused = await AcquireAsync(budget);
        Assert.False(refused.IsAcquired);
        Assert.True(refused.TryGetMetadata(MetadataName.RetryAfter, out TimeSpan wait));
        Assert.Equal((42 * Second) + TimeSpan.FromTicks(1), wait);
    }

    [Fact]
    public async Task The_longest_wait_begins_when_the_call_comes_and_counts_what_it_waited_for_a_closed_class()
    {
        using var limiter = new GivenByHand();
        using ConversationsBudget budget = Over(_ => limiter, 42 * Second);
        await CloseAsync(budget, 100 * Second);
        _clock.Advance(90 * Second);
        Task<RateLimitLease> waiting = AcquireAsync(budget);
        _clock.Advance(10 * Second);
        await limiter.AskedAsync(1);

        _clock.Advance(32 * Second - TimeSpan.FromMilliseconds(1));
        Assert.False(waiting.IsCompleted);
        _clock.Advance(TimeSpan.FromMilliseconds(1));

        RateLimitLease refused = await waiting;
        Assert.False(refused.IsAcquired);
        Assert.False(refused.TryGetMetadata(MetadataName.RetryAfter, out _));
    }

    [Fact]
    public async Task A_call_whose_longest_wait_is_over_when_the_class_opens_is_not_sent()
    {
        using var limiter = new GivenByHand();
        using ConversationsBudget budget = Over(_ => limiter, 42 * Second);
        await CloseAsync(budget, 42 * Second);
        Task<RateLimitLease> waiting = AcquireAsync(budget);

        _clock.Advance(60 * Second);

        Assert.False((await waiting).IsAcquired);
    }

    [Fact]
    public async Task The_longest_wait_that_a_timer_can_run_is_kept()
    {
        using var limiter = new GivenByHand();
        using ConversationsBudget budget = Over(_ => limiter, TimeSpan.FromDays(49));
        Task<RateLimitLease> waiting = AcquireAsync(budget);

        await _clock.PassAsync(TimeSpan.FromDays(49));

        Assert.False((await waiting).IsAcquired);
    }

    [Theory, InlineData(false), InlineData(true)]
    public async Task A_class_is_closed_for_its_longest_window_at_most_and_no_shorter_close_opens_it_earlier(bool isOwn)
    {
        using ConversationsBudget budget = Over(limit => isOwn ? limit.CreateLocal() : new GivenByHand());
        await CloseAsync(budget, TimeSpan.FromHours(0.5));
        await CloseAsync(budget, TimeSpan.FromMinutes(1));
        Assert.Equal(TimeSpan.FromHours(0.5), budget.GetStatistics(LimitClass.Calls).ExpectedWait);

        await CloseAsync(budget, TimeSpan.FromDays(3650));

        Assert.Equal(TimeSpan.FromHours(1), budget.GetStatistics(LimitClass.Calls).ExpectedWait);
        _clock.Advance(TimeSpan.FromHours(2));
        Assert.Equal(TimeSpan.Zero, budget.GetStatistics(LimitClass.Calls).ExpectedWait);
    }

    [Fact]
    public async Task A_class_that_is_not_limited_asks_no_limiter()
    {
        using var limiter = new GivenByHand();
        using var budget = new ConversationsBudget("team", Options(options =>
        {
            options.Windows[LimitClass.Calls] = [];
            options.CreateLimiter = _ => limiter;
        }));

        Task<RateLimitLease> call = AcquireAsync(budget);

        Assert.True(call.IsCompleted && (await call).IsAcquired);
        Assert.Equal(0, limiter.Asked);
    }

    [Fact]
    public async Task A_limiter_that_is_missing_is_named()
    {
        using ConversationsBudget budget = Over(static _ => null!);

        InvalidOperationException missing = await Assert.ThrowsAsync<InvalidOperationException>(() => AcquireAsync(budget));

        Assert.Equal("BudgetOptions.CreateLimiter returned null. Return a limiter, such as that of BudgetLimit.CreateLocal.", missing.Message);
    }

    private async Task<RateLimitLease> AcquireAsync(ConversationsBudget budget, CancellationToken cancellationToken = default) =>
        await budget.AcquireAsync("key", LimitClass.Calls, _clock, cancellationToken);

    private ValueTask CloseAsync(ConversationsBudget budget, TimeSpan time) =>
        budget.CloseAsync("key", LimitClass.Calls, _clock, time, default);
}
