namespace Conversations.Client;

/// <summary>A ticket that is new or changed since it was last given.</summary>
public sealed record TicketChange
{
    /// <summary>The ticket as it is now: several changes since the last look are one.</summary>
    public required Ticket Ticket { get; init; }
}
