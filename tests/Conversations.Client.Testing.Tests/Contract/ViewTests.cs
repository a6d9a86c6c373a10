using System.Text.Json;
using Conversations.Client.Testing.Tests.Shared;

namespace Conversations.Client.Testing.Tests.Contract;

/// <summary>tickets.md, sections 3 and 4: saved views.</summary>
public sealed class ViewTests
{
    [Theory, BothDoors]
    public async Task A_view_lives_from_create_to_delete(Door door)
    {
        await using Service service = await Service.OpenAsync(door);
        JsonElement view = (await service.PostAsync(Service.Views, new { name = "  Urgent ", filters = new { status = new[] { "new" }, own = 1 }, short_id = "ignored" })).Is(201).Json;
        string path = $"{Service.Views}{view.Text("short_id")}/";

        Assert.Equal(["id", "short_id", "name", "filters", "created_at", "created_by", "is_favorited"], view.EnumerateObject().Select(member => member.Name));
        Assert.Matches("^[A-Za-z0-9]{8}$", view.Text("short_id"));
        Assert.Equal(("Urgent", """{"status":["new"],"own":1}"""), (view.Text("name"), view.GetProperty("filters").GetRawText()));
        Assert.Equal(7, view.GetProperty("created_by").GetProperty("id").GetInt32());
        Assert.Equal("Urgent", (await service.GetAsync(path, Callers.OtherUser)).Is(200).Json.Text("name"));
        (await service.GetAsync($"{Service.Views}{view.Text("id")}/")).IsError(404, "invalid_request", "not_found", "Not found.");
        (await service.GetAsync(path.Replace("/1/", "/2/", StringComparison.Ordinal))).IsError(404, "invalid_request", "not_found");

        Answer deleted = (await service.DeleteAsync(path, Callers.OtherUser)).Is(204);
        Assert.Empty(deleted.Text);
        (await service.DeleteAsync(path)).IsError(404, "invalid_request", "not_found", "Not found.");
    }

    [Theory, BothDoors]
    public async Task Favourites_are_each_callers_own_and_come_first(Door door)
    {
        await using Service service = await Service.OpenAsync(door);
        string first = await CreateAsync("first");
        service.Clock.Advance(TimeSpan.FromSeconds(1));
        string second = await CreateAsync("second");
        Assert.Equal([second, first], await OrderAsync(Callers.All));

        for (int i = 0; i < 2; i++)
        {
            Assert.True((await service.PatchAsync($"{Service.Views}{first}/", new { is_favorited = true })).Is(200).Json.GetProperty("is_favorited").GetBoolean());
        }

        Assert.Equal([first, second], await OrderAsync(Callers.All));
        Assert.Equal([second, first], await OrderAsync(Callers.OtherUser));
        service.Options.Generation = Generation.SeedEra;
        Assert.Equal([second, first], await OrderAsync(Callers.All));
        Assert.False((await service.GetAsync($"{Service.Views}{first}/")).Json.TryGetProperty("is_favorited", out _));

        async Task<string> CreateAsync(string name) => (await service.PostAsync(Service.Views, new { name })).Is(201).Json.Text("short_id")!;

        async Task<IEnumerable<string?>> OrderAsync(Caller caller) =>
            (await service.GetAsync(Service.Views, caller)).Is(200).Json.GetProperty("results").EnumerateArray().Select(view => view.Text("short_id"));
    }

    [Theory, BothDoors]
    public async Task An_update_replaces_what_it_mentions(Door door)
    {
        await using Service service = await Service.OpenAsync(door);
        service.Fake.Views.Add(new ViewSeed { ShortId = "AbCd1234", Name = "Old", Filters = new TicketViewFilters { Search = "x", Tags = ["a"] } });
        string path = Service.Views + "AbCd1234/";

        JsonElement renamed = (await service.PatchAsync(path, new { name = "New" })).Is(200).Json;
        Assert.Equal(("New", """{"tags":["a"],"search":"x"}"""), (renamed.Text("name"), renamed.GetProperty("filters").GetRawText()));
        Assert.Equal("""{"sla":"all"}""", (await service.PatchAsync(path, new { filters = new { sla = "all" } })).Json.GetProperty("filters").GetRawText());
        (await service.PatchAsync(path, new { name = "" })).IsInvalid("blank", "name");

        service.Options.ViewPatch = false;
        (await service.PatchAsync(path, new { name = "x" }, Callers.Session)).IsError(405, "invalid_request", "method_not_allowed", "Method \"PATCH\" not allowed.");
    }

