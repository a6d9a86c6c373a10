using System.Text.Json;
using Conversations.Client.Testing.Tests.Shared;
using static Conversations.Client.Testing.Tests.Shared.ConversationCalls;

namespace Conversations.Client.Testing.Tests.Contract;

/// <summary>conversations.md, sections 3.5 to 3.7 and 6.8: appending, cancelling and deleting.</summary>
public sealed class ConversationTests
{
    [Theory, BothDoors]
    public async Task An_appended_message_is_stored_whatever_the_status_and_shown_by_no_stream(Door door)
    {
        await using Service service = await Service.OpenAsync(door);
        var id = Guid.NewGuid();
        TurnHold hold = service.Fake.Turns.Hold();
        service.Fake.Turns.Next(turn => turn.Hold(hold).Say("Done."));
        using TurnStream stream = await service.SendAsync(Turn(id));

        Answer appended = await service.PostAsync(Append(id), new { content = " From elsewhere " }, Callers.Session);
        Assert.Equal(["id"], appended.Is(201).Json.EnumerateObject().Select(member => member.Name));
        hold.Release();
        await stream.ToEndAsync();

        Assert.Equal(["hi", "Done."], stream.Finished.Select(message => message.Text("content")));
        JsonElement stored = (await service.GetAsync($"{Service.Conversations}{id}/")).Is(200).Json;
        Assert.Equal(
            $$"""{"content":"From elsewhere","id":"{{appended.Json.Text("id")}}","meta":null,"parent_tool_call_id":null,"tool_calls":null,"type":"ai"}""",
            stored.GetProperty("messages")[1].GetRawText());
    }

    [Theory, BothDoors]
    public async Task Appending_looks_the_conversation_up_before_the_text_and_is_no_update(Door door)
    {
        await using Service service = await Service.OpenAsync(door);
        Conversation untitled = service.Fake.Conversations.Add(new ConversationSeed { User = 7, UpdatedAt = Fixtures.Now.AddDays(-1) });
        await RefusedAsync(new { }, "required");
        await RefusedAsync(new { content = (string?)null }, "null");
        await RefusedAsync(new { content = " " }, "blank");
        await RefusedAsync(new { content = new string('x', 10_001) }, "max_length", "Ensure this field has no more than 10000 characters.");
        foreach (string id in Foreign(service))
        {
            (await service.PostAsync($"{Service.Conversations}{id}/append_message/", new { }, Callers.Session)).IsError(404, "invalid_request", "not_found", "Not found.");
        }

        _ = (await service.PostAsync(Append(untitled.Id), new { content = "x" }, Callers.Session)).Is(201);
        Assert.Equal(Fixtures.Now.AddDays(-1), service.Fake.Conversations[untitled.Id].UpdatedAt);
        service.Options.AppendFails = true;
        (await service.PostAsync(Append(untitled.Id), new { content = "x" }, Callers.Session)).IsBareError(422, "Failed to append message");
        await RefusedAsync(new { content = " " }, "blank");
        _ = Assert.Single(service.Fake.Conversations[untitled.Id].Messages);

        async Task RefusedAsync(object body, string code, string? detail = null) =>
            (await service.PostAsync(Append(untitled.Id), body, Callers.Session)).IsInvalid(code, "content", detail);
    }

    [Theory, BothDoors]
    public async Task A_cancelled_turn_is_idle_at_once_and_its_stream_falls_silent_until_the_time_limit(Door door)
    {
        await using Service service = await Service.OpenAsync(door);
        var id = Guid.NewGuid();
        service.Fake.Turns.Next(turn => turn.Say("before").Pause(TimeSpan.FromMinutes(1)).Say("never"));
        using TurnStream stream = await service.SendAsync(Turn(id));
        await stream.UntilAsync(it => it.Finished.Count == 2);
        service.Clock.Advance(TimeSpan.FromSeconds(10));

        Assert.Equal("", (await service.PatchAsync(Cancel(id), "not even JSON", Callers.Session)).Is(204).Text);

        JsonElement cancelled = (await service.GetAsync($"{Service.Conversations}{id}/")).Json;
        Assert.Equal(("idle", "2026-06-03T11:00:10Z"), (cancelled.Text("status"), cancelled.Text("updated_at")));
        (await AnswerAsync(service, Turn(id, null))).IsInvalid("invalid_input", null, "Cannot continue streaming from an idle conversation");
        service.Clock.Advance(TimeSpan.FromMinutes(29));
        await stream.UntilAsync(it => it.Text.EndsWith(": keepalive\n\n", StringComparison.Ordinal));
        service.Clock.Advance(TimeSpan.FromSeconds(50));
        await stream.ToEndAsync();
        Assert.False(stream.WasCut);
        Assert.Equal(["human", "ai", "ai/failure"], stream.Messages.Select(message => message.Text("type")));
        Assert.Equal(["hi", "before"], service.Fake.Conversations[id].Messages.Select(Content));
    }

