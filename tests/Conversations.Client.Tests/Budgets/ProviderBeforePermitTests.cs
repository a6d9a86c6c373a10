namespace Conversations.Client.Tests.Budgets;

/// <summary>A budget beside a credential provider that is slow or fails.</summary>
public sealed class ProviderBeforePermitTests : BudgetFixture
{
    [Fact]
    public async Task Calls_that_waited_for_a_slow_provider_leave_within_the_windows()
    {
        await using StubServer server = StubServer.InMemory().Answer(static _ => StubAnswer.Json(Page));
        using ConversationsBudget budget = Of(LimitClass.Calls, 2, Timeout.InfiniteTimeSpan);
        var given = new TaskCompletionSource<ConversationsCredential>();
        using ConversationsClient client = Client(
            server, budget, options => options.Credential = ConversationsCredential.FromProvider(_ => new(given.Task)));
        Task<Page<Ticket>>[] calls = [.. Enumerable.Range(0, 5).Select(_ => client.Tickets.ListPageAsync())];
        Clock.Advance(TimeSpan.FromSeconds(61));

        given.SetResult(ConversationsCredential.PersonalApiKey(StubServer.Key));

        await WaitingAsync(budget, LimitClass.Calls, 3);
        await server.ArrivedAsync(2);
        Assert.Equal(2, server.Requests.Count);
        Clock.Advance(TimeSpan.FromMinutes(1));
        await server.ArrivedAsync(4);
        Assert.Equal(4, server.Requests.Count);
        Clock.Advance(TimeSpan.FromMinutes(1));
        _ = await Task.WhenAll(calls);
    }

    [Fact]
    public async Task A_call_whose_provider_fails_uses_no_permit()
    {
        await using var server = StubServer.InMemory();
        using ConversationsBudget budget = Of(LimitClass.Mail, 1, TimeSpan.Zero);
        using ConversationsClient client = Client(server, budget, static options => options.Credential =
            ConversationsCredential.FromProvider(static _ => throw new InvalidOperationException("Sealed.")));

        for (int call = 0; call < 2; call++)
        {
            ConversationsCredentialException error = await Assert.ThrowsAsync<ConversationsCredentialException>(
                () => client.Tickets.ReplyAsync(7, new TicketReply { Message = "Hi" }));
            Assert.Equal((0, false), (error.Attempts, error.OutcomeIsUnknown));
        }

        Assert.Equal(0, budget.GetStatistics(LimitClass.Mail).Used);
    }
}
