using Conversations.Client.Testing.Tests.Shared;
using static Conversations.Client.Testing.Tests.Shared.ConversationCalls;

namespace Conversations.Client.Testing.Tests.Contract.Conversations.Stream;

/// <summary>docs/service/conversations.md 6.8: what the reader of a turn sees when it is cancelled.</summary>
public sealed class CancelledStreamTests
{
    [Theory, BothTransports]
    [Rule("docs/service/conversations.md 6.8", Evidence.Code)]
    public async Task A_cancelled_stream_falls_silent_and_keeps_its_keepalives(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        Guid id = Seed(service);
        (TurnStream stream, TurnHold hold) = await HoldAsync(service, id);
        await CancelAsync(service, id);
        hold.Release();
        service.Clock.Advance(TimeSpan.FromMinutes(29));
        _ = await stream.UntilAsync(it => KeepAlives(it) == 116);
        Assert.Equal(["human"], Types(stream));
    }

    [Theory, BothTransports]
    [Rule("docs/service/conversations.md 6.8", Evidence.Code)]
    public async Task A_cancelled_stream_ends_at_its_time_limit_with_one_failure_that_is_stored_nowhere(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        Guid id = Seed(service);
        (TurnStream stream, _) = await HoldAsync(service, id);
        service.Clock.Advance(TimeSpan.FromSeconds(10));
        await CancelAsync(service, id);
        service.Clock.Advance(TimeSpan.FromMinutes(30) - TimeSpan.FromSeconds(10));
        Assert.Equal(["human", "ai/failure"], Types(await stream.ToEndAsync()));
        Assert.False(stream.WasCut);
        _ = Assert.Single(service.Fake.Conversations[id].Messages);
    }

    [Theory, BothTransports]
    [Rule("docs/service/conversations.md 6.8", Evidence.Code)]
    public async Task An_abandoned_stream_can_receive_the_next_turn_and_ends_with_it(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        Guid id = Seed(service);
        (TurnStream abandoned, _) = await HoldAsync(service, id);
        await CancelAsync(service, id);
        using TurnStream next = await PlayAsync(service, Turn(id, "again"));
        Assert.EndsWith(next.Text, (await abandoned.ToEndAsync()).Text, StringComparison.Ordinal);
    }

    [Theory, BothTransports]
    [Rule("docs/service/conversations.md 6.8", Evidence.Code)]
    public async Task A_cancel_deletes_the_buffer_so_that_the_next_turn_replays_nothing_of_it(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        Guid id = Seed(service);
        (TurnStream abandoned, _) = await HoldAsync(service, id);
        await CancelAsync(service, id);
        (TurnStream running, TurnHold hold) = await HoldAsync(service, id);
        using TurnStream joined = await service.SendAsync(Turn(id, null));
        hold.Release();
        Assert.Equal((await running.ToEndAsync()).Text, (await joined.ToEndAsync()).Text);
        abandoned.Dispose();
    }

    [Theory, BothTransports]
    [Rule("docs/service/conversations.md 6.8", Evidence.Open)]
    public async Task With_the_switch_close_a_cancelled_stream_ends_at_once_and_in_order(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport, options => options.CancelStream = CancelStreamMode.Close);
        Guid id = Seed(service);
        (TurnStream stream, TurnHold hold) = await HoldAsync(service, id);
        using TurnStream second = await service.SendAsync(Turn(id, null));
        await CancelAsync(service, id);
        foreach (TurnStream closed in new[] { await stream.ToEndAsync(), await second.ToEndAsync() })
        {
            Assert.Equal(["human"], Types(closed));
            Assert.False(closed.WasCut);
        }

        hold.Release();
        _ = Assert.Single(service.Fake.Conversations[id].Messages);
    }
}
