using System.Net;
using System.Text.Json;
using Conversations.Client.Testing.Tests.Shared;
using static Conversations.Client.Testing.Tests.Shared.ConversationCalls;

namespace Conversations.Client.Testing.Tests.Contract;

/// <summary>conversations.md, sections 1.7, 2, 3 and 7: rows, and the one endpoint with four meanings.</summary>
public sealed class SendTests
{
    [Theory, BothDoors]
    public async Task The_first_failing_field_is_reported_in_the_order_of_the_table(Door door)
    {
        await using Service service = await Service.OpenAsync(door);
        var id = Guid.NewGuid();
        await RefusedAsync(new { }, "required", "content", "This field is required.");
        await RefusedAsync(new { content = "  " }, "blank", "content");
        await RefusedAsync(new { content = true }, "invalid_input", "content", "Not a valid string.");
        await RefusedAsync(new { content = new string('x', 40_001) }, "max_length", "content", "Ensure this field has no more than 40000 characters.");
        await RefusedAsync(new { content = "a\0b" }, "null_characters_not_allowed", "content");
        await RefusedAsync(new { content = "hi" }, "required", "conversation");
        await RefusedAsync(new { content = "hi", conversation = "x" }, "invalid_input", "conversation", "Must be a valid UUID.");
        await RefusedAsync(new { content = "hi", conversation = id, contextual_tools = "x", trace_id = "x" }, "not_a_dict", "contextual_tools", "Expected a dictionary of items but got type \"str\".");
        await RefusedAsync(new { content = "hi", conversation = id, contextual_tools = new { tool = (string?)null } }, "null", "contextual_tools__tool");
        await RefusedAsync(new { content = "hi", conversation = id, trace_id = "x" }, "invalid_input", "trace_id", "Must be a valid UUID.");
        await RefusedAsync(new { content = "hi", conversation = id, trace_id = id, agent_mode = "bogus" }, "invalid_choice", "agent_mode", "\"bogus\" is not a valid choice.");
        await RefusedAsync(new { content = "hi", conversation = id, trace_id = id, is_sandbox = "x" }, "invalid_input", "is_sandbox", "Must be a valid boolean.");
        await RefusedAsync(new { content = "hi", conversation = id, trace_id = id, ui_context = new { unknown = 1 } }, "invalid_input", null, "Invalid message content.");
        foreach (string name in new[] { "ui_context", "contextual_tools", "billing_context", "trace_id", "session_id", "agent_mode", "is_sandbox" })
        {
            await RefusedAsync(new Dictionary<string, object?> { ["content"] = "hi", ["conversation"] = id, [name] = null }, "null", name, "This field may not be null.");
        }

        using TurnStream accepted = await service.SendAsync(new { content = 5, conversation = id, trace_id = id, billing_context = "x", resume_payload = (object?)null, ui_context = new { voice_mode = true }, more = 1 });
        await accepted.ToEndAsync();
        Assert.Equal("""{"content":"5","id":"","type":"human","ui_context":{"voice_mode":true}}""", accepted.Messages[0].GetRawText().Replace(accepted.Messages[0].Text("id")!, "", StringComparison.Ordinal));

        async Task RefusedAsync(object body, string code, string? attribute, string? detail = null)
        {
            using TurnStream stream = await service.SendAsync(body);
            (await stream.AnswerAsync()).IsInvalid(code, attribute, detail);
        }
    }

    [Theory, BothDoors]
    public async Task Only_one_turn_runs_and_an_idle_conversation_has_nothing_to_reconnect_to(Door door)
    {
        await using Service service = await Service.OpenAsync(door);
        var id = Guid.NewGuid();
        TurnHold hold = service.Fake.Turns.Hold();
        service.Fake.Turns.Next(turn => turn.Hold(hold).Say("Done."));
        using TurnStream running = await service.SendAsync(Turn(id));

        (await AnswerAsync(service, Turn(id, "second"))).IsError(409, "server_error", "conflict", "Cannot resume streaming with a new message");
        hold.Release();
        await running.ToEndAsync();
        (await AnswerAsync(service, Turn(id, null))).IsInvalid("invalid_input", null, "Cannot continue streaming from an idle conversation");

        using TurnStream followUp = await service.SendAsync(Turn(id, "second"));
        await followUp.ToEndAsync();
        Assert.Equal(["message"], followUp.Events.Select(item => item.Name).Distinct());
        Assert.Equal(4, service.Fake.Conversations[id].Messages.Count);
    }

