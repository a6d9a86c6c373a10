using System.Text.Json;
using Conversations.Client.Testing.Tests.Shared;

namespace Conversations.Client.Testing.Tests.Contract;

/// <summary>tickets.md, sections 2, 6 and 7: one ticket.</summary>
public sealed class TicketTests
{
    [Theory, BothDoors]
    public async Task Opening_a_ticket_reads_it_and_is_no_update(Door door)
    {
        await using Service service = await Service.OpenAsync(door);

        _ = await service.GetAsync(Service.Tickets);
        Assert.Equal(3, service.Fake.Tickets.Single(ticket => ticket is { TicketNumber: 1, UnreadTeamCount: 3 }).UnreadTeamCount);
        JsonElement opened = (await service.GetAsync(Service.Tickets + "1/", Callers.TicketReader)).Is(200).Json;

        Assert.Equal(0, opened.GetProperty("unread_team_count").GetInt32());
        Assert.Equal("2026-06-01T00:00:00Z", opened.Text("updated_at"));
        Assert.DoesNotContain(service.Fake.Tickets, ticket => ticket.UnreadTeamCount == 3);
    }

    [Theory, BothDoors]
    public async Task A_ticket_is_found_by_number_or_id_within_its_project(Door door)
    {
        await using Service service = await Service.OpenAsync(door);
        string id = (await service.GetAsync(Service.Tickets + "4/")).Is(200).Json.Text("id")!;

        Assert.Equal(4, (await service.GetAsync($"{Service.Tickets}{id}/")).Json.GetProperty("ticket_number").GetInt32());
        Assert.Equal(4, (await service.GetAsync($"{Service.Tickets}{id}")).Json.GetProperty("ticket_number").GetInt32());
        foreach (string other in new[] { "99", "abc", Guid.NewGuid().ToString(), "+4" })
        {
            (await service.GetAsync($"{Service.Tickets}{other}/")).IsError(404, "invalid_request", "not_found", "Not found.");
        }

        (await service.GetAsync($"/api/projects/2/conversations/tickets/{id}/")).IsError(404, "invalid_request", "not_found");
    }

    [Theory, BothDoors]
    public async Task The_parameters_of_the_list_narrow_a_single_ticket_too(Door door)
    {
        await using Service service = await Service.OpenAsync(door);
        (await service.GetAsync(Service.Tickets + "5/?status=resolved")).IsError(404, "invalid_request", "not_found");
        _ = (await service.GetAsync(Service.Tickets + "5/?status=on_hold")).Is(200);
        (await service.PatchAsync(Service.Tickets + "5/?view=nope", new { })).IsInvalid("invalid_input", "view");
    }

    [Theory, BothDoors]
    public async Task Every_update_moves_updated_at_and_leaves_the_person_out(Door door)
    {
        await using Service service = await Service.OpenAsync(door);
        service.Fake.Load("""{"persons": [{"project": 1, "distinct_ids": ["u-1"], "properties": {"email": "alice@example.com"}, "is_identified": true}]}""");

        JsonElement person = (await service.GetAsync(Service.Tickets + "1/")).Json.GetProperty("person");
        Assert.Equal(["id", "name", "distinct_ids", "properties", "created_at", "is_identified"], person.EnumerateObject().Select(member => member.Name));
        Assert.Equal("alice@example.com", person.Text("name"));
        foreach (HttpMethod method in new[] { HttpMethod.Patch, HttpMethod.Put })
        {
            service.Clock.Advance(TimeSpan.FromTicks(15));
            JsonElement updated = (await service.CallAsync(method, Service.Tickets + "1/", body: new { unknown = 1 })).Is(200).Json;
            Assert.True(updated.IsNull("person"));
            Assert.Equal(service.Clock.GetUtcNow().ToString("yyyy-MM-ddTHH:mm:ss.ffffffZ", null), updated.Text("updated_at"));
            Assert.Equal("2026-05-01T00:00:00Z", updated.Text("created_at"));
        }
    }

    [Theory, BothDoors]
    public async Task A_person_is_found_by_the_senders_address_for_email_only(Door door)
    {
        await using Service service = await Service.OpenAsync(door);
        service.Fake.Load("""
            {"persons": [{"project": 1, "distinct_ids": ["0198f3a1-0000-7000-8000-000000000001", "bobby"], "properties": {"email": "BOB@example.com", "name": "B"}},
                         {"project": 2, "distinct_ids": ["u-1"]}]}
            """);
        Assert.Equal("BOB@example.com", (await service.GetAsync(Service.Tickets + "2/")).Json.GetProperty("person").Text("name"));
        Assert.True((await service.GetAsync(Service.Tickets + "1/")).Json.IsNull("person"));
    }

