using System.Text.Json;
using Conversations.Client.Testing.Tests.Shared;

namespace Conversations.Client.Testing.Tests.Contract.Tickets.Actions;

/// <summary>docs/service/tickets.md 8.2: setting one status on many tickets.</summary>
public sealed class BulkStatusTests
{
    private const string BulkStatusRequest = Service.Tickets + "bulk_update_status/";

    [Theory, BothTransports, Rule("docs/service/tickets.md 8.2", Evidence.Tested)]
    public async Task Only_tickets_that_a_bulk_status_really_changes_are_counted_and_named_all_else_is_passed_over(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        string elsewhere = service.Fake.Tickets.Where(ticket => ticket.TicketNumber == 1).ElementAt(1).Id.ToString();
        string[] ids = [service.IdOf(5), service.IdOf(1), service.IdOf(1), Guid.NewGuid().ToString(), elsewhere, service.IdOf(2)];

        Answer changed = await PostAsync(service, new { ids, status = "open" });

        Assert.Equal($$"""{"updated":2,"ids":["{{ids[0]}}","{{ids[1]}}"]}""", changed.Is(200).Text);
        Assert.Equal((TicketStatus.Open, TicketStatus.Open), (service.Stored(1).Status, service.Stored(5).Status));
        Assert.Equal("new", (await service.GetAsync("/api/projects/2/conversations/tickets/1/")).Json.Text("status"));
    }

    [Theory, BothTransports, Rule("docs/service/tickets.md 8.2", Evidence.Tested)]
    public async Task A_bulk_status_leaves_the_snooze(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        _ = (await PostAsync(service, new { ids = new[] { service.IdOf(5) }, status = "open" })).Is(200);
        JsonElement five = await service.OpenTicketAsync(5);
        Assert.Equal(("open", "2026-06-05T00:00:00Z"), (five.Text("status"), five.Text("snoozed_until")));
    }

    [Theory, BothTransports, Rule("docs/service/tickets.md 8.2", Evidence.Tested)]
    public async Task A_bulk_status_takes_one_to_500_uuids(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        string one = service.IdOf(1);
        (await PostAsync(service, new { status = "open" })).IsInvalid("required", "ids", "This field is required.");
        (await PostAsync(service, new { ids = one, status = "open" })).IsInvalid("not_a_list", "ids", "Expected a list of items but got type \"str\".");
        (await PostAsync(service, new { ids = Array.Empty<string>(), status = "open" })).IsInvalid("empty", "ids", "This list may not be empty.");
        (await PostAsync(service, new { ids = Enumerable.Repeat(one, 501), status = "open" })).IsInvalid("max_length", "ids", "Ensure this field has no more than 500 elements.");
        (await PostAsync(service, new { ids = new[] { "x" }, status = "open" })).IsInvalid("invalid_input", "ids__0", "Must be a valid UUID.");
        Assert.Equal(1, (await PostAsync(service, new { ids = Enumerable.Repeat(one, 500), status = "open" })).Is(200).Json.Number("updated"));
    }

    [Theory, BothTransports, Rule("docs/service/tickets.md 8.2", Evidence.Tested)]
    public async Task A_bulk_status_needs_one_of_the_five_statuses(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        string[] ids = [service.IdOf(1)];
        (await PostAsync(service, new { ids })).IsInvalid("required", "status", "This field is required.");
        (await PostAsync(service, new { ids, status = "bogus" })).IsInvalid("invalid_choice", "status", "\"bogus\" is not a valid choice.");
    }

    [Theory, BothTransports, Rule("docs/service/tickets.md 8.2", Evidence.Code)]
    public async Task The_parameters_of_the_list_narrow_a_bulk_status_too(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        object body = new { ids = new[] { service.IdOf(1) }, status = "open" };
        Assert.Equal("""{"updated":0,"ids":[]}""", (await service.PostAsync(BulkStatusRequest + "?status=resolved", body, Callers.Session)).Is(200).Text);
        (await service.PostAsync(BulkStatusRequest + "?view=nope", body, Callers.Session)).IsInvalid("invalid_input", "view", "No saved ticket view matches this short_id.");
        Assert.Equal(1, (await service.PostAsync(BulkStatusRequest + "?status=new", body, Callers.Session)).Is(200).Json.Number("updated"));
    }

    [Theory, BothTransports, Rule("docs/service/tickets.md 8.2", Evidence.Code)]
    public async Task The_legacy_version_has_no_bulk_status(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport, options => options.ServiceVersion = ServiceVersion.Legacy);
        (await PostAsync(service, new { })).IsError(405, "invalid_request", "method_not_allowed", "Method \"POST\" not allowed.");
    }

    private static Task<Answer> PostAsync(Service service, object body) => service.PostAsync(BulkStatusRequest, body, Callers.Session);
}
