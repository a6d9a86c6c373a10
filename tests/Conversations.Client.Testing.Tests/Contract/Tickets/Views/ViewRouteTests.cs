using System.Text.Json;
using Conversations.Client.Testing.Tests.Shared;

namespace Conversations.Client.Testing.Tests.Contract.Tickets.Views;

/// <summary>docs/service/tickets.md 4: the routes of saved views.</summary>
public sealed class ViewRouteTests
{
    [Theory, BothTransports, Rule("docs/service/tickets.md 4", Evidence.Tested)]
    public async Task A_created_view_is_201_then_listed_and_retrieved(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        Answer made = (await service.PostAsync(Service.Views, new { name = "Urgent", filters = new { status = new[] { "new" } } })).Is(201);
        Assert.Equal(made.Text, (await service.GetAsync($"{Service.Views}{made.Json.Text("short_id")}/")).Is(200).Text);
        Assert.Equal(made.Text, (await service.GetAsync(Service.Views)).Results().Single().GetRawText());
    }

    [Theory, BothTransports, Rule("docs/service/tickets.md 4", Evidence.Tested)]
    public async Task A_deleted_view_is_204_without_a_body_then_404_and_takes_no_ticket_along(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        string path = await CreateAsync(service);
        Assert.Equal("", (await service.DeleteAsync(path)).Is(204).Text);
        (await service.DeleteAsync(path)).IsNotFound();
        (await service.GetAsync(path)).IsNotFound();
        await service.HasAsync("", TicketCalls.All);
    }

    [Theory, BothTransports, Rule("docs/service/tickets.md 4", Evidence.Code)]
    public async Task Every_member_of_the_project_may_read_change_and_delete_every_view(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        string path = await CreateAsync(service);
        Assert.Equal("View", (await service.GetAsync(path, Callers.OtherUser)).Is(200).Json.Text("name"));
        Assert.Equal("Theirs", (await service.PatchAsync(path, new { name = "Theirs" }, Callers.OtherUser)).Is(200).Json.Text("name"));
        _ = (await service.DeleteAsync(path, Callers.OtherUser)).Is(204);
    }

    [Theory, BothTransports, Rule("docs/service/tickets.md 4", Evidence.Tested)]
    public async Task A_view_is_found_by_its_short_id_in_its_own_project_and_case_only(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        service.Fake.Views.Add(new ViewSeed { Name = "x", ShortId = "AbCd1234" });
        string id = (await service.GetAsync(Service.Views + "AbCd1234/")).Is(200).Json.Text("id")!;
        foreach (string path in new[] { Service.Views + "abcd1234/", $"{Service.Views}{id}/", "/api/projects/2/conversations/views/AbCd1234/" })
        {
            (await service.GetAsync(path)).IsNotFound();
            (await service.PatchAsync(path, new { })).IsNotFound();
            (await service.DeleteAsync(path)).IsNotFound();
        }
    }

    [Theory, BothTransports, Rule("docs/service/tickets.md 4", Evidence.Tested)]
    public async Task Names_need_not_be_unique(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        Assert.NotEqual(await CreateAsync(service), await CreateAsync(service));
    }

    [Theory, BothTransports, Rule("docs/service/tickets.md 4", Evidence.Tested)]
    public async Task A_name_is_required_not_blank_not_null_and_of_at_most_400_characters(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        (await service.PostAsync(Service.Views, new { filters = new { } })).IsInvalid("required", "name", "This field is required.");
        (await service.PostAsync(Service.Views, new { name = "" })).IsInvalid("blank", "name", "This field may not be blank.");
        (await service.PostAsync(Service.Views, new { name = "  " })).IsInvalid("blank", "name", "This field may not be blank.");
        (await service.PostAsync(Service.Views, new { name = (string?)null })).IsInvalid("null", "name", "This field may not be null.");
        (await service.PostAsync(Service.Views, new { name = new string('x', 401) })).IsInvalid("max_length", "name", "Ensure this field has no more than 400 characters.");
        _ = (await service.PostAsync(Service.Views, new { name = new string('x', 400) })).Is(201);
    }

