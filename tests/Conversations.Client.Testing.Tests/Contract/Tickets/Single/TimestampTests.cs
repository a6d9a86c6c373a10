using System.Text.Json;
using Conversations.Client.Testing.Tests.Shared;

namespace Conversations.Client.Testing.Tests.Contract.Tickets.Single;

/// <summary>docs/service/tickets.md 2.2: ticket numbers, and what changes updated_at.</summary>
public sealed class TimestampTests
{
    private static readonly DateTimeOffset Before = new(2026, 6, 2, 0, 0, 0, TimeSpan.Zero);

    [Theory, BothTransports, Rule("docs/service/tickets.md 2.2", Evidence.Tested)]
    public async Task A_number_is_one_more_than_the_highest_of_the_project_and_begins_at_1(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        service.Fake.Load("""{"projects": [{"id": 4, "organization": "org-1"}], "users": [{"id": 7, "email": "max@acme.example", "projects": [1, 2, 4]}]}""");
        Assert.Equal((1, 2), (await CreateAsync(service, 4), await CreateAsync(service, 4)));
        Assert.Equal((6, 2), (await CreateAsync(service, 1), await CreateAsync(service, 2)));
        service.Fake.Load("""{"tickets": [{"ticket_number": 90}]}""");
        Assert.Equal(91, await CreateAsync(service, 1));
    }

    [Theory, BothTransports, Rule("docs/service/tickets.md 2.2", Evidence.Tested)]
    public async Task Numbers_stay_unique_when_many_tickets_are_made_at_once(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        int[] numbers = await Task.WhenAll(Enumerable.Range(0, 30).Select(_ => Task.Run(() => CreateAsync(service))));
        Assert.Equal(Enumerable.Range(6, 30), numbers.Order());
    }

    [Theory, BothTransports, Rule("docs/service/tickets.md 2.2", Evidence.Code)]
    public async Task The_newest_service_never_uses_a_number_again(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        _ = (await service.DeleteAsync(TicketCalls.Of(5), Callers.Session)).Is(204);
        Assert.Equal(6, await CreateAsync(service));
    }

    [Theory, BothTransports, Rule("docs/service/tickets.md 2.2", Evidence.Code)]
    public async Task In_the_legacy_version_deleting_the_highest_frees_its_number_and_deleting_another_leaves_a_gap(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport, options => options.ServiceVersion = ServiceVersion.Legacy);
        _ = (await service.DeleteAsync(TicketCalls.Of(5))).Is(204);
        Assert.Equal(5, await CreateAsync(service));
        _ = (await service.DeleteAsync(TicketCalls.Of(3))).Is(204);
        Assert.Equal(6, await CreateAsync(service));
    }

    [Theory, BothTransports, Rule("docs/service/tickets.md 2.2", Evidence.Code)]
    public async Task Every_update_that_saves_moves_updated_at_even_when_nothing_changes(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        foreach (HttpMethod method in new[] { HttpMethod.Patch, HttpMethod.Put })
        {
            service.Clock.Advance(TimeSpan.FromTicks(15));
            JsonElement updated = (await service.CallAsync(method, TicketCalls.Of(1), body: new { })).Is(200).Json;
            Assert.Equal(service.Clock.GetUtcNow().ToString("yyyy-MM-ddTHH:mm:ss.ffffffZ", null), updated.Text("updated_at"));
        }
    }

    [Theory, BothTransports, Rule("docs/service/tickets.md 2.2", Evidence.Code)]
    public async Task A_refused_update_moves_nothing(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        await service.RefusesPatchAsync(2, new { status = "resolved", priority = "bogus" }, "invalid_choice", "priority");
        Assert.Equal((Before, TicketStatus.Open), (service.Stored(2).UpdatedAt, service.Stored(2).Status));
    }

    [Theory, BothTransports, Rule("docs/service/tickets.md 2.2", Evidence.Code)]
    public async Task A_public_message_moves_updated_at_to_the_time_it_was_made(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        JsonElement message = (await service.PostAsync(TicketCalls.Of(2) + "reply/", new { message = "Hello" })).Is(201).Json;
        service.Clock.Advance(TimeSpan.FromMinutes(1));
        JsonElement ticket = await service.OpenTicketAsync(2);
        Assert.Equal(("2026-06-03T11:00:00Z", message.Text("created_at")), (ticket.Text("updated_at"), ticket.Text("updated_at")));
    }

    [Theory, BothTransports, Rule("docs/service/tickets.md 2.2", Evidence.Code)]
    public async Task A_bulk_status_moves_updated_at_of_the_tickets_that_really_change(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        _ = (await service.PostAsync(
            Service.Tickets + "bulk_update_status/", new { ids = new[] { service.IdOf(1), service.IdOf(2) }, status = "open" }, Callers.Session)).Is(200);
        Assert.Equal((Fixtures.Now, Before), (service.Stored(1).UpdatedAt, service.Stored(2).UpdatedAt));
    }

    [Theory, BothTransports, Rule("docs/service/tickets.md 2.2", Evidence.Code)]
    public async Task Opening_a_ticket_does_not_move_updated_at(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        Assert.Equal("2026-06-02T00:00:00Z", (await service.OpenTicketAsync(2)).Text("updated_at"));
        Assert.Equal(0, service.Stored(2).UnreadTeamCount);
    }

    [Theory, BothTransports, Rule("docs/service/tickets.md 2.2", Evidence.Code)]
    public async Task Private_notes_their_edits_and_their_deletion_do_not_move_updated_at(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        string note = (await service.PostAsync(TicketCalls.Of(2) + "reply/", new { message = "Note", is_private = true })).Is(201).Json.Text("id")!;
        _ = (await service.PatchAsync($"{TicketCalls.Of(2)}notes/{note}/", new { message = "Edited" })).Is(200);
        _ = (await service.DeleteAsync($"{TicketCalls.Of(2)}notes/{note}/")).Is(204);
        Assert.Equal(Before, service.Stored(2).UpdatedAt);
    }

    [Theory, BothTransports, Rule("docs/service/tickets.md 2.2", Evidence.Code)]
    public async Task Bulk_tags_do_not_move_updated_at(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        _ = (await service.PostAsync(
            Service.Tickets + "bulk_update_tags/", new { ids = new[] { service.IdOf(2) }, action = "add", tags = new[] { "x" } }, Callers.Session)).Is(200);
        Assert.Equal(Before, service.Stored(2).UpdatedAt);
    }

    [Theory, BothTransports, Rule("docs/service/tickets.md 2.2", Evidence.Code)]
    public async Task Created_at_never_changes(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        Assert.Equal("2026-05-01T00:00:00Z", (await service.PatchTicketAsync(1, new { status = "open", created_at = "2020-01-01T00:00:00Z" })).Text("created_at"));
    }

    private static async Task<int> CreateAsync(Service service, int project = 1) =>
        (await service.PostAsync($"/api/projects/{project}/conversations/tickets/", new { })).Is(201).Json.Number("ticket_number");
}
