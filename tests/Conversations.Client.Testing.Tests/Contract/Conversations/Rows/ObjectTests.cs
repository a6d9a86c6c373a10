using System.Text.Json;
using Conversations.Client.Testing.Tests.Shared;
using static Conversations.Client.Testing.Tests.Shared.ConversationCalls;

namespace Conversations.Client.Testing.Tests.Contract.Conversations.Rows;

/// <summary>docs/service/conversations.md 2: the conversation object.</summary>
public sealed class ObjectTests
{
    private static readonly JsonElement Empty = JsonSerializer.Deserialize<JsonElement>("{}");

    private static readonly string[] LegacyMinimal =
        ["id", "status", "title", "user", "created_at", "updated_at", "type", "is_internal", "slack_thread_key", "slack_workspace_domain"];

    private static readonly string[] NewestMinimal =
    [
        "id", "status", "title", "topic", "user", "created_at", "updated_at", "type", "is_internal", "slack_thread_key", "slack_workspace_domain", "task",
    ];

    [Theory, BothTransports]
    [Rule("docs/service/conversations.md 2", Evidence.Code)]
    public async Task The_minimal_form_has_these_members_in_lists_and_in_the_event(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        foreach ((ServiceVersion version, string[] members) in new[] { (ServiceVersion.Legacy, LegacyMinimal),
            (ServiceVersion.Current, NewestMinimal) })
        {
            service.Options.ServiceVersion = version;
            using TurnStream stream = await PlayAsync(service, Turn(Guid.NewGuid()));
            Assert.Equal(members, stream.Events[0].Data.EnumerateObject().Select(member => member.Name));
            Assert.Equal(
                members,
                (await service.GetAsync(Service.Conversations)).Json.GetProperty("results")[0].EnumerateObject().Select(member => member.Name));
        }
    }

    [Theory, BothTransports]
    [Rule("docs/service/conversations.md 2", Evidence.Code)]
    public async Task The_full_form_adds_these_members(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        Guid id = Seed(service);
        Assert.Equal(
            [.. NewestMinimal, "messages", "has_unsupported_content", "agent_mode", "is_sandbox", "agent_runtime", "pending_approvals"], await MembersAsync());
        service.Options.ServiceVersion = ServiceVersion.Legacy;
        Assert.Equal(
            [.. LegacyMinimal, "messages", "has_unsupported_content", "agent_mode", "is_sandbox", "pending_approvals"], await MembersAsync());

        async Task<IEnumerable<string>> MembersAsync() =>
            (await service.GetAsync(Path(id))).Is(200).Json.EnumerateObject().Select(member => member.Name);
    }

    [Theory, BothTransports]
    [Rule("docs/service/conversations.md 2", Evidence.Code)]
    public async Task The_user_is_written_with_nine_members(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        JsonElement user = (await service.GetAsync(Path(Seed(service)))).Json.GetProperty("user");
        Assert.Equal(
            ["id", "uuid", "distinct_id", "first_name", "last_name", "email", "is_email_verified", "hedgehog_config", "role_at_organization"],
            user.EnumerateObject().Select(member => member.Name));
        Assert.Equal((7, "Max", "", "max@acme.example"), (user.GetProperty("id").GetInt32(), user.Text("first_name"), user.Text("last_name"), user.Text("email")));
    }

