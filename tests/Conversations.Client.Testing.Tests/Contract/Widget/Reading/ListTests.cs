using Conversations.Client.Testing.Tests.Contract.Tickets;
using Conversations.Client.Testing.Tests.Shared;

namespace Conversations.Client.Testing.Tests.Contract.Widget.Reading;

/// <summary>docs/service/neighbours.md 1.4: the tickets that a customer may see.</summary>
public sealed class ListTests
{
    [Theory, BothTransports, Rule("docs/service/neighbours.md 1.4", Evidence.Code)]
    public async Task A_ticket_has_these_members_and_no_number_in_the_legacy_version(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        string ticket = await service.OpenTicketAsync(("message", new string('x', 501)));
        const string Rest = "\"last_message_at\":\"2026-06-03T11:00:00+00:00\",\"message_count\":1,\"created_at\":\"2026-06-03T11:00:00+00:00\"";
        string last = new('x', 500);

        Assert.Equal(
            $$"""{"count":1,"results":[{"id":"{{ticket}}","ticket_number":6,"status":"new","unread_count":0,"last_message":"{{last}}",{{Rest}}}]}""",
            (await service.AskAsync(WidgetCalls.Tickets + WidgetCalls.BySession)).Is(200).Text);
        service.Options.ServiceVersion = ServiceVersion.Legacy;
        Assert.Equal(
            $$"""{"count":1,"results":[{"id":"{{ticket}}","status":"new","unread_count":0,"last_message":"{{last}}",{{Rest}}}]}""",
            (await service.AskAsync(WidgetCalls.Tickets + WidgetCalls.BySession)).Is(200).Text);
    }

    [Theory, BothTransports, Rule("docs/service/neighbours.md 1.4", Evidence.Code)]
    public async Task Tickets_come_newest_first_in_pages_of_limit_and_offset_with_the_count_of_all(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        for (int number = 0; number < 3; number++)
        {
            _ = await service.OpenTicketAsync();
            service.Clock.Advance(TimeSpan.FromSeconds(1));
        }

        Answer second = await service.AskAsync(WidgetCalls.Tickets + WidgetCalls.BySession + "&limit=1&offset=1");

        Assert.Equal([8, 7, 6], (await service.AskAsync(WidgetCalls.Tickets + WidgetCalls.BySession)).Numbers());
        Assert.Equal([7], second.Numbers());
        Assert.Equal(["count", "results"], second.Json.Names());
        Assert.Equal(3, second.Json.Number("count"));
        Assert.Empty((await service.AskAsync(WidgetCalls.Tickets + WidgetCalls.BySession + "&offset=99999999999")).Numbers());
    }

    [Theory, BothTransports, Rule("docs/service/neighbours.md 1.4", Evidence.Code)]
    public async Task A_page_has_100_tickets_where_no_limit_is_sent(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        for (int number = 0; number < 101; number++)
        {
            service.Fake.Tickets.Add(new TicketSeed { WidgetSessionId = Guid.Parse(WidgetCalls.Session) });
        }

        Assert.Equal(100, (await service.AskAsync(WidgetCalls.Tickets + WidgetCalls.BySession)).Numbers().Count);
        Assert.Equal(101, (await service.AskAsync(WidgetCalls.Tickets + WidgetCalls.BySession + "&limit=500")).Numbers().Count);
    }

    [Theory, BothTransports, Rule("docs/service/neighbours.md 1.4", Evidence.Code)]
    public async Task A_status_leaves_the_tickets_of_others_out(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        _ = await service.OpenTicketAsync();
        _ = await service.OpenTicketAsync();
        _ = await service.PatchTicketAsync(7, new { status = "on_hold" });

        Assert.Equal([7], await service.SeenAsync(WidgetCalls.BySession + "&status=on_hold"));
        Assert.Equal([6], await service.SeenAsync(WidgetCalls.BySession + "&status=new"));
        Assert.Empty(await service.SeenAsync(WidgetCalls.BySession + "&status=resolved"));
    }

    [Theory, BothTransports, Rule("docs/service/neighbours.md 1.4", Evidence.Code)]
    public async Task A_parameter_of_the_list_that_makes_no_sense_is_refused(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        (await AskAsync("&status=bogus")).IsInvalidData(("status", "\"bogus\" is not a valid choice."));
        (await AskAsync("&limit=0")).IsInvalidData(("limit", "Ensure this value is greater than or equal to 1."));
        (await AskAsync("&limit=501")).IsInvalidData(("limit", "Ensure this value is less than or equal to 500."));
        (await AskAsync("&offset=-1")).IsInvalidData(("offset", "Ensure this value is greater than or equal to 0."));
        (await AskAsync("&offset=x")).IsInvalidData(("offset", "A valid integer is required."));

        Task<Answer> AskAsync(string query) => service.AskAsync(WidgetCalls.Tickets + WidgetCalls.BySession + query);
    }
}
