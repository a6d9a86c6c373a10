using System.Threading.RateLimiting;

namespace Conversations.Client.Tests.Budgets;

/// <summary>A limiter of the application beneath a budget: what it is asked, how long its permit is held, and what the budget does in its
/// place.</summary>
public sealed class LimiterBeneathTests : BudgetFixture
{
    [Fact]
    public async Task A_permit_is_held_until_the_sending_has_its_response_so_that_a_limiter_of_concurrency_limits_it()
    {
        var answered = new TaskCompletionSource();
        await using var server = StubServer.InMemory(StubAnswer.JsonAfter(answered.Task, Page));
        _ = server.Answer(static _ => StubAnswer.Json(Page));
        using ConversationsBudget budget = Over(static _ => new ConcurrencyLimiter(new() { PermitLimit = 1, QueueLimit = 9 }));
        using ConversationsClient client = Client(server, budget);

        Task<Page<Ticket>> first = client.Tickets.ListPageAsync();
        await server.ArrivedAsync(1);
        Task<Page<Ticket>> second = client.Tickets.ListPageAsync();
        Assert.Single(server.Requests);
        answered.SetResult();

        _ = await first;
        _ = await second;
        Assert.Equal(2, server.Requests.Count);
    }

    [Fact]
    public async Task A_call_that_got_its_permit_while_the_class_is_closed_leaves_when_it_is_open_again()
    {
        await using StubServer server = StubServer.InMemory(StubAnswer.Json(Throttled, 429)).Answer(static _ => StubAnswer.Json(Page));
        using var limiter = new GivenByHand();
        using ConversationsBudget budget = Over(_ => limiter);
        using ConversationsClient client = Client(server, budget);
        Task<Page<Ticket>> refused = client.Tickets.ListPageAsync();
        Task<Page<Ticket>> queued = client.Tickets.ListPageAsync();
        limiter.GiveNext();
        _ = await Assert.ThrowsAsync<ConversationsRateLimitException>(() => refused);

        limiter.GiveNext();
        await limiter.GivenAsync(2);
        Assert.Single(server.Requests);
        Clock.Advance(TimeSpan.FromSeconds(42));

        _ = await queued;
        Assert.Equal(2, server.Requests.Count);
    }

    [Fact]
    public async Task A_call_whose_permit_came_too_early_for_a_class_that_stays_closed_is_not_sent()
    {
        await using StubServer server = StubServer.InMemory(StubAnswer.Json(Throttled, 429)).Answer(static _ => StubAnswer.Json(Page));
        using var limiter = new GivenByHand();
        using ConversationsBudget budget = Over(_ => limiter, TimeSpan.FromSeconds(40));
        using ConversationsClient client = Client(server, budget);
        Task<Page<Ticket>> refused = client.Tickets.ListPageAsync();
        Task<Page<Ticket>> queued = client.Tickets.ListPageAsync();
        limiter.GiveNext();
        _ = await Assert.ThrowsAsync<ConversationsRateLimitException>(() => refused);

        limiter.GiveNext();

        ConversationsRateLimitException tooLong = await Assert.ThrowsAsync<ConversationsRateLimitException>(() => queued);
        Assert.Equal((TimeSpan.FromSeconds(42), 0), (tooLong.RetryAfter, tooLong.Attempts));
        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task A_disposed_budget_ends_the_calls_that_wait_for_a_closed_class()
    {
        await using var server = StubServer.InMemory(StubAnswer.Json(Throttled, 429));
        ConversationsBudget budget = Over(static _ => new ConcurrencyLimiter(new() { PermitLimit = 1, QueueLimit = 9 }));
        using ConversationsClient client = Client(server, budget);
        _ = await Assert.ThrowsAsync<ConversationsRateLimitException>(() => client.Tickets.ListPageAsync());
        Task<Page<Ticket>> waiting = client.Tickets.ListPageAsync();

        budget.Dispose();

        _ = await Assert.ThrowsAsync<ObjectDisposedException>(() => waiting);
    }

    [Fact]
    public async Task A_disposed_budget_ends_the_calls_that_wait_in_a_limiter_of_the_application_as_its_own()
    {
        await using var server = StubServer.InMemory();
        ConversationsBudget budget = Over(static _ => new GivenByHand());
        using ConversationsClient client = Client(server, budget);
        Task<Page<Ticket>> waiting = client.Tickets.ListPageAsync();

        budget.Dispose();

        _ = await Assert.ThrowsAsync<ObjectDisposedException>(() => waiting);
    }

    [Theory, InlineData(60), InlineData(1_000_000)]
    public async Task A_longest_wait_that_no_timer_can_run_is_one_all_the_same(int days)
    {
        await using StubServer server = StubServer.InMemory().Answer(static _ => StubAnswer.Json(Page));
        using var limiter = new GivenByHand();
        using ConversationsBudget budget = Over(_ => limiter, TimeSpan.FromDays(days));
        using ConversationsClient client = Client(server, budget);
        Task<Page<Ticket>> call = client.Tickets.ListPageAsync();

        limiter.GiveNext();

        _ = await call;
    }

    [Fact]
    public async Task A_timer_of_a_limiter_keeps_nothing_of_the_call_that_needs_it_first()
    {
        await using StubServer server = StubServer.InMemory().Answer(static _ => StubAnswer.Json(Page));
        var caught = ExecutionContext.Capture();
        Assert.NotNull(caught);
        using ConversationsBudget budget = Over(limit =>
        {
            // What a timer of the limiter would keep for all callers.
            caught = ExecutionContext.Capture();
            return limit.CreateLocal();
        });
        using ConversationsClient client = Client(server, budget);

        _ = await client.Tickets.ListPageAsync();

        Assert.Null(caught);
    }
}
