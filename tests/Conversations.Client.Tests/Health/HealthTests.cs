using Conversations.Client.HealthChecks;
using Conversations.Client.Telemetry;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Conversations.Client.Tests.Health;

/// <summary>What the health check says of a client, and what it costs.</summary>
public sealed class HealthTests
{
    private static readonly Guid Id = Guid.Parse(Examples.ConversationId);

    [Fact]
    public async Task A_client_that_was_not_used_is_healthy_and_nothing_was_sent()
    {
        await using var checkedUp = new Checked();

        Assert.Equal(HealthStatus.Healthy, (await checkedUp.CheckAsync()).Status);
        Assert.Empty(checkedUp.Stub.Requests);
    }

    [Theory]
    [InlineData(503, HealthStatus.Unhealthy)]
    [InlineData(401, HealthStatus.Unhealthy)]
    [InlineData(404, HealthStatus.Healthy)]
    [InlineData(403, HealthStatus.Healthy)]
    [InlineData(429, HealthStatus.Degraded)]
    public async Task Calls_that_fail_are_told_from_calls_that_are_refused(int status, HealthStatus expected)
    {
        await using var checkedUp = new Checked();
        _ = await checkedUp.CheckAsync();

        await checkedUp.CallAsync(status, times: 5);

        HealthReportEntry entry = await checkedUp.CheckAsync();
        Assert.Equal(expected, entry.Status);
        Assert.Equal(5L, entry.Data["calls"]);
        Assert.Equal(5, checkedUp.Stub.Requests.Count);
    }

    [Fact]
    public async Task Few_calls_and_few_failures_prove_nothing()
    {
        await using var checkedUp = new Checked();
        _ = await checkedUp.CheckAsync();

        await checkedUp.CallAsync(503, times: 4);
        Assert.Equal(HealthStatus.Healthy, (await checkedUp.CheckAsync()).Status);
        await checkedUp.CallAsync(200, times: 5);

        Assert.Equal(HealthStatus.Healthy, (await checkedUp.CheckAsync()).Status);
    }

    [Fact]
    public async Task What_lies_further_back_than_the_window_is_forgotten()
    {
        await using var checkedUp = new Checked();
        _ = await checkedUp.CheckAsync();
        await checkedUp.CallAsync(503, times: 5);
        Assert.Equal(HealthStatus.Unhealthy, (await checkedUp.CheckAsync()).Status);

        checkedUp.Time.Advance(TimeSpan.FromMinutes(5));

        Assert.Equal(HealthStatus.Healthy, (await checkedUp.CheckAsync()).Status);
    }

