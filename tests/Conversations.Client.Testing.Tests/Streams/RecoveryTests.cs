namespace Conversations.Client.Testing.Tests.Streams;

/// <summary>
/// After a connection breaks or falls silent, the client opens another. Each event comes once, and nothing is lost
/// (docs/service/conversations.md 6.6, 6.7).
/// </summary>
public sealed class RecoveryTests
{
    public static TheoryData<Transport, ReplayMode> Ways => new()
    {
        { Transport.InMemory, ReplayMode.Full },
        { Transport.InMemory, ReplayMode.TailOnly },
        { Transport.Kestrel, ReplayMode.Full },
        { Transport.Kestrel, ReplayMode.TailOnly },
    };

    private static int Sends(StreamFixture fixture) =>
        fixture.Fake.Requests.Count(static request => request.Operation == Operation.ConversationsCreate);

    private static async Task<StreamFixture> StartAsync(
        Transport transport, ReplayMode replay, FakeCaller? caller = null, Action<ConversationsClientOptions>? configure = null)
    {
        StreamFixture fixture = await StreamFixture.StartAsync(transport, caller, configure, isWatched: true);
        fixture.Fake.Options.Replay = replay;
        return fixture;
    }

    [Theory, MemberData(nameof(Ways))]
    public async Task A_cut_in_the_middle_of_an_answer_is_followed_by_the_rest(Transport transport, ReplayMode replay)
    {
        await using StreamFixture fixture = await StartAsync(transport, replay);
        TurnHold hold = fixture.Fake.Turns.Hold();
        fixture.Fake.Turns.Next(turn => turn.Say("Let me look.", 3).Tool("execute_sql", "{}", "42")
            .Event("message", """{"content":"It","id":"temp-0","tool_calls":[],"type":"ai"}""").Cut().Hold(hold)
            .Event("message", """{"content":"It is","id":"temp-0","tool_calls":[],"type":"ai"}""").Say("It is 42."));
        await using ConversationStream stream = fixture.Client.Conversations.StreamAsync(fixture.Id, "How many?");
        List<ConversationStreamEvent> events = [];

        var reading = Task.Run(async () =>
        {
            await foreach (ConversationStreamEvent streamEvent in stream)
            {
                events.Add(streamEvent);
            }
        });
        await JoinedAsync(fixture, reading, 1);
        hold.Release();
        await reading.WaitAsync(TimeSpan.FromSeconds(30));

        Assert.Equal((StreamOutcome.Completed, 1), (stream.Outcome, stream.ReconnectCount));
        Assert.Equal(fixture.Stored, StreamFixture.Show(stream.Thread));
        Assert.All(stream.Thread.Entries, static entry => Assert.Equal(ThreadEntryState.Complete, entry.State));
        var finished = events.OfType<MessageEvent>()
            .Where(static message => !message.IsPartial)
            .Select(static message => message.Message.Id)
            .ToList();
        Assert.Equal(finished.Distinct(), finished);
        Assert.Equal(
            ["It", "It is"],
            events.OfType<MessageEvent>()
                .Where(static message => message.IsPartial)
                .Select(static message => ((AssistantMessage)message.Message).Content)
                .Where(static text => text[0] == 'I'));
        Assert.Equal(
            ["How many?"],
            fixture.Fake.Requests.Where(static request => request.Operation == Operation.ConversationsCreate)
                .Select(static request => request.BodyAs<SendMessageRequest>()!.Content)
                .OfType<string>());
    }

    [Theory, MemberData(nameof(Ways))]
    public async Task Text_goes_on_where_it_ended(Transport transport, ReplayMode replay)
    {
        await using StreamFixture fixture = await StartAsync(transport, replay);
        TurnHold hold = fixture.Fake.Turns.Hold();
        fixture.Fake.Turns.Next(turn => turn.Say("Let me look.", 3).Tool("execute_sql", "{}", "42")
            .Event("message", """{"content":"It is","id":"temp-0","tool_calls":[],"type":"ai"}""").Cut().Hold(hold)
            .Event("message", """{"content":"It is 4","id":"temp-0","tool_calls":[],"type":"ai"}""").Say("It is 42."));
        await using ConversationStream stream = fixture.Client.Conversations.StreamAsync(fixture.Id, "How many?");
        Task<List<string>> reading = stream.ReadTextAsync().ToListAsync().AsTask();
        await JoinedAsync(fixture, reading, 1);
        hold.Release();

        Assert.Equal("Let me look.\n\nIt is 42.", string.Concat(await reading));
        Assert.Equal(StreamOutcome.Completed, stream.Outcome);
    }

