using Conversations.Client.Tests.Pipeline.Retries;

namespace Conversations.Client.Tests.Budgets;

/// <summary>What the wait for a permit does to the time that all attempts of a call have.</summary>
public sealed class PermitWaitTests : BudgetFixture
{
    private static readonly TicketReply Reply = new() { Message = "Hi" };

    [Theory, BothTransports]
    public async Task No_wait_for_a_permit_is_part_of_the_time_for_all_attempts(Transport transport)
    {
        await using StubServer server = (await StubServer.StartAsync(transport)).Answer(
            StubAnswer.Json(Page), StubAnswer.Of(500), StubAnswer.Of(500), StubAnswer.Json(Page));
        using ConversationsBudget budget = Of(LimitClass.Calls, 1);
        using ConversationsClient client = Client(server, budget, static options => Repeat(options, TimeSpan.FromSeconds(30)));
        _ = await client.Tickets.ListPageAsync();
        Task<Page<Ticket>> second = client.Tickets.ListPageAsync();
        await PassAsync(budget, LimitClass.Calls, waits: 3);
        _ = await second;
        Assert.Equal(4, server.Requests.Count);
    }

    [Fact]
    public async Task A_repetition_that_got_its_permit_has_what_was_left_of_the_time()
    {
        await using var server = StubServer.InMemory(StubAnswer.Json(Page), StubAnswer.Of(500), StubAnswer.Silence());
        using ConversationsBudget budget = Of(LimitClass.Calls, 1);
        using ConversationsClient client = Client(server, budget, static options => Repeat(options, TimeSpan.FromSeconds(30)));
        _ = await client.Tickets.ListPageAsync();
        Task<Page<Ticket>> second = client.Tickets.ListPageAsync();
        await PassAsync(budget, LimitClass.Calls, waits: 2);
        await server.ArrivedAsync(3);
        Clock.Advance(TimeSpan.FromSeconds(29.9));
        Assert.False(second.IsCompleted);
        Clock.Advance(TimeSpan.FromSeconds(0.1));
        ConversationsTimeoutException error = await Assert.ThrowsAsync<ConversationsTimeoutException>(() => second);
        Assert.Contains("Retry.TotalTimeout", error.Message, StringComparison.Ordinal);
        Assert.Equal(2, error.Attempts);
    }

    [Theory]
    [InlineData(1, 3)]
    [InlineData(2, 2)]
    public async Task The_service_begins_to_remember_a_message_when_it_has_its_permit_and_forgets_it_while_a_repetition_waits(
        int minutes, int sent)
    {
        await using var server = StubServer.InMemory(
            StubAnswer.Of(400), StubAnswer.Of(500), StubAnswer.Json(IdenticalMessageTests.Message, 201));
        using ConversationsBudget budget = new("team", Options(options =>
        {
            options.Windows[LimitClass.Mail] = [new(1, TimeSpan.FromMinutes(minutes))];
            options.MaxWait = TimeSpan.FromMinutes(2);
        }));
        using ConversationsClient client = Client(server, budget, static options =>
        {
            Repeat(options, TimeSpan.FromMinutes(5));
            options.Retry.RepeatIdenticalMessages = true;
        });
        _ = await Assert.ThrowsAsync<ConversationsValidationException>(() => client.Tickets.ReplyAsync(1, Reply));
        Task<TicketMessage> second = client.Tickets.ReplyAsync(1, Reply);
        await PassAsync(budget, LimitClass.Mail, waits: 2, minutes);
        if (sent == 3)
        {
            _ = await second;
        }
        else
        {
            ConversationsApiException error = await Assert.ThrowsAsync<ConversationsApiException>(() => second);
            Assert.Equal((1, true), (error.Attempts, error.OutcomeIsUnknown));
        }

        Assert.Equal(sent, server.Requests.Count);
    }

    private static void Repeat(ConversationsClientOptions options, TimeSpan total) =>
        (options.Retry.MaxAttempts, options.Retry.BaseDelay, options.Retry.TotalTimeout) = (4, TimeSpan.Zero, total);

    /// <summary>Passes waits for permits, one after the other.</summary>
    private async Task PassAsync(ConversationsBudget budget, LimitClass limitClass, int waits, int minutes = 1)
    {
        for (int wait = 0; wait < waits; wait++)
        {
            await WaitingAsync(budget, limitClass, 1);
            Clock.Advance(TimeSpan.FromMinutes(minutes));
        }
    }
}
