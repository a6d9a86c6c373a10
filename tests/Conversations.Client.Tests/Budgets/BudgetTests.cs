using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.Metrics.Testing;

namespace Conversations.Client.Tests.Budgets;

/// <summary>A budget on a client: what counts together, what waits, and what the client learns from a 429.</summary>
public sealed class BudgetTests : BudgetFixture
{
    [Theory, BothTransports]
    public async Task A_call_beyond_the_limit_waits_until_there_is_room(Transport transport)
    {
        await using StubServer server = (await StubServer.StartAsync(transport)).Answer(static _ => StubAnswer.Json(Page));
        using ConversationsBudget budget = Of(LimitClass.Calls, 2);
        using ConversationsClient client = Client(server, budget);
        _ = await client.Tickets.ListPageAsync();
        _ = await client.Views.ListPageAsync();
        Task<Page<Ticket>> third = client.Tickets.ListPageAsync();
        await WaitingAsync(budget, LimitClass.Calls, 1);
        Assert.Equal(1, budget.GetStatistics(LimitClass.Calls).Used);
        Assert.Equal(TimeSpan.Zero, budget.GetStatistics(LimitClass.Turns).ExpectedWait);
        Clock.Advance(TimeSpan.FromSeconds(59));
        Assert.False(third.IsCompleted);
        Clock.Advance(TimeSpan.FromSeconds(1));
        _ = await third;
        Assert.Equal(3, server.Requests.Count);
    }

    [Fact]
    public async Task Classes_count_apart_and_research_counts_in_its_own()
    {
        await using StubServer server = StubServer.InMemory().Answer(static _ => StubAnswer.Json("""{"detail":"no"}""", 400));
        using ConversationsBudget budget = new("team", Options(static options =>
        {
            foreach (LimitClass each in Enum.GetValues<LimitClass>())
            {
                options.Windows[each] = [new(1, TimeSpan.FromMinutes(1))];
            }

            options.MaxWait = TimeSpan.Zero;
        }));
        using ConversationsClient client = Client(server, budget);
        var calls = new Func<Task>[]
        {
            () => client.Tickets.ListPageAsync(),
            () => client.Tickets.ReplyAsync(7, new TicketReply { Message = "Hi" }),
            () => client.Conversations.AskAsync(Guid.NewGuid(), "Hi"),
            () => client.Conversations.AskAsync(Guid.NewGuid(), "Hi", new() { AgentMode = AgentMode.Research }),
        };
        foreach (Func<Task> call in calls)
        {
            _ = await Assert.ThrowsAsync<ConversationsValidationException>(call);
        }

        Assert.All(Enum.GetValues<LimitClass>(), each => Assert.Equal(1, budget.GetStatistics(each).Used));
        foreach (Func<Task> call in calls)
        {
            _ = await Assert.ThrowsAsync<ConversationsRateLimitException>(call);
        }

        Assert.Equal(4, server.Requests.Count);
    }

    [Fact]
    public async Task A_call_that_would_wait_too_long_is_not_sent_and_says_for_how_long()
    {
        await using StubServer server = StubServer.InMemory().Answer(static _ => StubAnswer.Json(Page));
        using ConversationsBudget budget = Of(LimitClass.Calls, 1, TimeSpan.FromSeconds(59));
        using ConversationsClient client = Client(server, budget);
        _ = await client.Tickets.ListPageAsync();
        ConversationsRateLimitException refused = await Assert.ThrowsAsync<ConversationsRateLimitException>(
            () => client.Tickets.ListPageAsync());
        Assert.Equal((TimeSpan.FromMinutes(1), 0, HttpMethod.Get), (refused.RetryAfter, refused.Attempts, refused.Method));
        Assert.Equal("GET /api/projects/{project_id}/conversations/tickets/ was not sent: its budget for calls is used up, and it would have to wait 60 seconds, longer than the 00:00:59 of BudgetOptions.MaxWait. Call again after RetryAfter, or make fewer calls.", refused.Message);
        _ = Assert.Single(server.Requests);
    }

