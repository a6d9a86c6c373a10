using System.Threading.RateLimiting;

namespace Conversations.Client.Tests.Budgets;

/// <summary>What a budget tells of itself, and how it ends.</summary>
public sealed class BudgetStatisticsTests : BudgetFixture
{
    [Fact]
    public async Task Of_many_credentials_the_fullest_is_told_and_the_longest_wait_and_all_who_wait()
    {
        using ConversationsBudget budget = Of(LimitClass.Calls, 2, name: null);
        Assert.Equal((0, 0, TimeSpan.Zero), Told(budget));
        Clock.Advance(TimeSpan.FromSeconds(9));
        _ = await budget.AcquireAsync("half", LimitClass.Calls, Clock, default);
        foreach ((string credential, int waiting) in new[] { ("full", 0), ("waits", 1), ("waits long", 3) })
        {
            for (int call = 0; call < 2; call++)
            {
                _ = await budget.AcquireAsync(credential, LimitClass.Calls, Clock, default);
            }

            for (int call = 0; call < waiting; call++)
            {
                _ = budget.AcquireAsync(credential, LimitClass.Calls, Clock, default).AsTask();
            }
        }

        // Three wait for two permits a minute, of which the third is refused.
        Assert.Equal((1, 3, TimeSpan.FromMinutes(2)), Told(budget));
    }

    [Theory]
    [InlineData(null, 0, 0, null)]
    [InlineData(5, 0, 0, null)]
    [InlineData(1, 0, 0, null)]
    [InlineData(0, 0, 0, 1.0)]
    [InlineData(-1, 0, 0, 1.0)]
    [InlineData(5, 3, 3, 1.0)]
    [InlineData(0, 3, 3, 1.0)]
    [InlineData(0, int.MaxValue + 1L, int.MaxValue, 1.0)]
    public async Task A_limiter_of_the_application_is_full_if_it_has_no_permit_or_somebody_waits_and_otherwise_does_not_tell(
        int? available, long queued, int waiting, double? used)
    {
        RateLimiterStatistics? statistics = available is { } left
            ? new() { CurrentAvailablePermits = left, CurrentQueuedCount = queued }
            : null;
        using ConversationsBudget budget = Over(_ => new GivenByHand { Free = 1, Statistics = statistics });
        _ = await budget.AcquireAsync("key", LimitClass.Calls, Clock, default);

        Assert.Equal((used, waiting, TimeSpan.Zero), Told(budget));
        await budget.CloseAsync("key", LimitClass.Calls, Clock, TimeSpan.FromSeconds(42), default);
        Assert.Equal((1, waiting, TimeSpan.FromSeconds(42)), Told(budget));
        Clock.Advance(TimeSpan.FromSeconds(43));
        Assert.Equal((used, waiting, TimeSpan.Zero), Told(budget));
    }

    [Fact]
    public void A_budget_says_in_logs_whom_it_counts_together()
    {
        using var each = new ConversationsBudget();
        using var team = new ConversationsBudget("support-bot");

        Assert.Equal(("budget of each credential", "budget \"support-bot\""), (each.ToString(), team.ToString()));
    }

    [Fact]
    public async Task A_budget_with_a_clock_of_its_own_counts_on_that_whatever_clock_its_clients_have()
    {
        var own = new TestClock();
        using var budget = new ConversationsBudget("team", Options(options =>
        {
            options.Windows[LimitClass.Calls] = [new(1, TimeSpan.FromMinutes(1))];
            (options.TimeProvider, options.MaxWait) = (own, TimeSpan.Zero);
        }));
        Assert.True((await budget.AcquireAsync("key", LimitClass.Calls, Clock, default)).IsAcquired);

        Clock.Advance(TimeSpan.FromHours(1));
        Assert.False((await budget.AcquireAsync("key", LimitClass.Calls, Clock, default)).IsAcquired);
        own.Advance(TimeSpan.FromMinutes(1));
        Assert.True((await budget.AcquireAsync("key", LimitClass.Calls, Clock, default)).IsAcquired);
    }

    [Theory, InlineData(null), InlineData("team")]
    public async Task A_disposed_budget_takes_no_call_of_a_credential_that_it_has_not_seen_and_may_be_disposed_again(string? name)
    {
        ConversationsBudget used = Of(LimitClass.Calls, 1, name: name);
        ConversationsBudget fresh = Of(LimitClass.Calls, 1, name: name);
        _ = await used.AcquireAsync("key", LimitClass.Calls, Clock, default);
        foreach (ConversationsBudget budget in new[] { used, fresh })
        {
            budget.Dispose();
            budget.Dispose();

            _ = await Assert.ThrowsAsync<ObjectDisposedException>(
                () => budget.AcquireAsync("other", LimitClass.Calls, Clock, default).AsTask());
        }
    }

    private static (double? Used, int Waiting, TimeSpan ExpectedWait) Told(ConversationsBudget budget)
    {
        BudgetStatistics now = budget.GetStatistics(LimitClass.Calls);
        return (now.Used, now.Waiting, now.ExpectedWait);
    }
}
