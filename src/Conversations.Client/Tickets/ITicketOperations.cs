namespace Conversations.Client;

/// <summary>Support tickets: list, create, read and update.</summary>
/// <remarks>Every call throws <see cref="ConversationsApiException"/> when the service refuses it, <see cref="ConversationsConnectionException"/> and <see cref="ConversationsTimeoutException"/> when it cannot be asked.</remarks>
public interface ITicketOperations
{
    /// <summary>Lists tickets, fetching pages as they are read. Needs the scope <c>ticket:read</c>; marks nothing as read.</summary>
    /// <param name="query">Which, and in which order; all, latest change first, when null.</param>
    /// <param name="cancellationToken">Stops the reading, as does the enumeration's own token.</param>
    /// <returns>The tickets.</returns>
    /// <exception cref="ArgumentException">The query holds what the service would silently ignore or cut.</exception>
    Pageable<Ticket> ListAsync(TicketQuery? query = null, CancellationToken cancellationToken = default);

    /// <summary>Reads one page of tickets. Needs the scope <c>ticket:read</c>.</summary>
    /// <param name="query">Which, and in which order; all, latest change first, when null.</param>
    /// <param name="limit">How many: 100 when null, and at most 1,000 whatever is asked.</param>
    /// <param name="offset">How many to skip.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The page; empty beyond the end of the list.</returns>
    /// <exception cref="ArgumentException">The query holds what the service would silently ignore or cut, the limit is less than 1 or the offset negative.</exception>
    Task<Page<Ticket>> ListPageAsync(TicketQuery? query = null, int? limit = null, int? offset = null, CancellationToken cancellationToken = default);

    /// <summary>Creates a ticket. Documented, but current servers refuse it; needs the scope <c>ticket:write</c>.</summary>
    /// <param name="ticket">The ticket's members; those left out get the service's defaults.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The created ticket.</returns>
    /// <exception cref="ArgumentException">A tag is blank or too long.</exception>
    /// <exception cref="ConversationsNotSupportedException">The server does not create tickets this way: let customers write through a channel, or write to them by e-mail with the API's compose operation.</exception>
    Task<Ticket> CreateAsync(TicketCreate ticket, CancellationToken cancellationToken = default);

    /// <summary>Reads a ticket, and marks it as read: a read scope is enough, but <see cref="Ticket.UnreadTeamCount"/> becomes 0. Needs the scope <c>ticket:read</c>.</summary>
    /// <param name="id">The ticket's UUID or number.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The ticket.</returns>
    /// <exception cref="ConversationsNotFoundException">There is no such ticket in the project.</exception>
    Task<Ticket> GetAsync(TicketId id, CancellationToken cancellationToken = default);

    /// <summary>Changes what the update mentions, and nothing else. Needs the scope <c>ticket:write</c>.</summary>
    /// <param name="id">The ticket's UUID or number.</param>
    /// <param name="update">What to change.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The ticket after the change; its <see cref="Ticket.Person"/> is always null in this answer.</returns>
    /// <exception cref="ArgumentException">The update mentions nothing, clears what cannot be cleared, or holds a blank or too long tag.</exception>
    /// <exception cref="ConversationsNotFoundException">There is no such ticket in the project.</exception>
    Task<Ticket> UpdateAsync(TicketId id, TicketUpdate update, CancellationToken cancellationToken = default);
}
