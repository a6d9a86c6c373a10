using Conversations.Client.Redis;
using StackExchange.Redis;

namespace Conversations.Client.Testing.Tests.Snippets;

/// <summary>The code blocks of docs/limits.md.</summary>
public sealed class Limits
{
    [Fact]
    public async Task A_budget_keeps_the_limits_of_mails()
    {
        await using var fake = new FakeConversationsServer(FakeConversationsOptions.NewestService());
        fake.Tickets.Add(new());
        var options = new ConversationsClientOptions();

        using var budget = new ConversationsBudget("support-bot");
        options.Budget = budget;

        IConversationsClient client = fake.CreateClient(configure: own => own.Budget = options.Budget);
        for (int reply = 0; reply < 10; reply++)
        {
            _ = await client.Tickets.ReplyAsync(1, new TicketReply { Message = $"Reply {reply}" });
        }

        Assert.Equal(1, budget.GetStatistics(LimitClass.Mail).Used);
    }

    [Fact]
    public async Task A_budget_over_a_Redis_that_is_not_there_counts_by_itself()
    {
        await using var fake = new FakeConversationsServer();
        await using ConnectionMultiplexer redis = await ConnectionMultiplexer.ConnectAsync("127.0.0.1:1,abortConnect=false,connectTimeout=100,connectRetry=0");

        using var budget = new ConversationsBudget("support-bot", new() { CreateLimiter = RedisBudget.Over(redis) });

        IConversationsClient client = fake.CreateClient(configure: own => own.Budget = budget);
        _ = await client.Tickets.ListPageAsync();
        Assert.Equal(0, budget.GetStatistics(LimitClass.Calls).Waiting);
    }
}
