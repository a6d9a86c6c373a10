using Conversations.Client.Testing.Tests.Shared;
using static Conversations.Client.Testing.Tests.Shared.ConversationCalls;

namespace Conversations.Client.Testing.Tests.Contract.Conversations.Stream;

/// <summary>docs/service/conversations.md 6.6: how streams end, and their limits.</summary>
public sealed class EndTests
{
    private const string Oops = "Oops! Something went wrong. Please try again.";

    [Theory, BothTransports]
    [Rule("docs/service/conversations.md 6.6", Evidence.Code)]
    public async Task A_turn_ends_by_closing_in_order_and_nothing_announces_it(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        Guid id = Seed(service);
        service.Fake.Turns.For(id).Next(turn => turn.Say("Done."));
        using TurnStream stream = await PlayAsync(service, Turn(id));
        Assert.Equal((false, 2), (stream.WasCut, stream.Blocks.Count));
        Assert.EndsWith("\"type\":\"ai\"}\n\n", stream.Text, StringComparison.Ordinal);
    }

    [Theory, BothTransports]
    [Rule("docs/service/conversations.md 6.6", Evidence.Code)]
    public async Task A_failure_is_a_message_in_a_response_that_stays_a_200(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        Guid id = Seed(service);
        service.Fake.Turns.For(id).Next(turn => turn.Say("half").Fail(Oops));
        using TurnStream stream = await PlayAsync(service, Turn(id));
        Assert.Equal((200, false), ((int)stream.Response.StatusCode, stream.WasCut));
        Assert.Equal($$"""{"content":"{{Oops}}","id":"{{stream.Messages[^1].GetProperty("id").GetGuid()}}","type":"ai/failure"}""", stream.Messages[^1].GetRawText());
        Assert.Equal(ConversationStatus.Idle, service.Fake.Conversations[id].Status);
    }

    [Theory, BothTransports]
    [Rule("docs/service/conversations.md 6.6", Evidence.Code)]
    public async Task A_failure_may_come_without_an_id_and_a_text(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        Guid id = Seed(service);
        service.Fake.Turns.For(id).Next(turn => turn.Fail());
        using TurnStream stream = await PlayAsync(service, Turn(id));
        Assert.Equal("""{"type":"ai/failure"}""", stream.Messages[^1].GetRawText());
    }

    [Theory, BothTransports]
    [Rule("docs/service/conversations.md 6.6", Evidence.Code)]
    public async Task The_stream_of_a_chat_ends_after_30_minutes_with_a_failure_and_the_turn_goes_on(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        Guid id = Seed(service);
        (TurnStream stream, TurnHold hold) = await HoldAsync(service, id, turn => turn.Say("before").Pause(TimeSpan.FromMinutes(10)));
        service.Clock.Advance(TimeSpan.FromMinutes(30) - TimeSpan.FromSeconds(1));
        _ = await stream.UntilAsync(it => KeepAlives(it) == 119);
        service.Clock.Advance(TimeSpan.FromSeconds(1));
        _ = await stream.ToEndAsync();
        Assert.Equal(("ai/failure", Oops, false), (stream.Messages[^1].Text("type"), stream.Messages[^1].Text("content"), stream.WasCut));
        Assert.Equal(ConversationStatus.InProgress, service.Fake.Conversations[id].Status);

        using TurnStream again = await service.SendAsync(Turn(id, null));
        hold.Release();
        Assert.Equal(["hi", "before", "Done."], Texts(await again.ToEndAsync()));
    }

    [Theory, BothTransports]
    [Rule("docs/service/conversations.md 6.6", Evidence.Code)]
    public async Task The_stream_of_research_ends_after_60_minutes(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        Guid id = Seed(service);
        service.Fake.Turns.For(id).Next(turn => turn.Hold(service.Fake.Turns.Hold()));
        using TurnStream stream = await service.SendAsync(With(id, "agent_mode", "research"));
        service.Clock.Advance(TimeSpan.FromMinutes(59));
        _ = await stream.UntilAsync(it => KeepAlives(it) == 236);
        Assert.Equal(["human"], Types(stream));
        service.Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(["human", "ai/failure"], Types(await stream.ToEndAsync()));
    }