    [Theory, BothTransports]
    [Rule("docs/service/conversations.md 2", Evidence.Code)]
    public async Task A_conversation_and_its_user_are_written_with_every_member_that_was_seeded(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        service.Fake.Load("""
            {"users":[{"id":7,"email":"max@acme.example","first_name":"Max","last_name":"Stone","projects":[1,2],
                       "is_email_verified":true,"hedgehog_config":{"color":"red"},"role_at_organization":"engineering"}],
             "conversations":[{"id":"0197cccc-0000-7000-8000-000000000001","user":7,"title":"Signups","topic":"surveys","task":{"id":"t"},
                               "slack_thread_key":"k","slack_workspace_domain":"d","type":"slack","is_sandbox":true}]}
            """);
        JsonElement full = (await service.GetAsync(Path(Guid.Parse("0197cccc-0000-7000-8000-000000000001")))).Is(200).Json;
        Assert.Equal(
            ("surveys", """{"id":"t"}""", "k", "d", "slack", true, "sandbox"),
            (full.Text("topic"), full.GetProperty("task").GetRawText(), full.Text("slack_thread_key"), full.Text("slack_workspace_domain"),
                full.Text("type"), full.GetProperty("is_sandbox").GetBoolean(), full.Text("agent_runtime")));
        JsonElement user = full.GetProperty("user");
        Assert.Equal(
            (true, """{"color":"red"}""", "engineering"),
            (user.GetProperty("is_email_verified").GetBoolean(), user.GetProperty("hedgehog_config").GetRawText(), user.Text("role_at_organization")));

        Conversation stored = service.Fake.Conversations.Single();
        Assert.Equal(
            (ConversationTopic.Surveys, "k", "d", true, "engineering", true),
            (stored.Topic, stored.SlackThreadKey, stored.SlackWorkspaceDomain, stored.IsSandbox, stored.User?.RoleAtOrganization,
                stored.User?.IsEmailVerified));
        service.Options.ServiceVersion = ServiceVersion.Legacy;
        Assert.Equal("k", (await service.GetAsync(Service.Conversations)).Is(200).Json.GetProperty("results")[0].Text("slack_thread_key"));
    }

    [Theory, BothTransports]
    [Rule("docs/service/conversations.md 2", Evidence.Code)]
    public async Task State_that_cannot_be_read_shows_no_messages_and_no_mode_and_says_so(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        Guid id = service.Fake.Conversations.Add(
            new ConversationSeed { User = 7, Title = "Old", Readable = false, Messages = [new HumanMessage { Id = "h", Content = "hi" }] }).Id;
        JsonElement unreadable = (await service.GetAsync(Path(id))).Is(200).Json;
        Assert.Equal((0, true), (unreadable.GetProperty("messages").GetArrayLength(), unreadable.GetProperty("has_unsupported_content").GetBoolean()));
        Assert.True(unreadable.IsNull("agent_mode"));
        Assert.False((await service.GetAsync(Path(Seed(service)))).Json.GetProperty("has_unsupported_content").GetBoolean());
    }

    [Theory, BothTransports]
    [Rule("docs/service/conversations.md 2", Evidence.Tested)]
    public async Task The_agent_mode_is_that_of_the_last_send_that_named_one_and_product_analytics_before(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        var id = Guid.NewGuid();
        using TurnStream first = await PlayAsync(service, Turn(id));
        Assert.Equal("product_analytics", (await service.GetAsync(Path(id))).Json.Text("agent_mode"));
        Assert.Equal("product_analytics", (await service.GetAsync(Path(Seed(service)))).Json.Text("agent_mode"));
        Assert.Equal(AgentMode.ProductAnalytics, service.Fake.Conversations[id].AgentMode);
        using TurnStream second = await PlayAsync(service, With(id, "agent_mode", "sql"));
        using TurnStream third = await PlayAsync(service, Turn(id));
        Assert.Equal("sql", (await service.GetAsync(Path(id))).Json.Text("agent_mode"));
    }

