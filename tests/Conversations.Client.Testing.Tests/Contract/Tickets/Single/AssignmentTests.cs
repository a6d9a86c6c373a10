using System.Text.Json;
using Conversations.Client.Testing.Tests.Shared;

namespace Conversations.Client.Testing.Tests.Contract.Tickets.Single;

/// <summary>docs/service/tickets.md 6.2: assigning a ticket.</summary>
public sealed class AssignmentTests
{
    [Theory, BothTransports, Rule("docs/service/tickets.md 6.2", Evidence.Tested)]
    public async Task A_user_or_a_role_replaces_whoever_had_the_ticket_and_further_members_are_ignored(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        Assert.Equal(
            $$$"""{"id":"{{{Fixtures.Role}}}","type":"role","user":null,"role":{"name":"Tier 2"}}""",
            (await service.PatchTicketAsync(2, new { assignee = new { type = "role", id = Fixtures.Role, more = 1 } })).Raw("assignee"));
        Assert.Equal(
            """{"id":8,"type":"user","user":{"email":"eva@acme.example"},"role":null}""",
            (await service.PatchTicketAsync(2, new { assignee = new { type = "user", id = 8 } })).Raw("assignee"));
        Assert.Equal(8, (await service.OpenTicketAsync(2)).GetProperty("assignee").Number("id"));
    }

    [Theory, BothTransports, Rule("docs/service/tickets.md 6.2", Evidence.Tested)]
    public async Task Null_unassigns_and_a_member_that_is_left_out_changes_nothing(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        Assert.Equal(7, (await service.PatchTicketAsync(2, new { status = "open" })).GetProperty("assignee").Number("id"));
        Assert.True((await service.PatchTicketAsync(2, new { assignee = (object?)null })).IsNull("assignee"));
        Assert.True((await service.OpenTicketAsync(2)).IsNull("assignee"));
    }

    public static TheoryData<string, string> Mistakes { get; } = new()
    {
        { "\"user:7\"", "must be an object" },
        { "7", "must be an object" },
        { "[]", "must be an object" },
        { "{}", "must have 'type' and 'id'" },
        { """{"id": 7}""", "must have 'type' and 'id'" },
        { """{"type": "user"}""", "must have 'type' and 'id'" },
        { """{"id": 7, "type": "team"}""", "type must be 'user' or 'role'" },
        { """{"id": 7, "type": 1}""", "type must be 'user' or 'role'" },
        { """{"type": "user", "id": "7"}""", "user id must be an integer" },
        { """{"type": "user", "id": 7.5}""", "user id must be an integer" },
        { """{"type": "role", "id": "abc"}""", "role id must be a valid UUID" },
        { """{"type": "role", "id": 7}""", "role id must be a valid UUID" },
        { """{"type": "user", "id": 9}""", "user is not a member of this organization" },
        { """{"type": "user", "id": 999}""", "user is not a member of this organization" },
        { $$"""{"type": "role", "id": "{{Fixtures.RoleOfOtherOrganization}}"}""", "role does not belong to this organization" },
        { """{"type": "role", "id": "00000000-0000-7000-8000-000000000000"}""", "role does not belong to this organization" },
    };

    [Theory, BothTransports(Rows = nameof(Mistakes)), Rule("docs/service/tickets.md 6.2", Evidence.Tested)]
    public async Task What_is_no_assignee_is_refused_with_a_text_of_its_own(Transport transport, string assignee, string detail)
    {
        await using Service service = await Service.OpenAsync(transport);
        (await service.CallAsync(HttpMethod.Patch, TicketCalls.Of(2), body: $$"""{"assignee": {{assignee}}}""")).IsInvalid("invalid_input", "assignee", detail);
        Assert.Equal(7, (await service.OpenTicketAsync(2)).GetProperty("assignee").Number("id"));
    }

    [Theory, BothTransports, Rule("docs/service/tickets.md 6.2", Evidence.Code)]
    public async Task The_newest_service_looks_at_the_assignee_first_and_then_saves_nothing(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        await service.RefusesPatchAsync(2, new { status = "resolved", assignee = "x" }, "invalid_input", "assignee", "must be an object");
        await service.RefusesPatchAsync(2, new { status = "bogus", assignee = "x" }, "invalid_input", "assignee", "must be an object");
        await service.RefusesPatchAsync(2, new { status = "bogus", assignee = new { type = "user", id = 8 } }, "invalid_choice", "status");
        JsonElement ticket = await service.OpenTicketAsync(2);
        Assert.Equal(("open", 7, "2026-06-02T00:00:00Z"), (ticket.Text("status"), ticket.GetProperty("assignee").Number("id"), ticket.Text("updated_at")));
    }

    [Theory, BothTransports, Rule("docs/service/tickets.md 6.2", Evidence.Code)]
    public async Task In_the_legacy_version_the_other_members_are_saved_when_an_assignee_is_refused(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport, options => options.ServiceVersion = ServiceVersion.Legacy);
        await service.RefusesPatchAsync(2, new { status = "resolved", assignee = "x" }, "invalid_input", "assignee", "must be an object");
        JsonElement ticket = await service.OpenTicketAsync(2);
        Assert.Equal(("resolved", 7, "2026-06-03T11:00:00Z"), (ticket.Text("status"), ticket.GetProperty("assignee").Number("id"), ticket.Text("updated_at")));
    }
}