    [Theory, BothDoors]
    public async Task Writable_members_are_checked_and_stored(Door door)
    {
        await using Service service = await Service.OpenAsync(door);
        Assert.Equal("resolved", (await PatchAsync(new { status = "resolved" })).Text("status"));
        Assert.Equal("critical", (await PatchAsync(new { priority = "critical" })).Text("priority"));
        Assert.Equal("", (await PatchAsync(new { priority = "" })).Text("priority"));
        Assert.True((await PatchAsync(new { priority = (string?)null })).IsNull("priority"));
        Assert.Equal("[1]", (await PatchAsync(new { anonymous_traits = new[] { 1 } })).GetProperty("anonymous_traits").GetRawText());
        Assert.True((await PatchAsync(new { ai_resolved = "true" })).GetProperty("ai_resolved").GetBoolean());
        Assert.Equal("5", (await PatchAsync(new { escalation_reason = 5 })).Text("escalation_reason"));
        Assert.Equal("why", (await PatchAsync(new { escalation_reason = "  why " })).Text("escalation_reason"));
        Assert.Equal("2026-05-04T09:15:02.123456Z", (await PatchAsync(new { sla_due_at = "2026-05-04T11:15:02.123456+02:00" })).Text("sla_due_at"));
        Assert.Equal("2026-05-04T00:00:00Z", (await PatchAsync(new { sla_due_at = "2026-05-04" })).Text("sla_due_at"));
        Assert.Equal("""["vip","x y"]""", (await PatchAsync(new { tags = new[] { " VIP ", "x y", "vip" } })).GetProperty("tags").GetRawText());
        Assert.Equal("[]", (await PatchAsync(new { tags = Array.Empty<string>() })).GetProperty("tags").GetRawText());

        await RefusedAsync(new { status = "bogus" }, "invalid_choice", "status", "\"bogus\" is not a valid choice.");
        await RefusedAsync(new { status = "" }, "invalid_choice", "status", "\"\" is not a valid choice.");
        await RefusedAsync(new { status = (string?)null }, "null", "status", "This field may not be null.");
        await RefusedAsync(new { priority = "urgent" }, "invalid_choice", "priority", "\"urgent\" is not a valid choice.");
        await RefusedAsync(new { anonymous_traits = (string?)null }, "null", "anonymous_traits");
        await RefusedAsync(new { ai_resolved = "maybe" }, "invalid_input", "ai_resolved", "Must be a valid boolean.");
        await RefusedAsync(new { escalation_reason = new { } }, "invalid_input", "escalation_reason", "Not a valid string.");
        await RefusedAsync(new { sla_due_at = "" }, "invalid_input", "sla_due_at");
        await RefusedAsync(new { snoozed_until = "tomorrow" }, "invalid_input", "snoozed_until", "Datetime has wrong format. Use one of these formats instead: YYYY-MM-DDThh:mm[:ss[.uuuuuu]][+HH:MM|-HH:MM|Z].");
        await RefusedAsync(new { tags = "vip" }, "not_a_list", "tags", "Expected a list of items but got type \"str\".");
        await RefusedAsync(new { tags = (string?)null }, "null", "tags");
        await RefusedAsync(new { tags = new[] { "a", " " } }, "blank", "tags__1", "This field may not be blank.");
        (await service.PatchAsync(Service.Tickets + "1/", new { tags = new[] { 1 } })).IsError(500, "server_error", "error", "A server error occurred.");

        service.Options.CriticalPriority = false;
        await RefusedAsync(new { priority = "critical" }, "invalid_choice", "priority");

        async Task<JsonElement> PatchAsync(object body) => (await service.PatchAsync(Service.Tickets + "1/", body)).Is(200).Json;

        async Task RefusedAsync(object body, string code, string attribute, string? detail = null) =>
            (await service.PatchAsync(Service.Tickets + "1/", body)).IsInvalid(code, attribute, detail);
    }

    [Theory, BothDoors]
    public async Task Assignees_are_users_and_roles_of_the_organization(Door door)
    {
        await using Service service = await Service.OpenAsync(door);
        string ticket = Service.Tickets + "2/";
        Assert.Equal(
            $$$"""{"id":"{{{Fixtures.Role}}}","type":"role","user":null,"role":{"name":"Tier 2"}}""",
            (await service.PatchAsync(ticket, new { assignee = new { type = "role", id = Fixtures.Role, more = 1 } })).Is(200).Json.GetProperty("assignee").GetRawText());
        Assert.Equal(
            """{"id":8,"type":"user","user":{"email":"eva@acme.example"},"role":null}""",
            (await service.PatchAsync(ticket, new { assignee = new { type = "user", id = 8 } })).Is(200).Json.GetProperty("assignee").GetRawText());

        foreach ((object assignee, string detail) in new (object, string)[]
        {
            ("x", "must be an object"),
            (new { id = 1 }, "must have 'type' and 'id'"),
            (new { type = "user" }, "must have 'type' and 'id'"),
            (new { id = 1, type = "team" }, "type must be 'user' or 'role'"),
            (new { type = "user", id = "7" }, "user id must be an integer"),
            (new { type = "role", id = "abc" }, "role id must be a valid UUID"),
            (new { type = "user", id = 9 }, "user is not a member of this organization"),
            (new { type = "role", id = Fixtures.RoleOfOtherOrganization }, "role does not belong to this organization"),
        })
        {
            (await service.PatchAsync(ticket, new { assignee, status = "resolved" })).IsInvalid("invalid_input", "assignee", detail);
        }

        JsonElement unchanged = (await service.GetAsync(ticket)).Json;
        Assert.Equal(("open", 8), (unchanged.Text("status"), unchanged.GetProperty("assignee").GetProperty("id").GetInt32()));

        // In the seed era the rest was saved already.
        service.Options.Generation = Generation.SeedEra;
        (await service.PatchAsync(ticket, new { assignee = "x", status = "resolved" })).IsInvalid("invalid_input", "assignee");
        Assert.Equal("resolved", (await service.GetAsync(ticket)).Json.Text("status"));
        Assert.True((await service.PatchAsync(ticket, new { assignee = (object?)null })).Is(200).Json.IsNull("assignee"));
    }

