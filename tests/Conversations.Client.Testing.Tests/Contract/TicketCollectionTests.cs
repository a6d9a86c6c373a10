using System.Text.Json;
using Conversations.Client.Testing.Tests.Shared;

namespace Conversations.Client.Testing.Tests.Contract;

/// <summary>tickets.md 2.2, 6.3, 6.4 and 8.1 to 8.3: deleting, waking, counting, and one change of many tickets.</summary>
public sealed class TicketCollectionTests
{
    private const string Unread = Service.Tickets + "unread_count/";
    private const string BulkStatus = Service.Tickets + "bulk_update_status/";
    private const string BulkTags = Service.Tickets + "bulk_update_tags/";

    [Theory, BothDoors]
    public async Task A_deleted_ticket_is_gone_at_once_and_its_number_is_free_in_the_seed_era_only(Door door)
    {
        await using Service service = await Service.OpenAsync(door);
        Assert.Equal("", (await service.DeleteAsync(Service.Tickets + "5/", Callers.Session)).Is(204).Text);
        (await service.DeleteAsync(Service.Tickets + "5/", Callers.Session)).IsError(404, "invalid_request", "not_found", "Not found.");
        Assert.DoesNotContain(5, (await service.GetAsync(Service.Tickets)).Numbers());
        Assert.Equal(6, await CreateAsync());

        service.Options.Generation = Generation.SeedEra;
        _ = (await service.DeleteAsync(Service.Tickets + "6/")).Is(204);
        Assert.Equal(5, await CreateAsync());
        _ = (await service.DeleteAsync(Service.Tickets + "3/")).Is(204);
        Assert.Equal(6, await CreateAsync());

        async Task<int> CreateAsync() => (await service.PostAsync(Service.Tickets, new { })).Is(201).Json.GetProperty("ticket_number").GetInt32();
    }

    [Theory, BothDoors]
    public async Task Only_the_job_wakes_a_ticket_and_the_newest_reopens_whatever_is_not_new(Door door)
    {
        await using Service service = await Service.OpenAsync(door);
        foreach ((int number, string status) in new[] { (1, "new"), (2, "pending"), (4, "resolved") })
        {
            _ = (await service.PatchAsync($"{Service.Tickets}{number}/", new { snoozed_until = "2026-06-05T00:00:00Z", status })).Is(200);
        }

        service.Fake.WakeSnoozed();
        Assert.Equal("2026-06-05T00:00:00Z", (await GetAsync(5)).Text("snoozed_until"));
        service.Clock.Advance(TimeSpan.FromDays(3));
        Assert.Equal("on_hold", (await GetAsync(5)).Text("status"));
        service.Fake.WakeSnoozed();

        Assert.Equal("new open open open", $"{await StatusAsync(1)} {await StatusAsync(2)} {await StatusAsync(4)} {await StatusAsync(5)}");
        Assert.True((await GetAsync(5)).IsNull("snoozed_until"));
        Assert.Equal("2026-06-06T11:00:00Z", (await GetAsync(5)).Text("updated_at"));

        async Task<string> StatusAsync(int number) => (await GetAsync(number)).Text("status")!;
        async Task<JsonElement> GetAsync(int number) => (await service.GetAsync($"{Service.Tickets}{number}/")).Is(200).Json;
    }

    [Theory, BothDoors]
    public async Task In_the_seed_era_the_job_reopens_only_what_is_on_hold(Door door)
    {
        await using Service service = await Service.OpenAsync(door, options => options.Generation = Generation.SeedEra);
        _ = (await service.PatchAsync(Service.Tickets + "4/", new { snoozed_until = "2026-06-04T00:00:00Z", status = "resolved" })).Is(200);
        service.Clock.Advance(TimeSpan.FromDays(3));

        service.Fake.WakeSnoozed();

        JsonElement resolved = (await service.GetAsync(Service.Tickets + "4/")).Json;
        Assert.Equal("resolved", resolved.Text("status"));
        Assert.True(resolved.IsNull("snoozed_until"));
        Assert.Equal("2026-06-03T11:00:00Z", resolved.Text("updated_at"));
        Assert.Equal("open", (await service.GetAsync(Service.Tickets + "5/")).Json.Text("status"));
    }

