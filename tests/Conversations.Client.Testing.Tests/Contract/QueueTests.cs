using System.Text.Json;
using Conversations.Client.Testing.Tests.Shared;
using static Conversations.Client.Testing.Tests.Shared.ConversationCalls;

namespace Conversations.Client.Testing.Tests.Contract;

/// <summary>conversations.md, section 5: what waits for the running turn.</summary>
public sealed class QueueTests
{
    private const string Empty = """{"messages":[],"max_queue_messages":2}""";

    [Theory, BothDoors]
    public async Task A_queue_is_answered_whole_with_every_member_of_its_messages(Door door)
    {
        await using Service service = await Service.OpenAsync(door);
        string queue = Queue(service);
        Assert.Equal(Empty, (await service.GetAsync(queue, Callers.Session)).Is(200).Text);
        service.Clock.Advance(TimeSpan.FromTicks(15));

        JsonElement first = (await service.PostAsync(queue, new { content = " one " }, Callers.Session)).Is(200).Json.GetProperty("messages")[0];
        Answer both = await service.PostAsync(
            queue,
            new { content = "two", contextual_tools = new { a = 1 }, ui_context = new { voice_mode = true }, billing_context = "unfit", agent_mode = "sql" },
            Callers.Session);

        Assert.Equal(
            $$"""{"id":"{{first.Text("id")}}","content":"one","created_at":"2026-06-03T11:00:00.000001+00:00","contextual_tools":null,"ui_context":null,"billing_context":null,"agent_mode":null,"session_id":null}""",
            first.GetRawText());
        JsonElement second = both.Is(200).Json.GetProperty("messages")[1];
        Assert.Equal(
            ("""{"a":1}""", """{"voice_mode":true}""", JsonValueKind.Null, "sql"),
            (second.GetProperty("contextual_tools").GetRawText(), second.GetProperty("ui_context").GetRawText(), second.GetProperty("billing_context").ValueKind, second.Text("agent_mode")));
        Assert.Equal(both.Text, (await service.GetAsync(queue, Callers.Session)).Text);
    }

    [Theory, BothDoors]
    public async Task A_billing_context_that_fits_is_kept_without_a_long_history(Door door)
    {
        await using Service service = await Service.OpenAsync(door);
        const string Fitting = """{"has_active_subscription":true,"subscription_level":"paid","billing_plan":null,"products":[],"settings":{"autocapture_on":true,"active_destinations":0}}""";
        string longHistory = $"{Fitting[..^1]},\"spend_history\":[{string.Join(',', Enumerable.Repeat(0, 21))}]}}";
        foreach (string sent in new[] { Fitting, longHistory })
        {
            Answer queued = await service.PostAsync(Queue(service), $$"""{"content": "x", "billing_context": {{sent}}}""", Callers.Session);
            Assert.Equal(Fitting, queued.Is(200).Json.GetProperty("messages")[0].GetProperty("billing_context").GetRawText());
        }
    }

    [Theory, BothDoors]
    public async Task The_replay_session_of_the_header_is_kept(Door door)
    {
        await using Service service = await Service.OpenAsync(door);
        Conversation conversation = service.Fake.Conversations.Add(new ConversationSeed { User = 1 });

        ConversationQueue queue = await service.Fake.CreateClient(FakeCaller.Session())
            .Queue.AddAsync(conversation.Id, "x", new SendOptions { ReplaySessionId = "replay-1" });

        Assert.Equal("replay-1", Assert.Single(queue.Messages).SessionId);
    }

    [Theory, BothDoors]
    public async Task Queued_messages_are_checked_as_sent_ones(Door door)
    {
        await using Service service = await Service.OpenAsync(door);
        string queue = Queue(service);
        await RefusedAsync(new { }, "required", "content");
        await RefusedAsync(new { content = (string?)null }, "null", "content");
        await RefusedAsync(new { content = " " }, "blank", "content");
        await RefusedAsync(new { content = new string('x', 40_001) }, "max_length", "content");
        await RefusedAsync(new { content = "x", agent_mode = "bogus" }, "invalid_choice", "agent_mode");
        await RefusedAsync(new { content = "x", ui_context = new { unknown = 1 } }, "invalid_input", null);
        foreach (string name in new[] { "contextual_tools", "ui_context", "billing_context", "agent_mode" })
        {
            await RefusedAsync(new Dictionary<string, object?> { ["content"] = "x", [name] = null }, "null", name);
        }

        async Task RefusedAsync(object body, string code, string? attribute) => (await service.PostAsync(queue, body, Callers.Session)).IsInvalid(code, attribute);
    }

    [Theory, BothDoors]
    public async Task Two_messages_wait_and_a_third_is_refused_after_its_own_checks(Door door)
    {
        await using Service service = await Service.OpenAsync(door);
        string queue = Queue(service);
        await AddAsync(service, queue, "one", "two");
        (await service.PostAsync(queue, new { }, Callers.Session)).IsInvalid("required", "content");
        Assert.Equal(
            """{"error":"queue_full","detail":"Only two messages can be queued at a time."}""",
            (await service.PostAsync(queue, new { content = "three" }, Callers.Session)).Is(409).Text);
    }

