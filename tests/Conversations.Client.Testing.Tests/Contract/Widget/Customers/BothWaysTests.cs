using Conversations.Client.Testing.Tests.Contract.Tickets;
using Conversations.Client.Testing.Tests.Shared;

namespace Conversations.Client.Testing.Tests.Contract.Widget.Customers;

/// <summary>docs/service/neighbours.md 1.2: a session beside an identity.</summary>
public sealed class BothWaysTests
{
    private static readonly string Both = $"{WidgetCalls.ByIdentity}&widget_session_id={WidgetCalls.Session}";

    [Theory, BothTransports, Rule("docs/service/neighbours.md 1.2", Evidence.Tested)]
    public async Task The_list_has_the_tickets_of_the_identity_and_those_of_exactly_that_session(Transport transport)
    {
        await using Service service = await OpenAsync(transport);

        Assert.Equal([6, 7], await service.SeenAsync(Both));
        Assert.Equal([6], await service.SeenAsync(WidgetCalls.BySession));
        Assert.Equal([7], await service.SeenAsync(WidgetCalls.ByIdentity));
    }

    [Theory, BothTransports, Rule("docs/service/neighbours.md 1.2", Evidence.Tested)]
    public async Task A_ticket_of_the_session_can_be_read_marked_and_written_to_and_stays_whose_it_was(Transport transport)
    {
        await using Service service = await OpenAsync(transport);
        string ticket = service.IdOf(6);

        Assert.Equal(["Hello"], await service.ContentsAsync(ticket, Both));
        _ = (await service.MarkReadAsync(ticket, WidgetCalls.SentSigned(("widget_session_id", WidgetCalls.Session)))).Is(200);
        _ = (await service.WriteSignedAsync(("widget_session_id", WidgetCalls.Session), ("ticket_id", ticket))).Is(200);

        Assert.Equal(("u-1", false, 2), (service.Stored(6).DistinctId, service.Stored(6).IdentityVerified, service.Stored(6).MessageCount));
    }

    [Theory, BothTransports, Rule("docs/service/neighbours.md 1.2", Evidence.Open)]
    public async Task A_new_ticket_of_both_has_the_session_of_the_hash(Transport transport)
    {
        await using Service service = await OpenAsync(transport);
        _ = (await service.WriteSignedAsync(("widget_session_id", WidgetCalls.OtherSession))).Is(200);

        Assert.Empty(await service.SeenAsync($"?widget_session_id={WidgetCalls.OtherSession}"));
        Assert.Equal([7, 8], await service.SeenAsync($"?widget_session_id={WidgetCalls.SessionOfHash}"));
    }

    [Theory, BothTransports, Rule("docs/service/neighbours.md 1.2", Evidence.Code)]
    public async Task In_the_legacy_version_the_identity_alone_counts_and_the_session_is_only_well_formed(Transport transport)
    {
        await using Service service = await OpenAsync(transport);
        service.Options.ServiceVersion = ServiceVersion.Legacy;

        Assert.Equal(1, (await service.AskAsync(WidgetCalls.Tickets + Both)).Is(200).Json.Number("count"));
        (await service.AskAsync(WidgetCalls.Thread(service.IdOf(6)) + Both)).IsForbidden();
        (await service.AskAsync($"{WidgetCalls.Tickets}{WidgetCalls.ByIdentity}&widget_session_id=x")).Refuses("widget_session_id");
    }

    /// <summary>Ticket 6 is the session's, ticket 7 the identity's.</summary>
    private static async Task<Service> OpenAsync(Transport transport)
    {
        Service service = await Service.OpenAsync(transport);
        service.SignWith();
        _ = await service.OpenTicketAsync();
        _ = (await service.WriteSignedAsync()).Is(200);
        return service;
    }
}
