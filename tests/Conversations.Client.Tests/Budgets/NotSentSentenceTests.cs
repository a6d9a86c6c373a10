using System.Net;
using Microsoft.Extensions.DependencyInjection;

namespace Conversations.Client.Tests.Budgets;

/// <summary>What a call that got no permit says, and what the handlers of budgets do between others.</summary>
public sealed class NotSentSentenceTests : BudgetFixture
{
    private const string Route = "GET /api/projects/{project_id}/conversations/tickets/";

    [Theory]
    [InlineData(null, "its budget for calls is used up. Call again later, or make fewer calls.")]
    [InlineData(4.2, "its budget for calls is used up, and it would have to wait 5 seconds, longer than the 00:01:00 of BudgetOptions.MaxWait. Call again after RetryAfter, or make fewer calls.")]
    public async Task A_refusal_of_a_budget_names_a_time_only_if_its_limiter_does(double? seconds, string reason)
    {
        await using var server = StubServer.InMemory();
        using var limiter = new GivenByHand();
        using ConversationsBudget budget = Over(_ => limiter);
        using ConversationsClient client = Client(server, budget);
        Task<Page<Ticket>> call = client.Tickets.ListPageAsync();

        limiter.RefuseNext(seconds is { } known ? TimeSpan.FromSeconds(known) : null);

        ConversationsRateLimitException refused = await Assert.ThrowsAsync<ConversationsRateLimitException>(() => call);
        Assert.Equal(($"{Route} was not sent: {reason}", seconds), (refused.Message, refused.RetryAfter?.TotalSeconds));
    }

    [Theory]
    [InlineData(null, "the RateLimiter of the options gave no permit. Call again later, or make fewer calls.")]
    [InlineData(5.0, "the RateLimiter of the options gave no permit, and it would have to wait 5 seconds, so long that its queue was full. Call again after RetryAfter, or make fewer calls.")]
    public async Task A_refusal_of_the_limiter_of_the_options_says_whose_it_is(double? seconds, string reason)
    {
        await using var server = StubServer.InMemory();
        using var limiter = new GivenByHand();
        using ConversationsClient client = server.CreateClient(options => options.RateLimiter = limiter);
        Task<Page<Ticket>> call = client.Tickets.ListPageAsync();

        limiter.RefuseNext(seconds is { } known ? TimeSpan.FromSeconds(known) : null);

        ConversationsRateLimitException refused = await Assert.ThrowsAsync<ConversationsRateLimitException>(() => call);
        Assert.Equal($"{Route} was not sent: {reason}", refused.Message);
    }

    [Fact]
    public async Task No_wait_for_the_limiter_of_the_options_is_part_of_the_time_for_all_attempts()
    {
        await using var server = StubServer.InMemory(StubAnswer.Of(500), StubAnswer.Of(500), StubAnswer.Json(Page));
        using var limiter = new GivenByHand();
        using ConversationsClient client = server.CreateClient(options =>
        {
            (options.RateLimiter, options.TimeProvider) = (limiter, Clock);
            (options.Retry.MaxAttempts, options.Retry.BaseDelay) = (4, TimeSpan.Zero);
            options.Retry.TotalTimeout = TimeSpan.FromSeconds(30);
        });
        Task<Page<Ticket>> call = client.Tickets.ListPageAsync();
        for (int attempt = 1; attempt <= 3; attempt++)
        {
            await limiter.AskedAsync(attempt);
            Clock.Advance(TimeSpan.FromSeconds(60));
            _ = limiter.GiveNext();
        }

        _ = await call;
        Assert.Equal(3, server.Requests.Count);
    }

    [Fact]
    public async Task A_refusal_that_a_handler_of_the_application_would_have_repeated_closes_its_class_all_the_same()
    {
        await using var server = StubServer.InMemory(StubAnswer.Json(Throttled, 429).With("Retry-After", "17"));
        using ConversationsBudget budget = Of(LimitClass.Mail, 100);
        var services = new ServiceCollection();
        services.AddConversationsClient(options =>
        {
            (options.ProjectId, options.ApiKey, options.BaseAddress) = ("1", StubServer.Key, server.BaseAddress);
            (options.Budget, options.TimeProvider) = (budget, Clock);
        }).AddHttpMessageHandler(static () => new RepeatingHandler()).ConfigurePrimaryHttpMessageHandler(() => server.CreateHandler()!);
        await using ServiceProvider provider = services.BuildServiceProvider();
        IConversationsClient client = provider.GetRequiredService<IConversationsClient>();

        ConversationsRateLimitException refused = await Assert.ThrowsAsync<ConversationsRateLimitException>(
            () => client.Tickets.ReplyAsync(7, new TicketReply { Message = "Hi" }));

        Assert.Equal((1, TimeSpan.FromSeconds(17)), (server.Requests.Count, refused.RetryAfter));
        Assert.Equal(TimeSpan.FromSeconds(17), budget.GetStatistics(LimitClass.Mail).ExpectedWait);
    }

    [Theory]
    [InlineData(true, LimitClass.Research, LimitClass.Turns)]
    [InlineData(false, LimitClass.Turns, LimitClass.Research)]
    public async Task A_message_counts_for_research_if_it_asks_for_it_and_for_turns_if_not(bool asks, LimitClass counted, LimitClass other)
    {
        await using StubServer server = StubServer.InMemory().Answer(static _ => StubAnswer.Json("""{"detail":"no"}""", 400));
        using var budget = new ConversationsBudget("team");
        using ConversationsClient client = Client(server, budget);

        _ = await Assert.ThrowsAsync<ConversationsValidationException>(
            () => client.Conversations.AskAsync(Guid.NewGuid(), "Hi", asks ? new() { AgentMode = AgentMode.Research } : new()));

        Assert.True(budget.GetStatistics(counted).Used > 0);
        Assert.Equal(0, budget.GetStatistics(other).Used);
    }

    /// <summary>Sends a request again if the service refused it.</summary>
    private sealed class RepeatingHandler : DelegatingHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            HttpResponseMessage response = await base.SendAsync(request, cancellationToken);
            return response.StatusCode == HttpStatusCode.TooManyRequests ? await base.SendAsync(request, cancellationToken) : response;
        }
    }
}
