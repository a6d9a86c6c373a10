namespace Conversations.Client.Testing.Tests.Streams;

/// <summary>Cancelling a turn, and stopping to read one (docs/service/conversations.md 3.6, 6.8).</summary>
public sealed class CancellationTests
{
    private static readonly TimeSpan AtOnce = TimeSpan.FromSeconds(30);

    public static TheoryData<Transport, CancelStreamMode> Ways => new()
    {
        { Transport.InMemory, CancelStreamMode.Silent },
        { Transport.InMemory, CancelStreamMode.Close },
        { Transport.Kestrel, CancelStreamMode.Silent },
        { Transport.Kestrel, CancelStreamMode.Close },
    };

    private static async Task<(StreamFixture Fixture, ConversationStream Stream, Task<List<ConversationStreamEvent>> Reading)> StartAsync(
        Transport transport, CancelStreamMode mode, FakeCaller? caller = null)
    {
        StreamFixture fixture = await StreamFixture.StartAsync(transport, caller ?? FakeCaller.Session(), isWatched: true);
        fixture.Fake.Options.CancelStream = mode;
        TurnHold hold = fixture.Fake.Turns.Hold();
        fixture.Fake.Turns.Next(turn => turn.Say("One").Event("message", """{"content":"Tw","id":"temp-0","tool_calls":[],"type":"ai"}""").Hold(hold).Say("Two"));
        ConversationStream stream = fixture.Client.Conversations.StreamAsync(fixture.Id, "How many?");
        Task<List<ConversationStreamEvent>> reading = stream.ToListAsync().AsTask();
        await fixture.Watch.UntilAsync(() => stream.Thread.Messages.Count == 3);
        return (fixture, stream, reading);
    }

    [Theory, MemberData(nameof(Ways))]
    public async Task A_stream_that_cancels_its_turn_ends_Canceled_without_an_exception(Transport transport, CancelStreamMode mode)
    {
        (StreamFixture fixture, ConversationStream stream, Task<List<ConversationStreamEvent>> reading) = await StartAsync(transport, mode);
        await using (fixture)
        {
            await stream.CancelAsync();
            Assert.Equal(StreamOutcome.Canceled, stream.Outcome);
            _ = await reading.WaitAsync(AtOnce);
            Assert.Equal(StreamOutcome.Canceled, stream.Outcome);
            Assert.Equal(
                [ThreadEntryState.Complete, ThreadEntryState.Complete, ThreadEntryState.Incomplete],
                stream.Thread.Entries.Select(static entry => entry.State));
            Assert.Equal(ConversationStatus.Idle, fixture.Fake.Conversations[fixture.Id].Status.Known);
            await stream.CancelAsync();
            Assert.Equal(1, fixture.Fake.Requests.Count(static request => request.Operation == Operation.ConversationsCancel));
        }
    }

    [Theory, MemberData(nameof(Ways))]
    public async Task A_cancel_by_the_group_ends_the_streams_of_that_client_too(Transport transport, CancelStreamMode mode)
    {
        (StreamFixture fixture, ConversationStream stream, Task<List<ConversationStreamEvent>> reading) = await StartAsync(transport, mode);
        await using (fixture)
        {
            await fixture.Client.Conversations.CancelAsync(fixture.Id);
            _ = await reading.WaitAsync(AtOnce);
            Assert.Equal(StreamOutcome.Canceled, stream.Outcome);
        }
    }

    [Theory, BothTransports]
    public async Task A_cancel_by_somebody_else_that_closes_the_stream_is_Canceled(Transport transport)
    {
        (StreamFixture fixture, ConversationStream stream, Task<List<ConversationStreamEvent>> reading) =
            await StartAsync(transport, CancelStreamMode.Close);
        await using (fixture)
        {
            await fixture.Fake.CreateClient(FakeCaller.Session()).Conversations.CancelAsync(fixture.Id);
            _ = await reading.WaitAsync(AtOnce);
            Assert.Equal(StreamOutcome.Canceled, stream.Outcome);
        }
    }

    [Theory, BothTransports]
    public async Task A_key_may_not_cancel_and_the_reading_stops_all_the_same(Transport transport)
    {
        (StreamFixture fixture, ConversationStream stream, Task<List<ConversationStreamEvent>> reading) = await StartAsync(
            transport, CancelStreamMode.Silent, FakeCaller.ApiKey("*"));
        await using (fixture)
        {
            ConversationsPermissionException refused =
                await Assert.ThrowsAsync<ConversationsPermissionException>(() => stream.CancelAsync());
            Assert.True(refused.RequiresSession);
            _ = await reading.WaitAsync(AtOnce);
            Assert.Equal(StreamOutcome.Incomplete, stream.Outcome);
            Assert.Equal(ConversationStatus.InProgress, fixture.Fake.Conversations[fixture.Id].Status.Known);
        }
    }

    [Theory, BothTransports]
    public async Task A_cancel_that_fails_is_thrown_and_the_outcome_is_Incomplete(Transport transport)
    {
        (StreamFixture fixture, ConversationStream stream, Task<List<ConversationStreamEvent>> reading) =
            await StartAsync(transport, CancelStreamMode.Silent);
        await using (fixture)
        {
            fixture.Fake.Options.CancelFails = true;
            ConversationsApiException refused = await Assert.ThrowsAsync<ConversationsApiException>(() => stream.CancelAsync());
            Assert.Equal(422, (int)refused.StatusCode);
            _ = await reading.WaitAsync(AtOnce);
            Assert.Equal(StreamOutcome.Incomplete, stream.Outcome);
        }
    }

    [Theory, BothTransports]
    public async Task A_cancel_in_the_loop_ends_it_after_the_event(Transport transport)
    {
        await using StreamFixture fixture = await StreamFixture.StartAsync(transport, FakeCaller.Session());
        TurnHold hold = fixture.Fake.Turns.Hold();
        fixture.Fake.Turns.Next(turn => turn.Say("One", 3).Hold(hold).Say("Two"));
        await using ConversationStream stream = fixture.Client.Conversations.StreamAsync(fixture.Id, "How many?");
        List<string> pieces = [];
        await foreach (string piece in stream.ReadTextAsync())
        {
            pieces.Add(piece);
            await stream.CancelAsync();
        }

        Assert.Equal(["O"], pieces);
        Assert.Equal(StreamOutcome.Canceled, stream.Outcome);
    }

    [Fact]
    public async Task A_stream_that_was_not_sent_cancels_nothing_and_sends_nothing()
    {
        await using StreamFixture fixture = await StreamFixture.StartAsync(Transport.InMemory, FakeCaller.Session());
        await using ConversationStream stream = fixture.Client.Conversations.StreamAsync(fixture.Id, "How many?");
        await stream.CancelAsync();
        Assert.Empty(await stream.ToListAsync());
        Assert.Equal(StreamOutcome.Canceled, stream.Outcome);
        Assert.Empty(fixture.Fake.Requests);
    }

    [Fact]
    public async Task A_stream_of_given_events_stops_when_it_is_cancelled()
    {
        var stream = new ConversationStream(Events());
        int count = 0;
        await foreach (ConversationStreamEvent _ in stream)
        {
            if (++count == 2)
            {
                await stream.CancelAsync();
            }
        }

        Assert.Equal((2, StreamOutcome.Canceled), (count, stream.Outcome));

        static async IAsyncEnumerable<ConversationStreamEvent> Events()
        {
            while (true)
            {
                await Task.Yield();
                yield return new StatusEvent();
            }
        }
    }
}
