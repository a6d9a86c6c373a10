namespace Conversations.Client.Testing.WireMock.Tests;

/// <summary>Streams through WireMock, which itself supports only one queue of text for each mapping.</summary>
public sealed class StreamTests
{
    // Only a broken test takes this long: it would wait forever for an event that is not flushed.
    private const int Patience = 60_000;

    [Fact(Timeout = Patience)]
    public async Task Events_arrive_while_the_turn_is_held()
    {
        await using var mounted = new MountedServer();
        TurnHold hold = mounted.Fake.Turns.Hold();
        mounted.Fake.Turns.Next(turn => turn.Say("One.").Hold(hold).Say("Two."));
        var id = Guid.NewGuid();

        await using ConversationStream stream = mounted.Client.Conversations.StreamAsync(id, "Count");
        await using IAsyncEnumerator<ConversationStreamEvent> events = stream.GetAsyncEnumerator();
        string[] before = await UntilAsync(events, "One.");
        int logged = mounted.Server.LogEntries.Count;
        hold.Release();
        string[] after = await UntilAsync(events, "Two.");

        Assert.Equal(["Count", "One."], before);
        Assert.Equal(["Two."], after);
        Assert.Equal(1, logged);
        Assert.False(await events.MoveNextAsync());
        Assert.Equal(StreamOutcome.Completed, stream.Outcome);
    }

    [Fact(Timeout = Patience)]
    public async Task Each_stream_has_its_own_body()
    {
        await using var mounted = new MountedServer();
        TurnHold[] holds = [mounted.Fake.Turns.Hold(), mounted.Fake.Turns.Hold()];
        Guid[] ids = [Guid.NewGuid(), Guid.NewGuid()];
        for (int index = 0; index < 2; index++)
        {
            (TurnHold? hold, string? name) = (holds[index], $"Stream {index}");
            mounted.Fake.Turns.For(ids[index]).Next(turn => turn.Say($"{name} begins.").Hold(hold).Say($"{name} ends."));
        }

        Task<ConversationReply> first = mounted.Client.Conversations.AskAsync(ids[0], "Zero?");
        Task<ConversationReply> second = mounted.Client.Conversations.AskAsync(ids[1], "One?");
        await Task.WhenAll(holds.Select(static hold => hold.ReachedAsync()));
        holds[1].Release();
        ConversationReply replyOfSecond = await second;
        holds[0].Release();
        ConversationReply replyOfFirst = await first;

        Assert.Equal(["Stream 0 begins.", "Stream 0 ends."], Texts(replyOfFirst));
        Assert.Equal(["Stream 1 begins.", "Stream 1 ends."], Texts(replyOfSecond));

        static IEnumerable<string> Texts(ConversationReply reply) =>
            reply.Thread.Messages.OfType<AssistantMessage>().Select(static message => message.Content);
    }

    [Fact(Timeout = Patience)]
    public async Task A_second_turn_of_the_same_conversation_is_not_the_first_again()
    {
        await using var mounted = new MountedServer();
        mounted.Fake.Turns.Next(static turn => turn.Say("First."));
        mounted.Fake.Turns.Next(static turn => turn.Say("Second."));
        var id = Guid.NewGuid();

        Assert.Equal("First.", (await mounted.Client.Conversations.AskAsync(id, "a")).Text);
        Assert.Equal("Second.", (await mounted.Client.Conversations.AskAsync(id, "b")).Text);
    }

    [Fact(Timeout = Patience)]
    public async Task Writes_in_the_middle_of_a_letter_come_as_they_are()
    {
        await using var mounted = new MountedServer();
        mounted.Fake.Turns.Next(static turn => turn.Say("Grüße 🥐", partials: 3).ChunkEvery(1));

        Assert.Equal("Grüße 🥐", (await mounted.Client.Conversations.AskAsync(Guid.NewGuid(), "?")).Text);
    }

