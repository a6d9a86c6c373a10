using Conversations.Client.Testing.Turns;

namespace Conversations.Client.Testing.State;

/// <summary>
/// Owns everything the fake remembers. Every member below is read and written inside <see cref="Enter"/>,
/// where nothing waits, nothing is sent and no timer runs.
/// </summary>
internal sealed class FakeState
{
    private int _depth;

    public FakeState(FakeConversationsOptions options)
    {
        Options = options;
        Time = new(options.TimeProvider, Gate, PlayDue);
        Ids = new(Time);
        UnreadTotals = new(Time);
        RecentReplies = new(Time);
        RecentTickets = new(Time);
    }

    public object Gate { get; } = new();

    public FakeConversationsOptions Options { get; }

    public GatedTime Time { get; }

    public IdSequence Ids { get; }

    public DirectoryTable Directory { get; } = new();

    public TicketTable Tickets { get; } = new();

    public UnreadTotals UnreadTotals { get; }

    public RecentSends<ReplyKey, TicketMessageRow> RecentReplies { get; }

    public RecentSends<ComposeKey, TicketRow> RecentTickets { get; }

    public ViewTable Views { get; } = new();

    public ConversationTable Conversations { get; } = new();

    public ScriptQueue Scripts { get; } = new();

    /// <summary>The streams that are open, of all conversations.</summary>
    public int OpenStreams { get; set; }

    public bool IsCurrent => Options.ServiceVersion == ServiceVersion.Current;

    // The database keeps microseconds, so a finer instant would not read back equal.
    public DateTimeOffset Now => Time.GetUtcNow().ToMicroseconds();

    /// <summary>Holds the gate until the result is disposed.</summary>
    public Change Enter()
    {
        if (Monitor.IsEntered(Gate))
        {
            _depth++;
            return new(this);
        }

        GatedTime.Reading reading = Time.Read();
        Monitor.Enter(Gate);
        _depth = 1;
        Time.Stand(reading);
        return new(this);
    }

    /// <summary>
    /// The service's periodic job for tickets whose snooze is over; nothing else wakes them (docs/service/tickets.md 6.3).
    /// </summary>
    public void WakeSnoozed()
    {
        foreach (TicketRow ticket in Tickets.All.Where(ticket => ticket.SnoozedUntil <= Now))
        {
            bool wasResolved = ticket.IsResolved;
            ticket.Wake(Now, IsCurrent);
            UnreadTotals.Note(ticket, wasResolved);
        }
    }

    public void Clear()
    {
        foreach (ConversationRow conversation in Conversations.All)
        {
            conversation.Abandon();
        }

        Directory.Clear();
        Tickets.Clear();
        UnreadTotals.Clear();
        RecentReplies.Clear();
        RecentTickets.Clear();
        Views.Clear();
        Conversations.Clear();
        Scripts.Clear();
        Time.Clear();
    }

    private void PlayDue()
    {
        using (Enter())
        {
            Time.PlayDue();
        }
    }

    private void Leave()
    {
        if (--_depth > 0)
        {
            return;
        }

        bool hasNewAlarm = Time.TakeChange();
        Monitor.Exit(Gate);
        if (hasNewAlarm)
        {
            Time.SetAlarm();
        }
    }

    /// <summary>A look at the state, or a change of it, that nobody else sees half of.</summary>
    internal readonly struct Change(FakeState state) : IDisposable
    {
        public void Dispose() => state.Leave();
    }
}