    [Theory, BothDoors]
    public async Task A_research_stream_has_an_hour(Door door)
    {
        await using Service service = await Service.OpenAsync(door);
        var id = Guid.NewGuid();
        service.Fake.Turns.Next(turn => turn.Hold(service.Fake.Turns.Hold()));
        using TurnStream stream = await service.SendAsync(new { content = "dig", conversation = id, trace_id = id, agent_mode = "research" });
        _ = (await service.PatchAsync(Cancel(id), new { }, Callers.Session)).Is(204);

        service.Clock.Advance(TimeSpan.FromMinutes(59));
        await stream.UntilAsync(it => it.Text.EndsWith(": keepalive\n\n", StringComparison.Ordinal));
        Assert.DoesNotContain("ai/failure", stream.Text, StringComparison.Ordinal);
        service.Clock.Advance(TimeSpan.FromMinutes(1));
        await stream.ToEndAsync();
        Assert.Equal("ai/failure", stream.Messages[^1].Text("type"));
    }

    [Theory, BothDoors]
    public async Task A_stream_past_its_time_limit_ends_with_the_cancel(Door door)
    {
        await using Service service = await Service.OpenAsync(door);
        var id = Guid.NewGuid();
        service.Fake.Turns.Next(turn => turn.Hold(service.Fake.Turns.Hold()));
        using TurnStream stream = await service.SendAsync(Turn(id));
        service.Clock.Advance(TimeSpan.FromMinutes(40));
        _ = (await service.PatchAsync(Cancel(id), new { }, Callers.Session)).Is(204);
        await stream.ToEndAsync();
        Assert.Equal("ai/failure", stream.Messages[^1].Text("type"));
    }

    [Theory, BothDoors]
    public async Task A_silent_stream_can_receive_the_next_turn_and_ends_with_it(Door door)
    {
        await using Service service = await Service.OpenAsync(door);
        var id = Guid.NewGuid();
        service.Fake.Turns.Next(turn => turn.Hold(service.Fake.Turns.Hold()));
        service.Fake.Turns.Next(turn => turn.Say("Second."));
        using TurnStream abandoned = await service.SendAsync(Turn(id));
        _ = (await service.PatchAsync(Cancel(id), new { }, Callers.Session)).Is(204);

        using TurnStream next = await service.SendAsync(Turn(id, "again"));
        await next.ToEndAsync();
        await abandoned.ToEndAsync();

        Assert.Equal(["again", "Second."], next.Finished.Select(message => message.Text("content")));
        Assert.EndsWith(next.Text, abandoned.Text, StringComparison.Ordinal);
    }

    [Theory, BothDoors]
    public async Task The_switch_closes_a_cancelled_stream_at_once(Door door)
    {
        await using Service service = await Service.OpenAsync(door, options => options.CancelStream = CancelStreamMode.Close);
        var id = Guid.NewGuid();
        TurnHold hold = service.Fake.Turns.Hold();
        service.Fake.Turns.Next(turn => turn.Say("before").Hold(hold).Say("never"));
        using TurnStream stream = await service.SendAsync(Turn(id));
        _ = (await service.PatchAsync(Cancel(id), new { }, Callers.Session)).Is(204);

        await stream.ToEndAsync();
        hold.Release();

        Assert.False(stream.WasCut);
        Assert.Equal(["hi", "before"], stream.Finished.Select(message => message.Text("content")));
        Assert.Equal(["hi", "before"], service.Fake.Conversations[id].Messages.Select(Content));
    }

    [Theory, BothDoors]
    public async Task Cancelling_is_for_own_conversations_and_changes_nothing_of_idle_and_canceling_ones(Door door)
    {
        await using Service service = await Service.OpenAsync(door);
        DateTimeOffset before = Fixtures.Now.AddDays(-1);
        foreach (ConversationStatus status in new[] { ConversationStatus.Idle, ConversationStatus.Canceling })
        {
            Conversation seeded = service.Fake.Conversations.Add(new ConversationSeed { User = 7, Status = status, UpdatedAt = before });
            _ = (await service.PatchAsync(Cancel(seeded.Id), new { }, Callers.Session)).Is(204);
            Conversation after = service.Fake.Conversations[seeded.Id];
            Assert.Equal((status, before), (after.Status, after.UpdatedAt));
        }

        foreach (string id in Foreign(service))
        {
            (await service.PatchAsync($"{Service.Conversations}{id}/cancel/", new { }, Callers.Session)).IsError(404, "invalid_request", "not_found", "Not found.");
        }
    }