    [Fact(Timeout = Patience)]
    public async Task A_turn_can_be_cancelled()
    {
        await using var mounted = new MountedServer();
        mounted.Fake.Options.ApiKeys = ApiKeyMode.Relaxed;
        TurnHold hold = mounted.Fake.Turns.Hold();
        mounted.Fake.Turns.Next(turn => turn.Say("One.").Hold(hold).Say("Two."));
        var id = Guid.NewGuid();

        await using ConversationStream stream = mounted.Client.Conversations.StreamAsync(id, "Count");
        await using IAsyncEnumerator<ConversationStreamEvent> events = stream.GetAsyncEnumerator();
        await UntilAsync(events, "One.");
        await stream.CancelAsync();

        Assert.Equal(StreamOutcome.Canceled, stream.Outcome);
        Assert.Equal(ConversationStatus.Idle, mounted.Fake.Conversations[id].Status);
    }

    [Fact(Timeout = Patience)]
    public async Task A_cut_is_one_and_the_client_joins_the_turn_again()
    {
        await using var mounted = new MountedServer();
        mounted.Fake.Turns.Next(static turn => turn.Say("One.").Cut());
        var id = Guid.NewGuid();
        await using ConversationStream stream = mounted.Client.Conversations.StreamAsync(id, "Count");

        await foreach (ConversationStreamEvent _ in stream)
        {
        }

        Assert.Equal(StreamOutcome.Completed, stream.Outcome);
        Assert.Equal(["One."], stream.Thread.Messages.OfType<AssistantMessage>().Select(static message => message.Content));
        Assert.Contains(mounted.Fake.Requests, static request => request.Operation is not Operation.ConversationsCreate);
    }

    [Fact(Timeout = Patience)]
    public async Task A_cut_after_events_lets_exactly_those_through()
    {
        await using var mounted = new MountedServer();
        using ConversationsClient careless = mounted.CreateClient(static options => options.Streaming.Reconnect = false);
        mounted.Fake.Turns.Next(static turn => turn.Say("One.").Say("Two."));
        mounted.Fake.Faults.On(Operation.ConversationsCreate).CutAfterEvents(3);
        await using ConversationStream stream = careless.Conversations.StreamAsync(Guid.NewGuid(), "Count");
        var seen = new List<ConversationStreamEvent>();

        await Assert.ThrowsAsync<ConversationsConnectionException>(async () =>
        {
            await foreach (ConversationStreamEvent streamEvent in stream)
            {
                seen.Add(streamEvent);
            }
        });

        Assert.Equal(3, seen.Count);
        Assert.Equal("One.", Assert.IsType<AssistantMessage>(Assert.IsType<MessageEvent>(seen[2]).Message).Content);
        Assert.Equal(200, Assert.Single(mounted.Server.LogEntries).ResponseMessage!.StatusCode);
    }

    [Fact(Timeout = Patience)]
    public async Task The_end_of_the_server_ends_a_stream_that_is_still_open()
    {
        await using var mounted = new MountedServer();
        using ConversationsClient careless = mounted.CreateClient(static options => options.Streaming.Reconnect = false);
        TurnHold hold = mounted.Fake.Turns.Hold();
        mounted.Fake.Turns.Next(turn => turn.Say("One.").Hold(hold));
        await using ConversationStream stream = careless.Conversations.StreamAsync(Guid.NewGuid(), "Count");
        await using IAsyncEnumerator<ConversationStreamEvent> events = stream.GetAsyncEnumerator();
        await UntilAsync(events, "One.");

        mounted.Server.Stop();

        await Assert.ThrowsAsync<ConversationsConnectionException>(() => UntilAsync(events, "Two."));
    }

    /// <summary>The texts of the messages, up to the expected last one.</summary>
    private static async Task<string[]> UntilAsync(IAsyncEnumerator<ConversationStreamEvent> events, string last)
    {
        var texts = new List<string>();
        while (texts.LastOrDefault() != last && await events.MoveNextAsync())
        {
            if (events.Current is MessageEvent { Message: var message })
            {
                texts.Add(message switch { HumanMessage human => human.Content, AssistantMessage assistant => assistant.Content, _ => "" });
            }
        }

        return [.. texts];
    }
}
