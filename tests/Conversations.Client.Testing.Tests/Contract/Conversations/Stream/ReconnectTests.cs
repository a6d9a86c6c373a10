using Conversations.Client.Testing.Tests.Shared;
using static Conversations.Client.Testing.Tests.Shared.ConversationCalls;

namespace Conversations.Client.Testing.Tests.Contract.Conversations.Stream;

/// <summary>docs/service/conversations.md 6.7: joining a running turn, with one reader or two.</summary>
public sealed class ReconnectTests
{
    [Theory, BothTransports]
    [Rule("docs/service/conversations.md 6.7", Evidence.Code)]
    public async Task A_reader_that_joins_gets_everything_since_the_turn_started_the_same_bytes_and_then_what_comes(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        var id = Guid.NewGuid();
        (TurnStream first, TurnHold hold) = await HoldAsync(service, id, turn => turn.Say("Thinking", partials: 2));
        using TurnStream second = await service.SendAsync(Turn(id, null));
        hold.Release();
        _ = await first.ToEndAsync();
        Assert.Equal(first.Text, (await second.ToEndAsync()).Text);
        Assert.Equal("conversation", second.Events[0].Name);
    }

    [Theory, BothTransports]
    [Rule("docs/service/conversations.md 6.7", Evidence.Code)]
    public async Task What_comes_while_a_reader_joins_follows_what_is_replayed(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        Guid id = Seed(service);
        service.Fake.Turns.For(id).Next(turn =>
        {
            for (int number = 1; number <= 50; number++)
            {
                _ = turn.Event("update", $"{number}");
            }

            _ = turn.Pause(TimeSpan.FromSeconds(10)).Say("Done.");
        });
        using TurnStream first = await service.SendAsync(Turn(id));

        // The clock moves whenever it is read, so it passes the end of the pause in the middle of the replay.
        service.Clock.AutoAdvanceAmount = TimeSpan.FromSeconds(1);
        using TurnStream second = await service.SendAsync(Turn(id, null));
        service.Clock.AutoAdvanceAmount = TimeSpan.Zero;
        service.Clock.Advance(TimeSpan.FromSeconds(10));
        _ = await second.ToEndAsync();
        Assert.Equal(
            [.. Enumerable.Range(1, 50).Select(number => $"event: update\ndata: {number}")],
            second.Blocks.Where(block => block.StartsWith("event: update", StringComparison.Ordinal)));
        Assert.Equal("Done.", second.Finished[^1].Text("content"));
        Assert.EndsWith("Done.", second.Blocks[^1].Split('"')[3], StringComparison.Ordinal);
    }

    [Theory, BothTransports]
    [Rule("docs/service/conversations.md 6.7", Evidence.Code)]
    public async Task With_the_switch_full_the_buffer_outlives_a_reader_that_leaves(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        (TurnStream again, string read) = await LeaveAndJoinAsync(service);
        using (again)
        {
            Assert.StartsWith(read, again.Text, StringComparison.Ordinal);
            Assert.Equal(["hi", "Thinking", "Done."], Texts(again));
        }
    }