    [Theory, BothDoors]
    public async Task The_unread_count_sums_what_is_not_resolved_and_is_cached_for_30_seconds(Door door)
    {
        await using Service service = await Service.OpenAsync(door);
        Assert.Equal("""{"count":5}""", (await service.GetAsync(Unread + "?status=new", Callers.TicketReader)).Is(200).Text);

        // Deleting is none of the changes that drop the cache.
        _ = (await service.DeleteAsync(Service.Tickets + "2/", Callers.Session)).Is(204);
        Assert.Equal(5, await CountAsync(service));
        service.Clock.Advance(TimeSpan.FromSeconds(30));
        Assert.Equal(3, await CountAsync(service));
        Assert.Equal(0, await CountAsync(service, "/api/projects/2/conversations/tickets/unread_count/"));
    }

    [Theory, BothDoors]
    public async Task The_cached_count_is_dropped_when_a_ticket_is_read_resolved_reopened_or_written_to(Door door)
    {
        await using Service service = await Service.OpenAsync(door);
        Assert.Equal(5, await CountAsync(service));
        _ = await service.GetAsync(Service.Tickets + "1/");
        Assert.Equal(2, await CountAsync(service));
        _ = await service.PatchAsync(Service.Tickets + "2/", new { status = "resolved" });
        Assert.Equal(0, await CountAsync(service));
        _ = await service.PostAsync(BulkStatus, new { ids = new[] { Id(service, 4) }, status = "open" }, Callers.Session);
        Assert.Equal(5, await CountAsync(service));
        _ = service.Fake.Tickets.Add(new TicketSeed { UnreadTeamCount = 1, Messages = [new() { Content = "Hello?" }] });
        Assert.Equal(6, await CountAsync(service));
    }

    [Theory, BothDoors]
    public async Task Where_support_is_off_nothing_is_unread(Door door)
    {
        await using Service service = await Service.OpenAsync(door);
        service.Fake.Load("""{"projects": [{"id": 1, "support_enabled": false, "organization": "org-1"}]}""");
        Assert.Equal(0, await CountAsync(service));
    }

    [Theory, BothDoors]
    public async Task A_bulk_status_counts_what_really_changed(Door door)
    {
        await using Service service = await Service.OpenAsync(door);
        string[] ids = [Id(service, 5), Id(service, 1), Id(service, 1), Guid.NewGuid().ToString(), Id(service, 1, project: 2), Id(service, 2)];

        Answer changed = await service.PostAsync(BulkStatus, new { ids, status = "open" }, Callers.Session);

        Assert.Equal($$"""{"updated":2,"ids":["{{ids[0]}}","{{ids[1]}}"]}""", changed.Is(200).Text);
        JsonElement five = (await service.GetAsync(Service.Tickets + "5/")).Json;
        Assert.Equal(("open", "2026-06-05T00:00:00Z", "2026-06-03T11:00:00Z"), (five.Text("status"), five.Text("snoozed_until"), five.Text("updated_at")));
        Assert.Equal("2026-06-02T00:00:00Z", (await service.GetAsync(Service.Tickets + "2/")).Json.Text("updated_at"));
        Assert.Equal("new", (await service.GetAsync("/api/projects/2/conversations/tickets/1/")).Json.Text("status"));
    }

    [Theory, BothDoors]
    public async Task A_bulk_status_checks_ids_and_status_and_is_narrowed_by_the_list(Door door)
    {
        await using Service service = await Service.OpenAsync(door);
        string one = Id(service, 1);
        await RefusedAsync(new { }, "required", "ids");
        await RefusedAsync(new { ids = "x", status = "open" }, "not_a_list", "ids");
        await RefusedAsync(new { ids = Array.Empty<string>(), status = "open" }, "empty", "ids", "This list may not be empty.");
        await RefusedAsync(new { ids = Enumerable.Repeat(one, 501), status = "open" }, "max_length", "ids", "Ensure this field has no more than 500 elements.");
        await RefusedAsync(new { ids = new[] { "x" }, status = "open" }, "invalid_input", "ids__0", "Must be a valid UUID.");
        await RefusedAsync(new { ids = new[] { one } }, "required", "status");
        await RefusedAsync(new { ids = new[] { one }, status = "bogus" }, "invalid_choice", "status");
        (await service.PostAsync(BulkStatus + "?view=nope", new { ids = new[] { one }, status = "open" }, Callers.Session)).IsInvalid("invalid_input", "view");
        Assert.Equal(
            """{"updated":0,"ids":[]}""",
            (await service.PostAsync(BulkStatus + "?status=resolved", new { ids = new[] { one }, status = "open" }, Callers.Session)).Is(200).Text);

        async Task RefusedAsync(object body, string code, string attribute, string? detail = null) =>
            (await service.PostAsync(BulkStatus, body, Callers.Session)).IsInvalid(code, attribute, detail);
    }

