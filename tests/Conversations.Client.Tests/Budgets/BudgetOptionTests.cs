using System.Threading.RateLimiting;
using Microsoft.Extensions.Options;

namespace Conversations.Client.Tests.Budgets;

/// <summary>The options of budgets, limiters of the application beneath and beside them, and their end.</summary>
public sealed class BudgetOptionTests : BudgetFixture
{
    [Fact]
    public void A_budget_and_a_limiter_together_are_a_mistake_that_is_named_at_start()
    {
        using var limiter = new ConcurrencyLimiter(new() { PermitLimit = 1 });
        using var budget = new ConversationsBudget();
        OptionsValidationException mistake = Assert.Throws<OptionsValidationException>(() => new ConversationsClient(
            new() { ProjectId = "1", ApiKey = "phx_1", Budget = budget, RateLimiter = limiter }));
        Assert.Contains("Budget and RateLimiter are both set", mistake.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_limiter_of_the_application_is_asked_for_one_permit_for_each_call_and_gets_it_back()
    {
        await using StubServer server = StubServer.InMemory().Answer(static _ => StubAnswer.Json(Page));
        using var limiter = new ConcurrencyLimiter(new() { PermitLimit = 1 });
        using ConversationsClient client = server.CreateClient(options => options.RateLimiter = limiter);
        _ = await client.Tickets.ListPageAsync();
        _ = await client.Tickets.ListPageAsync();
        using RateLimitLease held = limiter.AttemptAcquire();
        ConversationsRateLimitException refused = await Assert.ThrowsAsync<ConversationsRateLimitException>(
            () => client.Tickets.ListPageAsync());
        Assert.Equal((0, 2), (refused.Attempts, server.Requests.Count));
        Assert.Equal(2, limiter.GetStatistics()!.TotalSuccessfulLeases - 1);
    }

    [Fact]
    public async Task Any_limiter_fits_beneath_a_budget_which_keeps_the_longest_wait_and_the_closing_for_it()
    {
        await using StubServer server = StubServer.InMemory(StubAnswer.Json(Page), StubAnswer.Json(Throttled, 429))
            .Answer(static _ => StubAnswer.Json(Page));
        var asked = new List<BudgetLimit>();
        using var budget = new ConversationsBudget("fleet", Options(options =>
        {
            options.MaxWait = TimeSpan.FromSeconds(50);
            options.CreateLimiter = limit =>
            {
                asked.Add(limit);
                return new TokenBucketRateLimiter(new()
                {
                    TokenLimit = 2,
                    TokensPerPeriod = 1,
                    ReplenishmentPeriod = TimeSpan.FromDays(1),
                    AutoReplenishment = false,
                    QueueLimit = 9,
                });
            };
        }));
        using ConversationsClient client = Client(server, budget);
        _ = await client.Tickets.ListPageAsync();
        _ = await Assert.ThrowsAsync<ConversationsRateLimitException>(() => client.Tickets.ListPageAsync());
        Assert.Equal(42, budget.GetStatistics(LimitClass.Calls).ExpectedWait.TotalSeconds);
        Task<Page<Ticket>> third = client.Tickets.ListPageAsync();
        await Clock.PassAsync(TimeSpan.FromSeconds(42));
        await Clock.PassAsync(TimeSpan.FromSeconds(8));

        ConversationsRateLimitException refused = await Assert.ThrowsAsync<ConversationsRateLimitException>(() => third);
        Assert.Null(refused.RetryAfter);
        BudgetLimit only = Assert.Single(asked);
        Assert.Equal(("fleet", LimitClass.Calls, 480), (only.Name, only.LimitClass, only.Windows[0].Limit));
    }

    [Fact]
    public void Wrong_options_of_a_budget_are_named()
    {
        static ArgumentException Mistake(string? name, Action<BudgetOptions> configure)
        {
            var options = new BudgetOptions();
            configure(options);
            return Assert.ThrowsAny<ArgumentException>(() => new ConversationsBudget(name, options));
        }

        Assert.Contains("MaxWait", Mistake("n", static options => options.MaxWait = TimeSpan.FromSeconds(-2)).Message, StringComparison.Ordinal);
        Assert.Contains("Margin", Mistake("n", static options => options.Margin = TimeSpan.FromSeconds(-1)).Message, StringComparison.Ordinal);
        ArgumentException nothing = Mistake("n", static options => options.Windows[LimitClass.Mail] = [new(0, TimeSpan.FromDays(1))]);
        Assert.Contains("Mail", nothing.Message, StringComparison.Ordinal);
        ArgumentException onlyOne = Mistake(
            "n", static options => options.Windows[LimitClass.Mail] = [new(1, TimeSpan.FromDays(1)), new(1, TimeSpan.Zero)]);
        Assert.Contains("more than zero", onlyOne.Message, StringComparison.Ordinal);
        Assert.Contains("LimitClass", Mistake("n", static options => options.Windows[(LimitClass)9] = []).Message, StringComparison.Ordinal);
        ArgumentException nameless = Mistake(null, static options => options.CreateLimiter = static limit => limit.CreateLocal());
        Assert.Contains("give it one", nameless.Message, StringComparison.Ordinal);
        Assert.Equal("name", Mistake(" ", static _ => { }).ParamName);
    }

    [Fact]
    public async Task A_disposed_budget_ends_the_calls_that_wait()
    {
        await using StubServer server = StubServer.InMemory().Answer(static _ => StubAnswer.Json(Page));
        ConversationsBudget budget = Of(LimitClass.Calls, 1);
        using ConversationsClient client = Client(server, budget);
        _ = await client.Tickets.ListPageAsync();
        Task<Page<Ticket>> waiting = client.Tickets.ListPageAsync();
        await WaitingAsync(budget, LimitClass.Calls, 1);
        budget.Dispose();
        _ = await Assert.ThrowsAsync<ObjectDisposedException>(() => waiting);
        _ = await Assert.ThrowsAsync<ObjectDisposedException>(() => client.Tickets.ListPageAsync());
    }

    [Fact]
    public void Credentials_that_come_and_go_do_not_fill_the_memory()
    {
        using ConversationsBudget budget = Of(LimitClass.Calls, 1, TimeSpan.Zero, name: null);
        for (int caller = 0; caller < 10_000; caller++)
        {
            _ = budget.AcquireAsync(new object(), LimitClass.Calls, Clock, default).AsTask().IsCompleted;
            Clock.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.InRange(budget.Credentials, 1, 600);
    }
}
