namespace Conversations.Client.Testing.Tests.Streams;

/// <summary>After a scripted cut a client joins the turn again, whether its clock stands still or jumps.</summary>
public sealed class CutTests
{
    [Theory, MemberData(nameof(RecoveryTests.Ways), MemberType = typeof(RecoveryTests))]
    public async Task A_cut_with_more_script_behind_it_is_followed_by_a_rejoin(Transport transport, ReplayMode replay)
    {
        await using StreamFixture fixture = await StreamFixture.StartAsync(transport);
        fixture.Fake.Options.Replay = replay;
        fixture.Fake.Turns.Next(static turn => turn.Say("Let me look.").Cut().Tool("execute_sql", "{}", "42").Say("It is 42.", partials: 3));
        await using ConversationStream stream = fixture.Client.Conversations.StreamAsync(fixture.Id, "How many?");

        _ = await fixture.Time.RunAsync(stream.ToListAsync().AsTask());

        Assert.Equal((StreamOutcome.Completed, 1), (stream.Outcome, stream.ReconnectCount));
        Assert.Equal(["human:How many?", "ai:Let me look.", "ai:!execute_sql", "tool:42", "ai:It is 42."], StreamFixture.Show(stream.Thread));
    }

    [Theory, BothTransports]
    public async Task Each_cut_is_followed_by_a_rejoin_also_when_the_clock_jumps(Transport transport)
    {
        // Sockets take real time, in which a jumping clock would reach every limit.
        await using StreamFixture fixture = await StreamFixture.StartAsync(transport, configure: static options =>
        {
            options.RequestTimeout = Timeout.InfiniteTimeSpan;
            options.Streaming.ByteIdleTimeout = Timeout.InfiniteTimeSpan;
        });
        fixture.Fake.Turns.Next(static turn => turn.Say("One.").Cut().Say("Two.").Cut().Say("Three."));
        await using ConversationStream stream = fixture.Client.Conversations.StreamAsync(fixture.Id, "How many?");

        _ = await fixture.Time.RunAsync(stream.ToListAsync().AsTask(), atLeast: TimeSpan.FromSeconds(10));

        Assert.Equal((StreamOutcome.Completed, 2), (stream.Outcome, stream.ReconnectCount));
        Assert.Equal(["human:How many?", "ai:One.", "ai:Two.", "ai:Three."], StreamFixture.Show(stream.Thread));
    }

    [Theory, BothTransports]
    public async Task Who_does_not_rejoin_leaves_the_turn_in_progress_for_who_does(Transport transport)
    {
        await using StreamFixture fixture = await StreamFixture.StartAsync(
            transport, configure: static options => options.Streaming.Reconnect = false);
        fixture.Fake.Turns.Next(static turn => turn.Say("One.").Cut().Say("Two."));
        await using ConversationStream stream = fixture.Client.Conversations.StreamAsync(fixture.Id, "How many?");
        _ = await Assert.ThrowsAsync<ConversationsConnectionException>(() => stream.ToListAsync().AsTask());

        fixture.Time.Advance(TimeSpan.FromMinutes(29));

        Assert.Equal(ConversationStatus.InProgress, (await fixture.Client.Conversations.GetAsync(fixture.Id)).Status);
        await using ConversationStream again = fixture.Client.Conversations.ReconnectAsync(fixture.Id);
        _ = await again.ToListAsync();
        Assert.Equal((StreamOutcome.Completed, "Two."), (again.Outcome, StreamFixture.Show(again.Thread).Last()["ai:".Length..]));
        Assert.Equal(ConversationStatus.Idle, fixture.Fake.Conversations[fixture.Id].Status);
    }

    [Theory, BothTransports]
    public async Task A_cut_turn_that_nobody_joins_ends_when_a_stream_would(Transport transport)
    {
        await using StreamFixture fixture = await StreamFixture.StartAsync(
            transport, configure: static options => options.Streaming.Reconnect = false);
        fixture.Fake.Turns.Next(static turn => turn.Say("One.").Cut().Say("Two.").Cut().Say("Three."));
        _ = await Assert.ThrowsAsync<ConversationsConnectionException>(() => fixture.Client.Conversations.AskAsync(fixture.Id, "How many?"));

        fixture.Time.Advance(TimeSpan.FromMinutes(30));
        Assert.Equal("ai:Two.", fixture.Stored[^1]);
        fixture.Time.Advance(TimeSpan.FromMinutes(30));

        Assert.Equal("ai:Three.", fixture.Stored[^1]);
        Assert.Equal(ConversationStatus.Idle, (await fixture.Client.Conversations.GetAsync(fixture.Id)).Status);
    }

    [Theory, BothTransports]
    public async Task A_cut_turn_that_nobody_joins_is_ended_by_a_cancel(Transport transport)
    {
        await using StreamFixture fixture = await StreamFixture.StartAsync(
            transport, FakeCaller.Session(), static options => options.Streaming.Reconnect = false);
        fixture.Fake.Turns.Next(static turn => turn.Say("One.").Cut().Say("Two."));
        _ = await Assert.ThrowsAsync<ConversationsConnectionException>(() => fixture.Client.Conversations.AskAsync(fixture.Id, "How many?"));

        await fixture.Client.Conversations.CancelAsync(fixture.Id);

        Assert.Equal("It goes on.", (await AskAgainAsync(fixture)).Text);
        Assert.DoesNotContain("ai:Two.", fixture.Stored);
    }

    [Theory, BothTransports]
    public async Task A_pause_of_no_time_after_a_cut_plays_the_rest_for_nobody(Transport transport)
    {
        await using StreamFixture fixture = await StreamFixture.StartAsync(transport);
        fixture.Fake.Turns.Next(static turn => turn.Say("One.").Cut().Pause(TimeSpan.Zero).Say("Two."));
        await using ConversationStream stream = fixture.Client.Conversations.StreamAsync(fixture.Id, "How many?");

        _ = await fixture.Time.RunAsync(stream.ToListAsync().AsTask());

        Assert.Equal((StreamOutcome.Completed, 0), (stream.Outcome, stream.ReconnectCount));
        Assert.Equal(["human:How many?", "ai:One.", "ai:Two."], StreamFixture.Show(stream.Thread));
    }

    [Theory, BothTransports]
    public async Task A_cut_as_the_last_step_ends_the_turn(Transport transport)
    {
        await using StreamFixture fixture = await StreamFixture.StartAsync(
            transport, configure: static options => options.Streaming.Reconnect = false);
        fixture.Fake.Turns.Next(static turn => turn.Say("One.").Cut());
        _ = await Assert.ThrowsAsync<ConversationsConnectionException>(() => fixture.Client.Conversations.AskAsync(fixture.Id, "How many?"));

        Assert.Equal(ConversationStatus.Idle, fixture.Fake.Conversations[fixture.Id].Status);
        Assert.Equal("It goes on.", (await AskAgainAsync(fixture)).Text);
    }

    private static Task<ConversationReply> AskAgainAsync(StreamFixture fixture)
    {
        fixture.Fake.Turns.Next(static turn => turn.Say("It goes on."));
        return fixture.Client.Conversations.AskAsync(fixture.Id, "And now?");
    }
}