    [Theory, BothDoors]
    public async Task Bulk_tags_add_remove_and_set_and_are_no_update(Door door)
    {
        await using Service service = await Service.OpenAsync(door);
        string two = Id(service, 2);
        string unknown = Guid.NewGuid().ToString();

        Assert.Equal(
            $$"""{"updated":[{"id":"{{two}}","tags":["billing","urgent","vip"]}],"skipped":[{"id":"{{unknown}}","reason":"Not found or no edit access"}]}""",
            (await TagAsync(new { ids = new[] { unknown, two }, action = "add", tags = new[] { " VIP ", "vip", "billing" } })).Is(200).Text);
        Assert.Equal("""["vip"]""", await TagsAsync(new { ids = new[] { two }, action = "remove", tags = new[] { "urgent", "Billing", "none" } }));
        Assert.Equal("""["a","b"]""", await TagsAsync(new { ids = new[] { two }, action = "set", tags = new[] { "b", "a" } }));
        Assert.Equal("[]", await TagsAsync(new { ids = new[] { two }, action = "set", tags = Array.Empty<string>() }));
        JsonElement ticket = (await service.GetAsync(Service.Tickets + "2/")).Json;
        Assert.Equal(("[]", "2026-06-02T00:00:00Z"), (ticket.GetProperty("tags").GetRawText(), ticket.Text("updated_at")));

        Task<Answer> TagAsync(object body) => service.PostAsync(BulkTags, body, Callers.Session);
        async Task<string> TagsAsync(object body) => (await TagAsync(body)).Is(200).Json.GetProperty("updated")[0].GetProperty("tags").GetRawText();
    }

    [Theory, BothDoors]
    public async Task Bulk_tags_are_checked_and_too_many_changes_are_refused(Door door)
    {
        await using Service service = await Service.OpenAsync(door);
        string one = Id(service, 1);
        await RefusedAsync(new { ids = new[] { one }, action = "add", tags = Array.Empty<string>() }, "invalid_input", "tags", "tags must not be empty for action 'add'.");
        await RefusedAsync(new { ids = new[] { one }, action = "remove", tags = Array.Empty<string>() }, "invalid_input", "tags", "tags must not be empty for action 'remove'.");
        await RefusedAsync(new { ids = new[] { one }, action = "drop", tags = new[] { "a" } }, "invalid_choice", "action");
        await RefusedAsync(new { ids = new[] { one }, action = "add" }, "required", "tags");
        await RefusedAsync(new { ids = new[] { one }, action = "add", tags = new[] { "a", " " } }, "blank", "tags__1");
        await RefusedAsync(new { ids = new[] { one }, action = "add", tags = new[] { new string('x', 256) } }, "max_length", "tags__0");
        await RefusedAsync(new { ids = new[] { one }, action = "add", tags = Enumerable.Range(0, 101).Select(i => $"t{i}") }, "max_length", "tags");
        await RefusedAsync(new { ids = Enumerable.Repeat(one, 500), action = "add", tags = Enumerable.Range(0, 21).Select(i => $"t{i}") }, "invalid_input", "tags");

        service.Options.Generation = Generation.SeedEra;
        await RefusedAsync(new { ids = new[] { one }, action = "add", tags = new[] { "a" } }, "invalid_input", "ids__0", "A valid integer is required.");
        Assert.Equal(
            """{"updated":[],"skipped":[{"id":1,"reason":"Not found or no edit access"}]}""",
            (await service.PostAsync(BulkTags, new { ids = new[] { 1 }, action = "add", tags = new[] { "a" } }, Callers.Session)).Is(200).Text);

        async Task RefusedAsync(object body, string code, string attribute, string? detail = null) =>
            (await service.PostAsync(BulkTags, body, Callers.Session)).IsInvalid(code, attribute, detail);
    }

    private static string Id(Service service, int number, int project = 1) =>
        service.Fake.Tickets.Where(ticket => ticket.TicketNumber == number).ElementAt(project - 1).Id.ToString();

    private static async Task<int> CountAsync(Service service, string path = Unread) =>
        (await service.GetAsync(path)).Is(200).Json.GetProperty("count").GetInt32();
}