    [Theory, MemberData(nameof(Ways))]
    public async Task A_turn_that_ended_meanwhile_is_read_from_the_service(Transport transport, ReplayMode replay)
    {
        await using StreamFixture fixture = await StartAsync(transport, replay);
        fixture.Fake.Turns.Next(static turn => turn.Event("message", """{"content":"Let","id":"temp-0","tool_calls":[],"type":"ai"}""").Cut().Pause(TimeSpan.Zero).Say("Let me look.").Tool("execute_sql", "{}", "42").Say("It is 42."));
        await using ConversationStream stream = fixture.Client.Conversations.StreamAsync(fixture.Id, "How many?");

        List<TextUpdate> updates = await stream.ReadTextUpdatesAsync().ToListAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(30));

        Assert.Equal((StreamOutcome.Completed, 0), (stream.Outcome, stream.ReconnectCount));
        Assert.Equal(fixture.Stored, StreamFixture.Show(stream.Thread));
        Assert.Equal(["Let me look.", "It is 42."], FoldedText.Of(updates));
        Assert.Equal(1, Sends(fixture));
    }

    [Theory, MemberData(nameof(Ways))]
    public async Task A_queue_that_went_on_meanwhile_is_read_too(Transport transport, ReplayMode replay)
    {
        await using StreamFixture fixture = await StartAsync(transport, replay, FakeCaller.Session());
        TurnHold hold = fixture.Fake.Turns.Hold();
        fixture.Fake.Turns.Next(turn => turn.Hold(hold).Say("One").Cut());
        fixture.Fake.Turns.Next(static turn => turn.Say("Two"));
        await using ConversationStream stream = fixture.Client.Conversations.StreamAsync(fixture.Id, "first");
        Task<List<TextUpdate>> reading = stream.ReadTextUpdatesAsync().ToListAsync().AsTask();
        await hold.ReachedAsync();
        _ = await fixture.Client.Queue.AddAsync(fixture.Id, "second");
        hold.Release();
        _ = await reading.WaitAsync(TimeSpan.FromSeconds(30));
        Assert.Equal(["human:first", "ai:One", "human:second", "ai:Two"], StreamFixture.Show(stream.Thread));
    }

    [Theory, MemberData(nameof(Ways))]
    public async Task An_answer_is_that_to_the_own_message_also_after_a_cut(Transport transport, ReplayMode replay)
    {
        await using StreamFixture fixture = await StartAsync(transport, replay, FakeCaller.Session());
        TurnHold hold = fixture.Fake.Turns.Hold();
        fixture.Fake.Turns.Next(turn => turn.Hold(hold).Say("One").Cut());
        fixture.Fake.Turns.Next(static turn => turn.Say("Two"));
        Task<ConversationReply> asking = fixture.Client.Conversations.AskAsync(fixture.Id, "first");
        await hold.ReachedAsync();
        _ = await fixture.Client.Queue.AddAsync(fixture.Id, "second");
        hold.Release();
        ConversationReply reply = await asking.WaitAsync(TimeSpan.FromSeconds(30));
        Assert.Equal(("One", StreamOutcome.Completed), (reply.Text, reply.Outcome));
        Assert.Equal(["human:first", "ai:One"], StreamFixture.Show(reply.Thread));
    }

    [Theory, MemberData(nameof(Ways))]
    public async Task A_conversation_without_a_title_is_joined_although_it_cannot_be_read(Transport transport, ReplayMode replay)
    {
        await using StreamFixture fixture = await StartAsync(transport, replay);
        fixture.Fake.Options.Title = TitleMode.Never;
        TurnHold hold = fixture.Fake.Turns.Hold();
        fixture.Fake.Turns.Next(turn => turn.Say("One").Cut().Hold(hold).Say("Two", 2));
        await using ConversationStream stream = fixture.Client.Conversations.StreamAsync(fixture.Id, "How many?");
        Task<List<TextUpdate>> reading = stream.ReadTextUpdatesAsync().ToListAsync().AsTask();
        await JoinedAsync(fixture, reading, 1);
        hold.Release();
        if (replay == ReplayMode.Full)
        {
            _ = await fixture.Time.RunAsync(reading);
            Assert.Equal(StreamOutcome.Completed, stream.Outcome);
        }
        else
        {
            // The client cannot know whether something was lost.
            _ = await Assert.ThrowsAsync<ConversationsStreamException>(() => fixture.Time.RunAsync(reading));
            Assert.Equal(StreamOutcome.Incomplete, stream.Outcome);
        }

        Assert.Equal(["human:How many?", "ai:One", "ai:Two"], StreamFixture.Show(stream.Thread));
    }

    [Theory, MemberData(nameof(Ways))]
    public async Task Silence_of_bytes_is_a_break_and_keepalives_are_not(Transport transport, ReplayMode replay)
    {
        await using StreamFixture fixture = await StartAsync(transport, replay);
        TurnHold hold = fixture.Fake.Turns.Hold();
        fixture.Fake.Turns.Next(turn => turn.Say("One").Hold(hold).Say("Two"));
        await using ConversationStream stream = fixture.Client.Conversations.StreamAsync(fixture.Id, "How many?");
        Task<List<ConversationStreamEvent>> reading = stream.ToListAsync().AsTask();
        await hold.ReachedAsync();
        await fixture.Watch.UntilAsync(() => stream.Thread.Messages.Count == 2);

        for (int keepAlive = 0; keepAlive < 20; keepAlive++)
        {
            await PassKeepAliveAsync(fixture);
        }

        Assert.Equal(1, Sends(fixture));
        hold.Release();
        _ = await reading.WaitAsync(TimeSpan.FromSeconds(30));
        Assert.Equal((StreamOutcome.Completed, 0), (stream.Outcome, stream.ReconnectCount));
    }

    [Theory, MemberData(nameof(Ways))]
    public async Task Silence_of_a_dead_connection_is_followed_by_another_one(Transport transport, ReplayMode replay)
    {
        await using StreamFixture fixture = await StartAsync(transport, replay);
        fixture.Fake.Options.KeepAliveInterval = TimeSpan.FromHours(1);
        TurnHold hold = fixture.Fake.Turns.Hold();
        fixture.Fake.Turns.Next(turn => turn.Say("One").Hold(hold).Say("Two"));
        await using ConversationStream stream = fixture.Client.Conversations.StreamAsync(fixture.Id, "How many?");
        Task<List<ConversationStreamEvent>> reading = stream.ToListAsync().AsTask();
        await fixture.Watch.UntilAsync(() => stream.Thread.Messages.Count == 2);
        fixture.Time.Advance(TimeSpan.FromSeconds(44));
        Assert.Equal(1, Sends(fixture));
        // The limit for a time without bytes, then the pause before the next connection.
        await fixture.Time.RunAsync(fixture.Time.PausedAsync(), TimeSpan.FromSeconds(45));
        await JoinedAsync(fixture, reading, 1);
        Assert.Equal(2, Sends(fixture));
        hold.Release();
        _ = await reading.WaitAsync(TimeSpan.FromSeconds(30));
        Assert.Equal((StreamOutcome.Completed, 1), (stream.Outcome, stream.ReconnectCount));
        Assert.Equal(["human:How many?", "ai:One", "ai:Two"], StreamFixture.Show(stream.Thread));
    }

    [Theory, MemberData(nameof(Ways))]
    public async Task Silence_of_events_is_a_break_when_the_option_says_so(Transport transport, ReplayMode replay)
    {
        await using StreamFixture fixture = await StartAsync(
            transport, replay, configure: static options => options.Streaming.EventIdleTimeout = TimeSpan.FromSeconds(40));
        TurnHold hold = fixture.Fake.Turns.Hold();
        fixture.Fake.Turns.Next(turn => turn.Say("One").Hold(hold).Say("Two"));
        await using ConversationStream stream = fixture.Client.Conversations.StreamAsync(fixture.Id, "How many?");
        Task<List<ConversationStreamEvent>> reading = stream.ToListAsync().AsTask();
        await fixture.Watch.UntilAsync(() => stream.Thread.Messages.Count == 2);
        await fixture.Time.RunAsync(fixture.Time.PausedAsync(), TimeSpan.FromSeconds(40));
        await JoinedAsync(fixture, reading, 1);
        Assert.Equal(2, Sends(fixture));
        hold.Release();
        _ = await reading.WaitAsync(TimeSpan.FromSeconds(30));
        Assert.Equal((StreamOutcome.Completed, 1), (stream.Outcome, stream.ReconnectCount));
    }

    [Theory, MemberData(nameof(Ways))]
    public async Task A_turn_that_is_joined_late_is_seen_from_its_beginning(Transport transport, ReplayMode replay)
    {
        await using StreamFixture fixture = await StartAsync(transport, replay);
        TurnHold hold = fixture.Fake.Turns.Hold();
        fixture.Fake.Turns.Next(static turn => turn.Say("Before."));
        _ = await fixture.Client.Conversations.AskAsync(fixture.Id, "zero");
        fixture.Fake.Turns.Next(turn => turn.Say("One").Hold(hold).Say("Two"));
        await using (ConversationStream first = fixture.Client.Conversations.StreamAsync(fixture.Id, "How many?"))
        {
            await first.OpenAsync();
        }

        await using ConversationStream joined = fixture.Client.Conversations.ReconnectAsync(fixture.Id);
        await joined.OpenAsync();
        Task<List<ConversationStreamEvent>> reading = joined.ToListAsync().AsTask();
        hold.Release();

        List<ConversationStreamEvent> events = await reading.WaitAsync(TimeSpan.FromSeconds(30));

        Assert.Equal(["human:How many?", "ai:One", "ai:Two"], StreamFixture.Show(joined.Thread));
        Assert.Equal(["human:How many?", "ai:One", "ai:Two"], events.OfType<MessageEvent>().Select(static message => StreamFixture.Show(message.Message)));
        Assert.Equal(StreamOutcome.Completed, joined.Outcome);
    }

    [Theory, MemberData(nameof(Ways))]
    public async Task A_turn_that_is_joined_late_is_written_from_its_beginning(Transport transport, ReplayMode replay)
    {
        await using StreamFixture fixture = await StartAsync(transport, replay);
        TurnHold hold = fixture.Fake.Turns.Hold();
        fixture.Fake.Turns.Next(turn => turn.Say("One").Hold(hold).Say("Two", 2));
        await using (ConversationStream first = fixture.Client.Conversations.StreamAsync(fixture.Id, "How many?"))
        {
            await first.OpenAsync();
        }

        await using ConversationStream joined = fixture.Client.Conversations.ReconnectAsync(fixture.Id);
        await joined.OpenAsync();
        hold.Release();

        Assert.Equal("One\n\nTwo", string.Concat(await joined.ReadTextAsync().ToListAsync()));
        Assert.Equal(["human:How many?", "ai:One", "ai:Two"], StreamFixture.Show(joined.Thread));
    }

    [Theory, BothTransports]
    public async Task Joining_when_nothing_runs_shows_how_the_last_turn_ended(Transport transport)
    {
        await using StreamFixture fixture = await StartAsync(transport, ReplayMode.Full);
        _ = await fixture.Client.Conversations.AskAsync(fixture.Id, "zero");
        fixture.Fake.Turns.Next(static turn => turn.Say("Let me look.").Tool("execute_sql", "{}", "42").Say("It is 42."));
        ConversationReply reply = await fixture.Client.Conversations.AskAsync(fixture.Id, "How many?");

        await using ConversationStream joined = fixture.Client.Conversations.ReconnectAsync(fixture.Id);
        await joined.OpenAsync();
        _ = await joined.ToListAsync();

        Assert.Equal(StreamOutcome.Completed, joined.Outcome);
        Assert.Equal(StreamFixture.Show(reply.Thread), StreamFixture.Show(joined.Thread));
    }

    [Theory, BothTransports]
    public async Task Joining_an_id_that_nobody_has_is_refused_by_the_service(Transport transport)
    {
        await using StreamFixture fixture = await StartAsync(transport, ReplayMode.Full);
        _ = await Assert.ThrowsAsync<ConversationsValidationException>(() =>
            fixture.Client.Conversations.ReconnectAsync(Guid.NewGuid()).OpenAsync());
    }

    [Theory, MemberData(nameof(Ways))]
    public async Task Cut_after_cut_makes_progress_and_the_count_starts_anew_with_it(Transport transport, ReplayMode replay)
    {
        await using StreamFixture fixture = await StartAsync(transport, replay);
        TurnHold[] holds = [.. Enumerable.Range(0, 20).Select(_ => fixture.Fake.Turns.Hold())];
        fixture.Fake.Turns.Next(turn =>
        {
            foreach ((int step, TurnHold hold) in holds.Index())
            {
                _ = turn.Say($"Step {step}", 2).Cut().Hold(hold);
            }

            _ = turn.Say("Done.");
        });
        await using ConversationStream stream = fixture.Client.Conversations.StreamAsync(fixture.Id, "How many?");
        Task<List<ConversationStreamEvent>> reading = stream.ToListAsync().AsTask();
        foreach ((int step, TurnHold hold) in holds.Index())
        {
            await JoinedAsync(fixture, reading, step + 1);
            hold.Release();
        }

        _ = await fixture.Time.RunAsync(reading);
        Assert.Equal(StreamOutcome.Completed, stream.Outcome);
        Assert.Equal(20, stream.ReconnectCount);
        Assert.Equal(fixture.Stored, StreamFixture.Show(stream.Thread));
    }

    [Theory, BothTransports]
    public async Task A_failure_for_a_minute_of_silence_after_joining_is_not_the_turns(Transport transport)
    {
        await using StreamFixture fixture = await StartAsync(transport, ReplayMode.TailOnly);
        TurnHold hold = fixture.Fake.Turns.Hold();
        fixture.Fake.Turns.Next(turn => turn.Say("Before").Cut().Hold(hold).Say("After"));
        await using ConversationStream stream = fixture.Client.Conversations.StreamAsync(fixture.Id, "How many?");
        Task<List<ConversationStreamEvent>> reading = stream.ToListAsync().AsTask();
        await JoinedAsync(fixture, reading, 1);
        for (int keepAlive = 0; keepAlive < 4; keepAlive++)
        {
            await PassKeepAliveAsync(fixture);
        }

        await JoinedAsync(fixture, reading, 2);
        hold.Release();

        _ = await fixture.Time.RunAsync(reading);
        Assert.Equal(StreamOutcome.Completed, stream.Outcome);
        Assert.Equal(2, stream.ReconnectCount);
        Assert.Equal(["human:How many?", "ai:Before", "ai:After"], StreamFixture.Show(stream.Thread));
    }

    /// <summary>Lets the pauses before new connections pass until the turn was joined this many times.</summary>
    private static async Task JoinedAsync(StreamFixture fixture, Task reading, int times) =>
        await await fixture.Time.RunAsync(Task.WhenAny(reading, fixture.Watch.UntilAsync(() => fixture.Watch.Streams == times + 1)));

    /// <summary>Lets the service send a comment and the client read it.</summary>
    private static Task PassKeepAliveAsync(StreamFixture fixture)
    {
        int before = fixture.Watch.Reads;
        fixture.Time.Advance(fixture.Fake.Options.KeepAliveInterval);
        return fixture.Watch.UntilAsync(() => fixture.Watch.Reads > before);
    }
}
