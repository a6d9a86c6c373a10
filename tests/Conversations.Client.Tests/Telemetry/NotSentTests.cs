using System.Diagnostics;
using Conversations.Client.Tests.Budgets;
using Microsoft.Extensions.Diagnostics.Metrics.Testing;

namespace Conversations.Client.Tests.Telemetry;

/// <summary>What is told of calls that a budget or a limiter let wait, or did not let go.</summary>
public sealed class NotSentTests : BudgetFixture
{
    private const string Unread = """{"count":3}""";

    [Fact]
    public async Task A_call_that_was_not_sent_has_no_status_of_the_service_on_its_span_and_measurement()
    {
        using ConversationsBudget budget = Of(LimitClass.Calls, 1, TimeSpan.Zero);
        await using var watched = Watched.Start(
            StubServer.InMemory(StubAnswer.Json(Unread)), options => (options.Budget, options.TimeProvider) = (budget, Clock));
        MetricCollector<double> calls = watched.Collect<double>("conversations.client.call.duration");
        _ = await watched.Client.Tickets.CountUnreadAsync();

        _ = await Assert.ThrowsAsync<ConversationsRateLimitException>(() => watched.Client.Tickets.CountUnreadAsync());

        CollectedMeasurement<double> call = calls.GetMeasurementSnapshot()[^1];
        Assert.Equal("not_sent", call.Tags["error.type"]);
        Assert.DoesNotContain("http.response.status_code", call.Tags.Keys);
        Activity span = watched.Spans[^1];
        Assert.Equal(("not_sent", (object?)null), (Watched.Tag(span, "error.type"), Watched.Tag(span, "http.response.status_code")));
    }

    [Fact]
    public async Task A_wait_for_the_budget_that_was_given_up_is_measured_too()
    {
        using ConversationsBudget budget = Of(LimitClass.Calls, 1);
        await using var watched = Watched.Start(
            StubServer.InMemory(StubAnswer.Json(Unread)), options => (options.Budget, options.TimeProvider) = (budget, Clock));
        MetricCollector<double> waits = watched.Collect<double>("conversations.client.budget.wait.duration");
        _ = await watched.Client.Tickets.CountUnreadAsync();
        using var cancel = new CancellationTokenSource();
        Task<int> waiting = watched.Client.Tickets.CountUnreadAsync(cancel.Token);
        await WaitingAsync(budget, LimitClass.Calls, 1);
        Clock.Advance(TimeSpan.FromSeconds(30));

        await cancel.CancelAsync();

        _ = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        Assert.Equal(30, Assert.Single(waits.GetMeasurementSnapshot()).Value);
    }

    [Fact]
    public async Task A_repetition_whose_wait_was_canceled_is_not_counted_as_sent_again()
    {
        var clock = new TestClock();
        await using var watched = Watched.Start(
            StubServer.InMemory(StubAnswer.Json("{}", 503)), options => (options.TimeProvider, options.Retry.MaxAttempts) = (clock, 4));
        MetricCollector<long> retries = watched.Collect<long>("conversations.client.call.retries");
        using var cancel = new CancellationTokenSource();
        Task<int> call = watched.Client.Tickets.CountUnreadAsync(cancel.Token);
        await clock.PausedAsync();

        await cancel.CancelAsync();

        _ = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
        Assert.Empty(retries.GetMeasurementSnapshot());
        Assert.DoesNotContain(watched.Logs.GetSnapshot(), static line => line.Id.Name == "CallRetried");
    }

    [Fact]
    public async Task A_call_that_is_sent_again_for_a_renewed_credential_is_counted_as_sent_again()
    {
        int asked = 0;
        await using var watched = Watched.Start(
            StubServer.InMemory(StubAnswer.Json("{}", 401), StubAnswer.Json(Unread)),
            options => (options.ApiKey, options.Credential) = (null, ConversationsCredential.FromProvider(
                _ => new(ConversationsCredential.PersonalApiKey($"phx_{++asked}")))));
        MetricCollector<long> retries = watched.Collect<long>("conversations.client.call.retries");

        _ = await watched.Client.Tickets.CountUnreadAsync();

        Assert.Equal("401", Assert.Single(retries.GetMeasurementSnapshot()).Tags["conversations.retry.reason"]);
    }

    [Fact]
    public async Task A_failure_of_the_first_attempt_that_is_not_repeated_is_no_warning()
    {
        await using var watched = Watched.Start(
            StubServer.InMemory(StubAnswer.Json("{}", 429).With("Retry-After", "3600")), static options => options.Retry.MaxAttempts = 4);

        _ = await Assert.ThrowsAsync<ConversationsRateLimitException>(() => watched.Client.Tickets.CountUnreadAsync());

        Assert.DoesNotContain(watched.Logs.GetSnapshot(), static line => line.Level > Microsoft.Extensions.Logging.LogLevel.Information);
    }
}
