using Conversations.Client.HealthChecks;
using Conversations.Client.Tests.Budgets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Conversations.Client.Tests.Health;

/// <summary>The health check beside calls that a budget did not let go, and questions that were given up.</summary>
public sealed class UnsentTests : BudgetFixture
{
    private const string Unread = """{"count":3}""";

    [Fact]
    public async Task A_call_that_the_budget_did_not_let_go_is_no_answer_of_the_service_and_no_failure_of_it()
    {
        using ConversationsBudget budget = Of(LimitClass.Calls, 1, TimeSpan.Zero);
        await using ServiceProvider services = Create(budget, StubServer.InMemory(StubAnswer.Json(Unread)));
        HealthCheckService health = services.GetRequiredService<HealthCheckService>();
        _ = await health.CheckHealthAsync();
        IConversationsClient client = services.GetRequiredService<IConversationsClient>();
        _ = await client.Tickets.CountUnreadAsync();
        for (int call = 0; call < 9; call++)
        {
            _ = await Assert.ThrowsAsync<ConversationsRateLimitException>(() => client.Tickets.CountUnreadAsync());
        }

        HealthReportEntry entry = Assert.Single((await health.CheckHealthAsync()).Entries).Value;

        Assert.Equal(HealthStatus.Degraded, entry.Status);
        Assert.Contains("budget", entry.Description!, StringComparison.Ordinal);
        Assert.Equal((1L, 0L, 0L), (entry.Data["calls"], entry.Data["failed"], entry.Data["throttled"]));
    }

    [Fact]
    public async Task A_question_that_the_budget_did_not_let_go_does_not_make_the_client_healthy_again()
    {
        using ConversationsBudget budget = Of(LimitClass.Calls, 1, TimeSpan.Zero);
        await using ServiceProvider services = Create(
            budget, StubServer.InMemory(StubAnswer.Json("{}", 503)), static options => options.ProbeInterval = TimeSpan.FromSeconds(10));
        HealthCheckService health = services.GetRequiredService<HealthCheckService>();
        Assert.Equal(HealthStatus.Unhealthy, (await health.CheckHealthAsync()).Status);

        Clock.Advance(TimeSpan.FromSeconds(20));

        Assert.Equal(HealthStatus.Unhealthy, (await health.CheckHealthAsync()).Status);
    }

    [Fact]
    public async Task A_question_that_the_check_itself_gave_up_was_not_answered()
    {
        var stub = StubServer.InMemory(StubAnswer.Silence());
        _ = stub.Answer(static _ => StubAnswer.Json(Unread));
        await using ServiceProvider services = Create(null, stub, static options => options.ProbeInterval = TimeSpan.FromMinutes(5));
        HealthCheckService health = services.GetRequiredService<HealthCheckService>();
        using var cancel = new CancellationTokenSource();
        Task<HealthReport> given = health.CheckHealthAsync(cancel.Token);
        await stub.ArrivedAsync(1);
        await cancel.CancelAsync();
        _ = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => given);

        Assert.Equal(HealthStatus.Unhealthy, (await health.CheckHealthAsync()).Status);
        Assert.Single(stub.Requests);
        _ = await services.GetRequiredService<IConversationsClient>().Tickets.CountUnreadAsync();
        Assert.Equal(HealthStatus.Healthy, (await health.CheckHealthAsync()).Status);
    }

    private ServiceProvider Create(
        ConversationsBudget? budget, StubServer stub, Action<ConversationsHealthOptions>? configure = null)
    {
        var services = new ServiceCollection();
        services.AddLogging();
        _ = services.AddConversationsClient(options =>
        {
            (options.ProjectId, options.BaseAddress, options.ApiKey) = (StubServer.ProjectId, stub.BaseAddress, StubServer.Key);
            (options.TimeProvider, options.Budget) = (Clock, budget);
            options.Retry.MaxAttempts = 1;
        }).ConfigurePrimaryHttpMessageHandler(() => stub.CreateHandler()!);
        services.AddHealthChecks().AddConversations(configure: configure);
        return services.BuildServiceProvider();
    }
}