    [Theory, BothTransports]
    [Rule("docs/service/conversations.md 2", Evidence.Code)]
    public async Task The_time_of_the_last_change_moves_when_a_turn_ends_and_not_when_it_starts(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        Guid id = service.Fake.Conversations.Add(new ConversationSeed { User = 7, Title = "Titled", UpdatedAt = Fixtures.Now.AddDays(-1) }).Id;
        service.Fake.Turns.For(id).Next(turn => turn.Pause(TimeSpan.FromSeconds(20)).Say("Done."));
        using TurnStream stream = await service.SendAsync(Turn(id));
        Assert.Equal("2026-06-02T11:00:00Z", await UpdatedAsync());
        _ = (await service.PostAsync(Path(id, "append_message/"), new { content = "x" }, Callers.Session)).Is(201);
        _ = (await service.PostAsync(Path(id, "queue/"), new { content = "x" }, Callers.Session)).Is(200);
        _ = (await service.PostAsync(Path(id, "queue/clear/"), new { }, Callers.Session)).Is(200);
        Assert.Equal("2026-06-02T11:00:00Z", await UpdatedAsync());

        service.Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal("2026-06-03T11:00:20Z", await UpdatedAsync());

        async Task<string?> UpdatedAsync() => (await service.GetAsync(Path(id))).Json.Text("updated_at");
    }

    [Theory, BothTransports]
    [Rule("docs/service/conversations.md 2", Evidence.Code)]
    public async Task The_time_of_the_last_change_moves_when_the_title_is_saved(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        var id = Guid.NewGuid();
        service.Fake.Turns.For(id).Next(turn => turn.Pause(TimeSpan.FromSeconds(5)).Say("Now titled.").Pause(TimeSpan.FromSeconds(5)));
        using TurnStream stream = await service.SendAsync(Turn(id));
        service.Clock.Advance(TimeSpan.FromSeconds(5));
        JsonElement conversation = (await service.GetAsync(Path(id))).Is(200).Json;
        Assert.Equal(("in_progress", "2026-06-03T11:00:00Z", "2026-06-03T11:00:05Z"), (conversation.Text("status"), conversation.Text("created_at"), conversation.Text("updated_at")));
    }

    [Theory, BothTransports]
    [Rule("docs/service/conversations.md 2", Evidence.Code)]
    public async Task An_approval_names_the_last_message_of_its_turn_and_the_call_of_its_tool_in_it(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        var id = Guid.NewGuid();
        service.Fake.Turns.For(id).Next(turn => turn.Say("I need your word.").Approval("p1", "delete_x"));
        using TurnStream first = await PlayAsync(service, Turn(id));
        service.Fake.Turns.For(id).Next(turn => turn
            .Tool("delete_x", "{}", "asked")
            .Message(new AssistantMessage
            {
                Id = "m2",
                Content = "",
                ToolCalls = [new ToolCall { Id = "c1", Name = "read_x", Args = Empty }, new ToolCall { Id = "c2", Name = "delete_x", Args = Empty }],
            })
            .Approval("p2", "delete_x"));
        using TurnStream second = await PlayAsync(service, Turn(id));

        JsonElement[] approvals = [.. (await service.GetAsync(Path(id))).Is(200).Json.GetProperty("pending_approvals").EnumerateArray()];
        string said = first.Finished.Single(message => message.Text("type") == "ai").Text("id")!;
        Assert.Equal([(said, null), ("m2", "c2")], approvals.Select(item => (item.Text("message_id"), item.Text("original_tool_call_id"))));
        PendingApproval stored = service.Fake.Conversations[id].PendingApprovals[1];
        Assert.Equal(("m2", "c2"), (stored.MessageId, stored.OriginalToolCallId));
    }

    [Theory, BothTransports]
    [Rule("docs/service/conversations.md 2", Evidence.Code)]
    public async Task An_approval_is_written_with_seven_members_and_an_empty_payload_where_it_has_none(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        var id = Guid.NewGuid();
        service.Fake.Turns.For(id).Next(turn => turn.Approval("p1", "delete_x"));
        using TurnStream stream = await PlayAsync(service, Turn(id));
        Assert.Equal(
            """[{"proposal_id":"p1","decision_status":"pending","tool_name":"delete_x","preview":null,"payload":{},"original_tool_call_id":null,"message_id":null}]""",
            (await service.GetAsync(Path(id))).Json.GetProperty("pending_approvals").GetRawText());
    }
}