    [Theory, BothTransports]
    [Rule("docs/service/conversations.md 6.6", Evidence.Code)]
    public async Task A_reader_that_comes_later_has_the_whole_time_limit_of_its_own(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        Guid id = Seed(service);
        (TurnStream first, TurnHold hold) = await HoldAsync(service, id);
        service.Clock.Advance(TimeSpan.FromMinutes(20));
        using TurnStream second = await service.SendAsync(Turn(id, null));
        service.Clock.Advance(TimeSpan.FromMinutes(20));
        Assert.Equal(["human", "ai/failure"], Types(await first.ToEndAsync()));
        hold.Release();
        Assert.Equal(["human", "ai"], Types(await second.ToEndAsync()));
    }

    [Theory, BothTransports]
    [Rule("docs/service/conversations.md 6.6", Evidence.Code)]
    public async Task A_run_that_reports_nothing_fails_after_a_minute_with_keepalives_meanwhile(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        Guid id = Seed(service);
        service.Fake.Turns.For(id).Next(turn => turn.Hold(service.Fake.Turns.Hold()));
        using TurnStream stream = await service.SendAsync(Resume(id, new { action = "dismiss_form" }));
        service.Clock.Advance(TimeSpan.FromSeconds(59));
        _ = await stream.UntilAsync(it => KeepAlives(it) == 3);
        Assert.Empty(stream.Messages);
        service.Clock.Advance(TimeSpan.FromSeconds(1));
        _ = await stream.ToEndAsync();
        Assert.Equal(Oops, Assert.Single(stream.Messages).Text("content"));
    }

    [Theory, BothTransports]
    [Rule("docs/service/conversations.md 6.6", Evidence.Code)]
    public async Task The_service_keeps_1000_events_of_a_chat_and_10000_of_research_and_drops_the_oldest(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        foreach ((string mode, int kept) in new[] { ("sql", 1000), ("research", 10_000) })
        {
            Guid id = Seed(service);
            TurnHold hold = service.Fake.Turns.Hold();
            service.Fake.Turns.For(id).Next(turn =>
            {
                for (int number = 1; number <= kept; number++)
                {
                    _ = turn.Event("update", $"{number}");
                }

                _ = turn.Hold(hold);
            });
            using TurnStream first = await service.SendAsync(With(id, "agent_mode", mode));
            using TurnStream late = await service.SendAsync(Turn(id, null));
            hold.Release();
            string[] replayed = [.. (await AnswerOf(late)).Split("\n\n", StringSplitOptions.RemoveEmptyEntries)];
            Assert.Equal((kept, "event: update\ndata: 1"), (replayed.Length, replayed[0]));
        }

        // Reading this many events byte by byte would take too long.
        static async Task<string> AnswerOf(TurnStream stream) => (await stream.AnswerAsync()).Text;
    }

    [Theory, BothTransports]
    [Rule("docs/service/conversations.md 11", Evidence.Open)]
    public async Task A_cut_breaks_the_connection_and_the_turn_goes_on_for_the_next_reader(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        Guid id = Seed(service);
        TurnHold hold = service.Fake.Turns.Hold();
        service.Fake.Turns.For(id).Next(turn => turn.Say("before", partials: 2).Cut().Say("between").Hold(hold).Say("after"));
        using TurnStream stream = await PlayAsync(service, Turn(id));
        Assert.True(stream.WasCut);
        Assert.Equal(["hi", "before"], Texts(stream));
        Assert.Equal(ConversationStatus.InProgress, service.Fake.Conversations[id].Status);

        using TurnStream again = await service.SendAsync(Turn(id, null));
        hold.Release();
        Assert.Equal(["hi", "before", "between", "after"], Texts(await again.ToEndAsync()));
        Assert.False(again.WasCut);
    }

    [Theory, BothTransports]
    [Rule("docs/service/conversations.md 11", Evidence.Open)]
    public async Task Pauses_end_in_their_order_each_at_its_own_instant_however_far_the_clock_jumps(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        Guid id = Seed(service);
        service.Fake.Turns.For(id).Next(turn => turn
            .Pause(TimeSpan.FromSeconds(20)).Say("a").Pause(TimeSpan.FromSeconds(30)).Say("b").Pause(TimeSpan.FromSeconds(5)).Say("c"));
        using TurnStream stream = await service.SendAsync(Turn(id));
        service.Clock.Advance(TimeSpan.FromHours(1));
        _ = await stream.ToEndAsync();
        Assert.Equal(
            [": keepalive", "a", ": keepalive", ": keepalive", "b", "c"],
            stream.Blocks.Skip(1).Select(block => block.StartsWith(':') ? block : block.Split('"')[3]));
        Assert.Equal(Fixtures.Now.AddSeconds(55), service.Fake.Conversations[id].UpdatedAt);
    }
}