    [Theory, BothDoors]
    public async Task Snoozing_parks_and_waking_opens_unless_the_request_says_otherwise(Door door)
    {
        await using Service service = await Service.OpenAsync(door);
        Assert.Equal("on_hold", await StatusAsync(1, new { snoozed_until = "2026-07-01T00:00:00Z" }));
        Assert.Equal("pending", await StatusAsync(1, new { status = "pending" }));
        Assert.Equal("pending", await StatusAsync(1, new { snoozed_until = "2026-08-01T00:00:00Z" }));
        Assert.Equal("open", await StatusAsync(1, new { snoozed_until = (string?)null }));
        Assert.Equal("open", await StatusAsync(1, new { snoozed_until = (string?)null }));
        Assert.Equal("resolved", await StatusAsync(2, new { snoozed_until = "2026-07-01T00:00:00Z", status = "resolved" }));

        async Task<string?> StatusAsync(int number, object body) =>
            (await service.PatchAsync($"{Service.Tickets}{number}/", body)).Is(200).Json.Text("status");
    }

    [Theory, BothDoors]
    public async Task Creating_is_documented_with_the_defaults_of_the_model(Door door)
    {
        await using Service service = await Service.OpenAsync(door);
        JsonElement empty = (await service.PostAsync(Service.Tickets, new { })).Is(201).Json;
        Assert.Equal(6, empty.GetProperty("ticket_number").GetInt32());
        Assert.Equal(("new", "widget", ""), (empty.Text("status"), empty.Text("channel_source"), empty.Text("distinct_id")));
        Assert.Equal(("{}", "{}", "[]", "[]"), (Raw("anonymous_traits"), Raw("session_context"), Raw("cc_participants"), Raw("tags")));
        Assert.Equal(("2026-06-03T11:00:00Z", "2026-06-03T11:00:00Z"), (empty.Text("created_at"), empty.Text("updated_at")));
        Assert.All(["priority", "channel_detail", "assignee", "person", "snoozed_until"], name => Assert.True(empty.IsNull(name)));

        JsonElement sent = (await service.PostAsync(Service.Tickets, new
        {
            status = "open",
            priority = "high",
            tags = new[] { "VIP" },
            snoozed_until = "2026-07-01T00:00:00Z",
            assignee = new { type = "user", id = 7 },
            channel_source = "email",
        })).Is(201).Json;
        Assert.Equal((7, "open", "high", "widget"), (sent.GetProperty("ticket_number").GetInt32(), sent.Text("status"), sent.Text("priority"), sent.Text("channel_source")));
        Assert.True(sent.IsNull("assignee"));
        (await service.PostAsync(Service.Tickets, new { status = "bogus" })).IsInvalid("invalid_choice", "status");

        string Raw(string name) => empty.GetProperty(name).GetRawText();
    }

    [Theory, BothDoors]
    public async Task Creating_is_refused_as_the_real_service_does(Door door)
    {
        await using Service service = await Service.OpenAsync(door, options => options.CreateTicket = CreateTicketMode.Refused);
        (await service.PostAsync(Service.Tickets, new { status = "bogus" })).IsError(
            405,
            "invalid_request",
            "method_not_allowed",
            "Creating tickets via this endpoint is not supported. Use posthog.conversations.sendMessage() from the JavaScript SDK. See https://posthog.com/docs/support/javascript-api for details.");
        (await service.PostAsync(Service.Tickets, new { }, Callers.TicketReader)).IsForbidden("API key missing required scope 'ticket:write'");

        service.Options.Generation = Generation.SeedEra;
        (await service.PostAsync(Service.Tickets, new { status = "bogus" })).IsInvalid("invalid_choice", "status");
        (await service.PostAsync(Service.Tickets, new { })).IsError(500, "server_error", "error", "A server error occurred.");
    }
}
