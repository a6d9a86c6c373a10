using Conversations.Client.Testing.Tests.Shared;

namespace Conversations.Client.Testing.Tests.Contract.Tickets.Actions;

/// <summary>docs/service/tickets.md 8.1: the number of unread messages.</summary>
public sealed class UnreadCountTests
{
    private const string Unread = Service.Tickets + "unread_count/";

    [Theory, BothTransports, Rule("docs/service/tickets.md 8.1", Evidence.Tested)]
    public async Task The_unread_count_is_the_sum_over_the_tickets_of_the_project_that_are_not_resolved(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        Assert.Equal("""{"count":5}""", (await service.GetAsync(Unread)).Is(200).Text);
        Assert.Equal("""{"count":0}""", (await service.GetAsync("/api/projects/2/conversations/tickets/unread_count/")).Is(200).Text);
    }

    [Theory, BothTransports, Rule("docs/service/tickets.md 8.1", Evidence.Tested)]
    public async Task Where_support_is_off_nothing_is_unread(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        service.SwitchSupportOff();
        Assert.Equal(0, await CountAsync(service));
    }

    [Theory, BothTransports, Rule("docs/service/tickets.md 8.1", Evidence.Tested)]
    public async Task The_unread_count_is_cached_for_30_seconds_a_project(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        Assert.Equal(5, await CountAsync(service));

        // Deleting is not one of the changes that drop the cache.
        _ = (await service.DeleteAsync(TicketCalls.Of(2), Callers.Session)).Is(204);
        service.Clock.Advance(TimeSpan.FromSeconds(30) - TimeSpan.FromTicks(1));
        Assert.Equal(5, await CountAsync(service));
        service.Clock.Advance(TimeSpan.FromTicks(1));
        Assert.Equal(3, await CountAsync(service));
    }

    [Theory, BothTransports, Rule("docs/service/tickets.md 8.1", Evidence.Tested)]
    public async Task Opening_a_ticket_that_was_unread_drops_the_cached_unread_count(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        Assert.Equal(5, await CountAsync(service));
        _ = await service.OpenTicketAsync(1);
        Assert.Equal(2, await CountAsync(service));
    }

    [Theory, BothTransports, Rule("docs/service/tickets.md 8.1", Evidence.Tested)]
    public async Task Opening_a_ticket_that_was_read_keeps_the_cached_unread_count(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        Assert.Equal(5, await CountAsync(service));
        _ = (await service.DeleteAsync(TicketCalls.Of(2), Callers.Session)).Is(204);
        _ = await service.OpenTicketAsync(3);
        Assert.Equal(5, await CountAsync(service));
    }

    [Theory, BothTransports, Rule("docs/service/tickets.md 6.3", Evidence.Tested)]
    public async Task A_change_into_or_out_of_resolved_drops_the_cached_unread_count(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        Assert.Equal(5, await CountAsync(service));
        _ = await service.PatchTicketAsync(2, new { status = "resolved" });
        Assert.Equal(3, await CountAsync(service));
        _ = await service.PatchTicketAsync(4, new { status = "open" });
        Assert.Equal(8, await CountAsync(service));
        _ = (await service.PostAsync(Service.Tickets + "bulk_update_status/", new { ids = new[] { service.IdOf(4) }, status = "resolved" }, Callers.Session)).Is(200);
        Assert.Equal(3, await CountAsync(service));
    }

    [Theory, BothTransports, Rule("docs/service/tickets.md 6.3", Evidence.Tested)]
    public async Task A_change_between_other_statuses_keeps_the_cached_unread_count(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        Assert.Equal(5, await CountAsync(service));
        _ = (await service.DeleteAsync(TicketCalls.Of(2), Callers.Session)).Is(204);
        _ = await service.PatchTicketAsync(1, new { status = "pending" });
        Assert.Equal(5, await CountAsync(service));
    }

    [Theory, BothTransports, Rule("docs/service/tickets.md 8.1", Evidence.Tested)]
    public async Task New_messages_of_customers_drop_the_cached_unread_count(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        Assert.Equal(5, await CountAsync(service));
        _ = service.Fake.Tickets.Add(new TicketSeed { UnreadTeamCount = 1, Messages = [new() { Content = "Hello?" }] });
        Assert.Equal(6, await CountAsync(service));
    }

    private static async Task<int> CountAsync(Service service) => (await service.GetAsync(Unread)).Is(200).Json.Number("count");
}