    [Theory, BothDoors]
    public async Task A_cancel_that_fails_leaves_the_status_its_generation_leaves(Door door)
    {
        await using Service service = await Service.OpenAsync(door, options => options.CancelFails = true);
        foreach ((Generation generation, ConversationStatus left) in new[] { (Generation.Newest, ConversationStatus.Idle), (Generation.SeedEra, ConversationStatus.Canceling) })
        {
            service.Options.Generation = generation;
            Conversation running = service.Fake.Conversations.Add(new ConversationSeed { User = 7, Status = ConversationStatus.InProgress });
            (await service.PatchAsync(Cancel(running.Id), new { }, Callers.Session)).IsBareError(422, "Failed to cancel conversation");
            Assert.Equal(left, service.Fake.Conversations[running.Id].Status);
        }

        Conversation canceling = service.Fake.Conversations.Add(new ConversationSeed { User = 7, Status = ConversationStatus.Canceling });
        _ = (await service.PatchAsync(Cancel(canceling.Id), new { }, Callers.Session)).Is(204);
    }

    [Theory, BothDoors]
    public async Task A_deleted_conversation_is_gone_from_every_route_and_its_turn_goes_on(Door door)
    {
        await using Service service = await Service.OpenAsync(door);
        var id = Guid.NewGuid();
        TurnHold hold = service.Fake.Turns.Hold();
        service.Fake.Turns.Next(turn => turn.Say("one").Hold(hold).Say("two"));
        using TurnStream stream = await service.SendAsync(Turn(id));
        string path = $"{Service.Conversations}{id}/";

        Assert.Equal("", (await service.DeleteAsync(path, Callers.ConversationWriter)).Is(204).Text);
        hold.Release();
        await stream.ToEndAsync();

        Assert.Equal(["hi", "one", "two"], stream.Finished.Select(message => message.Text("content")));
        (await service.GetAsync(path)).IsError(404, "invalid_request", "not_found", "Not found.");
        (await service.DeleteAsync(path)).IsError(404, "invalid_request", "not_found", "Not found.");
        (await service.PatchAsync(Cancel(id), new { }, Callers.Session)).IsError(404, "invalid_request", "not_found", "Not found.");
        (await service.PostAsync(Append(id), new { content = "x" }, Callers.Session)).IsError(404, "invalid_request", "not_found", "Not found.");
        (await service.GetAsync($"{path}queue/", Callers.Session)).IsBareError(404, "Conversation not found");
        (await AnswerAsync(service, Turn(id))).IsBareError(404, "Conversation does not exist");
        Assert.Equal(0, (await service.GetAsync(Service.Conversations)).Json.GetProperty("count").GetInt32());
    }

    [Theory, BothDoors]
    public async Task Only_own_conversations_are_deleted_and_only_by_the_newest(Door door)
    {
        await using Service service = await Service.OpenAsync(door);
        foreach (string id in Foreign(service))
        {
            (await service.DeleteAsync($"{Service.Conversations}{id}/")).IsError(404, "invalid_request", "not_found", "Not found.");
        }

        string own = $"{Service.Conversations}{service.Fake.Conversations.Add(new ConversationSeed { User = 7, Title = "Mine" }).Id}/";
        (await service.DeleteAsync(own, Callers.ConversationReader)).IsForbidden("API key missing required scope 'conversation:write'");
        service.Options.Generation = Generation.SeedEra;
        (await service.DeleteAsync(own)).IsForbidden("This action does not support personal API key access");
        (await service.DeleteAsync(own, Callers.Session)).IsError(405, "invalid_request", "method_not_allowed", "Method \"DELETE\" not allowed.");
    }

    private static string[] Foreign(Service service) =>
    [
        service.Fake.Conversations.Add(new ConversationSeed { User = 8, Title = "Eva's" }).Id.ToString(),
        service.Fake.Conversations.Add(new ConversationSeed { User = 7, Project = 2, Title = "Elsewhere" }).Id.ToString(),
        service.Fake.Conversations.Add(new ConversationSeed { User = 7, Deleted = true, Title = "Gone" }).Id.ToString(),
        Guid.NewGuid().ToString(),
        "nonsense",
    ];

    private static string? Content(ConversationMessage message) => message switch
    {
        HumanMessage human => human.Content,
        AssistantMessage assistant => assistant.Content,
        _ => null,
    };

    private static async Task<Answer> AnswerAsync(Service service, object body)
    {
        using TurnStream stream = await service.SendAsync(body);
        return await stream.AnswerAsync();
    }

    private static string Append(Guid id) => $"{Service.Conversations}{id}/append_message/";

    private static string Cancel(Guid id) => $"{Service.Conversations}{id}/cancel/";
}