    [Fact]
    public async Task Each_repetition_counts_and_one_that_gets_no_permit_ends_the_call()
    {
        await using StubServer server = StubServer.InMemory().Answer(static _ => StubAnswer.Json("""{"detail":"later"}""", 503));
        using ConversationsBudget budget = Of(LimitClass.Calls, 2, TimeSpan.Zero);
        var clock = new TestClock();
        using ConversationsClient client = Client(
            server, budget, options => (options.Retry.MaxAttempts, options.TimeProvider) = (4, clock));
        ConversationsRateLimitException refused = await Assert.ThrowsAsync<ConversationsRateLimitException>(
            () => clock.RunAsync(client.Tickets.ListPageAsync()));
        Assert.Equal((2, 2), (refused.Attempts, server.Requests.Count));
        Assert.Contains("was not sent again", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_wait_is_told_as_a_measurement_with_the_class()
    {
        await using StubServer server = StubServer.InMemory().Answer(static _ => StubAnswer.Json(Page));
        using ConversationsBudget budget = Of(LimitClass.Calls, 1);
        var services = new ServiceCollection();
        services.AddConversationsClient(options =>
        {
            (options.ProjectId, options.ApiKey, options.BaseAddress) = ("1", StubServer.Key, server.BaseAddress);
            (options.Budget, options.TimeProvider) = (budget, Clock);
        }).ConfigurePrimaryHttpMessageHandler(() => server.CreateHandler()!);
        await using ServiceProvider provider = services.BuildServiceProvider();
        using var waits = new MetricCollector<double>(
            provider.GetRequiredService<IMeterFactory>(), "Conversations.Client", "conversations.client.budget.wait.duration");
        IConversationsClient client = provider.GetRequiredService<IConversationsClient>();
        _ = await client.Tickets.ListPageAsync();
        Task<Page<Ticket>> second = client.Tickets.ListPageAsync();
        await WaitingAsync(budget, LimitClass.Calls, 1);
        Clock.Advance(TimeSpan.FromSeconds(60));
        _ = await second;
        CollectedMeasurement<double> only = Assert.Single(waits.GetMeasurementSnapshot());
        Assert.Equal((60.0, "calls"), (only.Value, only.Tags["conversations.limit.class"]));
    }

    [Fact]
    public async Task The_wait_is_not_part_of_RequestTimeout()
    {
        await using StubServer server = StubServer.InMemory().Answer(static _ => StubAnswer.Json(Page));
        using ConversationsBudget budget = Of(LimitClass.Calls, 1);
        using ConversationsClient client = Client(server, budget, static options => options.RequestTimeout = TimeSpan.FromSeconds(5));
        _ = await client.Tickets.ListPageAsync();
        Task<Page<Ticket>> second = client.Tickets.ListPageAsync();
        await WaitingAsync(budget, LimitClass.Calls, 1);
        Clock.Advance(TimeSpan.FromSeconds(60));
        _ = await second;
    }

    [Fact]
    public async Task A_cancel_in_the_wait_ends_the_call_at_once_and_uses_no_permit()
    {
        await using StubServer server = StubServer.InMemory().Answer(static _ => StubAnswer.Json(Page));
        using ConversationsBudget budget = Of(LimitClass.Calls, 1);
        using ConversationsClient client = Client(server, budget);
        _ = await client.Tickets.ListPageAsync();
        using var cancel = new CancellationTokenSource();
        Task<Page<Ticket>> canceled = client.Tickets.ListPageAsync(cancellationToken: cancel.Token);
        await WaitingAsync(budget, LimitClass.Calls, 1);
        await cancel.CancelAsync();
        _ = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => canceled);
        Clock.Advance(TimeSpan.FromSeconds(60));
        _ = await client.Tickets.ListPageAsync();
        Assert.Equal(2, server.Requests.Count);
    }

    [Theory]
    [InlineData("17")]
    [InlineData("Sat, 01 Jan 2000 00:00:17 GMT")]
    [InlineData(null)]
    public async Task A_429_closes_the_class_for_all_clients_of_the_budget_until_the_service_takes_calls_again(string? header)
    {
        var refusal = StubAnswer.Json(Throttled, 429);
        await using StubServer server = StubServer.InMemory(header is null ? refusal : refusal.With("Retry-After", header))
            .Answer(static _ => StubAnswer.Json(Page));
        using ConversationsBudget budget = Of(LimitClass.Calls, 100);
        using ConversationsClient first = Client(server, budget);
        using ConversationsClient second = Client(server, budget);
        _ = await Assert.ThrowsAsync<ConversationsRateLimitException>(() => first.Tickets.ListPageAsync());
        Task<Page<Ticket>> next = second.Tickets.ListPageAsync();
        await WaitingAsync(budget, LimitClass.Calls, 1);
        Clock.Advance(TimeSpan.FromSeconds((header is null ? 42 : 17) - 0.1));
        Assert.False(next.IsCompleted);
        Clock.Advance(TimeSpan.FromSeconds(0.1));
        _ = await next;
    }

    [Fact]
    public async Task A_refusal_that_speaks_of_research_closes_research_and_leaves_other_turns_alone()
    {
        await using var server = StubServer.InMemory(StubAnswer.Json(
            """{"type":"throttled_error","code":"throttled","detail":"You've reached the usage limit for Research mode, which is currently in beta with limited capacity. Please try again in 41 seconds, or switch to a regular conversation for continued access. Expected available in 42 seconds.","attr":null}""", 429));
        using var budget = new ConversationsBudget("team", Options(static options => options.MaxWait = TimeSpan.Zero));
        using ConversationsClient client = Client(server, budget);
        _ = await Assert.ThrowsAsync<ConversationsRateLimitException>(() => client.Conversations.AskAsync(Guid.NewGuid(), "Go on."));
        Assert.Equal(TimeSpan.FromSeconds(42), budget.GetStatistics(LimitClass.Research).ExpectedWait);
        Assert.Equal(TimeSpan.Zero, budget.GetStatistics(LimitClass.Turns).ExpectedWait);
    }

    [Fact]
    public async Task Sessions_and_tokens_are_free_of_the_limits_of_keys_and_not_of_those_of_users()
    {
        await using StubServer server = StubServer.InMemory().Answer(static request =>
            request.Method == "GET" ? StubAnswer.Json(Page) : StubAnswer.Json("""{"detail":"no"}""", 400));
        using var budget = new ConversationsBudget("team", Options(static options =>
        {
            options.Windows[LimitClass.Calls] = options.Windows[LimitClass.Mail] = [new(1, TimeSpan.FromMinutes(1))];
            options.MaxWait = TimeSpan.Zero;
        }));
        using ConversationsClient key = Client(server, budget);
        IConversationsClient token = key.With(credential: ConversationsCredential.OAuthToken("pha_token"));
        IConversationsClient session = key.With(credential: ConversationsCredential.Session("a", "b"));
        IConversationsClient provided = key.With(credential: ConversationsCredential.FromProvider(
            static _ => new(ConversationsCredential.OAuthToken("pha_token"))));
        for (int call = 0; call < 3; call++)
        {
            _ = await token.Tickets.ListPageAsync();
            _ = await session.Tickets.ListPageAsync();
        }

        Assert.Equal(0, budget.GetStatistics(LimitClass.Calls).Used);
        _ = await provided.Tickets.ListPageAsync();
        _ = await provided.Tickets.ListPageAsync();
        _ = await Assert.ThrowsAsync<ConversationsRateLimitException>(() => key.Tickets.ListPageAsync());
        _ = await Assert.ThrowsAsync<ConversationsValidationException>(() => session.Tickets.ReplyAsync(7, new TicketReply { Message = "Hi" }));
        _ = await Assert.ThrowsAsync<ConversationsRateLimitException>(() => token.Tickets.ReplyAsync(7, new TicketReply { Message = "Hi" }));
    }

    [Fact]
    public async Task Without_a_name_equal_keys_count_together_and_others_apart()
    {
        await using StubServer server = StubServer.InMemory().Answer(static _ => StubAnswer.Json(Page));
        using ConversationsBudget budget = new(options: Options(static options =>
        {
            options.Windows[LimitClass.Calls] = [new(1, TimeSpan.FromMinutes(1))];
            options.MaxWait = TimeSpan.Zero;
        }));
        using ConversationsClient client = Client(server, budget);
        IConversationsClient same = client.With(projectId: "2", credential: ConversationsCredential.PersonalApiKey(StubServer.Key));
        IConversationsClient other = client.With(credential: ConversationsCredential.PersonalApiKey("phx_other"));
        var provider = ConversationsCredential.FromProvider(static _ => new(ConversationsCredential.PersonalApiKey("phx_other")));
        _ = await client.Tickets.ListPageAsync();
        _ = await Assert.ThrowsAsync<ConversationsRateLimitException>(() => same.Tickets.ListPageAsync());
        _ = await other.Tickets.ListPageAsync();
        _ = await client.With(credential: provider).Tickets.ListPageAsync();
        _ = await Assert.ThrowsAsync<ConversationsRateLimitException>(() => client.With(credential: provider).Tickets.ListPageAsync());
        Assert.DoesNotContain("phx", budget.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Keyed_clients_of_a_container_share_a_budget()
    {
        await using StubServer server = StubServer.InMemory().Answer(static _ => StubAnswer.Json(Page));
        using ConversationsBudget budget = Of(LimitClass.Calls, 1, TimeSpan.Zero);
        var services = new ServiceCollection();
        foreach (string key in new[] { "eu", "us" })
        {
            _ = services.AddConversationsClient(key, options =>
            {
                (options.ProjectId, options.ApiKey, options.BaseAddress) = ("1", StubServer.Key, server.BaseAddress);
                (options.Budget, options.TimeProvider) = (budget, Clock);
            }).ConfigurePrimaryHttpMessageHandler(() => server.CreateHandler()!);
        }

        await using ServiceProvider provider = services.BuildServiceProvider();
        _ = await provider.GetRequiredKeyedService<IConversationsClient>("eu").Tickets.ListPageAsync();
        _ = await Assert.ThrowsAsync<ConversationsRateLimitException>(
            () => provider.GetRequiredKeyedService<IConversationsClient>("us").Tickets.ListPageAsync());
    }
}
