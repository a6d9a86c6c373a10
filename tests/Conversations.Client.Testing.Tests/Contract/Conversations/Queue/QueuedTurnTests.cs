using System.Text.Json;
using Conversations.Client.Testing.Tests.Shared;
using static Conversations.Client.Testing.Tests.Shared.ConversationCalls;

namespace Conversations.Client.Testing.Tests.Contract.Conversations.Queue;

/// <summary>docs/service/conversations.md 5.6: what happens to the queue when a turn ends.</summary>
public sealed class QueuedTurnTests
{
    [Theory, BothTransports]
    [Rule("docs/service/conversations.md 5.6", Evidence.Code)]
    public async Task Queued_messages_run_one_after_the_other_on_the_open_stream(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        var id = Guid.NewGuid();
        (TurnStream stream, TurnHold hold) = await HoldAsync(service, id);
        service.Fake.Turns.For(id).Next(turn => turn.ChunkEvery(1).Say("Second."));
        service.Fake.Turns.For(id).Next(turn => turn.Say("Third."));
        await AddAsync(service, Path(id, "queue/"), "2", "3");
        hold.Release();

        Assert.Equal(["hi", "Done.", "2", "Second.", "3", "Third."], Texts(await stream.ToEndAsync()));
        Assert.False(stream.WasCut);
        Assert.Equal(EmptyQueue, (await service.GetAsync(Path(id, "queue/"), Callers.Session)).Text);
        Assert.Equal(ConversationStatus.Idle, service.Fake.Conversations[id].Status);
    }

    [Theory, BothTransports]
    [Rule("docs/service/conversations.md 5.6", Evidence.Code)]
    public async Task A_conversation_stays_in_progress_while_the_queued_turn_runs(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        Guid id = Seed(service);
        (TurnStream stream, TurnHold hold) = await HoldAsync(service, id);
        TurnHold second = service.Fake.Turns.Hold();
        service.Fake.Turns.For(id).Next(turn => turn.Hold(second));
        await AddAsync(service, Path(id, "queue/"), "2");
        hold.Release();
        using (stream)
        {
            _ = await stream.UntilAsync(it => Texts(it).Contains("2"));
            Assert.Equal(
                ("in_progress", EmptyQueue),
                ((await service.GetAsync(Path(id))).Json.Text("status"), (await service.GetAsync(Path(id, "queue/"), Callers.Session)).Text));
        }
    }

    [Theory, BothTransports]
    [Rule("docs/service/conversations.md 5.6", Evidence.Code)]
    public async Task A_queued_message_gets_a_trace_id_of_the_servers_own_and_keeps_its_context(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        var id = Guid.NewGuid();
        (TurnStream stream, TurnHold hold) = await HoldAsync(service, id);
        _ = (await service.PostAsync(Path(id, "queue/"), new { content = "2", ui_context = new { voice_mode = true } }, Callers.Session)).Is(200);
        hold.Release();
        _ = await stream.ToEndAsync();
        JsonElement[] humans = [.. stream.Messages.Where(message => message.Text("type") == "human")];
        Assert.NotEqual(humans[0].GetProperty("trace_id").GetGuid(), humans[1].GetProperty("trace_id").GetGuid());
        Assert.Equal("""{"voice_mode":true}""", humans[1].GetProperty("ui_context").GetRawText());
        Assert.False(humans[0].TryGetProperty("ui_context", out _));
    }

    [Theory, BothTransports]
    [Rule("docs/service/conversations.md 5.6", Evidence.Code)]
    public async Task A_queued_turn_has_its_own_mode_or_that_of_the_turn_before(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        foreach ((string? own, string expected) in new[] { (null, "sql"), ("plan", "plan") })
        {
            var id = Guid.NewGuid();
            TurnHold hold = service.Fake.Turns.Hold();
            service.Fake.Turns.For(id).Next(turn => turn.Hold(hold));
            using TurnStream stream = await service.SendAsync(With(id, "agent_mode", "sql"));
            object body = own is null ? new { content = "2" } : new { content = "2", agent_mode = own };
            _ = (await service.PostAsync(Path(id, "queue/"), body, Callers.Session)).Is(200);
            hold.Release();
            _ = await stream.ToEndAsync();
            Assert.Equal(expected, (await service.GetAsync(Path(id))).Json.Text("agent_mode"));
        }
    }

    [Theory, BothTransports]
    [Rule("docs/service/conversations.md 5.6", Evidence.Code)]
    public async Task A_failure_and_a_pause_for_a_form_do_not_stop_the_queue(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        var id = Guid.NewGuid();
        TurnHold hold = service.Fake.Turns.Hold();
        service.Fake.Turns.For(id).Next(turn => turn.Hold(hold).Fail("Oops!"));
        service.Fake.Turns.For(id).Next(turn => turn.Form("toolu_1", "{}"));
        service.Fake.Turns.For(id).Next(turn => turn.Say("Third."));
        using TurnStream stream = await service.SendAsync(Turn(id));
        await AddAsync(service, Path(id, "queue/"), "2", "3");
        hold.Release();
        Assert.Equal(["human", "ai/failure", "human", "ai", "human", "ai"], Types(await stream.ToEndAsync()));
    }

    [Theory, BothTransports]
    [Rule("docs/service/conversations.md 5.6", Evidence.Code)]
    public async Task An_approval_empties_the_queue(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        var id = Guid.NewGuid();
        TurnHold hold = service.Fake.Turns.Hold();
        service.Fake.Turns.For(id).Next(turn => turn.Hold(hold).Approval("p1", "delete_x"));
        using TurnStream stream = await service.SendAsync(Turn(id));
        await AddAsync(service, Path(id, "queue/"), "one", "two");
        hold.Release();
        Assert.Equal(["hi"], Texts(await stream.ToEndAsync()));
        Assert.Equal(EmptyQueue, (await service.GetAsync(Path(id, "queue/"), Callers.Session)).Text);
    }

    [Theory, BothTransports]
    [Rule("docs/service/conversations.md 5.6", Evidence.Code)]
    public async Task The_end_of_any_turn_while_an_approval_is_pending_empties_the_queue(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport, options => options.ServiceVersion = ServiceVersion.Legacy);
        var id = Guid.NewGuid();
        service.Fake.Turns.For(id).Next(turn => turn.Approval("p1", "delete_x"));
        using TurnStream asking = await PlayAsync(service, Turn(id));
        await AddAsync(service, Path(id, "queue/"), "one");

        // In the legacy version a new text leaves the approval open.
        using TurnStream fresh = await PlayAsync(service, Turn(id, "Never mind"));
        Assert.DoesNotContain("one", Texts(fresh));
        Assert.Equal(EmptyQueue, (await service.GetAsync(Path(id, "queue/"), Callers.Session)).Text);
    }

    [Theory, BothTransports]
    [Rule("docs/service/conversations.md 5.6", Evidence.Code)]
    public async Task Research_leaves_the_queue_to_the_next_ordinary_turn(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        var id = Guid.NewGuid();
        TurnHold hold = service.Fake.Turns.Hold();
        service.Fake.Turns.For(id).Next(turn => turn.Hold(hold).Say("Found."));
        using TurnStream research = await service.SendAsync(With(id, "agent_mode", "research"));
        await AddAsync(service, Path(id, "queue/"), "later");
        hold.Release();
        Assert.Equal(["hi", "Found."], Texts(await research.ToEndAsync()));
        Assert.Equal(["later"], Contents(await service.GetAsync(Path(id, "queue/"), Callers.Session)));

        using TurnStream ordinary = await PlayAsync(service, Turn(id));
        Assert.Contains("later", Texts(ordinary));
    }
}
