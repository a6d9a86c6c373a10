using Conversations.Client.Testing.Turns;

namespace Conversations.Client.Testing.State;

/// <summary>
/// Owns everything the fake remembers. Every member below is read and written under <see cref="Gate"/>,
/// under which nothing waits and nothing is sent.
/// </summary>
internal sealed class FakeState(FakeConversationsOptions options)
{
    public Lock Gate { get; } = new();

    public FakeConversationsOptions Options { get; } = options;

    public TimeProvider Time { get; } = options.TimeProvider;

    public IdSequence Ids { get; } = new(options.TimeProvider);

    public DirectoryTable Directory { get; } = new();

    public TicketTable Tickets { get; } = new();

    public UnreadTotals UnreadTotals { get; } = new(options.TimeProvider);

    public RecentSends<ReplyKey, TicketMessageRow> RecentReplies { get; } = new(options.TimeProvider);

    public RecentSends<ComposeKey, TicketRow> RecentTickets { get; } = new(options.TimeProvider);

    public ViewTable Views { get; } = new();

    public ConversationTable Conversations { get; } = new();

    public ScriptQueue Scripts { get; } = new();

    public bool IsNewest => Options.Generation == Generation.Newest;

    // The database keeps microseconds, so a finer instant would not read back equal.
    public DateTimeOffset Now => Time.GetUtcNow().ToMicroseconds();

    /// <summary>The service's periodic job for tickets whose snooze is over; nothing else wakes them (tickets.md 6.3).</summary>
    public void WakeSnoozed()
    {
        foreach (TicketRow ticket in Tickets.All.Where(ticket => ticket.SnoozedUntil <= Now))
        {
            bool wasResolved = ticket.IsResolved;
            ticket.Wake(Now, IsNewest);
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
    }
}
