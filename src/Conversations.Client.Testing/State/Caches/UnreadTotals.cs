namespace Conversations.Client.Testing.State.Caches;

/// <summary>Owns the cached sums of unread messages, one for each project, kept for 30 seconds (docs/service/tickets.md 8.1).</summary>
internal sealed class UnreadTotals(TimeProvider time)
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(30);

    private readonly Dictionary<int, (int Count, DateTimeOffset Until)> _totals = [];

    public int Of(int project, Func<int> count)
    {
        DateTimeOffset now = time.GetUtcNow();
        if (!_totals.TryGetValue(project, out (int Count, DateTimeOffset Until) total) || total.Until <= now)
        {
            _totals[project] = total = (count(), now + Lifetime);
        }

        return total.Count;
    }

    public void Drop(int project) => _totals.Remove(project);

    /// <summary>Drops the sum if the ticket was resolved or reopened, because it then left the sum or came into it.</summary>
    public void Note(TicketRow ticket, bool wasResolved)
    {
        if (ticket.IsResolved != wasResolved)
        {
            Drop(ticket.Project);
        }
    }

    public void Clear() => _totals.Clear();
}
