namespace Conversations.Client.Testing.Tests;

/// <summary>
/// The client against the fake, with the operations that need a session. Both follow the contract; neither shares the other's code.
/// </summary>
public sealed class OwnClientTests
{
    [Fact]
    public async Task A_thread_is_written_and_read()
    {
        await using var fake = new FakeConversationsServer();
        var channel = Guid.NewGuid();
        fake.Directory.Add(new EmailChannelSeed { Id = channel, Address = "help@acme.example" });
        ITicketOperations tickets = fake.CreateClient(FakeCaller.Session()).Tickets;

        ComposedTicket composed = await tickets.ComposeAsync(
            new TicketCompose { RecipientEmail = "ana@lumen.example", EmailConfigId = channel, Message = "Hello" });
        TicketMessage reply = await tickets.ReplyAsync(composed.TicketNumber, "How are you?");
        TicketMessage note = await tickets.ReplyAsync(composed.TicketNumber, "Be kind", isPrivate: true);
        Assert.Equal(1, (await tickets.UpdateNoteAsync(composed.TicketNumber, note.Id, "Be very kind")).Version);
        Page<TicketMessage> thread = await tickets.ListMessagesPageAsync(composed.TicketNumber);
        Assert.Equal(["Hello", "How are you?", "Be very kind"], thread.Results.Select(message => message.Content));
        Assert.Equal(AuthorType.Human, thread.Results[0].AuthorType);
        await tickets.DeleteNoteAsync(composed.TicketNumber, note.Id);
        await tickets.SendAIFeedbackAsync(composed.TicketNumber, reply.Id.ToString(), AIFeedbackRating.Good);
        _ = await Assert.ThrowsAsync<ConversationsNotFoundException>(() => tickets.GetFullEmailAsync(composed.TicketNumber, reply.Id));

        Assert.Equal([composed.Id], (await tickets.SetStatusAsync([composed.Id], TicketStatus.Pending)).Ids);
        Assert.Equal(["vip"], (await tickets.AddTagsAsync([composed.Id], ["VIP"])).Updated[0].Tags);
        Assert.Equal(0, await tickets.CountUnreadAsync());
        await tickets.DeleteAsync(composed.TicketNumber);
        Assert.Empty(fake.Tickets);
    }

    [Fact]
    public async Task An_answer_is_that_to_the_own_message_also_when_a_queued_one_follows()
    {
        await using var fake = new FakeConversationsServer();
        IConversationsClient client = fake.CreateClient(FakeCaller.Session());
        var id = Guid.NewGuid();
        TurnHold hold = fake.Turns.Hold();
        fake.Turns.Next(turn => turn.Hold(hold).Say("First."));
        fake.Turns.Next(turn => turn.Say("Second."));

        Task<ConversationReply> asking = client.Conversations.AskAsync(id, "one");
        await hold.ReachedAsync();
        QueuedMessage queued = Assert.Single((await client.Queue.AddAsync(id, "two")).Messages);
        _ = await client.Queue.UpdateAsync(id, queued.Id, "zwei");
        hold.Release();

        ConversationReply reply = await asking;
        Assert.Equal(("First.", StreamOutcome.Completed), (reply.Text, reply.Outcome));
        Assert.Equal(
            ["one", "First."],
            reply.Thread.Messages.Select(message => (message as HumanMessage)?.Content ?? ((AssistantMessage)message).Content));
        _ = await client.Conversations.AppendMessageAsync(id, "From elsewhere");
        Assert.Equal(
            ["one", "First.", "zwei", "Second.", "From elsewhere"],
            (await client.Conversations.GetAsync(id)).Messages.Select(message =>
                (message as HumanMessage)?.Content ?? ((AssistantMessage)message).Content));
        ConversationsConflictException closed = await Assert.ThrowsAsync<ConversationsConflictException>(() =>
            client.Queue.AddAsync(id, "three"));
        Assert.Equal(ConflictReason.NotRunning, closed.Reason);
        await client.Conversations.CancelAsync(id);
        await client.Conversations.DeleteAsync(id);
        _ = await Assert.ThrowsAsync<ConversationsNotFoundException>(() => client.Queue.ListAsync(id));
    }
}