    [Theory, BothDoors]
    public async Task Ids_of_others_deleted_and_unknown_ones_are_told_apart(Door door)
    {
        await using Service service = await Service.OpenAsync(door);
        Conversation deleted = service.Fake.Conversations.Add(new ConversationSeed { User = 7, Deleted = true, Title = "Gone" });
        Conversation others = service.Fake.Conversations.Add(new ConversationSeed { User = 8, Title = "Eva's" });
        Conversation elsewhere = service.Fake.Conversations.Add(new ConversationSeed { User = 7, Project = 2, Title = "Elsewhere" });

        (await AnswerAsync(service, Turn(Guid.NewGuid(), null))).IsBareError(400, "Cannot stream from non-existent conversation");
        (await AnswerAsync(service, Turn(others.Id))).IsBareError(400, "Cannot access other users' conversations");
        (await AnswerAsync(service, Turn(elsewhere.Id))).IsBareError(400, "Cannot access other users' conversations");
        (await AnswerAsync(service, Turn(deleted.Id))).IsBareError(404, "Conversation does not exist");
        _ = (await service.GetAsync($"{Service.Conversations}{others.Id}/")).Is(200);
        foreach (string id in new[] { deleted.Id.ToString(), elsewhere.Id.ToString(), Guid.NewGuid().ToString(), "nonsense" })
        {
            (await service.GetAsync($"{Service.Conversations}{id}/")).IsError(404, "invalid_request", "not_found", "Not found.");
        }
    }

    [Theory, BothDoors]
    public async Task A_list_has_own_titled_visible_conversations_newest_change_first(Door door)
    {
        await using Service service = await Service.OpenAsync(door);
        Conversation older = Add(new() { Title = "Older", UpdatedAt = Fixtures.Now.AddDays(-2) });
        Conversation newer = Add(new() { Title = "Newer", UpdatedAt = Fixtures.Now.AddDays(-1), Messages = [new HumanMessage { Id = "h1", Content = "hi" }] });
        _ = Add(new() { });
        _ = Add(new() { Title = "Internal", IsInternal = true });
        _ = Add(new() { Title = "Deleted", Deleted = true });
        _ = Add(new() { Title = "Tool", Type = ConversationType.ToolCall });
        _ = Add(new() { Title = "Eva's", User = 8 });

        Answer list = await service.GetAsync(Service.Conversations);

        JsonElement[] rows = [.. list.Is(200).Json.GetProperty("results").EnumerateArray()];
        Assert.Equal([newer.Id, older.Id], rows.Select(row => row.GetProperty("id").GetGuid()));
        string[] minimal =
        [
            "id", "status", "title", "topic", "user", "created_at", "updated_at", "type", "is_internal", "slack_thread_key", "slack_workspace_domain", "task",
        ];
        Assert.Equal(minimal, rows[0].EnumerateObject().Select(member => member.Name));
        JsonElement full = (await service.GetAsync($"{Service.Conversations}{newer.Id}/")).Json;
        Assert.Equal(
            [.. minimal, "messages", "has_unsupported_content", "agent_mode", "is_sandbox", "agent_runtime", "pending_approvals"],
            full.EnumerateObject().Select(member => member.Name));
        Assert.Equal("""{"content":"hi","id":"h1","parent_tool_call_id":null,"trace_id":null,"type":"human","ui_context":null}""", full.GetProperty("messages")[0].GetRawText());

        Conversation Add(ConversationSeed seed) => service.Fake.Conversations.Add(seed with { User = seed.User ?? 7 });
    }

