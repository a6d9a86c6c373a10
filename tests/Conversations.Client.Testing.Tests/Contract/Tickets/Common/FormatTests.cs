using System.Text.Json;
using Conversations.Client.Testing.Tests.Shared;

namespace Conversations.Client.Testing.Tests.Contract.Tickets.Common;

/// <summary>docs/service/tickets.md 1.5: the format of values.</summary>
public sealed class FormatTests
{
    [Theory, BothTransports, Rule("docs/service/tickets.md 1.5", Evidence.Framework)]
    public async Task Datetimes_are_sent_in_utc_with_microseconds_only_where_there_are_some(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        foreach ((string sent, string received) in new[]
        {
            ("2026-05-04T11:15:02.123456+02:00", "2026-05-04T09:15:02.123456Z"),
            ("2026-05-04T09:15:02.5Z", "2026-05-04T09:15:02.500000Z"),
            ("2026-05-04T09:15:02.000000Z", "2026-05-04T09:15:02Z"),
        })
        {
            Assert.Equal(received, (await service.PatchTicketAsync(1, new { sla_due_at = sent })).Text("sla_due_at"));
        }
    }

    [Theory, BothTransports, Rule("docs/service/tickets.md 1.5", Evidence.Framework)]
    public async Task Datetimes_are_taken_with_an_offset_or_as_utc_and_a_bare_date_is_midnight(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        foreach ((string sent, string received) in new[]
        {
            ("2026-05-04T09:15:02Z", "2026-05-04T09:15:02Z"),
            ("2026-05-04T09:15:02-01:30", "2026-05-04T10:45:02Z"),
            ("2026-05-04T09:15:02", "2026-05-04T09:15:02Z"),
            ("2026-05-04T09:15", "2026-05-04T09:15:00Z"),
            ("2026-05-04", "2026-05-04T00:00:00Z"),
        })
        {
            Assert.Equal(received, (await service.PatchTicketAsync(1, new { sla_due_at = sent })).Text("sla_due_at"));
        }
    }

    [Theory, BothTransports, Rule("docs/service/tickets.md 1.5", Evidence.Framework)]
    public async Task Ids_are_uuid_text_but_for_users_and_ticket_numbers(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        JsonElement ticket = await service.OpenTicketAsync(2);
        Assert.True(Guid.TryParseExact(ticket.Text("id"), "D", out _));
        Assert.Equal(
            (JsonValueKind.Number, JsonValueKind.Number),
            (ticket.GetProperty("ticket_number").ValueKind, ticket.GetProperty("assignee").GetProperty("id").ValueKind));
        JsonElement view = (await service.PostAsync(Service.Views, new { name = "x" })).Is(201).Json;
        Assert.True(Guid.TryParseExact(view.Text("id"), "D", out _));
        Assert.Equal(7, view.GetProperty("created_by").Number("id"));
    }

    [Theory, BothTransports, Rule("docs/service/tickets.md 1.5", Evidence.Tested)]
    public async Task Members_that_are_unknown_or_only_read_are_ignored_in_a_body(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        JsonElement ticket = await service.PatchTicketAsync(1, new
        {
            unknown = 1,
            id = "x",
            ticket_number = 77,
            channel_source = "email",
            distinct_id = "other",
            created_at = "nonsense",
            message_count = -1,
            unread_team_count = 9,
            session_context = 5,
            email_from = "a@b.example",
            user_access_level = "none",
        });
        Assert.Equal((1, "widget", "u-1", 0, 3), (ticket.Number("ticket_number"), ticket.Text("channel_source"), ticket.Text("distinct_id"), ticket.Number("message_count"), ticket.Number("unread_team_count")));
        Assert.Equal(("2026-05-01T00:00:00Z", "editor"), (ticket.Text("created_at"), ticket.Text("user_access_level")));
        JsonElement view = (await service.PostAsync(Service.Views,
            new { name = "x", short_id = "mine", id = "mine", created_by = 8, created_at = "x" })).Is(201).Json;
        Assert.Equal((false, 7), (view.Text("short_id") == "mine", view.GetProperty("created_by").Number("id")));
    }
}
