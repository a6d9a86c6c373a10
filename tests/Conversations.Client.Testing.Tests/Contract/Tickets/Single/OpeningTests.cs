using System.Text.Json;
using Conversations.Client.Testing.Tests.Shared;

namespace Conversations.Client.Testing.Tests.Contract.Tickets.Single;

/// <summary>docs/service/tickets.md 6, 6.1: finding and opening one ticket.</summary>
public sealed class OpeningTests
{
    [Theory, BothTransports, Rule("docs/service/tickets.md 6", Evidence.Tested)]
    public async Task A_ticket_is_found_by_its_id_or_its_number_on_every_route(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        foreach (string name in new[] { "4", service.IdOf(4) })
        {
            Assert.Equal(4, (await service.GetAsync($"{Service.Tickets}{name}/")).Is(200).Json.Number("ticket_number"));
            Assert.Equal(4, (await service.PatchAsync($"{Service.Tickets}{name}/", new { })).Is(200).Json.Number("ticket_number"));
            Assert.Equal("First message about passwords", (await service.GetAsync($"{Service.Tickets}{name}/messages/")).Results()[0].Text("content"));
            _ = (await service.PostAsync($"{Service.Tickets}{name}/reply/", new { message = name, is_private = true })).Is(201);
            _ = (await service.PostAsync($"{Service.Tickets}{name}/ai_feedback/", new { message_id = "m", rating = "good" })).Is(202);
        }

        _ = (await service.DeleteAsync($"{Service.Tickets}{service.IdOf(4)}/", Callers.Session)).Is(204);
        _ = (await service.DeleteAsync(TicketCalls.Of(5), Callers.Session)).Is(204);
    }

    [Theory, BothTransports, Rule("docs/service/tickets.md 6", Evidence.Tested)]
    public async Task What_is_neither_the_id_nor_the_number_of_a_ticket_is_404(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        foreach (string other in new[] { "99", "0", "abc", Guid.NewGuid().ToString(), "+4", "-4", "4.0", "99999999999999999999" })
        {
            (await service.GetAsync($"{Service.Tickets}{other}/")).IsNotFound();
            (await service.PatchAsync($"{Service.Tickets}{other}/", new { })).IsNotFound();
            (await service.DeleteAsync($"{Service.Tickets}{other}/", Callers.Session)).IsNotFound();
        }
    }

    [Theory, BothTransports, Rule("docs/service/tickets.md 6", Evidence.Tested)]
    public async Task A_ticket_of_another_project_is_404(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        (await service.GetAsync($"/api/projects/2/conversations/tickets/{service.IdOf(1)}/")).IsNotFound();
        (await service.GetAsync("/api/projects/2/conversations/tickets/4/")).IsNotFound();
    }

    [Theory, BothTransports, Rule("docs/service/tickets.md 6", Evidence.Code)]
    public async Task The_parameters_of_the_list_narrow_a_single_ticket_too(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        (await service.GetAsync(TicketCalls.Of(5) + "?status=resolved")).IsNotFound();
        _ = (await service.GetAsync(TicketCalls.Of(5) + "?status=on_hold")).Is(200);
        (await service.PatchAsync(TicketCalls.Of(5) + "?search=nothing", new { })).IsNotFound();
        (await service.GetAsync(TicketCalls.Of(5) + "messages/?priority=high")).IsNotFound();
        (await service.DeleteAsync(TicketCalls.Of(5) + "?snoozed=false", Callers.Session)).IsNotFound();
        (await service.PatchAsync(TicketCalls.Of(5) + "?view=nope", new { })).IsInvalid("invalid_input", "view");
    }

    [Theory, BothTransports, Rule("docs/service/tickets.md 6.1", Evidence.Tested)]
    public async Task Opening_a_ticket_marks_it_as_read_in_this_very_answer(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        JsonElement opened = await service.OpenTicketAsync(1);
        Assert.Equal((0, 0), (opened.Number("unread_team_count"), service.Stored(1).UnreadTeamCount));
    }

    [Theory, BothTransports, Rule("docs/service/tickets.md 6.1", Evidence.Tested)]
    public async Task Opening_a_ticket_leaves_updated_at(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        Assert.Equal("2026-06-01T00:00:00Z", (await service.OpenTicketAsync(1)).Text("updated_at"));
        Assert.Equal("2026-06-01T00:00:00Z", (await service.OpenTicketAsync(1)).Text("updated_at"));
    }

    [Theory, BothTransports, Rule("docs/service/tickets.md 6.1", Evidence.Tested)]
    public async Task A_key_that_only_reads_marks_as_read_all_the_same(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        _ = (await service.GetAsync(TicketCalls.Of(1), Callers.TicketReader)).Is(200);
        Assert.Equal(0, service.Stored(1).UnreadTeamCount);
    }

    [Theory, BothTransports, Rule("docs/service/tickets.md 5", Evidence.Tested)]
    public async Task Listing_and_updating_mark_nothing_as_read(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        _ = (await service.GetAsync(Service.Tickets)).Is(200);
        _ = await service.PatchTicketAsync(1, new { status = "open" });
        Assert.Equal(3, service.Stored(1).UnreadTeamCount);
    }
}
