namespace Conversations.Client.Tests.Budgets;

/// <summary>Budgets at the edges of their options.</summary>
public sealed class BudgetEdgeTests : BudgetFixture
{
    [Theory, InlineData(0), InlineData(1)]
    public async Task The_longest_window_that_a_timer_can_wait_for_is_waited_for(int marginDays)
    {
        await using StubServer server = StubServer.InMemory().Answer(static _ => StubAnswer.Json(Page));
        using ConversationsBudget budget = Long(TimeSpan.FromDays(49 - marginDays), TimeSpan.FromDays(marginDays));
        using ConversationsClient client = Client(server, budget);
        _ = await client.Tickets.ListPageAsync();
        Task<Page<Ticket>> second = client.Tickets.ListPageAsync();
        await WaitingAsync(budget, LimitClass.Calls, 1);

        Clock.Advance(TimeSpan.FromDays(48.9));
        Assert.False(second.IsCompleted);
        Clock.Advance(TimeSpan.FromDays(0.1));

        _ = await second;
    }

    [Fact]
    public void A_window_that_no_timer_can_wait_for_with_its_margin_is_named()
    {
        ArgumentException mistake = Assert.Throws<ArgumentException>(static () => Long(TimeSpan.FromDays(49), TimeSpan.FromDays(1)));

        Assert.Contains("with the margin", mistake.Message, StringComparison.Ordinal);
    }

    private static ConversationsBudget Long(TimeSpan window, TimeSpan margin) => new("team", Options(options =>
    {
        options.Windows[LimitClass.Calls] = [new(1, window)];
        (options.Margin, options.MaxWait) = (margin, Timeout.InfiniteTimeSpan);
    }));
}
