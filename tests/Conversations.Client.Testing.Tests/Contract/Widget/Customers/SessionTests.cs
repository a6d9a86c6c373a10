using Conversations.Client.Testing.Tests.Shared;

namespace Conversations.Client.Testing.Tests.Contract.Widget.Customers;

/// <summary>docs/service/neighbours.md 1.2: who knows the session of a ticket is its customer.</summary>
public sealed class SessionTests
{
    [Theory, BothTransports, Rule("docs/service/neighbours.md 1.2", Evidence.Tested)]
    public async Task A_session_sees_its_own_tickets_and_no_others(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        string ticket = await service.OpenTicketAsync();
        string other = await service.OpenTicketAsync(("widget_session_id", WidgetCalls.OtherSession));

        Assert.Equal([6], await service.SeenAsync(WidgetCalls.BySession));
        Assert.Equal(["Hello"], await service.ContentsAsync(ticket, WidgetCalls.BySession));
        (await service.AskAsync(WidgetCalls.Thread(other) + WidgetCalls.BySession)).IsForbidden();
        (await service.MarkReadAsync(other)).IsForbidden();
        (await service.WriteAsync(("ticket_id", other))).IsForbidden();
        Assert.Equal(1, service.Find(other).MessageCount);
    }

    [Theory, BothTransports, Rule("docs/service/neighbours.md 1.2", Evidence.Code)]
    public async Task The_session_of_a_ticket_opens_it_whatever_its_channel_is(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        Ticket mail = service.Fake.Tickets.Add(
            new TicketSeed { ChannelSource = ChannelSource.Email, WidgetSessionId = Guid.Parse(WidgetCalls.Session) });

        Assert.Equal([6], await service.SeenAsync(WidgetCalls.BySession));
        _ = (await service.WriteAsync(("ticket_id", mail.Id))).Is(200);
        Assert.Equal(["Hello"], await service.ContentsAsync(mail.Id.ToString(), WidgetCalls.BySession));
    }

    [Theory, BothTransports, Rule("docs/service/neighbours.md 1.2", Evidence.Tested)]
    public async Task A_distinct_id_opens_nothing(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        string ticket = await service.OpenTicketAsync();

        (await service.WriteAsync(("widget_session_id", WidgetCalls.OtherSession), ("ticket_id", ticket))).IsForbidden();
        Assert.Empty(await service.SeenAsync($"?widget_session_id={WidgetCalls.OtherSession}&distinct_id=u-1"));
        (await service.AskAsync(WidgetCalls.Tickets + "?distinct_id=u-1")).Refuses("non_field_errors");
    }

    [Theory, BothTransports, Rule("docs/service/neighbours.md 1.2", Evidence.Code)]
    public async Task A_session_is_needed_on_every_route_where_no_identity_is_given(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        string ticket = await service.OpenTicketAsync();

        (await service.WriteAsync(("widget_session_id", WidgetCalls.Missing.Field))).Refuses("non_field_errors");
        (await service.AskAsync(WidgetCalls.Tickets)).Refuses("non_field_errors");
        (await service.AskAsync(WidgetCalls.Thread(ticket))).Refuses("non_field_errors");
        (await service.MarkReadAsync(ticket, new { })).Refuses("non_field_errors");
    }
}
