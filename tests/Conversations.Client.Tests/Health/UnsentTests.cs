using Conversations.Client.Tests.Budgets;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Conversations.Client.Tests.Health;

/// <summary>The health check beside calls that a budget did not let go, and questions that were given up.</summary>
public sealed class UnsentTests : BudgetFixture
{
    [Fact]
    public async Task A_call_that_the_budget_did_not_let_go_is_no_answer_of_the_service_and_no_failure_of_it()
    {
        using ConversationsBudget budget = Of(LimitClass.Calls, 1, TimeSpan.Zero);
        await using var checkedUp = new Checked(budget: budget);
        _ = checkedUp.Stub.Answer(StubAnswer.Json(Checked.Unread));
        _ = await checkedUp.CheckAsync();
        _ = await checkedUp.Client.Tickets.CountUnreadAsync();
        for (int call = 0; call < 9; call++)
        {
            _ = await Assert.ThrowsAsync<ConversationsRateLimitException>(() => checkedUp.Client.Tickets.CountUnreadAsync());
        }

        HealthReportEntry entry = await checkedUp.CheckAsync();

        Assert.Equal(HealthStatus.Degraded, entry.Status);
        Assert.Contains("budget", entry.Description!, StringComparison.Ordinal);
        Assert.Equal((1L, 0L, 0L), (entry.Data["calls"], entry.Data["failed"], entry.Data["throttled"]));
    }

    [Fact]
    public async Task A_question_that_the_budget_did_not_let_go_does_not_make_the_client_healthy_again()
    {
        using ConversationsBudget budget = Of(LimitClass.Calls, 1, TimeSpan.Zero);
        await using var checkedUp = new Checked(static options => options.ProbeInterval = TimeSpan.FromSeconds(10), budget: budget);
        _ = checkedUp.Stub.Answer(StubAnswer.Json("{}", 503));
        Assert.Equal(HealthStatus.Unhealthy, (await checkedUp.CheckAsync()).Status);

        checkedUp.Time.Advance(TimeSpan.FromSeconds(20));

        Assert.Equal(HealthStatus.Unhealthy, (await checkedUp.CheckAsync()).Status);
    }

    [Fact]
    public async Task A_question_that_the_check_itself_gave_up_was_not_answered()
    {
        await using var checkedUp = new Checked(static options => options.ProbeInterval = TimeSpan.FromMinutes(5));
        _ = checkedUp.Stub.Answer(StubAnswer.Silence()).Answer(static _ => StubAnswer.Json(Checked.Unread));
        using var cancel = new CancellationTokenSource();
        Task<HealthReportEntry> given = checkedUp.CheckAsync(cancel.Token);
        await checkedUp.Stub.ArrivedAsync(1);
        await cancel.CancelAsync();
        _ = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => given);

        Assert.Equal(HealthStatus.Unhealthy, (await checkedUp.CheckAsync()).Status);
        Assert.Single(checkedUp.Stub.Requests);
        _ = await checkedUp.Client.Tickets.CountUnreadAsync();
        Assert.Equal(HealthStatus.Healthy, (await checkedUp.CheckAsync()).Status);
    }
}