    [Theory, BothTransports, Rule("docs/service/tickets.md 4", Evidence.Tested)]
    public async Task Views_come_newest_first_and_no_parameter_changes_that(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        string[] paths = [await CreateLaterAsync(), await CreateLaterAsync(), await CreateLaterAsync()];
        foreach (string query in new[] { "", "?order_by=created_at", "?search=nothing", "?name=x" })
        {
            Assert.Equal(paths.Reverse(), (await service.GetAsync(Service.Views + query)).Results().Select(view => $"{Service.Views}{view.Text("short_id")}/"));
        }

        Task<string> CreateLaterAsync()
        {
            service.Clock.Advance(TimeSpan.FromSeconds(1));
            return CreateAsync(service);
        }
    }

    [Theory, BothTransports, Rule("docs/service/tickets.md 4", Evidence.Tested)]
    public async Task An_update_changes_what_is_sent_and_replaces_filters_whole(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        service.Fake.Load("""{"views": [{"name": "Old", "short_id": "AbCd1234", "filters": {"tags": ["a"], "search": "x"}}]}""");
        string path = Service.Views + "AbCd1234/";
        JsonElement renamed = (await service.PatchAsync(path, new { name = " New " })).Is(200).Json;
        Assert.Equal(("New", """{"tags":["a"],"search":"x"}"""), (renamed.Text("name"), renamed.Raw("filters").Replace(" ", "", StringComparison.Ordinal)));
        JsonElement refiltered = (await service.PatchAsync(path, new { filters = new { sla = "all" } })).Is(200).Json;
        Assert.Equal(("New", """{"sla":"all"}"""), (refiltered.Text("name"), refiltered.Raw("filters")));
        Assert.Equal(refiltered.GetRawText(), (await service.PatchAsync(path, new { })).Is(200).Text);
    }

    [Theory, BothTransports, Rule("docs/service/tickets.md 4", Evidence.Tested)]
    public async Task An_update_is_checked_as_a_creation_and_then_changes_nothing(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        string path = await CreateAsync(service);
        string before = (await service.GetAsync(path)).Text;
        (await service.PatchAsync(path, new { name = "" })).IsInvalid("blank", "name");
        (await service.PatchAsync(path, new { name = "New", filters = "x" })).IsInvalid("invalid_input", "filters", "Expected a JSON object.");
        (await service.PatchAsync(path, new { name = "New", is_favorited = "maybe" })).IsInvalid("invalid_input", "is_favorited", "Must be a valid boolean.");
        Assert.Equal(before, (await service.GetAsync(path)).Text);
    }

    [Theory, BothTransports, Rule("docs/service/tickets.md 4", Evidence.Tested)]
    public async Task A_short_id_cannot_be_changed(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        string path = await CreateAsync(service);
        _ = (await service.PatchAsync(path, new { short_id = "AbCd1234", id = Guid.NewGuid(), created_by = 8 })).Is(200);
        _ = (await service.GetAsync(path)).Is(200);
        (await service.GetAsync(Service.Views + "AbCd1234/")).IsNotFound();
    }

    [Theory, BothTransports, Rule("docs/service/tickets.md 4", Evidence.Code)]
    public async Task Where_views_cannot_be_changed_patch_is_405_for_a_session(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport, options => options.ViewPatch = false);
        string path = await CreateAsync(service);
        (await service.PatchAsync(path, new { name = "x" }, Callers.Session)).IsError(405, "invalid_request", "method_not_allowed", "Method \"PATCH\" not allowed.");
    }

    [Theory, BothTransports, Rule("docs/service/tickets.md 12", Evidence.Code)]
    public async Task Where_views_cannot_be_changed_there_are_no_favourites_either(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport, options => options.ViewPatch = false);
        JsonElement view = (await service.PostAsync(Service.Views, new { name = "View", is_favorited = "ignored" })).Is(201).Json;
        Assert.False(view.TryGetProperty("is_favorited", out _));
    }

    private static async Task<string> CreateAsync(Service service) =>
        $"{Service.Views}{(await service.PostAsync(Service.Views, new { name = "View" })).Is(201).Json.Text("short_id")}/";
}
