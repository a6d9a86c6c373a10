using Conversations.Client.Testing.Tests.Shared;

namespace Conversations.Client.Testing.Tests.Contract.Tickets.List;

/// <summary>docs/service/tickets.md 5.3: the order of the list.</summary>
public sealed class OrderTests
{
    [Theory, BothTransports, Rule("docs/service/tickets.md 5.3", Evidence.Code)]
    public async Task Five_columns_order_the_list_each_in_both_directions(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        await service.OrdersAsync("order_by=updated_at", 4, 5, 1, 2, 3);
        await service.OrdersAsync("order_by=-updated_at", 3, 2, 1, 5, 4);
        await service.OrdersAsync("order_by=created_at", 1, 2, 3, 4, 5);
        await service.OrdersAsync("order_by=-created_at", 5, 4, 3, 2, 1);
        await service.OrdersAsync("order_by=ticket_number", 1, 2, 3, 4, 5);
        await service.OrdersAsync("order_by=-ticket_number", 5, 4, 3, 2, 1);
        await service.OrdersAsync("order_by=sla_due_at&sla=all&priority=low,medium,high", 2, 3, 4);
        await service.OrdersAsync("order_by=-sla_due_at&priority=low,medium,high", 4, 3, 2);
        service.Fake.Load("""{"tickets": [{"ticket_number": 8, "snoozed_until": "2026-06-04T00:00:00Z"}]}""");
        await service.OrdersAsync("order_by=snoozed_until&snoozed=true", 8, 5);
        await service.OrdersAsync("order_by=-snoozed_until&snoozed=true", 5, 8);
    }

    [Theory, BothTransports, Rule("docs/service/tickets.md 5.3", Evidence.Code)]
    public async Task Any_other_order_is_the_default_last_change_first(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        foreach (string order in new[] { "status", "created_at,status", "", "-", "--created_at", "Created_at", "+created_at" })
        {
            await service.OrdersAsync($"order_by={order}", 3, 2, 1, 5, 4);
        }
    }

    [Theory, BothTransports, Rule("docs/service/tickets.md 5.3", Evidence.Code)]
    public async Task Nulls_are_last_in_both_directions_on_the_newest_service(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        await service.OrdersAsync("order_by=sla_due_at", 2, 3, 4, 5, 1);
        await service.OrdersAsync("order_by=-sla_due_at", 4, 3, 2, 5, 1);
        await service.OrdersAsync("order_by=snoozed_until", 5, 4, 3, 2, 1);
        await service.OrdersAsync("order_by=-snoozed_until", 5, 4, 3, 2, 1);
    }

    [Theory, BothTransports, Rule("docs/service/tickets.md 5.3", Evidence.Code)]
    public async Task Nulls_are_last_ascending_and_first_descending_in_the_legacy_version(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport, options => options.ServiceVersion = ServiceVersion.Legacy);
        Assert.Equal([2, 3, 4], (await service.GetAsync(Service.Tickets + "?order_by=sla_due_at&limit=3")).Numbers());
        Assert.Equal([4, 3, 2], (await service.GetAsync(Service.Tickets + "?order_by=-sla_due_at&offset=2")).Numbers());
    }

    [Theory, BothTransports, Rule("docs/service/tickets.md 5.3", Evidence.Code)]
    public async Task Equal_tickets_come_by_number_highest_first(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        foreach (int number in TicketCalls.All)
        {
            service.Fake.Load($$"""{"tickets": [{"ticket_number": {{number}}, "sla_due_at": "2026-06-03T12:00:00Z"}]}""");
        }

        foreach (string column in new[] { "updated_at", "-updated_at", "created_at", "sla_due_at", "-sla_due_at", "snoozed_until" })
        {
            await service.OrdersAsync($"order_by={column}", 5, 4, 3, 2, 1);
        }
    }
}
