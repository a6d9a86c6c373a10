namespace ConsumerTests.App;

/// <summary>The application's own code: sorts new, unassigned tickets every five minutes.</summary>
public sealed class TriageJob(IConversationsClient conversations, TimeProvider clock)
{
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(5);

    /// <summary>Runs until the application ends.</summary>
    public async Task RunAsync(CancellationToken stopping)
    {
        using var timer = new PeriodicTimer(Interval, clock);
        do
        {
            await RunOnceAsync(stopping);
        }
        while (await timer.WaitForNextTickAsync(stopping));
    }

    /// <summary>One round.</summary>
    /// <returns>The numbers of the tickets that were sorted.</returns>
    public async Task<IReadOnlyList<int>> RunOnceAsync(CancellationToken cancellationToken = default)
    {
        var query =
            new TicketQuery { Status = [TicketStatus.New], Assignee = [AssigneeFilter.Unassigned], OrderBy = TicketOrder.TicketNumber };

        // Reads the whole list before changing anything: a changed ticket leaves the list, and the later pages move up.
        IReadOnlyList<Ticket> waiting = await conversations.Tickets.ListAsync(query, cancellationToken).ToListAsync(cancellationToken);

        List<int> sorted = [];
        foreach (Ticket ticket in waiting)
        {
            if (Change(ticket) is { } change && await TryUpdateAsync(ticket, change, cancellationToken))
            {
                sorted.Add(ticket.TicketNumber);
            }
        }

        return sorted;
    }

    private TicketUpdate? Change(Ticket ticket)
    {
        if (ticket.SlaDueAt < clock.GetUtcNow())
        {
            return new TicketUpdate { Priority = TicketPriority.High, EscalationReason = "The answer is late." };
        }

        return ticket.LastMessageText?.Contains("invoice", StringComparison.OrdinalIgnoreCase) == true
            ? new TicketUpdate { Status = TicketStatus.Open, Tags = [.. ticket.Tags, "billing"] }
            : null;
    }

    private async Task<bool> TryUpdateAsync(Ticket ticket, TicketUpdate change, CancellationToken cancellationToken)
    {
        try
        {
            _ = await conversations.Tickets.UpdateAsync(ticket.Id, change, cancellationToken);
            return true;
        }
        catch (ConversationsNotFoundException)
        {
            // Somebody has deleted the ticket in the meantime. The others are still sorted.
            return false;
        }
    }
}
