using Conversations.Client.Testing.Tests.Shared;

namespace Conversations.Client.Testing.Tests.Contract.Tickets.Single;

/// <summary>docs/service/tickets.md 6.4: deleting a ticket.</summary>
public sealed class DeleteTests
{
    [Theory, BothTransports, Rule("docs/service/tickets.md 6.4", Evidence.Code)]
    public async Task A_deletion_is_204_without_a_body_and_a_second_one_404(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        Assert.Equal("", (await service.DeleteAsync(TicketCalls.Of(5), Callers.Session)).Is(204).Text);
        (await service.DeleteAsync(TicketCalls.Of(5), Callers.Session)).IsNotFound();
    }

    [Theory, BothTransports, Rule("docs/service/tickets.md 6.4", Evidence.Code)]
    public async Task A_deleted_ticket_is_invisible_at_once(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        string id = service.IdOf(4);
        _ = (await service.DeleteAsync(TicketCalls.Of(4), Callers.Session)).Is(204);
        (await service.GetAsync(TicketCalls.Of(4))).IsNotFound();
        (await service.GetAsync($"{Service.Tickets}{id}/")).IsNotFound();
        (await service.GetAsync(TicketCalls.Of(4) + "messages/")).IsNotFound();
        await service.HasAsync("", 1, 2, 3, 5);
        await service.HasAsync("search=passwords");
    }
}
