using System.Text.Json;
using Conversations.Client.Testing.Tests.Shared;

namespace Conversations.Client.Testing.Tests.Contract.Tickets.Views;

/// <summary>docs/service/tickets.md 3: the saved view as it is sent.</summary>
public sealed class ViewObjectTests
{
    [Theory, BothTransports, Rule("docs/service/tickets.md 3", Evidence.Code)]
    public async Task A_view_has_seven_members_in_one_order_and_in_the_legacy_version_six(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        string[] members = ["id", "short_id", "name", "filters", "created_at", "created_by", "is_favorited"];
        Assert.Equal(members, (await service.PostAsync(Service.Views, new { name = "x" })).Is(201).Json.Names());
        Assert.Equal(members, (await service.GetAsync(Service.Views)).Results()[0].Names());
        service.Options.ServiceVersion = ServiceVersion.Legacy;
        Assert.Equal(members[..^1], (await service.GetAsync(Service.Views)).Results()[0].Names());
    }

    [Theory, BothTransports, Rule("docs/service/tickets.md 3", Evidence.Code)]
    public async Task A_short_id_is_eight_letters_and_digits(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        string?[] ids = [
            .. await Task.WhenAll(
                Enumerable.Range(0, 20).Select(async _ =>
                    (await service.PostAsync(Service.Views, new { name = "x" })).Is(201).Json.Text("short_id"))),
        ];
        Assert.All(ids, id => Assert.Matches("^[A-Za-z0-9]{8}$", id));
        Assert.Equal(20, ids.Distinct().Count());
    }

    [Theory, BothTransports, Rule("docs/service/tickets.md 3", Evidence.Code)]
    public async Task A_new_view_is_of_now_and_its_caller_with_filters_empty_when_left_out(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        JsonElement view = (await service.PostAsync(Service.Views, new { name = "x" }, Callers.OtherUser)).Is(201).Json;
        Assert.Equal(("{}", "2026-06-03T11:00:00Z", 8, false), (view.Raw("filters"), view.Text("created_at"), view.GetProperty("created_by").Number("id"), view.GetProperty("is_favorited").GetBoolean()));
    }

    [Theory, BothTransports, Rule("docs/service/tickets.md 3", Evidence.Code)]
    public async Task The_creator_is_a_user_object_or_null(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        JsonElement user = (await service.PostAsync(Service.Views, new { name = "x" })).Is(201).Json.GetProperty("created_by");
        Assert.Equal(
            ["id", "uuid", "distinct_id", "first_name", "last_name", "email", "is_email_verified", "hedgehog_config", "role_at_organization"], user.Names());
        Assert.Equal((7, "Max", "", "max@acme.example"), (user.Number("id"), user.Text("first_name"), user.Text("last_name"), user.Text("email")));
        Assert.True(Guid.TryParse(user.Text("uuid"), out _));

        service.Fake.Load("""{"views": [{"name": "Orphan", "short_id": "AbCd1234", "created_by": null}]}""");
        Assert.True((await service.GetAsync(Service.Views + "AbCd1234/")).Is(200).Json.IsNull("created_by"));
    }

    [Theory, BothTransports, Rule("docs/service/tickets.md 3", Evidence.Code)]
    public async Task A_name_is_trimmed(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        Assert.Equal("Breached and mine", (await service.PostAsync(Service.Views, new { name = "  Breached and mine\n" })).Is(201).Json.Text("name"));
    }
}
