namespace Conversations.Client.Testing.Tests;

/// <summary>
/// A list whose tickets change while it is read: the way in README reaches all of them, and the way that skips some reports it.
/// </summary>
public sealed class ChangedListTests
{
    private static readonly TicketQuery Waiting = new() { Status = [TicketStatus.New], OrderBy = TicketOrder.CreatedAt };

    [Fact]
    public async Task Changing_while_walking_ends_in_an_exception_where_it_would_skip()
    {
        await using FakeConversationsServer fake = Seeded();
        IConversationsClient client = fake.CreateClient();

        ConversationsException error = await Assert.ThrowsAsync<ConversationsException>(async () =>
        {
            await foreach (Ticket ticket in client.Tickets.ListAsync(Waiting))
            {
                await client.Tickets.UpdateAsync(ticket.Id, new TicketUpdate { Status = TicketStatus.Open });
            }
        });

        Assert.Contains("from 250 to 150", error.Message, StringComparison.Ordinal);
        Assert.Equal(100, fake.Tickets.Count(static ticket => ticket.Status == TicketStatus.Open));
    }

    [Fact]
    public async Task Listing_first_and_changing_then_reaches_every_ticket()
    {
        await using FakeConversationsServer fake = Seeded();
        IConversationsClient client = fake.CreateClient();

        var waiting = new List<Ticket>();
        await foreach (Ticket ticket in client.Tickets.ListAsync(Waiting))
        {
            waiting.Add(ticket);
        }

        foreach (Ticket ticket in waiting)
        {
            await client.Tickets.UpdateAsync(ticket.Id, new TicketUpdate { Status = TicketStatus.Open });
        }

        Assert.Equal(250, fake.Tickets.Count(static ticket => ticket.Status == TicketStatus.Open));
    }

    private static FakeConversationsServer Seeded()
    {
        var fake = new FakeConversationsServer();
        for (int number = 1; number <= 250; number++)
        {
            fake.Tickets.Add(new TicketSeed { TicketNumber = number, Status = TicketStatus.New });
        }

        return fake;
    }
}
