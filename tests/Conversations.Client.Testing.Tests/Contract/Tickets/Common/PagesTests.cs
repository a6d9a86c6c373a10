using System.Text.Json;
using Conversations.Client.Testing.Tests.Shared;

namespace Conversations.Client.Testing.Tests.Contract.Tickets.Common;

/// <summary>docs/service/tickets.md 1.6: limit, offset and the links between pages.</summary>
public sealed class PagesTests
{
    [Theory, BothTransports, Rule("docs/service/tickets.md 1.6", Evidence.Framework)]
    public async Task A_page_has_a_count_two_links_and_results(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        foreach (string path in new[] { Service.Tickets, Service.Views, Service.Tickets + "4/messages/" })
        {
            Assert.Equal(["count", "next", "previous", "results"], (await service.GetAsync(path)).Is(200).Json.Names());
        }

        Answer page = await service.GetAsync(Service.Tickets + "?limit=2");
        Assert.Equal((5, 2), (page.Json.Number("count"), page.Results().Length));
        Assert.Equal("application/json", page.ContentType?.ToString());
    }

    [Theory, BothTransports, Rule("docs/service/tickets.md 1.6", Evidence.Framework)]
    public async Task A_page_of_tickets_has_100_and_at_most_1000(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        AddTickets(service, 1001);
        await HasAsync(service, Service.Tickets, 100, "?limit=100&offset=100");
        await HasAsync(service, Service.Tickets + "?limit=1000", 1000, "?limit=1000&offset=1000");
        await HasAsync(service, Service.Tickets + "?limit=99999", 1000, "?limit=1000&offset=1000");
    }

    [Theory, BothTransports, Rule("docs/service/tickets.md 1.6", Evidence.Framework)]
    public async Task A_page_of_messages_has_50_and_at_most_200(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        Ticket ticket = service.Fake.Tickets.Add(
            new TicketSeed { Messages = [.. Enumerable.Range(0, 250).Select(i => new MessageSeed { Content = $"m{i}" })] });
        string thread = $"{Service.Tickets}{ticket.Id}/messages/";
        await HasAsync(service, thread, 50, "?limit=50&offset=50");
        await HasAsync(service, thread + "?limit=200", 200, "?limit=200&offset=200");
        await HasAsync(service, thread + "?limit=1000", 200, "?limit=200&offset=200");
    }

    [Theory, BothTransports, Rule("docs/service/tickets.md 1.6", Evidence.Framework)]
    public async Task A_page_of_views_has_100_and_no_bound(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        service.Fake.Load(JsonSerializer.Serialize(new { views = Enumerable.Range(1, 1101).Select(i => new { name = $"v{i}" }) }));
        await HasAsync(service, Service.Views, 100, "?limit=100&offset=100");
        await HasAsync(service, Service.Views + "?limit=1100", 1100, "?limit=1100&offset=1100");
        Assert.Equal(1101, (await service.GetAsync(Service.Views + "?limit=99999")).Results().Length);
    }

    [Theory, BothTransports, Rule("docs/service/tickets.md 1.6", Evidence.Framework)]
    public async Task A_limit_of_zero_negative_or_not_a_number_is_the_default(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        AddTickets(service, 101);
        service.Fake.Load(JsonSerializer.Serialize(new { views = Enumerable.Range(1, 101).Select(i => new { name = $"v{i}" }) }));
        Ticket ticket = service.Fake.Tickets.Add(
            new TicketSeed { Messages = [.. Enumerable.Range(0, 51).Select(i => new MessageSeed { Content = $"m{i}" })] });
        foreach (string limit in new[] { "0", "-1", "x", "", "1.5" })
        {
            await HasAsync(service, $"{Service.Tickets}?limit={limit}", 100, "?limit=100&offset=100");
            await HasAsync(service, $"{Service.Views}?limit={limit}", 100, "?limit=100&offset=100");
            await HasAsync(service, $"{Service.Tickets}{ticket.Id}/messages/?limit={limit}", 50, "?limit=50&offset=50");
        }
    }

