using Conversations.Client.Testing.Tests.Shared;

namespace Conversations.Client.Testing.Tests.Contract.Tickets.Views;

/// <summary>docs/service/tickets.md 3, 4: favourites, which are separate for each caller.</summary>
public sealed class FavouriteTests
{
    [Theory, BothTransports, Rule("docs/service/tickets.md 4", Evidence.Tested)]
    public async Task The_callers_favourites_come_first_then_the_newest(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        string[] ids = [await CreateAsync(service), await CreateAsync(service), await CreateAsync(service), await CreateAsync(service)];
        await FavoriteAsync(service, ids[0], true);
        await FavoriteAsync(service, ids[2], true);
        Assert.Equal([ids[2], ids[0], ids[3], ids[1]], await OrderAsync(service, Callers.All));
        Assert.Equal(ids.Reverse(), await OrderAsync(service, Callers.OtherUser));
    }

    [Theory, BothTransports, Rule("docs/service/tickets.md 4", Evidence.Tested)]
    public async Task Marking_a_favourite_concerns_the_caller_only_and_may_be_repeated(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        string id = await CreateAsync(service);
        foreach (bool isFavorited in new[] { true, true, false, false })
        {
            await FavoriteAsync(service, id, isFavorited);
            Assert.False((await service.GetAsync($"{Service.Views}{id}/", Callers.OtherUser)).Is(200).Json.GetProperty("is_favorited").GetBoolean());
        }
    }

    [Theory, BothTransports, Rule("docs/service/tickets.md 4", Evidence.Tested)]
    public async Task An_update_without_the_member_leaves_the_favourite(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        string id = await CreateAsync(service);
        await FavoriteAsync(service, id, true);
        Assert.True((await service.PatchAsync($"{Service.Views}{id}/", new { name = "New" })).Is(200).Json.GetProperty("is_favorited").GetBoolean());
    }

    [Theory, BothTransports, Rule("docs/service/tickets.md 4", Evidence.Tested)]
    public async Task A_view_may_be_created_as_a_favourite(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        Assert.True(
            (await service.PostAsync(Service.Views, new { name = "x", is_favorited = true })).Is(201).Json.GetProperty("is_favorited").GetBoolean());
        (await service.PostAsync(Service.Views, new { name = "x", is_favorited = "maybe" })).IsInvalid("invalid_input", "is_favorited", "Must be a valid boolean.");
    }

    [Theory, BothTransports, Rule("docs/service/tickets.md 4", Evidence.Tested)]
    public async Task The_legacy_version_knows_no_favourites(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        string first = await CreateAsync(service);
        string second = await CreateAsync(service);
        await FavoriteAsync(service, first, true);
        service.Options.ServiceVersion = ServiceVersion.Legacy;
        Assert.Equal([second, first], await OrderAsync(service, Callers.All));
        Assert.False((await service.PostAsync(Service.Views, new { name = "x", is_favorited = "bogus" })).Is(201).Json.TryGetProperty("is_favorited", out _));
    }

    private static async Task<string> CreateAsync(Service service)
    {
        service.Clock.Advance(TimeSpan.FromSeconds(1));
        return (await service.PostAsync(Service.Views, new { name = "x" })).Is(201).Json.Text("short_id")!;
    }

    private static async Task FavoriteAsync(Service service, string id, bool isFavorited) => Assert.Equal(
        isFavorited, (await service.PatchAsync($"{Service.Views}{id}/", new { is_favorited = isFavorited })).Is(200).Json.GetProperty("is_favorited").GetBoolean());

    private static async Task<IEnumerable<string?>> OrderAsync(Service service, Caller caller) =>
        (await service.GetAsync(Service.Views, caller)).Results().Select(view => view.Text("short_id"));
}