    [Theory, BothDoors]
    public async Task Names_are_checked(Door door)
    {
        await using Service service = await Service.OpenAsync(door);
        (await service.PostAsync(Service.Views, new { })).IsInvalid("required", "name", "This field is required.");
        (await service.PostAsync(Service.Views, new { name = "  " })).IsInvalid("blank", "name", "This field may not be blank.");
        (await service.PostAsync(Service.Views, new { name = (string?)null })).IsInvalid("null", "name");
        (await service.PostAsync(Service.Views, new { name = new string('x', 401) })).IsInvalid("max_length", "name", "Ensure this field has no more than 400 characters.");
        _ = (await service.PostAsync(Service.Views, new { name = string.Concat(Enumerable.Repeat("😀", 400)) })).Is(201);
    }

    [Theory, BothDoors]
    public async Task The_newest_state_checks_the_keys_it_knows(Door door)
    {
        await using Service service = await Service.OpenAsync(door);
        const string Assignee = "Each assignee entry must be 'me', 'unassigned', or an object with type ('user' or 'role') and id.";
        foreach ((string filters, string code, string attribute, string? detail) in new (string, string, string, string?)[]
        {
            ("""{"status": ["open", "bogus"]}""", "invalid_choice", "filters__status__1", "\"bogus\" is not a valid choice."),
            ("""{"status": "open"}""", "not_a_list", "filters__status", null),
            ("""{"priority": [""]}""", "invalid_choice", "filters__priority__0", null),
            ("""{"channel": "fax"}""", "invalid_choice", "filters__channel", null),
            ("""{"sla": "late"}""", "invalid_choice", "filters__sla", null),
            ("""{"aiTriageResult": ["x"]}""", "invalid_choice", "filters__aiTriageResult__0", null),
            ("""{"assignee": ["me", "user:1"]}""", "invalid_input", "filters__assignee", Assignee),
            ("""{"assignee": [{"type": "user", "id": "x"}]}""", "invalid_input", "filters__assignee", Assignee),
            ("""{"tagsMatch": "some"}""", "invalid_choice", "filters__tagsMatch", null),
            ("""{"sorting": {"columnKey": "x"}}""", "required", "filters__sorting__order", null),
            ("""{"sorting": {"columnKey": "x", "order": 2}}""", "invalid_choice", "filters__sorting__order", null),
            ("""{"search": 5, "dateFrom": true}""", "invalid_input", "filters__dateFrom", "Not a valid string."),
            ("[]", "invalid_input", "filters", "Expected a JSON object."),
            ("null", "null", "filters", null),
            ($$"""{"own": "{{new string('ü', 1700)}}"}""", "invalid_input", "filters", "Filters payload is too large."),
        })
        {
            (await service.CallAsync(HttpMethod.Post, Service.Views, body: $$"""{"name": "x", "filters": {{filters}}}""")).IsInvalid(code, attribute, detail);
        }

        const string Good = """{"status":[],"assignee":["me","unassigned",{"type":"user","id":1}],"dateFrom":null,"sorting":{"columnKey":"own","order":-1},"own":{"a":1.50}}""";
        Answer stored = await service.CallAsync(HttpMethod.Post, Service.Views, body: $$"""{"name": "x", "filters": {{Good}}}""");
        Assert.Equal(Good, stored.Is(201).Json.GetProperty("filters").GetRawText());
        _ = (await service.CallAsync(HttpMethod.Post, Service.Views, body: """{"name": "x", "filters": {"assignee": "all"}}""")).Is(201);
    }

    [Theory, BothDoors]
    public async Task The_seed_era_takes_any_object(Door door)
    {
        await using Service service = await Service.OpenAsync(door, options => options.Generation = Generation.SeedEra);
        _ = (await service.CallAsync(HttpMethod.Post, Service.Views, body: """{"name": "x", "filters": {"status": "bogus"}, "is_favorited": "bogus"}""")).Is(201);
        (await service.CallAsync(HttpMethod.Post, Service.Views, body: """{"name": "x", "filters": []}"""))
            .IsInvalid("not_a_dict", "filters", "Expected a dictionary of items but got type \"list\".");
    }
}
