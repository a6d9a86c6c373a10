using System.Text.Json;
using Conversations.Client.Testing.Tests.Shared;
using static Conversations.Client.Testing.Tests.Shared.ConversationCalls;

namespace Conversations.Client.Testing.Tests.Contract;

/// <summary>conversations.md 5.6: what becomes of the queue when a turn ends.</summary>
public sealed class QueuedTurnTests
{
    private const string Empty = """{"messages":[],"max_queue_messages":2}""";

    [Theory, BothDoors]
    public async Task Queued_messages_run_one_after_the_other_on_the_open_stream(Door door)
    {
        await using Service service = await Service.OpenAsync(door);
        var id = Guid.NewGuid();
        string queue = $"{Service.Conversations}{id}/queue/";
        TurnHold hold = service.Fake.Turns.Hold();
        service.Fake.Turns.For(id).Next(turn => turn.Hold(hold).Say("First."));
        service.Fake.Turns.For(id).Next(turn => turn.ChunkEvery(1).Say("Second."));
        using TurnStream stream = await service.SendAsync(new { content = "1", conversation = id, trace_id = id, agent_mode = "sql" });
        _ = (await service.PostAsync(queue, new { content = "2", ui_context = new { voice_mode = true } }, Callers.Session)).Is(200);
        _ = (await service.PostAsync(queue, new { content = "3", agent_mode = "plan" }, Callers.Session)).Is(200);

        hold.Release();
        await stream.ToEndAsync();

        Assert.False(stream.WasCut);
        Assert.Equal(["1", "First.", "2", "Second.", "3"], stream.Finished.Select(message => message.Text("content")).Take(5));
        JsonElement[] humans = [.. stream.Messages.Where(message => message.Text("type") == "human")];
        Assert.Equal(3, humans.Select(message => message.GetProperty("trace_id").GetGuid()).Distinct().Count());
        Assert.True(humans[1].GetProperty("ui_context").GetProperty("voice_mode").GetBoolean());
        Assert.False(humans[2].TryGetProperty("ui_context", out _));
        JsonElement stored = (await service.GetAsync($"{Service.Conversations}{id}/")).Json;
        Assert.Equal(("idle", "plan"), (stored.Text("status"), stored.Text("agent_mode")));
        Assert.Equal(6, stored.GetProperty("messages").GetArrayLength());
        Assert.Equal(Empty, (await service.GetAsync(queue, Callers.Session)).Text);
    }

    [Theory, BothDoors]
    public async Task A_queued_turn_keeps_the_mode_of_the_turn_before_and_follows_a_failure_and_a_form_too(Door door)
    {
        await using Service service = await Service.OpenAsync(door);
        var id = Guid.NewGuid();
        TurnHold hold = service.Fake.Turns.Hold();
        service.Fake.Turns.For(id).Next(turn => turn.Hold(hold).Fail("Oops!"));
        service.Fake.Turns.For(id).Next(turn => turn.Form("toolu_1", """{"questions":[]}"""));
        service.Fake.Turns.For(id).Next(turn => turn.Say("Third."));
        using TurnStream stream = await service.SendAsync(new { content = "1", conversation = id, trace_id = id, agent_mode = "sql" });
        await AddAsync(service, $"{Service.Conversations}{id}/queue/", "2", "3");

        hold.Release();
        await stream.ToEndAsync();

        Assert.Equal(["human", "ai/failure", "human", "ai", "human", "ai"], stream.Messages.Select(message => message.Text("type")));
        Assert.Equal("sql", (await service.GetAsync($"{Service.Conversations}{id}/")).Json.Text("agent_mode"));
    }

    [Theory, BothDoors]
    public async Task An_approval_or_a_cancel_empties_the_queue_and_closes_it(Door door)
    {
        await using Service service = await Service.OpenAsync(door);
        foreach (bool cancels in new[] { true, false })
        {
            var id = Guid.NewGuid();
            string queue = $"{Service.Conversations}{id}/queue/";
            TurnHold hold = service.Fake.Turns.Hold();
            service.Fake.Turns.For(id).Next(turn => turn.Hold(hold).Approval("p1", "delete_x"));
            using TurnStream stream = await service.SendAsync(Turn(id));
            await AddAsync(service, queue, "one", "two");

            if (cancels)
            {
                _ = (await service.PatchAsync($"{Service.Conversations}{id}/cancel/", new { }, Callers.Session)).Is(204);
            }

            hold.Release();
            if (!cancels)
            {
                await stream.ToEndAsync();
            }

            Assert.Equal(Empty, (await service.GetAsync(queue, Callers.Session)).Text);
            Assert.Equal("not_running", (await service.PostAsync(queue, new { content = "x" }, Callers.Session)).Is(409).Json.Text("error"));
            _ = Assert.Single(service.Fake.Conversations[id].Messages);
        }
    }

    [Theory, BothDoors]
    public async Task Nothing_is_taken_while_an_approval_is_open(Door door)
    {
        await using Service service = await Service.OpenAsync(door, options => options.Generation = Generation.SeedEra);
        var id = Guid.NewGuid();
        string queue = $"{Service.Conversations}{id}/queue/";
        service.Fake.Turns.For(id).Next(turn => turn.Approval("p1", "delete_x"));
        using TurnStream asking = await service.SendAsync(Turn(id));
        await asking.ToEndAsync();
        await AddAsync(service, queue, "one");

        // In the seed era a fresh text leaves the approval open.
        using TurnStream fresh = await service.SendAsync(Turn(id, "Never mind"));
        await fresh.ToEndAsync();

        Assert.Equal(Empty, (await service.GetAsync(queue, Callers.Session)).Text);
        Assert.DoesNotContain(fresh.Messages, message => message.Text("content") == "one");
    }

    [Theory, BothDoors]
    public async Task Cancelling_an_idle_conversation_empties_the_queue_on_the_newest_only(Door door)
    {
        await using Service service = await Service.OpenAsync(door);
        string queue = Queue(service);
        string cancel = queue.Replace("queue/", "cancel/", StringComparison.Ordinal);
        await AddAsync(service, queue, "one");
        service.Options.Generation = Generation.SeedEra;
        _ = (await service.PatchAsync(cancel, new { }, Callers.Session)).Is(204);
        Assert.Equal(["one"], Contents(await service.GetAsync(queue, Callers.Session)));

        service.Options.Generation = Generation.Newest;
        _ = (await service.PatchAsync(cancel, new { }, Callers.Session)).Is(204);
        Assert.Equal("not_running", (await service.PostAsync(queue, new { content = "x" }, Callers.Session)).Is(409).Json.Text("error"));
    }

    [Theory, BothDoors]
    public async Task Research_leaves_the_queue_alone(Door door)
    {
        await using Service service = await Service.OpenAsync(door);
        var id = Guid.NewGuid();
        string queue = $"{Service.Conversations}{id}/queue/";
        TurnHold hold = service.Fake.Turns.Hold();
        service.Fake.Turns.For(id).Next(turn => turn.Hold(hold).Say("Found."));
        using TurnStream research = await service.SendAsync(new { content = "dig", conversation = id, trace_id = id, agent_mode = "research" });
        await AddAsync(service, queue, "later");
        hold.Release();
        await research.ToEndAsync();
        Assert.Equal(["dig", "Found."], research.Finished.Select(message => message.Text("content")));
        Assert.Equal(["later"], Contents(await service.GetAsync(queue, Callers.Session)));

        using TurnStream ordinary = await service.SendAsync(Turn(id));
        await ordinary.ToEndAsync();
        Assert.Contains("later", ordinary.Finished.Select(message => message.Text("content")));
    }
}
