using Conversations.Client.Testing.State.Caches;
using Conversations.Client.Testing.Turns;

namespace Conversations.Client.Testing.State;

/// <summary>
/// Owns everything that the fake remembers. Every member below is read and written inside <see cref="Enter"/>. Meanwhile nothing waits,
/// nothing is sent and no timer runs.
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
        WidgetAnswers = new(Time);
        RepliesUnderWay = new(Time);
        RecentTickets = new(Time);
    }

    /// <summary>The lock of the state. Comments call it the gate.</summary>
    public object Gate { get; } = new();

    public FakeConversationsOptions Options { get; }

    public GatedTime Time { get; }

    public IdSequence Ids { get; }

    public DirectoryTable Directory { get; } = new();

    public TicketTable Tickets { get; } = new();

    public UnreadTotals UnreadTotals { get; }

    public WidgetAnswers WidgetAnswers { get; }

    public SendsUnderWay<ReplyKey> RepliesUnderWay { get; }

    public RecentSends<ComposeKey, TicketRow> RecentTickets { get; }

    public ViewTable Views { get; } = new();

    public ConversationTable Conversations { get; } = new();

    public ScriptQueue Scripts { get; } = new();

    /// <summary>The number of open streams, over all conversations.</summary>
    public int OpenStreams { get; set; }

    public bool IsCurrent => Options.ServiceVersion == ServiceVersion.Current;

    // The database keeps microseconds, so a finer instant would not be equal when it is read back.
    public DateTimeOffset Now => Time.GetUtcNow().ToMicroseconds();

    /// <summary>Enters the gate. Disposing the result leaves it.</summary>
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
    /// The service's periodic job that wakes tickets whose snooze is over. Nothing else wakes them (docs/service/tickets.md 6.3).
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
        WidgetAnswers.Clear();
        RepliesUnderWay.Clear();
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

    /// <summary>A read or a change of the state that no other thread sees half done.</summary>
    internal readonly struct Change(FakeState state) : IDisposable
    {
        public void Dispose() => state.Leave();
    }
}
