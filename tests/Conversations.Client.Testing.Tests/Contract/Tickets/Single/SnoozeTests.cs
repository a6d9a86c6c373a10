using System.Text.Json;
using Conversations.Client.Testing.Tests.Shared;

namespace Conversations.Client.Testing.Tests.Contract.Tickets.Single;

/// <summary>docs/service/tickets.md 6.3: what changes with the status, and what the periodic job does.</summary>
public sealed class SnoozeTests
{
    private const string July = "2026-07-01T00:00:00Z";

    [Theory, BothTransports, Rule("docs/service/tickets.md 6.3", Evidence.Tested)]
    public async Task Snoozing_puts_a_ticket_on_hold(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        JsonElement snoozed = await service.PatchTicketAsync(1, new { snoozed_until = July });
        Assert.Equal(("on_hold", July), (snoozed.Text("status"), snoozed.Text("snoozed_until")));
        Assert.Equal("on_hold", (await service.PatchTicketAsync(4, new { snoozed_until = July })).Text("status"));
    }

    [Theory, BothTransports, Rule("docs/service/tickets.md 6.3", Evidence.Tested)]
    public async Task Taking_the_snooze_away_opens_a_ticket(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        Assert.Equal("open", (await service.PatchTicketAsync(5, new { snoozed_until = (string?)null })).Text("status"));
        Assert.Equal("pending", (await service.PatchTicketAsync(3, new { snoozed_until = (string?)null })).Text("status"));
    }

    [Theory, BothTransports, Rule("docs/service/tickets.md 6.3", Evidence.Tested)]
    public async Task Moving_the_snooze_leaves_the_status(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        _ = await service.PatchTicketAsync(5, new { status = "pending" });
        Assert.Equal("pending", (await service.PatchTicketAsync(5, new { snoozed_until = July })).Text("status"));
    }

    [Theory, BothTransports, Rule("docs/service/tickets.md 6.3", Evidence.Tested)]
    public async Task A_status_in_the_same_request_wins(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        Assert.Equal("resolved", (await service.PatchTicketAsync(2, new { snoozed_until = July, status = "resolved" })).Text("status"));
        Assert.Equal("on_hold", (await service.PatchTicketAsync(5, new { snoozed_until = (string?)null, status = "on_hold" })).Text("status"));
    }

    [Theory, BothTransports, Rule("docs/service/tickets.md 6.3", Evidence.Code)]
    public async Task Changing_the_status_by_hand_leaves_the_snooze(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        Assert.Equal("2026-06-05T00:00:00Z", (await service.PatchTicketAsync(5, new { status = "open" })).Text("snoozed_until"));
    }

    [Theory, BothTransports, Rule("docs/service/tickets.md 6.3", Evidence.Tested)]
    public async Task Reading_never_wakes_a_ticket_only_the_job_does(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        service.Clock.Advance(TimeSpan.FromDays(3));
        Assert.Equal(("on_hold", "2026-06-05T00:00:00Z"), Of(await service.OpenTicketAsync(5)));
        await service.HasAsync("snoozed=true", 5);
        service.Fake.WakeSnoozed();
        Assert.Equal(("open", null), Of(await service.OpenTicketAsync(5)));
    }

    [Theory, BothTransports, Rule("docs/service/tickets.md 6.3", Evidence.Tested)]
    public async Task The_job_wakes_only_what_is_due(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        service.Clock.Advance(TimeSpan.FromHours(37) - TimeSpan.FromMicroseconds(1));
        service.Fake.WakeSnoozed();
        Assert.Equal(("on_hold", "2026-06-05T00:00:00Z"), Of(await service.OpenTicketAsync(5)));
        service.Clock.Advance(TimeSpan.FromMicroseconds(1));
        service.Fake.WakeSnoozed();
        Assert.Equal(("open", null), Of(await service.OpenTicketAsync(5)));
    }

    [Theory, BothTransports, Rule("docs/service/tickets.md 6.3", Evidence.Tested)]
    public async Task The_newest_job_opens_whatever_is_not_new_and_moves_updated_at(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        foreach ((int number, string status) in new[] { (1, "new"), (2, "pending"), (3, "open"), (4, "resolved") })
        {
            _ = await service.PatchTicketAsync(number, new { snoozed_until = "2026-06-05T00:00:00Z", status });
        }

        service.Clock.Advance(TimeSpan.FromDays(3));
        service.Fake.WakeSnoozed();

        foreach ((int number, string status) in new[] { (1, "new"), (2, "open"), (3, "open"), (4, "open"), (5, "open") })
        {
            JsonElement ticket = await service.OpenTicketAsync(number);
            Assert.Equal((status, null), Of(ticket));
            Assert.Equal("2026-06-06T11:00:00Z", ticket.Text("updated_at"));
        }
    }

    [Theory, BothTransports, Rule("docs/service/tickets.md 6.3", Evidence.Tested)]
    public async Task The_job_of_the_legacy_version_opens_only_what_is_on_hold_and_leaves_updated_at(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport, options => options.ServiceVersion = ServiceVersion.Legacy);
        _ = await service.PatchTicketAsync(4, new { snoozed_until = "2026-06-04T00:00:00Z", status = "resolved" });
        service.Clock.Advance(TimeSpan.FromDays(3));
        service.Fake.WakeSnoozed();

        JsonElement resolved = await service.OpenTicketAsync(4);
        Assert.Equal(("resolved", null), Of(resolved));
        Assert.Equal("2026-06-03T11:00:00Z", resolved.Text("updated_at"));
        JsonElement held = await service.OpenTicketAsync(5);
        Assert.Equal(("open", null), Of(held));
        Assert.Equal("2026-05-25T00:00:00Z", held.Text("updated_at"));
    }

    private static (string? Status, string? SnoozedUntil) Of(JsonElement ticket) => (ticket.Text("status"), ticket.Text("snoozed_until"));
}