    [Fact]
    public async Task A_full_budget_is_degraded()
    {
        await using var checkedUp = new Checked();
        _ = await checkedUp.CheckAsync();
        ClientMeters meters = ClientTelemetry.MetersOf(checkedUp.Meters, clientName: null);

        meters.WaitedForBudget("turns", TimeSpan.FromSeconds(9));
        Assert.Equal(HealthStatus.Healthy, (await checkedUp.CheckAsync()).Status);
        meters.WaitedForBudget("turns", TimeSpan.FromSeconds(11));

        HealthReportEntry entry = await checkedUp.CheckAsync();
        Assert.Equal(HealthStatus.Degraded, entry.Status);
        Assert.Contains("budget", entry.Description, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_call_that_was_throttled_and_sent_again_shows_although_it_ended_well()
    {
        await using var checkedUp = new Checked(attempts: 4);
        _ = await checkedUp.CheckAsync();
        _ = checkedUp.Stub.Answer(StubAnswer.Json("{}", 429), StubAnswer.Json("{}", 503), StubAnswer.Json("{}", 429), StubAnswer.Json(Checked.Unread));

        _ = await checkedUp.Time.RunAsync(checkedUp.Client.Tickets.CountUnreadAsync());

        HealthReportEntry entry = await checkedUp.CheckAsync();
        Assert.Equal((HealthStatus.Degraded, 2L), (entry.Status, entry.Data["throttled"]));
    }

    [Fact]
    public async Task A_budget_in_which_a_call_would_wait_long_is_degraded_before_any_wait_is_over()
    {
        using var budget = new ConversationsBudget("team", new()
        {
            Margin = TimeSpan.Zero,
            Windows = { [LimitClass.Calls] = [new(1, TimeSpan.FromMinutes(1))] },
        });
        await using var checkedUp = new Checked(budget: budget);
        Assert.Equal(TimeSpan.Zero, (await checkedUp.CheckAsync()).Data["expectedBudgetWait"]);

        await checkedUp.CallAsync(200, times: 1);

        HealthReportEntry entry = await checkedUp.CheckAsync();
        Assert.Equal((HealthStatus.Degraded, TimeSpan.FromMinutes(1)), (entry.Status, entry.Data["expectedBudgetWait"]));
        Assert.Contains("budget for Calls", entry.Description, StringComparison.Ordinal);
        checkedUp.Time.Advance(TimeSpan.FromSeconds(50));
        Assert.Equal(HealthStatus.Healthy, (await checkedUp.CheckAsync()).Status);
    }

    [Fact]
    public async Task Streams_that_reconnect_again_and_again_are_degraded()
    {
        await using var checkedUp = new Checked(static options => options.MaxReconnects = 0);
        _ = await checkedUp.CheckAsync();
        checkedUp.Stub.AnswersHowTurnsStand = false;
        _ = checkedUp.Stub.Answer(
            StubAnswer.Messages("""{"type":"human","id":"h","content":"Hi"}""").Break(),
            StubAnswer.Json($$"""{"id":"{{Id}}","status":"in_progress","title":"T","type":"assistant","messages":[],"pending_approvals":[]}"""),
            StubAnswer.Messages("""{"type":"ai","id":"a","content":"Hello"}"""),
            StubAnswer.Json($$"""{"id":"{{Id}}","status":"idle","title":"T","type":"assistant","messages":[{"type":"human","id":"h","content":"Hi"},{"type":"ai","id":"a","content":"Hello"}],"pending_approvals":[]}"""));

        _ = await checkedUp.Time.RunAsync(checkedUp.Client.Conversations.AskAsync(Id, "Hi"));

        HealthReportEntry entry = await checkedUp.CheckAsync();
        Assert.Equal((HealthStatus.Degraded, 1L), (entry.Status, entry.Data["reconnects"]));
    }

    [Fact]
    public async Task A_check_of_one_client_does_not_see_another()
    {
        await using var checkedUp = new Checked(clientName: "emea");
        _ = await checkedUp.CheckAsync();

        await checkedUp.CallAsync(503, times: 5);
        Assert.Equal(HealthStatus.Healthy, (await checkedUp.CheckAsync()).Status);
        await checkedUp.CallAsync(503, times: 5, checkedUp.Keyed);

        Assert.Equal(HealthStatus.Unhealthy, (await checkedUp.CheckAsync()).Status);
    }

    [Fact]
    public async Task A_probe_asks_once_in_its_interval_however_often_the_check_runs()
    {
        await using var checkedUp = new Checked(static options => options.ProbeInterval = TimeSpan.FromMinutes(1));
        _ = checkedUp.Stub.Answer(static _ => StubAnswer.Json(Checked.Unread));

        for (int check = 0; check < 4; check++)
        {
            Assert.Equal(HealthStatus.Healthy, (await checkedUp.CheckAsync()).Status);
        }

        Assert.EndsWith("/tickets/unread_count/", checkedUp.Stub.Request.Path, StringComparison.Ordinal);
        checkedUp.Time.Advance(TimeSpan.FromMinutes(1));
        _ = await checkedUp.CheckAsync();
        Assert.Equal(2, checkedUp.Stub.Requests.Count);
    }

    [Fact]
    public async Task A_probe_is_not_sent_while_the_applications_own_calls_are_answered()
    {
        await using var checkedUp = new Checked(static options => options.ProbeInterval = TimeSpan.FromMinutes(1));
        _ = checkedUp.Stub.Answer(static _ => StubAnswer.Json(Checked.Unread));
        _ = await checkedUp.CheckAsync();
        checkedUp.Time.Advance(TimeSpan.FromSeconds(50));
        _ = await checkedUp.Client.Tickets.CountUnreadAsync();
        checkedUp.Time.Advance(TimeSpan.FromSeconds(50));

        _ = await checkedUp.CheckAsync();

        Assert.Equal(2, checkedUp.Stub.Requests.Count);
    }

    [Theory]
    [InlineData(503, HealthStatus.Unhealthy)]
    [InlineData(401, HealthStatus.Unhealthy)]
    [InlineData(403, HealthStatus.Healthy)]
    public async Task A_probe_that_is_not_answered_is_unhealthy_until_the_service_answers(int status, HealthStatus expected)
    {
        await using var checkedUp = new Checked(static options => options.ProbeInterval = TimeSpan.FromMinutes(1));
        _ = checkedUp.Stub.Answer(StubAnswer.Json("{}", status)).Answer(static _ => StubAnswer.Json(Checked.Unread));

        Assert.Equal(expected, (await checkedUp.CheckAsync()).Status);
        Assert.Equal(expected, (await checkedUp.CheckAsync()).Status);
        _ = await checkedUp.Client.Tickets.CountUnreadAsync();

        Assert.Equal(HealthStatus.Healthy, (await checkedUp.CheckAsync()).Status);
    }

    [Fact]
    public void Options_out_of_range_are_refused_where_they_are_set()
    {
        IHealthChecksBuilder builder = new ServiceCollection().AddHealthChecks();
        Action<ConversationsHealthOptions>[] mistakes =
        [
            static options => options.Window = TimeSpan.Zero,
            static options => options.MinCalls = 0,
            static options => options.MaxReconnects = -1,
            static options => options.FailedShare = 0,
            static options => options.FailedShare = 1.1,
            static options => options.MaxBudgetWait = TimeSpan.FromTicks(-1),
            static options => options.ProbeInterval = TimeSpan.Zero,
        ];
        Assert.All(mistakes, mistake => Assert.Throws<ArgumentException>("configure", () => builder.AddConversations(configure: mistake)));
    }
}
