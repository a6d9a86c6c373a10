namespace Conversations.Client.Testing.State.Caches;

/// <summary>
/// Owns the answers to customers that are given again for a while, as the service's cache gives them (docs/service/neighbours.md 1.4).
/// Which requests are answered so is decided by who asks.
/// </summary>
internal sealed class WidgetAnswers(TimeProvider time)
{
    private static readonly TimeSpan ThreadLifetime = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan ListLifetime = TimeSpan.FromSeconds(30);

    private readonly Dictionary<(Guid Ticket, DateTimeOffset? After), (byte[] Body, DateTimeOffset Until)> _threads = [];
    private readonly Dictionary<WidgetListKey, (byte[] Body, DateTimeOffset Until, Func<TicketRow, bool> Opens)> _lists = [];

    public byte[] Thread(TicketRow ticket, DateTimeOffset? after, Func<byte[]> write)
    {
        (Guid, DateTimeOffset?) key = (ticket.Id, after);
        ForgetOld();
        if (!_threads.TryGetValue(key, out (byte[] Body, DateTimeOffset Until) kept))
        {
            _threads[key] = kept = (write(), time.GetUtcNow() + ThreadLifetime);
        }

        return kept.Body;
    }

    /// <param name="key">What must be the same.</param>
    /// <param name="opens">The tickets whose changes end the answer.</param>
    /// <param name="write">Writes the answer, and says whether it may be kept.</param>
    public byte[] List(WidgetListKey key, Func<TicketRow, bool> opens, Func<(byte[] Body, bool IsKept)> write)
    {
        ForgetOld();
        if (_lists.TryGetValue(key, out (byte[] Body, DateTimeOffset Until, Func<TicketRow, bool> Opens) kept))
        {
            return kept.Body;
        }

        (byte[] body, bool isKept) = write();
        if (isKept)
        {
            _lists[key] = (body, time.GetUtcNow() + ListLifetime, opens);
        }

        return body;
    }

    /// <summary>A new message ends the lists, and of the threads only the one that was asked for from its beginning.</summary>
    public void NoteMessage(TicketRow ticket)
    {
        _ = _threads.Remove((ticket.Id, null));
        DropLists(ticket);
    }

    public void NoteRead(TicketRow ticket) => DropLists(ticket);

    public void Clear()
    {
        _threads.Clear();
        _lists.Clear();
    }

    private void ForgetOld()
    {
        DateTimeOffset now = time.GetUtcNow();
        foreach ((Guid, DateTimeOffset?) key in _threads.Where(kept => kept.Value.Until <= now).Select(kept => kept.Key).ToArray())
        {
            _ = _threads.Remove(key);
        }

        foreach (WidgetListKey key in _lists.Where(kept => kept.Value.Until <= now).Select(kept => kept.Key).ToArray())
        {
            _ = _lists.Remove(key);
        }
    }

    private void DropLists(TicketRow ticket)
    {
        foreach (WidgetListKey key in _lists.Where(kept => kept.Value.Opens(ticket)).Select(kept => kept.Key).ToArray())
        {
            _ = _lists.Remove(key);
        }
    }
}

/// <summary>Whose tickets a kept list has, and which of them.</summary>
internal sealed record WidgetListKey(int Project, Guid? Session, string? DistinctId, string? Email, string? Status);