    [Theory, BothTransports, Rule("docs/service/tickets.md 1.6", Evidence.Framework)]
    public async Task A_negative_offset_or_one_that_is_no_number_is_zero(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        foreach (string offset in new[] { "-5", "x", "" })
        {
            Answer page = await service.GetAsync($"{Service.Tickets}?limit=2&offset={offset}");
            Assert.Equal([3, 2], page.Numbers());
            Assert.True(page.Json.IsNull("previous"));
            Assert.EndsWith("?limit=2&offset=2", page.Json.Text("next"), StringComparison.Ordinal);
        }
    }

    [Theory, BothTransports, Rule("docs/service/tickets.md 1.6", Evidence.Framework)]
    public async Task An_offset_beyond_the_end_is_an_empty_page_with_the_true_count_and_a_way_back(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        Answer end = await service.GetAsync(Service.Tickets + "?offset=50&limit=20");
        Assert.Empty(end.Numbers());
        Assert.Equal(5, end.Json.Number("count"));
        Assert.True(end.Json.IsNull("next"));
        Assert.Equal(Root(service) + "?limit=20&offset=30", end.Json.Text("previous"));
    }

    [Theory, BothTransports, Rule("docs/service/tickets.md 1.6", Evidence.Framework)]
    public async Task No_limit_or_offset_is_too_large_to_be_a_number(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        Answer page = await service.GetAsync(Service.Tickets + "?limit=99999999999999999999&offset=99999999999999999999");
        Assert.Empty(page.Numbers());
        Assert.Equal(Root(service) + "?limit=1000&offset=99999999999999998999", page.Json.Text("previous"));
    }

    [Theory, BothTransports, Rule("docs/service/tickets.md 1.6", Evidence.Framework)]
    public async Task The_next_link_is_absolute_with_every_parameter_kept_sorted_by_name_and_percent_encoded(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        Answer middle = await service.GetAsync(Service.Tickets + "?status=new,open,pending&search=&own=a+b&offset=1&limit=1&own=%C3%A9~*");
        Assert.Equal(Root(service) + "?limit=1&offset=2&own=a+b&own=%C3%A9~%2A&search=&status=new%2Copen%2Cpending", middle.Json.Text("next"));
    }

    [Theory, BothTransports, Rule("docs/service/tickets.md 1.6", Evidence.Framework)]
    public async Task The_previous_link_drops_the_offset_where_it_would_be_zero_or_less_and_keeps_the_limit(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        Assert.Equal(Root(service) + "?limit=1&status=new%2Copen", await PreviousAsync("?limit=1&offset=1&status=new,open"));
        Assert.Equal(Root(service) + "?limit=3", await PreviousAsync("?limit=3&offset=1"));
        Assert.Equal(Root(service) + "?limit=2&offset=1", await PreviousAsync("?limit=2&offset=3"));
        Assert.Equal(Root(service) + "?limit=100", await PreviousAsync("?offset=4"));

        async Task<string?> PreviousAsync(string query) => (await service.GetAsync(Service.Tickets + query)).Is(200).Json.Text("previous");
    }

    [Theory, BothTransports, Rule("docs/service/tickets.md 1.6", Evidence.Framework)]
    public async Task The_first_page_has_no_previous_and_the_last_no_next(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        foreach ((string query, bool isFirst, bool isLast) in new[] { ("limit=5", true, true), ("limit=4", true, false), ("limit=3&offset=2", false, true),
            ("limit=2&offset=2", false, false) })
        {
            Answer page = await service.GetAsync($"{Service.Tickets}?{query}");
            Assert.Equal((isFirst, isLast), (page.Json.IsNull("previous"), page.Json.IsNull("next")));
        }
    }

    private static string Root(Service service) => service.BaseAddress.GetLeftPart(UriPartial.Authority) + Service.Tickets;

    private static void AddTickets(Service service, int count) =>
        service.Fake.Load(
            JsonSerializer.Serialize(new { tickets = Enumerable.Range(6, count).Select(number => new { ticket_number = number }) }));

    private static async Task HasAsync(Service service, string path, int rows, string next)
    {
        Answer page = await service.GetAsync(path);
        Assert.Equal(rows, page.Results().Length);
        Assert.EndsWith(next, page.Json.Text("next"), StringComparison.Ordinal);
    }
}
