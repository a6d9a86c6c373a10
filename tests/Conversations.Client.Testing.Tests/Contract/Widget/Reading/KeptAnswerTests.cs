using System.Text.Json;
using Conversations.Client.Testing.Tests.Contract.Tickets;
using Conversations.Client.Testing.Tests.Shared;

namespace Conversations.Client.Testing.Tests.Contract.Widget.Reading;

/// <summary>docs/service/neighbours.md 1.4: answers that are kept for a while. Off by default.</summary>
public sealed class KeptAnswerTests
{
    [Theory, BothTransports, Rule("docs/service/neighbours.md 1.4", Evidence.Tested)]
    public async Task Messages_with_a_limit_of_exactly_50_are_kept_for_15_seconds(Transport transport)
    {
        await using Service service = await OpenAsync(transport);
        string ticket = service.IdOf(6);
        _ = await StatusAsync(service, ticket, "&limit=50");
        _ = await service.PatchTicketAsync(6, new { status = "open" });

        Assert.Equal("new", await StatusAsync(service, ticket, "&limit=50"));
        Assert.Equal("open", await StatusAsync(service, ticket, "&limit=49"));
        Assert.Equal("open", await StatusAsync(service, ticket, ""));
        service.Clock.Advance(TimeSpan.FromSeconds(15));
        Assert.Equal("open", await StatusAsync(service, ticket, "&limit=50"));
    }

    [Theory, BothTransports, Rule("docs/service/neighbours.md 1.4", Evidence.Code)]
    public async Task A_new_message_of_either_side_ends_the_kept_thread_without_after_alone(Transport transport)
    {
        await using Service service = await OpenAsync(transport);
        string ticket = service.IdOf(6);
        const string Whole = "&limit=50", Later = "&limit=50&after=2026-06-03T10:00:00Z";
        _ = (await CountAsync(Whole), await CountAsync(Later));

        _ = (await service.WriteAsync(("ticket_id", ticket))).Is(200);
        Assert.Equal((2, 1), (await CountAsync(Whole), await CountAsync(Later)));
        _ = (await service.PostAsync(TicketCalls.Of(6) + "reply/", new { message = "Hi" })).Is(201);
        Assert.Equal((3, 1), (await CountAsync(Whole), await CountAsync(Later)));
        service.Clock.Advance(TimeSpan.FromSeconds(15));
        Assert.Equal(3, await CountAsync(Later));

        async Task<int> CountAsync(string query) => (await service.ContentsAsync(ticket, WidgetCalls.BySession + query)).Count;
    }

    [Theory, BothTransports, Rule("docs/service/neighbours.md 1.4", Evidence.Code)]
    public async Task The_first_100_tickets_are_kept_for_30_seconds_and_no_other_page_is(Transport transport)
    {
        await using Service service = await OpenAsync(transport);
        _ = await ListAsync(service, "");
        _ = await service.PatchTicketAsync(6, new { status = "open" });

        Assert.Equal(("new", "new"), (await ListAsync(service, ""), await ListAsync(service, "&limit=100&offset=0")));
        Assert.Equal("open", await ListAsync(service, "&limit=99"));
        Assert.Equal("open", await ListAsync(service, "&status=open"));
        service.Clock.Advance(TimeSpan.FromSeconds(30));
        Assert.Equal("open", await ListAsync(service, ""));
    }

    [Theory, BothTransports, Rule("docs/service/neighbours.md 1.4", Evidence.Code)]
    public async Task A_new_message_and_marking_as_read_end_the_kept_list(Transport transport)
    {
        await using Service service = await OpenAsync(transport);
        string ticket = service.IdOf(6);
        Assert.Equal((1, 0), await CountsAsync());

        _ = (await service.PostAsync(TicketCalls.Of(6) + "reply/", new { message = "Hi" })).Is(201);
        Assert.Equal((2, 1), await CountsAsync());
        _ = (await service.MarkReadAsync(ticket)).Is(200);
        Assert.Equal((2, 0), await CountsAsync());
        _ = (await service.WriteAsync(("ticket_id", ticket))).Is(200);
        Assert.Equal((3, 0), await CountsAsync());
        _ = await service.OpenTicketAsync();
        Assert.Equal([6, 7], await service.SeenAsync(WidgetCalls.BySession));

        async Task<(int Messages, int Unread)> CountsAsync()
        {
            JsonElement row = (await service.AskAsync(WidgetCalls.Tickets + WidgetCalls.BySession)).Results().Single();
            return (row.Number("message_count"), row.Number("unread_count"));
        }
    }

    [Theory, BothTransports, Rule("docs/service/neighbours.md 1.4", Evidence.Tested)]
    public async Task Lists_are_kept_for_each_customer_and_those_without_tickets_not_at_all(Transport transport)
    {
        await using Service service = await OpenAsync(transport);
        service.SignWith();
        Assert.Empty(await service.SeenAsync($"?widget_session_id={WidgetCalls.OtherSession}"));
        Assert.Empty(await service.SeenAsync(WidgetCalls.ByIdentity));
        Assert.Equal([6], await service.SeenAsync(WidgetCalls.BySession));

        service.Fake.Tickets.Add(new TicketSeed { WidgetSessionId = Guid.Parse(WidgetCalls.OtherSession) });

        Assert.Equal([7], await service.SeenAsync($"?widget_session_id={WidgetCalls.OtherSession}"));
        Assert.Equal([6], await service.SeenAsync(WidgetCalls.BySession));
    }

    [Theory, BothTransports, Rule("docs/service/neighbours.md 1.4", Evidence.Code)]
    public async Task The_legacy_version_gives_the_kept_page_for_any_limit(Transport transport)
    {
        await using Service service = await OpenAsync(transport);
        _ = await service.OpenTicketAsync();
        service.Options.ServiceVersion = ServiceVersion.Legacy;

        Assert.Equal(2, await RowsAsync("&limit=7"));
        Assert.Equal(2, await RowsAsync("&limit=1"));
        Assert.Equal(1, await RowsAsync("&limit=1&offset=1"));
        service.Options.WidgetCaches = false;
        Assert.Equal(1, await RowsAsync("&limit=1"));

        async Task<int> RowsAsync(string query) =>
            (await service.AskAsync(WidgetCalls.Tickets + WidgetCalls.BySession + query)).Results().Length;
    }

    [Theory, BothTransports, Rule("docs/service/neighbours.md 1.4", Evidence.Open)]
    public async Task Nothing_is_kept_while_the_switch_is_off(Transport transport)
    {
        await using Service service = await OpenAsync(transport);
        service.Options.WidgetCaches = false;
        string ticket = service.IdOf(6);
        _ = (await StatusAsync(service, ticket, "&limit=50"), await ListAsync(service, ""));
        _ = await service.PatchTicketAsync(6, new { status = "open" });
        Assert.Equal(("open", "open"), (await StatusAsync(service, ticket, "&limit=50"), await ListAsync(service, "")));
    }

    private static async Task<Service> OpenAsync(Transport transport)
    {
        Service service = await Service.OpenAsync(transport, static options => options.WidgetCaches = true);
        _ = await service.OpenTicketAsync();
        return service;
    }

    private static async Task<string?> StatusAsync(Service service, string ticket, string query) =>
        (await service.AskAsync(WidgetCalls.Thread(ticket) + WidgetCalls.BySession + query)).Is(200).Json.Text("ticket_status");

    private static async Task<string?> ListAsync(Service service, string query) =>
        (await service.AskAsync(WidgetCalls.Tickets + WidgetCalls.BySession + query)).Results().Single().Text("status");
}