    [Theory, BothDoors]
    public async Task Research_makes_a_research_conversation_until_an_ordinary_message(Door door)
    {
        await using Service service = await Service.OpenAsync(door);
        var id = Guid.NewGuid();
        using TurnStream research = await service.SendAsync(new { content = "dig", conversation = id, trace_id = id, agent_mode = "research" });
        await research.ToEndAsync();
        JsonElement first = (await service.GetAsync($"{Service.Conversations}{id}/")).Json;
        Assert.Equal(("deep_research", "research"), (first.Text("type"), first.Text("agent_mode")));

        using TurnStream ordinary = await service.SendAsync(Turn(id));
        await ordinary.ToEndAsync();
        Assert.Equal("assistant", (await service.GetAsync($"{Service.Conversations}{id}/")).Json.Text("type"));
    }

    [Theory, BothDoors]
    public async Task A_sandbox_conversation_is_refused_by_the_newest_state_and_its_row_stays_behind(Door door)
    {
        await using Service service = await Service.OpenAsync(door);
        var id = Guid.NewGuid();
        (await AnswerAsync(service, new { content = "hi", conversation = id, trace_id = id, agent_mode = "sandbox" }))
            .IsInvalid("invalid_input", null, "Sandbox conversations must be opened via the open endpoint.");
        Assert.Equal(ConversationStatus.Idle, service.Fake.Conversations[id].Status);
        (await AnswerAsync(service, new { content = "hi", conversation = id, trace_id = id, is_sandbox = true })).IsInvalid("invalid_input", null);

        service.Options.Generation = Generation.SeedEra;
        using TurnStream run = await service.SendAsync(new { content = "hi", conversation = id, trace_id = id, is_sandbox = true });
        await run.ToEndAsync();
        (await AnswerAsync(service, new { content = "hi", conversation = id, trace_id = id, agent_mode = "user_interview" })).IsInvalid("invalid_choice", "agent_mode");
    }

    [Theory, BothDoors]
    public async Task An_approval_ends_the_turn_and_is_decided_by_resuming(Door door)
    {
        await using Service service = await Service.OpenAsync(door);
        var id = Guid.NewGuid();
        service.Fake.Turns.Next(turn => turn.Say("May I?").Approval("p1", "delete_x", preview: "Delete it?", payload: """{"a":1}"""));
        using TurnStream asking = await service.SendAsync(Turn(id));
        await asking.ToEndAsync();
        JsonElement pending = await ApprovalAsync(0);
        Assert.Equal(("p1", "pending", "delete_x", "Delete it?"), (pending.Text("proposal_id"), pending.Text("decision_status"), pending.Text("tool_name"), pending.Text("preview")));

        service.Fake.Turns.Next(turn => turn.Say("Deleted."));
        using TurnStream unknown = await service.SendAsync(Resume(id, new { action = "approve", proposal_id = "p2" }));
        await unknown.ToEndAsync();
        Assert.Equal(["ai/failure"], unknown.Messages.Select(message => message.Text("type")));

        using TurnStream approved = await service.SendAsync(Resume(id, new { action = "approve", proposal_id = "p1" }));
        await approved.ToEndAsync();
        Assert.Equal(["Deleted."], approved.Messages.Select(message => message.Text("content")));
        Assert.Equal("approved", (await ApprovalAsync(0)).Text("decision_status"));

        service.Fake.Turns.Next(turn => turn.Approval("p3", "delete_y"));
        using TurnStream again = await service.SendAsync(Turn(id));
        await again.ToEndAsync();
        using TurnStream fresh = await service.SendAsync(Turn(id, "Never mind"));
        await fresh.ToEndAsync();
        Assert.Equal("auto_rejected", (await ApprovalAsync(1)).Text("decision_status"));

        async Task<JsonElement> ApprovalAsync(int index) => (await service.GetAsync($"{Service.Conversations}{id}/")).Json.GetProperty("pending_approvals")[index];
    }

    [Theory, BothDoors]
    public async Task A_form_is_an_unanswered_tool_call_and_answering_it_runs_a_turn(Door door)
    {
        await using Service service = await Service.OpenAsync(door);
        var id = Guid.NewGuid();
        service.Fake.Turns.Next(turn => turn.Form("toolu_9", """{"questions":[]}"""));
        using TurnStream asking = await service.SendAsync(Turn(id));
        await asking.ToEndAsync();
        JsonElement call = asking.Messages[^1].GetProperty("tool_calls")[0];
        Assert.Equal(("toolu_9", "create_form"), (call.Text("id"), call.Text("name")));

        using TurnStream answered = await service.SendAsync(Resume(id, new { action = "form", form_answers = new { a = "b" } }));
        await answered.ToEndAsync();
        Assert.Equal("ai", answered.Messages[0].Text("type"));
    }

