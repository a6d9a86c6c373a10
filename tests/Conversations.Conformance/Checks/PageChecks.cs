using System.Text.Json;

namespace Conversations.Conformance.Checks;

/// <summary>
/// Pages and the links between them (docs/service/tickets.md 1.6). The checks make two views, so that there are two pages.
/// </summary>
[Collection(OneService.Name)]
public sealed class PageChecks(Service service)
{
    [SkippableFact]
    public Task A_page_links_to_the_next_by_an_address_of_the_same_origin() => service.CheckAsync(static async check =>
    {
        await TwoViewsAsync(check);

        JsonElement page = (await check.GetAsync(check.Views + "?limit=1")).Is(200).Json;

        Assert.Equal(["count", "next", "previous", "results"], page.EnumerateObject().Select(static member => member.Name).Order(StringComparer.Ordinal));
        Assert.Equal(1, page.GetProperty("results").GetArrayLength());
        Assert.Equal(JsonValueKind.Null, page.GetProperty("previous").ValueKind);
        var next = new Uri(page.GetProperty("next").GetString()!);
        Assert.Equal(check.Origin, next.GetLeftPart(UriPartial.Authority));
        Assert.Equal("?limit=1&offset=1", next.Query);
    });

    [SkippableFact]
    public Task A_page_links_back_and_the_first_one_without_an_offset() => service.CheckAsync(static async check =>
    {
        await TwoViewsAsync(check);

        JsonElement page = (await check.GetAsync(check.Views + "?limit=1&offset=1")).Is(200).Json;

        Assert.Equal("?limit=1", new Uri(page.GetProperty("previous").GetString()!).Query);
    });

    [SkippableFact]
    public Task An_offset_behind_the_end_gives_an_empty_page_with_the_true_count() => service.CheckAsync(static async check =>
    {
        int count = (await check.GetAsync(check.Views + "?limit=1")).Is(200).Json.GetProperty("count").GetInt32();

        JsonElement page = (await check.GetAsync(check.Views + "?limit=1&offset=100000")).Is(200).Json;

        Assert.Equal(
            (count, 0, JsonValueKind.Null),
            (page.GetProperty("count").GetInt32(), page.GetProperty("results").GetArrayLength(), page.GetProperty("next").ValueKind));
        Assert.Equal("?limit=1&offset=99999", new Uri(page.GetProperty("previous").GetString()!).Query);
    });

    [SkippableTheory]
    [InlineData("limit=0")]
    [InlineData("limit=-1")]
    [InlineData("limit=many")]
    [InlineData("offset=-1")]
    public Task A_limit_or_offset_that_makes_no_sense_is_ignored(string query) => service.CheckAsync(async check =>
    {
        await TwoViewsAsync(check);

        JsonElement page = (await check.GetAsync($"{check.Views}?{query}", isMistake: true)).Is(200).Json;

        Assert.True(page.GetProperty("results").GetArrayLength() >= 2, page.ToString());
        Assert.Equal(JsonValueKind.Null, page.GetProperty("previous").ValueKind);
    });

    [SkippableFact]
    public Task The_pages_of_a_list_hold_everything_once() => service.CheckAsync(static async check =>
    {
        await TwoViewsAsync(check);
        var seen = new List<string>();
        int count = 0;
        await foreach (Page<TicketView> page in check.Client.Views.ListAsync().AsPagesAsync(pageSize: 1))
        {
            seen.AddRange(page.Results.Select(static view => view.ShortId));
            count = page.Count;
            if (seen.Count == 20)
            {
                break;
            }
        }

        Assert.Equal(seen.Distinct(), seen);
        Assert.Equal(Math.Min(count, 20), seen.Count);
    });

    private static async Task TwoViewsAsync(Check check)
    {
        await check.MakeViewAsync();
        await check.MakeViewAsync();
    }
}
