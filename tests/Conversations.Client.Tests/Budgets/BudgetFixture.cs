using System.Threading.RateLimiting;

namespace Conversations.Client.Tests.Budgets;

/// <summary>What the tests of budgets share: a clock, and budgets with short windows and no margin.</summary>
public abstract class BudgetFixture
{
    protected const string Page = """{"count":0,"next":null,"previous":null,"results":[]}""";
    protected const string Throttled = """{"type":"throttled_error","code":"throttled","detail":"Request was throttled. Expected available in 42 seconds.","attr":null}""";

    protected TestClock Clock { get; } = new();

    protected static async Task WaitingAsync(ConversationsBudget budget, LimitClass limitClass, int expected)
    {
        while (budget.GetStatistics(limitClass).Waiting < expected)
        {
            await Task.Yield();
        }
    }

    protected static BudgetOptions Options(Action<BudgetOptions> configure)
    {
        var options = new BudgetOptions { Margin = TimeSpan.Zero };
        configure(options);
        return options;
    }

    protected static ConversationsBudget Of(LimitClass limitClass, int limit, TimeSpan? maxWait = null, string? name = "team") => new(
        name, Options(options =>
    {
        options.Windows[limitClass] = [new(limit, TimeSpan.FromMinutes(1))];
        options.MaxWait = maxWait ?? options.MaxWait;
    }));

    protected static ConversationsBudget Over(Func<BudgetLimit, RateLimiter> create, TimeSpan? maxWait = null) =>
        new("team", Options(options => (options.CreateLimiter, options.MaxWait) = (create, maxWait ?? options.MaxWait)));

    protected ConversationsClient Client(
        StubServer server,
        ConversationsBudget budget,
        Action<ConversationsClientOptions>? configure = null) =>
        server.CreateClient(options =>
        {
            (options.Budget, options.TimeProvider) = (budget, Clock);
            options.Retry.MaxAttempts = 1;
            configure?.Invoke(options);
        });
}