    [Theory, BothDoors]
    public async Task A_conversation_that_runs_without_a_turn_fails_after_a_minute(Door door)
    {
        await using Service service = await Service.OpenAsync(door);
        Conversation stuck = service.Fake.Conversations.Add(new ConversationSeed { User = 7, Title = "Stuck", Status = ConversationStatus.Canceling });

        using TurnStream stream = await service.SendAsync(Turn(stuck.Id, null));
        service.Clock.Advance(TimeSpan.FromSeconds(30));
        await stream.UntilAsync(it => it.Blocks.Count == 2);
        service.Clock.Advance(TimeSpan.FromSeconds(30));
        await stream.ToEndAsync();

        Assert.Equal("ai/failure", Assert.Single(stream.Messages).Text("type"));
        (await AnswerAsync(service, Turn(stuck.Id))).IsError(409, "server_error", "conflict");
    }

    [Theory, BothDoors]
    public async Task Sends_are_limited_to_ten_a_minute_for_each_user_invalid_ones_counted(Door door)
    {
        await using Service service = await Service.OpenAsync(door, options => options.RateLimits = true);
        (await AnswerAsync(service, "{")).IsError(400, "invalid_request", "parse_error");
        for (int i = 0; i < 10; i++)
        {
            (await AnswerAsync(service, new { })).IsInvalid("required", "content");
        }

        service.Clock.Advance(TimeSpan.FromSeconds(18.5));
        const string Detail = "You've reached PostHog AI's usage limit for the moment. Please try again in 41 seconds. Expected available in 42 seconds.";
        Answer throttled = await AnswerAsync(service, Turn(Guid.NewGuid()));
        throttled.IsError(429, "throttled_error", "throttled", Detail);
        Assert.False(throttled.Headers.Contains("Retry-After"));
        service.Options.RetryAfterHeader = RetryAfterMode.Seconds;
        Assert.Equal("42", (await AnswerAsync(service, Turn(Guid.NewGuid()), Callers.Session)).Headers.GetValues("Retry-After").Single());
        service.Options.RetryAfterHeader = RetryAfterMode.Date;
        Assert.Equal("Wed, 03 Jun 2026 11:01:00 GMT", (await AnswerAsync(service, Turn(Guid.NewGuid()))).Headers.GetValues("Retry-After").Single());

        using TurnStream other = await service.SendAsync(Turn(Guid.NewGuid()), Callers.OtherUser);
        Assert.Equal(HttpStatusCode.OK, other.Response.StatusCode);
        service.Clock.Advance(TimeSpan.FromSeconds(42));
        using TurnStream later = await service.SendAsync(Turn(Guid.NewGuid()));
        Assert.Equal(HttpStatusCode.OK, later.Response.StatusCode);
    }

    [Theory, BothDoors]
    public async Task A_used_up_quota_is_402_and_an_array_as_body_500(Door door)
    {
        await using Service service = await Service.OpenAsync(door, options => options.QuotaExhausted = true);
        (await AnswerAsync(service, "{")).IsError(400, "invalid_request", "parse_error");
        (await AnswerAsync(service, "[]")).IsError(500, "server_error", "error", "A server error occurred.");
        (await AnswerAsync(service, new { })).IsError(
            402,
            "server_error",
            "quota_limit_exceeded",
            "Your organization reached its AI credit usage limit. Increase the limits in Billing settings, or ask an org admin to do so.");
    }

    private static async Task<Answer> AnswerAsync(Service service, object body, Caller? caller = null)
    {
        using TurnStream stream = await service.SendAsync(body, caller);
        return await stream.AnswerAsync();
    }

    private static object Resume(Guid id, object payload) => new { content = (string?)null, conversation = id, trace_id = id, resume_payload = payload };
}
