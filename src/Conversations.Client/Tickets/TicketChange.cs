namespace Conversations.Client;

/// <summary>A ticket that is new or changed since the watch last returned it.</summary>
public sealed record TicketChange
{
    /// <summary>The ticket as it is now. Several changes since the last poll count as one.</summary>
    public required Ticket Ticket { get; init; }
}
