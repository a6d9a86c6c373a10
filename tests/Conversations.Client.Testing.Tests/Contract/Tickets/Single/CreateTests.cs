using System.Text.Json;
using Conversations.Client.Testing.Tests.Shared;

namespace Conversations.Client.Testing.Tests.Contract.Tickets.Single;

/// <summary>docs/service/tickets.md 7: creating a ticket, as documented and as the real service refuses it.</summary>
public sealed class CreateTests
{
    private const string Refused =
        "Creating tickets via this endpoint is not supported. Use posthog.conversations.sendMessage() from the JavaScript SDK. See https://posthog.com/docs/support/javascript-api for details.";

    [Theory, BothTransports, Rule("docs/service/tickets.md 7", Evidence.Open)]
    public async Task Created_as_documented_a_ticket_has_the_defaults_of_the_model(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        JsonElement made = (await service.PostAsync(Service.Tickets, new { })).Is(201).Json;
        Assert.Equal((6, "new", "widget", ""), (made.Number("ticket_number"), made.Text("status"), made.Text("channel_source"), made.Text("distinct_id")));
        Assert.Equal(("{}", "{}", "[]", "[]", "{}"), (made.Raw("anonymous_traits"), made.Raw("session_context"), made.Raw("cc_participants"), made.Raw("tags"), made.Raw("ai_triage")));
        Assert.Equal((0, 0, 0), (made.Number("message_count"), made.Number("unread_team_count"), made.Number("unread_customer_count")));
        Assert.Equal(("2026-06-03T11:00:00Z", "2026-06-03T11:00:00Z", false), (made.Text("created_at"), made.Text("updated_at"), made.GetProperty("ai_resolved").GetBoolean()));
        Assert.All(
            ["priority", "channel_detail", "assignee", "person", "snoozed_until", "sla_due_at", "escalation_reason", "last_message_at", "email_from", "identity_verified"],
            name => Assert.True(made.IsNull(name), name));
        Assert.Equal(made.Raw("id"), (await service.OpenTicketAsync(6)).Raw("id"));
    }

    [Theory, BothTransports, Rule("docs/service/tickets.md 7", Evidence.Open)]
    public async Task Created_as_documented_a_ticket_takes_the_members_of_an_update_but_the_assignee(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        JsonElement made = (await service.PostAsync(Service.Tickets, new
        {
            status = "open",
            priority = "high",
            anonymous_traits = new { name = "Ana" },
            ai_resolved = true,
            escalation_reason = " why ",
            sla_due_at = "2026-07-02T00:00:00Z",
            tags = new[] { " VIP" },
            assignee = new { type = "user", id = 7 },
            channel_source = "email",
            distinct_id = "u-1",
        })).Is(201).Json;
        Assert.Equal(("open", "high", """{"name":"Ana"}""", true), (made.Text("status"), made.Text("priority"), made.Raw("anonymous_traits"), made.GetProperty("ai_resolved").GetBoolean()));
        Assert.Equal(("why", "2026-07-02T00:00:00Z", """["vip"]"""), (made.Text("escalation_reason"), made.Text("sla_due_at"), made.Raw("tags")));
        Assert.Equal(("widget", "", true), (made.Text("channel_source"), made.Text("distinct_id"), made.IsNull("assignee")));
    }

    [Theory, BothTransports, Rule("docs/service/tickets.md 7", Evidence.Open)]
    public async Task Created_as_documented_an_invalid_body_is_400_as_in_an_update(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        (await service.PostAsync(Service.Tickets, new { status = "bogus" })).IsInvalid("invalid_choice", "status", "\"bogus\" is not a valid choice.");
        (await service.PostAsync(Service.Tickets, new { tags = "x" })).IsInvalid("not_a_list", "tags");
        (await service.PostAsync(Service.Tickets, new { sla_due_at = "" })).IsInvalid("invalid_input", "sla_due_at");
        await service.HasAsync("", TicketCalls.All);
    }

    [Theory, BothTransports, Rule("docs/service/tickets.md 7", Evidence.Open)]
    public async Task A_snooze_sent_on_creation_leaves_the_status(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        JsonElement made = (await service.PostAsync(Service.Tickets, new { snoozed_until = "2026-07-01T00:00:00Z" })).Is(201).Json;
        Assert.Equal(("new", "2026-07-01T00:00:00Z"), (made.Text("status"), made.Text("snoozed_until")));
    }

    [Theory, BothTransports, Rule("docs/service/tickets.md 7", Evidence.Code)]
    public async Task The_newest_service_refuses_to_create_whatever_the_body(Transport transport)
    {
        await using Service service = await OpenRefusedAsync(transport);
        foreach (object body in new object[] { new { }, new { status = "bogus" }, "{" })
        {
            (await service.PostAsync(Service.Tickets, body)).IsError(405, "invalid_request", "method_not_allowed", Refused);
            (await service.PostAsync(Service.Tickets, body, Callers.Session)).IsError(405, "invalid_request", "method_not_allowed", Refused);
        }

        await service.HasAsync("", TicketCalls.All);
    }

    [Theory, BothTransports, Rule("docs/service/tickets.md 7", Evidence.Code)]
    public async Task Creating_needs_ticket_write_before_it_is_refused(Transport transport)
    {
        await using Service service = await OpenRefusedAsync(transport);
        (await service.PostAsync(Service.Tickets, new { }, Callers.TicketReader)).IsForbidden("API key missing required scope 'ticket:write'");
    }

    [Theory, BothTransports, Rule("docs/service/tickets.md 7", Evidence.Code)]
    public async Task In_the_legacy_version_an_invalid_body_is_400_and_a_valid_one_500(Transport transport)
    {
        await using Service service = await OpenRefusedAsync(transport);
        service.Options.ServiceVersion = ServiceVersion.Legacy;
        (await service.PostAsync(Service.Tickets, new { status = "bogus" })).IsInvalid("invalid_choice", "status");
        (await service.PostAsync(Service.Tickets, new { status = "open" })).IsError(500, "server_error", "error", "A server error occurred.");
        await service.HasAsync("", TicketCalls.All);
    }

    private static Task<Service> OpenRefusedAsync(Transport transport) =>
        Service.OpenAsync(transport, options => options.CreateTicket = CreateTicketMode.Refused);
}
