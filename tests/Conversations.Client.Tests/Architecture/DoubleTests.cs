using NSubstitute;

namespace Conversations.Client.Tests.Architecture;

/// <summary>Code that uses the client can be tested without it.</summary>
public sealed class DoubleTests
{
    [Fact]
    public async Task The_interfaces_can_be_substituted()
    {
        IConversationsClient client = Substitute.For<IConversationsClient>();
        var id = Guid.NewGuid();
        client.Tickets.ListAsync(Arg.Any<TicketQuery?>(), Arg.Any<CancellationToken>())
            .Returns(AsyncPageable<Ticket>.FromPages([new() { Results = [new() { Id = id, TicketNumber = 7 }] }]));
        client.Tickets.GetAsync(7, Arg.Any<CancellationToken>()).Returns(new Ticket { Id = id, Status = TicketStatus.Open });
        client.Tickets.UpdateAsync(
            7, Arg.Is<TicketUpdate>(static update =>
                update.Status == TicketStatus.Resolved), Arg.Any<CancellationToken>()).Returns<Ticket>(static _ =>
                throw new ConversationsNotFoundException { Detail = "Not found." });
        client.Conversations.StreamAsync(id, "Hi", Arg.Any<SendOptions?>(), Arg.Any<CancellationToken>())
            .Returns(static _ => new ConversationStream(Events()));
        client.Conversations.AskAsync(id, "Hi", Arg.Any<SendOptions?>(), Arg.Any<CancellationToken>())
            .Returns(new ConversationReply { Text = "Hello", Outcome = StreamOutcome.Completed, Thread = ConversationThread.From([]) });

        Assert.Equal(7, (await client.Tickets.ListAsync().SingleAsync()).TicketNumber);
        Assert.True((await client.Tickets.GetAsync(7)).Status == TicketStatus.Open);
        _ = await Assert.ThrowsAsync<ConversationsNotFoundException>(() =>
            client.Tickets.UpdateAsync(7, new() { Status = TicketStatus.Resolved }));
        Assert.Equal(["Hel", "lo"], await client.Conversations.StreamAsync(id, "Hi").ReadTextAsync().ToListAsync());
        Assert.Equal("Hello", (await client.Conversations.AskAsync(id, "Hi")).Text);
    }

    [Fact]
    public async Task A_list_can_be_written_by_hand()
    {
        AsyncPageable<string> list = new Letters();
        Assert.Equal(["a", "b"], await list.ToListAsync());
    }

    [Fact]
    public async Task The_generated_interface_can_be_substituted()
    {
        IConversationsApi api = Substitute.For<IConversationsApi>();
        api.GetViewAsync("1", "a").Returns(new TicketView { Name = "n" });
        Assert.Equal("n", (await api.GetViewAsync("1", "a")).Name);
    }

    private static async IAsyncEnumerable<ConversationStreamEvent> Events()
    {
        await Task.Yield();
        yield return new MessageEvent { Message = new AssistantMessage { Content = "Hel" }, IsPartial = true };
        yield return new MessageEvent { Message = new AssistantMessage { Id = "a", Content = "Hello" } };
    }

    private sealed class Letters : AsyncPageable<string>
    {
        public override IAsyncEnumerable<Page<string>> AsPagesAsync(int? pageSize = null, CancellationToken cancellationToken = default) =>
            new Page<string>[] { new() { Results = ["a", "b"] } }.ToAsyncEnumerable();
    }
}
