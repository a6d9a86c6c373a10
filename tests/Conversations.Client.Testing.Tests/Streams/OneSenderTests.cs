namespace Conversations.Client.Testing.Tests.Streams;

/// <summary>
/// The service loses a text when two sends to one conversation overlap (docs/service/conversations.md 3.2), so a client sends one at a
/// time.
/// </summary>
public sealed class OneSenderTests
{
    [Theory, BothTransports]
    public async Task A_second_send_is_refused_before_the_wire_while_the_first_stream_runs(Transport transport)
    {
        await using StreamFixture fixture = await StreamFixture.StartAsync(transport);
        TurnHold hold = fixture.Fake.Turns.Hold();
        fixture.Fake.Turns.Next(turn => turn.Hold(hold).Say("One"));
        IConversationOperations conversations = fixture.Client.Conversations;
        await using ConversationStream first = conversations.StreamAsync(fixture.Id, "first");
        await first.OpenAsync();

        InvalidOperationException refused = await Assert.ThrowsAsync<InvalidOperationException>(() =>
            conversations.AskAsync(fixture.Id, "second"));
        Assert.Contains("Queue.AddAsync", refused.Message, StringComparison.Ordinal);
        _ = await Assert.ThrowsAsync<InvalidOperationException>(() => conversations.StreamAsync(fixture.Id, "second").OpenAsync());
        _ = await Assert.ThrowsAsync<InvalidOperationException>(() =>
            conversations.ResumeAsync(fixture.Id, ResumePayload.DismissForm()).OpenAsync());
        _ = await Assert.ThrowsAsync<InvalidOperationException>(() =>
            fixture.Client.With(projectId: fixture.Fake.ProjectId).Conversations.AskAsync(fixture.Id, "second"));
        Assert.Single(fixture.Fake.Requests);

        // Sends to other conversations are allowed, and so is joining the turn.
        Assert.Equal(StreamOutcome.Completed, (await conversations.AskAsync(Guid.NewGuid(), "elsewhere")).Outcome);
        await using ConversationStream joined = conversations.ReconnectAsync(fixture.Id);
        await joined.OpenAsync();

        hold.Release();
        _ = await first.ToListAsync();
        Assert.Equal(StreamOutcome.Completed, (await conversations.AskAsync(fixture.Id, "second")).Outcome);
    }

    [Theory, BothTransports]
    public async Task Two_at_the_same_instant_are_one_send(Transport transport)
    {
        await using StreamFixture fixture = await StreamFixture.StartAsync(transport);
        for (int round = 0; round < 20; round++)
        {
            var id = Guid.NewGuid();
            TurnHold hold = fixture.Fake.Turns.Hold();
            fixture.Fake.Turns.For(id).Next(turn => turn.Hold(hold).Say("One"));
            Task<ConversationReply>[] asked = [
                .. Enumerable.Range(0, 4).Select(number => Task.Run(() => fixture.Client.Conversations.AskAsync(id, $"{number}"))),
            ];
            await hold.ReachedAsync();
            // The send that went out waits at the hold; the others end.
            await Task.WhenEach(asked).Take(3).ToListAsync();
            hold.Release();
            Assert.Equal(StreamOutcome.Completed, (await await Task.WhenAny(asked.Where(static task => !task.IsFaulted))).Outcome);
            Assert.All(
                asked.Where(static task => task.IsFaulted),
                static task => Assert.IsType<InvalidOperationException>(task.Exception!.InnerException));
        }
    }

    [Fact]
    public async Task A_refused_a_disposed_and_a_cancelled_stream_make_room()
    {
        await using StreamFixture fixture = await StreamFixture.StartAsync(Transport.InMemory, FakeCaller.Session());
        IConversationOperations conversations = fixture.Client.Conversations;
        fixture.Fake.Options.QuotaExhausted = true;
        _ = await Assert.ThrowsAsync<ConversationsQuotaException>(() => conversations.StreamAsync(fixture.Id, "refused").OpenAsync());
        fixture.Fake.Options.QuotaExhausted = false;

        fixture.Fake.Turns.Next(turn => turn.Hold(fixture.Fake.Turns.Hold()));
        ConversationStream cancelled = conversations.StreamAsync(fixture.Id, "cancelled");
        await cancelled.OpenAsync();
        await cancelled.CancelAsync();

        fixture.Fake.Turns.Next(static turn => turn.Pause(TimeSpan.FromMinutes(1)));
        await using (ConversationStream disposed = conversations.StreamAsync(fixture.Id, "disposed"))
        {
            await disposed.OpenAsync();
        }

        fixture.Time.Advance(TimeSpan.FromMinutes(2));
        Assert.Equal(StreamOutcome.Completed, (await conversations.AskAsync(fixture.Id, "last")).Outcome);
    }

    [Fact]
    public async Task A_stream_that_was_forgotten_does_not_close_the_conversation_for_good()
    {
        await using StreamFixture fixture = await StreamFixture.StartAsync(Transport.InMemory);
        await ForgetAsync(fixture);
        for (int round = 0; round < 10; round++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        Assert.Equal(StreamOutcome.Completed, (await fixture.Client.Conversations.AskAsync(fixture.Id, "next")).Outcome);

        static async Task ForgetAsync(StreamFixture fixture)
        {
            fixture.Fake.Turns.Next(static turn => turn.Say("One"));
            await fixture.Client.Conversations.StreamAsync(fixture.Id, "forgotten").OpenAsync();
        }
    }
}