    [Theory, BothTransports]
    [Rule("docs/service/conversations.md 6.7", Evidence.Code)]
    public async Task With_the_switch_tail_only_a_reader_that_leaves_takes_the_buffer_away(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport, options => options.Replay = ReplayMode.TailOnly);
        (TurnStream again, _) = await LeaveAndJoinAsync(service);
        using (again)
        {
            Assert.Equal(["Done."], Texts(again));
        }
    }

    [Theory, BothTransports]
    [Rule("docs/service/conversations.md 6.7", Evidence.Code)]
    public async Task Who_joins_and_hears_nothing_for_a_minute_gets_a_failure_while_the_turn_goes_on(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport, options => options.Replay = ReplayMode.TailOnly);
        Guid id = Seed(service);
        TurnHold hold = service.Fake.Turns.Hold();
        service.Fake.Turns.For(id).Next(turn => turn.Say("before").Cut().Hold(hold).Say("after"));
        using TurnStream first = await PlayAsync(service, Turn(id));
        using TurnStream second = await service.SendAsync(Turn(id, null));
        service.Clock.Advance(TimeSpan.FromSeconds(60));
        _ = await second.ToEndAsync();
        Assert.Equal("ai/failure", Assert.Single(second.Messages).Text("type"));
        Assert.Equal(ConversationStatus.InProgress, service.Fake.Conversations[id].Status);
        hold.Release();
        Assert.DoesNotContain(service.Fake.Conversations[id].Messages, message => message is FailureMessage);
    }

    [Theory, BothTransports]
    [Rule("docs/service/conversations.md 6.7", Evidence.Code)]
    public async Task With_the_switch_tail_only_what_is_produced_between_two_readers_is_replayed(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport, options => options.Replay = ReplayMode.TailOnly);
        Guid id = Seed(service);
        TurnHold hold = service.Fake.Turns.Hold();
        service.Fake.Turns.For(id).Next(turn => turn.Say("before").Cut().Pause(TimeSpan.Zero).Say("between").Hold(hold).Say("after"));
        using TurnStream first = await PlayAsync(service, Turn(id));
        using TurnStream second = await service.SendAsync(Turn(id, null));
        hold.Release();
        Assert.Equal(["between", "after"], Texts(await second.ToEndAsync()));
    }

    [Theory, BothTransports]
    [Rule("docs/service/conversations.md 6.7", Evidence.Code)]
    public async Task With_the_switch_tail_only_the_end_of_one_stream_by_its_time_limit_takes_the_buffer_away_too(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport, options => options.Replay = ReplayMode.TailOnly);
        Guid id = Seed(service);
        (TurnStream first, TurnHold hold) = await HoldAsync(service, id);
        service.Clock.Advance(TimeSpan.FromMinutes(30));
        _ = await first.ToEndAsync();
        using TurnStream second = await service.SendAsync(Turn(id, null));
        hold.Release();
        Assert.Equal(["Done."], Texts(await second.ToEndAsync()));
    }

    [Theory, BothTransports]
    [Rule("docs/service/conversations.md 6.7", Evidence.Code)]
    public async Task Two_readers_both_get_everything_and_with_the_switch_full_both_end(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        Guid id = Seed(service);
        (TurnStream first, TurnHold hold) = await HoldAsync(service, id);
        using TurnStream second = await service.SendAsync(Turn(id, null));
        hold.Release();
        Assert.Equal(["hi", "Done."], Texts(await first.ToEndAsync()));
        Assert.Equal(["hi", "Done."], Texts(await second.ToEndAsync()));
    }

    [Theory, BothTransports]
    [Rule("docs/service/conversations.md 6.7", Evidence.Code)]
    public async Task Of_two_readers_with_the_switch_tail_only_one_hangs_on_keepalives_until_its_time_limit(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport, options => options.Replay = ReplayMode.TailOnly);
        Guid id = Seed(service);
        (TurnStream first, TurnHold hold) = await HoldAsync(service, id);
        using TurnStream second = await service.SendAsync(Turn(id, null));
        hold.Release();
        Assert.Equal(["hi", "Done."], Texts(await second.ToEndAsync()));
        Assert.Equal(ConversationStatus.Idle, service.Fake.Conversations[id].Status);

        service.Clock.Advance(TimeSpan.FromMinutes(29));
        _ = await first.UntilAsync(it => KeepAlives(it) == 116);
        Assert.Equal(["hi", "Done."], Texts(first));
        service.Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(["human", "ai", "ai/failure"], Types(await first.ToEndAsync()));
    }

    [Theory, BothTransports]
    [Rule("docs/service/conversations.md 6.7", Evidence.Code)]
    public async Task A_reader_that_leaves_does_not_stop_the_turn(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        Guid id = Seed(service);
        (TurnStream stream, TurnHold hold) = await HoldAsync(service, id);
        stream.Dispose();
        hold.Release();
        Assert.Equal((ConversationStatus.Idle, 2), (service.Fake.Conversations[id].Status, service.Fake.Conversations[id].Messages.Count));
    }

    [Theory, BothTransports]
    [Rule("docs/service/conversations.md 6.7", Evidence.Code)]
    public async Task Joining_a_canceling_conversation_with_nothing_buffered_fails_after_a_minute(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        Guid id = Seed(service, ConversationStatus.Canceling);
        using TurnStream stream = await service.SendAsync(Turn(id, null));
        service.Clock.Advance(TimeSpan.FromSeconds(59));
        _ = await stream.UntilAsync(it => KeepAlives(it) == 3);
        Assert.Empty(stream.Messages);
        service.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(["ai/failure"], Types(await stream.ToEndAsync()));
        Assert.Equal(ConversationStatus.Canceling, service.Fake.Conversations[id].Status);
    }

    [Theory, BothTransports]
    [Rule("docs/service/conversations.md 6.7", Evidence.Tested)]
    public async Task Joining_a_turn_that_finished_meanwhile_is_a_400_without_a_field(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        var id = Guid.NewGuid();
        using TurnStream stream = await PlayAsync(service, Turn(id));
        (await AnswerAsync(service, Turn(id, null))).IsInvalid("invalid_input", null, "Cannot continue streaming from an idle conversation");
    }

    [Theory, BothTransports]
    [Rule("docs/service/conversations.md 6.7", Evidence.Code)]
    public async Task A_payload_sent_while_the_turn_runs_joins_it_and_decides_nothing(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        Guid id = Seed(service);
        (TurnStream first, TurnHold hold) = await HoldAsync(service, id);
        using TurnStream joined = await service.SendAsync(Resume(id, new { action = "approve", proposal_id = "p1" }));
        hold.Release();
        Assert.Equal((await first.ToEndAsync()).Text, (await joined.ToEndAsync()).Text);
    }

    /// <summary>
    /// The first reader leaves in the middle of the turn, and another joins. Returns the second stream at its end, and what the first had
    /// read.
    /// </summary>
    private static async Task<(TurnStream Again, string Read)> LeaveAndJoinAsync(Service service)
    {
        Guid id = Seed(service);
        TurnHold hold = service.Fake.Turns.Hold();
        service.Fake.Turns.For(id).Next(turn => turn.Say("Thinking", partials: 2).Cut().Hold(hold).Say("Done."));
        using TurnStream first = await PlayAsync(service, Turn(id));
        TurnStream again = await service.SendAsync(Turn(id, null));
        hold.Release();
        return (await again.ToEndAsync(), first.Text);
    }
}