    [Theory, BothDoors]
    public async Task Items_are_changed_and_removed_by_id_and_the_place_stays(Door door)
    {
        await using Service service = await Service.OpenAsync(door);
        string queue = Queue(service);
        await AddAsync(service, queue, "one", "two");
        JsonElement[] items = [.. (await service.GetAsync(queue, Callers.Session)).Json.GetProperty("messages").EnumerateArray()];
        string first = $"{queue}{items[0].Text("id")}/";

        JsonElement changed = (await service.PatchAsync(first, new { content = " ONE ", agent_mode = "bogus" }, Callers.Session)).Is(200).Json.GetProperty("messages")[0];
        Assert.Equal(items[0].GetRawText().Replace("one", "ONE", StringComparison.Ordinal), changed.GetRawText());
        (await service.PatchAsync(first, new { content = "" }, Callers.Session)).IsInvalid("blank", "content");
        Assert.Equal(["two"], Contents((await service.DeleteAsync(first, Callers.Session)).Is(200)));
        foreach (string id in new[] { items[0].Text("id")!, Guid.NewGuid().ToString(), "nonsense" })
        {
            Assert.Equal("""{"detail":"Queue message not found."}""", (await service.PatchAsync($"{queue}{id}/", new { }, Callers.Session)).Is(404).Text);
            Assert.Equal("""{"detail":"Queue message not found."}""", (await service.DeleteAsync($"{queue}{id}/", Callers.Session)).Is(404).Text);
        }

        Assert.Equal(Empty, (await service.PostAsync(queue + "clear/", "no JSON", Callers.Session)).Is(200).Text);
        Assert.Equal(Empty, (await service.PostAsync(queue + "clear/", new { }, Callers.Session)).Is(200).Text);
    }

    [Theory, BothDoors]
    public async Task Queues_tell_unknown_from_foreign_and_break_on_what_is_no_uuid(Door door)
    {
        await using Service service = await Service.OpenAsync(door);
        Conversation others = service.Fake.Conversations.Add(new ConversationSeed { User = 8 });
        Conversation elsewhere = service.Fake.Conversations.Add(new ConversationSeed { User = 7, Project = 2 });
        Conversation deleted = service.Fake.Conversations.Add(new ConversationSeed { User = 8, Deleted = true });
        string item = Guid.NewGuid().ToString();
        foreach ((HttpMethod method, string path) in new[]
        {
            (HttpMethod.Get, "queue/"), (HttpMethod.Post, "queue/"), (HttpMethod.Post, "queue/clear/"), (HttpMethod.Patch, $"queue/{item}/"), (HttpMethod.Delete, $"queue/{item}/"),
        })
        {
            (await CallAsync(Guid.NewGuid().ToString())).IsBareError(404, "Conversation not found");
            (await CallAsync(deleted.Id.ToString())).IsBareError(404, "Conversation not found");
            (await CallAsync(others.Id.ToString())).IsBareError(403, "Cannot access other users' conversations");
            (await CallAsync(elsewhere.Id.ToString())).IsBareError(403, "Cannot access other users' conversations");
            (await CallAsync("nonsense")).IsError(500, "server_error", "error", "A server error occurred.");

            Task<Answer> CallAsync(string id) => service.CallAsync(method, $"{Service.Conversations}{id}/{path}", Callers.Session, method == HttpMethod.Get ? null : "{}");
        }
    }

    [Theory, BothDoors]
    public async Task After_a_run_that_left_nothing_waiting_the_newest_refuses_for_an_hour(Door door)
    {
        await using Service service = await Service.OpenAsync(door);
        var id = Guid.NewGuid();
        string queue = $"{Service.Conversations}{id}/queue/";
        using TurnStream first = await service.SendAsync(Turn(id));
        await first.ToEndAsync();

        Assert.Equal("not_running", (await service.PostAsync(queue, new { content = "x" }, Callers.Session)).Is(409).Json.Text("error"));
        (await service.PostAsync(queue, new { }, Callers.Session)).IsInvalid("required", "content");
        service.Clock.Advance(TimeSpan.FromHours(1));
        await AddAsync(service, queue, "accepted after an hour");

        var running = Guid.NewGuid();
        TurnHold hold = service.Fake.Turns.Hold();
        using TurnStream before = await service.SendAsync(Turn(running));
        await before.ToEndAsync();
        service.Fake.Turns.Next(turn => turn.Hold(hold));
        using TurnStream again = await service.SendAsync(Turn(running));
        await AddAsync(service, $"{Service.Conversations}{running}/queue/", "accepted while it runs");
        hold.Release();
        await again.ToEndAsync();
        _ = (await service.PostAsync($"{Service.Conversations}{running}/queue/", new { content = "x" }, Callers.Session)).Is(409);

        service.Options.Generation = Generation.SeedEra;
        await AddAsync(service, $"{Service.Conversations}{running}/queue/", "one", "two");
        Assert.Equal("queue_full", (await service.PostAsync($"{Service.Conversations}{running}/queue/", new { content = "x" }, Callers.Session)).Is(409).Json.Text("error"));
        service.Options.Generation = Generation.Newest;
        Assert.Equal("not_running", (await service.PostAsync($"{Service.Conversations}{running}/queue/", new { content = "x" }, Callers.Session)).Is(409).Json.Text("error"));
    }

    [Theory, BothDoors]
    public async Task A_queue_is_forgotten_an_hour_after_its_last_change(Door door)
    {
        await using Service service = await Service.OpenAsync(door);
        string queue = Queue(service);
        await AddAsync(service, queue, "one");
        service.Clock.Advance(TimeSpan.FromMinutes(59));
        await AddAsync(service, queue, "two");
        service.Clock.Advance(TimeSpan.FromMinutes(59));
        Assert.Equal(["one", "two"], Contents(await service.GetAsync(queue, Callers.Session)));
        service.Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(Empty, (await service.GetAsync(queue, Callers.Session)).Text);
        await AddAsync(service, queue, "three");
        Assert.Equal(["three"], Contents(await service.GetAsync(queue, Callers.Session)));
    }
}
