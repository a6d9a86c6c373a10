using System.Text.Json;
using Conversations.Client.Testing.Tests.Shared;

namespace Conversations.Client.Testing.Tests.Contract.Conversations.Common;

/// <summary>
/// docs/service/conversations.md 1.6: pages of conversations, with the names of the legacy version, which does not rewrite the prefix.
/// </summary>
public sealed class PageTests
{
    [Theory, BothTransports]
    [Rule("docs/service/conversations.md 1.6", Evidence.Code)]
    public async Task A_page_has_a_hundred_conversations_unless_told_and_no_most(Transport transport)
    {
        await using Service service = await OpenAsync(transport, 250);
        JsonElement page = (await service.GetAsync(Service.Conversations)).Is(200).Json;
        Assert.Equal(["count", "next", "previous", "results"], page.EnumerateObject().Select(member => member.Name));
        Assert.Equal((250, 100), (page.GetProperty("count").GetInt32(), page.GetProperty("results").GetArrayLength()));
        Assert.Equal(250, Rows(await service.GetAsync($"{Service.Conversations}?limit=1000")).Length);
    }

    [Theory, BothTransports]
    [Rule("docs/service/conversations.md 1.6", Evidence.Framework)]
    public async Task A_limit_or_an_offset_that_makes_no_sense_counts_as_left_out(Transport transport)
    {
        await using Service service = await OpenAsync(transport, 101);
        foreach (string limit in new[] { "0", "-1", "x", "" })
        {
            Assert.Equal(100, Rows(await service.GetAsync($"{Service.Conversations}?limit={limit}")).Length);
        }

        foreach (string offset in new[] { "-1", "x", "" })
        {
            JsonElement page = (await service.GetAsync($"{Service.Conversations}?limit=1&offset={offset}")).Is(200).Json;
            Assert.Equal("T101", page.GetProperty("results")[0].Text("title"));
            Assert.True(page.IsNull("previous"));
        }
    }

    [Theory, BothTransports]
    [Rule("docs/service/conversations.md 1.6", Evidence.Framework)]
    public async Task Next_is_the_whole_address_with_parameters_by_name_and_null_at_the_end(Transport transport)
    {
        await using Service service = await OpenAsync(transport, 5);
        string origin = service.BaseAddress.GetLeftPart(UriPartial.Authority);
        Assert.Equal(
            $"{origin}{Service.Conversations}?a=1&limit=2&offset=2&z=9",
            (await service.GetAsync($"{Service.Conversations}?z=9&limit=2&a=1")).Json.Text("next"));
        Assert.True((await service.GetAsync($"{Service.Conversations}?limit=2&offset=3")).Json.IsNull("next"));
        Assert.True((await service.GetAsync($"{Service.Conversations}?limit=5")).Json.IsNull("next"));
    }

    [Theory, BothTransports]
    [Rule("docs/service/conversations.md 1.6", Evidence.Framework)]
    public async Task Previous_loses_its_offset_where_it_would_be_the_first_page(Transport transport)
    {
        await using Service service = await OpenAsync(transport, 5);
        string list = $"{service.BaseAddress.GetLeftPart(UriPartial.Authority)}{Service.Conversations}";
        Assert.Equal($"{list}?limit=2&offset=1", await PreviousAsync("?limit=2&offset=3"));
        Assert.Equal($"{list}?limit=2", await PreviousAsync("?limit=2&offset=2"));
        Assert.Equal($"{list}?limit=2", await PreviousAsync("?limit=2&offset=1"));
        Assert.Null(await PreviousAsync("?limit=2&offset=0"));

        async Task<string?> PreviousAsync(string query) => (await service.GetAsync(Service.Conversations + query)).Is(200).Json.Text("previous");
    }

    [Theory, BothTransports]
    [Rule("docs/service/conversations.md 1.6", Evidence.Framework)]
    public async Task An_offset_past_the_end_gives_no_rows_and_the_true_count(Transport transport)
    {
        await using Service service = await OpenAsync(transport, 3);
        JsonElement page = (await service.GetAsync($"{Service.Conversations}?offset=10")).Is(200).Json;
        Assert.Equal((3, 0), (page.GetProperty("count").GetInt32(), page.GetProperty("results").GetArrayLength()));
    }

    private static JsonElement[] Rows(Answer page) => [.. page.Is(200).Json.GetProperty("results").EnumerateArray()];

    private static async Task<Service> OpenAsync(Transport transport, int conversations)
    {
        Service service = await Service.OpenAsync(transport, options => options.ServiceVersion = ServiceVersion.Legacy);
        for (int i = 1; i <= conversations; i++)
        {
            _ = service.Fake.Conversations.Add(new ConversationSeed { User = 7, Title = $"T{i}", UpdatedAt = Fixtures.Now.AddMinutes(i) });
        }

        return service;
    }
}
