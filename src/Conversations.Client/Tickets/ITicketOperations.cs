using System.Text.Json;

namespace Conversations.Client;

/// <summary>Support tickets: list, read and change them, answer customers, keep notes, and change many at once.</summary>
/// <remarks>Every call throws a <see cref="ConversationsApiException"/> when the service refuses it, and a
/// <see cref="ConversationsConnectionException"/> or a <see cref="ConversationsTimeoutException"/> when the service cannot be reached or
/// does not respond in time.</remarks>
public interface ITicketOperations
{
    /// <summary>Lists tickets, and fetches pages as they are read. Needs the scope <c>ticket:read</c>; marks nothing as read.</summary>
    /// <param name="query">The filter and the order; null for all tickets, latest change first.</param>
    /// <param name="cancellationToken">Stops the reading, as does the enumeration's own token.</param>
    /// <returns>The tickets.</returns>
    /// <exception cref="ArgumentException">The query holds values that the service would silently ignore or cut.</exception>
    /// <include file="../Generated/OperationDocumentation.xml" path="documentation/throws[@when='read']/*"/>
    /// <remarks><include file="../Generated/OperationDocumentation.xml" path="documentation/operation[@name='tickets.list']/*"/></remarks>
    AsyncPageable<Ticket> ListAsync(TicketQuery? query = null, CancellationToken cancellationToken = default);

    /// <summary>Reads one page of tickets. Needs the scope <c>ticket:read</c>.</summary>
    /// <param name="query">The filter and the order; null for all tickets, latest change first.</param>
    /// <param name="limit">The number of tickets: 100 when null, and never more than 1,000.</param>
    /// <param name="offset">The number of tickets to skip.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The page; empty beyond the end of the list.</returns>
    /// <exception cref="ArgumentException">The query holds values that the service would silently ignore or cut, the limit is less than 1,
    /// or the offset is negative.</exception>
    /// <include file="../Generated/OperationDocumentation.xml" path="documentation/throws[@when='called']/*"/>
    /// <remarks><include file="../Generated/OperationDocumentation.xml" path="documentation/operation[@name='tickets.list']/*"/></remarks>
    Task<Page<Ticket>> ListPageAsync(
        TicketQuery? query = null, int? limit = null, int? offset = null, CancellationToken cancellationToken = default);

    /// <summary>
    /// Watches for changes, to keep a copy in step. Returns the tickets that changed since a time, then polls and returns those that
    /// changed since. Needs the scope <c>ticket:read</c>; marks nothing as read.
    /// </summary>
    /// <param name="query">The filter; null for all tickets. It must not set <see cref="TicketQuery.DateFrom"/>,
    /// <see cref="TicketQuery.DateTo"/> or <see cref="TicketQuery.OrderBy"/>, which the watch sets itself.</param>
    /// <param name="since">Tickets changed at this time or later; <see langword="default"/> for all. To continue after an end, use the
    /// latest <see cref="Ticket.UpdatedAt"/> that was read and is not ahead of the clock. One minute less makes sure that no change is
    /// missed that the service stored late. A time ahead of the clock counts as now.</param>
    /// <param name="pollInterval">How long to wait from the end of one poll to the next. A poll costs one call, and one more for each
    /// further 1,000 changed tickets.</param>
    /// <param name="cancellationToken">Ends the watch, as does the enumeration's own token.</param>
    /// <returns>The changes, oldest first. The watch has no end of its own: it ends by cancellation, by <c>break</c> or by an
    /// exception.</returns>
    /// <exception cref="ArgumentException">The query sets what the watch sets itself, or holds values that the service would silently
    /// ignore or cut.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The interval is not more than zero, or it is over 49 days.</exception>
    /// <exception cref="ConversationsException">While reading: the service sent page after page without a ticket that is new in this poll.
    /// This is also the base of the following exceptions.</exception>
    /// <include file="../Generated/OperationDocumentation.xml" path="documentation/throws[@when='read']/*"/>
    /// <remarks>
    /// <para>The watch follows <see cref="Ticket.UpdatedAt"/>. So it sees what changes that: updates, changes of the status, public
    /// messages, and the end of a snooze on newer servers. It does not see private notes, tags changed in bulk, the read marker, deleted
    /// tickets, or tickets that no longer fit the query; watch without a filter to see tickets leave it.</para>
    /// <para>Each state is returned once. States are told apart by their time of change, so in a test move the fake's clock between two
    /// changes. The watch still finds a change that the service stored up to 30 seconds late. A ticket whose time of change is in the
    /// future is returned as it comes and hides no other.</para>
    /// <para>The client's clock may be wrong. If it is behind, each poll reads again what changed since the time that the clock shows, and
    /// returns it once all the same. If it is ahead and the time of a ticket is between the service's time and the clock's, changes before
    /// that time are missed.</para>
    /// <include file="../Generated/OperationDocumentation.xml" path="documentation/operation[@name='tickets.list']/*"/>
    /// </remarks>
    IAsyncEnumerable<TicketChange> WatchAsync(
        TicketQuery? query, DateTimeOffset since, TimeSpan pollInterval, CancellationToken cancellationToken = default);

    /// <summary>
    /// No server known today accepts this call: write to a customer with <see cref="ComposeAsync"/>, or let customers write through a
    /// channel. It creates a ticket on a server that follows the published document, as the fake does; needs the scope <c>ticket:write</c>.
    /// </summary>
    /// <param name="ticket">The members of the ticket. Members that are left out get the service's defaults.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The created ticket.</returns>
    /// <exception cref="ArgumentException">A tag is blank or too long.</exception>
    /// <exception cref="ConversationsNotSupportedException">
    /// The server does not create tickets this way: let customers write through a channel, or write to them by e-mail with
    /// <see cref="ComposeAsync"/>.
    /// </exception>
    /// <include file="../Generated/OperationDocumentation.xml" path="documentation/throws[@when='called']/*"/>
    /// <remarks>
    /// <include file="../Generated/OperationDocumentation.xml" path="documentation/operation[@name='tickets.create']/*"/>
    /// </remarks>
    [Obsolete(
        "No server known today accepts this call: the newest answer 405. Write to a customer with ComposeAsync, or let customers write through a channel.",
        DiagnosticId = "CONV0001",
        UrlFormat = "docs/diagnostics.md#{0}")]
    Task<Ticket> CreateAsync(TicketCreate ticket, CancellationToken cancellationToken = default);

    /// <summary>
    /// Reads a ticket and marks it as read. A read scope is enough, although <see cref="Ticket.UnreadTeamCount"/> becomes 0. Needs the
    /// scope <c>ticket:read</c>.
    /// </summary>
    /// <param name="id">The ticket's UUID or number.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The ticket.</returns>
    /// <exception cref="ConversationsNotFoundException">The ticket does not exist in the project.</exception>
    /// <include file="../Generated/OperationDocumentation.xml" path="documentation/throws[@when='called']/*"/>
    /// <remarks>
    /// <include file="../Generated/OperationDocumentation.xml" path="documentation/operation[@name='tickets.retrieve']/*"/>
    /// </remarks>
    Task<Ticket> GetAsync(TicketId id, CancellationToken cancellationToken = default);

    /// <summary>Changes the members that the update sets, and nothing else. Needs the scope <c>ticket:write</c>.</summary>
    /// <param name="id">The ticket's UUID or number.</param>
    /// <param name="update">What to change.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The ticket after the change. Its <see cref="Ticket.Person"/> is always null in this response.</returns>
    /// <exception cref="ArgumentException">The update sets nothing, clears a member that cannot be cleared, or holds a tag that is blank or
    /// too long.</exception>
    /// <exception cref="ConversationsNotFoundException">The ticket does not exist in the project.</exception>
    /// <include file="../Generated/OperationDocumentation.xml" path="documentation/throws[@when='called']/*"/>
    /// <remarks>
    /// <include file="../Generated/OperationDocumentation.xml" path="documentation/operation[@name='tickets.update']/*"/>
    /// </remarks>
    Task<Ticket> UpdateAsync(TicketId id, TicketUpdate update, CancellationToken cancellationToken = default);

    /// <summary>
    /// Deletes a ticket for good. Newer servers accept <see cref="ConversationsCredential.Session"/> only; older ones accept the scope
    /// <c>ticket:write</c>.
    /// </summary>
    /// <param name="id">The ticket's UUID or number. Older servers reuse the number of the highest ticket.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>A task that ends when the ticket is gone.</returns>
    /// <exception cref="ConversationsNotFoundException">The ticket does not exist in the project, for example because it was deleted
    /// before.</exception>
    /// <exception cref="ConversationsPermissionException">
    /// The credential is a key or a token: <see cref="ConversationsPermissionException.RequiresSession"/> is true.
    /// </exception>
    /// <include file="../Generated/OperationDocumentation.xml" path="documentation/throws[@when='called']/*"/>
    /// <remarks>
    /// <include file="../Generated/OperationDocumentation.xml" path="documentation/operation[@name='tickets.delete']/*"/>
    /// </remarks>
    Task DeleteAsync(TicketId id, CancellationToken cancellationToken = default);

    /// <summary>Counts the unread customer messages of all tickets that are not resolved. Needs the scope <c>ticket:read</c>.</summary>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The number of messages. It may be up to 30 seconds old.</returns>
    /// <exception cref="ConversationsPermissionException">An older server refuses keys and tokens for this call.</exception>
    /// <include file="../Generated/OperationDocumentation.xml" path="documentation/throws[@when='called']/*"/>
    /// <remarks>
    /// <include file="../Generated/OperationDocumentation.xml" path="documentation/operation[@name='tickets.unread_count']/*"/>
    /// </remarks>
    Task<int> CountUnreadAsync(CancellationToken cancellationToken = default);

    /// <summary>
    /// Gives many tickets one status, in batches that the service accepts. Newer servers only, and
    /// <see cref="ConversationsCredential.Session"/> only.
    /// </summary>
    /// <param name="ids">The tickets; any number, one or more. Sent in batches of 500.</param>
    /// <param name="status">The status.</param>
    /// <param name="cancellationToken">Stops between batches and cancels the running one.</param>
    /// <returns>The tickets that changed. Tickets that have the status already, are unknown or may not be edited are left out without an
    /// error.</returns>
    /// <exception cref="ArgumentException">There is no id, an id is empty, or there is no status.</exception>
    /// <exception cref="ConversationsBulkException">A later batch failed. Its <see cref="ConversationsBulkException.Completed"/> has the
    /// ids that are done.</exception>
    /// <exception cref="ConversationsPermissionException">
    /// The credential is a key or a token: <see cref="ConversationsPermissionException.RequiresSession"/> is true.
    /// </exception>
    /// <exception cref="ConversationsNotSupportedException">The server is an older one, which does not have the call: change the tickets
    /// one by one with <see cref="UpdateAsync"/>, which keys may call too.</exception>
    /// <include file="../Generated/OperationDocumentation.xml" path="documentation/throws[@when='called']/*"/>
    /// <remarks>
    /// <include file="../Generated/OperationDocumentation.xml" path="documentation/operation[@name='tickets.bulk_update_status']/*"/>
    /// </remarks>
    Task<BulkStatusResult> SetStatusAsync(
        IEnumerable<Guid> ids, OpenEnum<TicketStatus> status, CancellationToken cancellationToken = default);

    /// <summary>
    /// Adds tags to many tickets, in batches that the service accepts. Works with <see cref="ConversationsCredential.Session"/> only; does
    /// not change <see cref="Ticket.UpdatedAt"/>.
    /// </summary>
    /// <param name="ids">The tickets; any number, one or more. A batch has at most 500 ids, and at most 10,000 ids times tags.</param>
    /// <param name="tags">1 to 100 tags of 1 to 255 characters; the service trims and lower-cases each.</param>
    /// <param name="cancellationToken">Stops between batches and cancels the running one.</param>
    /// <returns>All tags of each ticket, and the tickets that were skipped.</returns>
    /// <exception cref="ArgumentException">There is no id, an id is empty, there is no tag, there are too many tags, or a tag is blank or
    /// too long.</exception>
    /// <exception cref="ConversationsBulkException">A later batch failed. Its <see cref="ConversationsBulkException.Completed"/> has the
    /// ids that are done.</exception>
    /// <exception cref="ConversationsPermissionException">
    /// The credential is a key or a token: <see cref="ConversationsPermissionException.RequiresSession"/> is true.
    /// </exception>
    /// <include file="../Generated/OperationDocumentation.xml" path="documentation/throws[@when='called']/*"/>
    /// <remarks>
    /// <include file="../Generated/OperationDocumentation.xml" path="documentation/operation[@name='tickets.bulk_update_tags']/*"/>
    /// </remarks>
    Task<BulkTagsResult> AddTagsAsync(IEnumerable<Guid> ids, IEnumerable<string> tags, CancellationToken cancellationToken = default);

    /// <summary>
    /// Removes tags from many tickets, in batches that the service accepts. Works with <see cref="ConversationsCredential.Session"/> only;
    /// does not change <see cref="Ticket.UpdatedAt"/>.
    /// </summary>
    /// <inheritdoc cref="AddTagsAsync"/>
    Task<BulkTagsResult> RemoveTagsAsync(IEnumerable<Guid> ids, IEnumerable<string> tags, CancellationToken cancellationToken = default);

    /// <summary>
    /// Replaces the tags of many tickets, in batches that the service accepts. Works with <see cref="ConversationsCredential.Session"/>
    /// only; does not change <see cref="Ticket.UpdatedAt"/>.
    /// </summary>
    /// <param name="ids">The tickets; any number, one or more. A batch has at most 500 ids, and at most 10,000 ids times tags.</param>
    /// <param name="tags">The whole new set, at most 100 tags of 1 to 255 characters. An empty set removes all tags.</param>
    /// <param name="cancellationToken">Stops between batches and cancels the running one.</param>
    /// <returns>All tags of each ticket, and the tickets that were skipped.</returns>
    /// <exception cref="ArgumentException">There is no id, an id is empty, there are too many tags, or a tag is blank or too
    /// long.</exception>
    /// <exception cref="ConversationsBulkException">A later batch failed. Its <see cref="ConversationsBulkException.Completed"/> has the
    /// ids that are done.</exception>
    /// <exception cref="ConversationsPermissionException">
    /// The credential is a key or a token: <see cref="ConversationsPermissionException.RequiresSession"/> is true.
    /// </exception>
    /// <include file="../Generated/OperationDocumentation.xml" path="documentation/throws[@when='called']/*"/>
    /// <remarks>
    /// <include file="../Generated/OperationDocumentation.xml" path="documentation/operation[@name='tickets.bulk_update_tags']/*"/>
    /// </remarks>
    Task<BulkTagsResult> SetTagsAsync(IEnumerable<Guid> ids, IEnumerable<string> tags, CancellationToken cancellationToken = default);

    /// <summary>
    /// Writes an e-mail to a customer and opens a ticket for it. Needs the scope <c>ticket:write</c>; 10 a minute and 60 an hour for each
    /// user, together with replies.
    /// </summary>
    /// <param name="message">The e-mail.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The new ticket. On newer servers the same e-mail within 120 seconds is not sent again, and the first ticket is returned.
    /// Older servers send it again.</returns>
    /// <exception cref="ArgumentException">A text is blank or too long, or the e-mail channel's id is empty.</exception>
    /// <exception cref="ConversationsConflictException">The same e-mail is being sent right now
    /// (<see cref="ConflictReason.ComposeInProgress"/>).</exception>
    /// <exception cref="ConversationsPermissionException">An older server refuses keys and tokens for this call.</exception>
    /// <include file="../Generated/OperationDocumentation.xml" path="documentation/throws[@when='called']/*"/>
    /// <remarks>
    /// <para><see cref="TicketCompose.EmailConfigId"/> names the e-mail channel to send from. No key can look it up: copy it once from the
    /// e-mail channel in the project's support settings into the configuration of the application (docs/service/tickets.md 8.4).</para>
    /// <include file="../Generated/OperationDocumentation.xml" path="documentation/operation[@name='tickets.compose']/*"/>
    /// </remarks>
    Task<ComposedTicket> ComposeAsync(TicketCompose message, CancellationToken cancellationToken = default);

    /// <summary>
    /// Replies to the customer, or adds a private note. Newer servers only; needs the scope <c>ticket:write</c>; 10 a minute and 60 an hour
    /// for each user, together with composing.
    /// </summary>
    /// <param name="id">The ticket's UUID or number.</param>
    /// <param name="message">The text: 1 to 5,000 characters.</param>
    /// <param name="isPrivate">Whether it is a note for the team only. Otherwise the text is delivered on the ticket's channel.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The message. The same text within 120 seconds is not sent again, and the first message is returned.</returns>
    /// <exception cref="ArgumentException">The text is blank or too long.</exception>
    /// <exception cref="ConversationsNotFoundException">The ticket does not exist in the project.</exception>
    /// <exception cref="ConversationsConflictException">The same text is being sent right now
    /// (<see cref="ConflictReason.ReplyInProgress"/>).</exception>
    /// <exception cref="ConversationsNotSupportedException">The server is an older one, which has no threads of tickets.</exception>
    /// <include file="../Generated/OperationDocumentation.xml" path="documentation/throws[@when='called']/*"/>
    /// <remarks><include file="../Generated/OperationDocumentation.xml" path="documentation/operation[@name='tickets.reply']/*"/></remarks>
    Task<TicketMessage> ReplyAsync(TicketId id, string message, bool isPrivate = false, CancellationToken cancellationToken = default);

    /// <summary>
    /// Replies to the customer, or adds a private note, with formatting. Newer servers only; needs the scope <c>ticket:write</c>; 10 a
    /// minute and 60 an hour for each user, together with composing.
    /// </summary>
    /// <param name="id">The ticket's UUID or number.</param>
    /// <param name="reply">The reply.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The message. The same text within 120 seconds is not sent again, and the first message is returned.</returns>
    /// <exception cref="ArgumentException">The text is blank or too long.</exception>
    /// <exception cref="ConversationsNotFoundException">The ticket does not exist in the project.</exception>
    /// <exception cref="ConversationsConflictException">The same text is being sent right now
    /// (<see cref="ConflictReason.ReplyInProgress"/>).</exception>
    /// <exception cref="ConversationsNotSupportedException">The server is an older one, which has no threads of tickets.</exception>
    /// <include file="../Generated/OperationDocumentation.xml" path="documentation/throws[@when='called']/*"/>
    /// <remarks><include file="../Generated/OperationDocumentation.xml" path="documentation/operation[@name='tickets.reply']/*"/></remarks>
    Task<TicketMessage> ReplyAsync(TicketId id, TicketReply reply, CancellationToken cancellationToken = default);

    /// <summary>
    /// Lists a ticket's messages, oldest first, private notes included. Newer servers only; needs the scope <c>ticket:read</c>; marks
    /// nothing as read.
    /// </summary>
    /// <param name="id">The ticket's UUID or number.</param>
    /// <param name="cancellationToken">Stops the reading, as does the enumeration's own token.</param>
    /// <returns>The messages.</returns>
    /// <exception cref="ConversationsNotFoundException">While reading: the ticket does not exist in the project.</exception>
    /// <exception cref="ConversationsNotSupportedException">While reading: the server is an older one, which has no threads of
    /// tickets.</exception>
    /// <include file="../Generated/OperationDocumentation.xml" path="documentation/throws[@when='read']/*"/>
    /// <remarks>
    /// <include file="../Generated/OperationDocumentation.xml" path="documentation/operation[@name='tickets.messages']/*"/>
    /// </remarks>
    AsyncPageable<TicketMessage> ListMessagesAsync(TicketId id, CancellationToken cancellationToken = default);

    /// <summary>
    /// Reads one page of a ticket's messages. Newer servers only; needs the scope <c>ticket:read</c>; marks nothing as read.
    /// </summary>
    /// <param name="id">The ticket's UUID or number.</param>
    /// <param name="limit">The number of messages: 50 when null, and never more than 200.</param>
    /// <param name="offset">The number of messages to skip.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The page; empty beyond the end of the list.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The limit is less than 1, or the offset is negative.</exception>
    /// <exception cref="ConversationsNotFoundException">The ticket does not exist in the project.</exception>
    /// <exception cref="ConversationsNotSupportedException">The server is an older one, which has no threads of tickets.</exception>
    /// <include file="../Generated/OperationDocumentation.xml" path="documentation/throws[@when='called']/*"/>
    /// <remarks>
    /// <include file="../Generated/OperationDocumentation.xml" path="documentation/operation[@name='tickets.messages']/*"/>
    /// </remarks>
    Task<Page<TicketMessage>> ListMessagesPageAsync(
        TicketId id, int? limit = null, int? offset = null, CancellationToken cancellationToken = default);

    /// <summary>
    /// Changes the text of one of the caller's own private notes, and clears its formatting. Newer servers only; needs the scope
    /// <c>ticket:write</c>.
    /// </summary>
    /// <param name="id">The ticket's UUID or number.</param>
    /// <param name="messageId">The note's <see cref="TicketMessage.Id"/>.</param>
    /// <param name="message">The new text.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The note; its <see cref="TicketMessage.Version"/> is one higher.</returns>
    /// <exception cref="ArgumentException">The id is empty, or the text is blank.</exception>
    /// <exception cref="ConversationsNotFoundException">The note does not exist.</exception>
    /// <exception cref="ConversationsValidationException">The message is public.</exception>
    /// <exception cref="ConversationsPermissionException">The note is another user's.</exception>
    /// <exception cref="ConversationsNotSupportedException">The server is an older one, which has no threads of tickets.</exception>
    /// <include file="../Generated/OperationDocumentation.xml" path="documentation/throws[@when='called']/*"/>
    /// <remarks>
    /// <include file="../Generated/OperationDocumentation.xml" path="documentation/operation[@name='tickets.note_update']/*"/>
    /// </remarks>
    Task<TicketMessage> UpdateNoteAsync(TicketId id, Guid messageId, string message, CancellationToken cancellationToken = default);

    /// <summary>
    /// Changes the text and the formatting of one of the caller's own private notes. Newer servers only; needs the scope
    /// <c>ticket:write</c>.
    /// </summary>
    /// <param name="id">The ticket's UUID or number.</param>
    /// <param name="messageId">The note's <see cref="TicketMessage.Id"/>.</param>
    /// <param name="message">The new text.</param>
    /// <param name="richContent">The formatting; null clears it.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The note; its <see cref="TicketMessage.Version"/> is one higher.</returns>
    /// <exception cref="ArgumentException">The id is empty, or the text is blank.</exception>
    /// <exception cref="ConversationsNotFoundException">The note does not exist.</exception>
    /// <exception cref="ConversationsValidationException">The message is public.</exception>
    /// <exception cref="ConversationsPermissionException">The note is another user's.</exception>
    /// <exception cref="ConversationsNotSupportedException">The server is an older one, which has no threads of tickets.</exception>
    /// <include file="../Generated/OperationDocumentation.xml" path="documentation/throws[@when='called']/*"/>
    /// <remarks>
    /// <include file="../Generated/OperationDocumentation.xml" path="documentation/operation[@name='tickets.note_update']/*"/>
    /// </remarks>
    Task<TicketMessage> UpdateNoteAsync(
        TicketId id, Guid messageId, string message, JsonElement? richContent, CancellationToken cancellationToken = default);

    /// <summary>Deletes one of the caller's own private notes. Newer servers only; needs the scope <c>ticket:write</c>.</summary>
    /// <param name="id">The ticket's UUID or number.</param>
    /// <param name="messageId">The note's <see cref="TicketMessage.Id"/>.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>A task that ends when the note is gone.</returns>
    /// <exception cref="ArgumentException">The id is empty.</exception>
    /// <exception cref="ConversationsNotFoundException">The note does not exist, for example because it was deleted before.</exception>
    /// <exception cref="ConversationsValidationException">The message is public.</exception>
    /// <exception cref="ConversationsPermissionException">The note is another user's.</exception>
    /// <exception cref="ConversationsNotSupportedException">The server is an older one, which has no threads of tickets.</exception>
    /// <include file="../Generated/OperationDocumentation.xml" path="documentation/throws[@when='called']/*"/>
    /// <remarks>
    /// <include file="../Generated/OperationDocumentation.xml" path="documentation/operation[@name='tickets.note_delete']/*"/>
    /// </remarks>
    Task DeleteNoteAsync(TicketId id, Guid messageId, CancellationToken cancellationToken = default);

    /// <summary>
    /// Reads the whole text of an e-mail message, quotes and signature included. Newer servers only; needs the scope <c>ticket:read</c>.
    /// </summary>
    /// <param name="id">The ticket's UUID or number.</param>
    /// <param name="messageId">A message whose <see cref="TicketMessage.HasFullEmailContent"/> is true.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The text.</returns>
    /// <exception cref="ArgumentException">The id is empty.</exception>
    /// <exception cref="ConversationsNotFoundException">The message does not exist, or it has no whole text.</exception>
    /// <exception cref="ConversationsNotSupportedException">The server is an older one, which has no threads of tickets.</exception>
    /// <include file="../Generated/OperationDocumentation.xml" path="documentation/throws[@when='called']/*"/>
    /// <remarks>
    /// <include file="../Generated/OperationDocumentation.xml" path="documentation/operation[@name='tickets.full_email']/*"/>
    /// </remarks>
    Task<string> GetFullEmailAsync(TicketId id, Guid messageId, CancellationToken cancellationToken = default);

    /// <summary>
    /// Rates an answer of the assistant, for the service's analytics only. Newer servers only; needs the scope <c>ticket:write</c>.
    /// </summary>
    /// <param name="id">The ticket's UUID or number.</param>
    /// <param name="messageId">The id of the answer, 1 to 200 characters. The service does not look it up.</param>
    /// <param name="rating">Good or bad.</param>
    /// <param name="feedbackText">The reason, at most 2,000 characters; null for none. It may be empty.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>A task that ends when the service has accepted the rating.</returns>
    /// <exception cref="ArgumentException">A text is blank or too long, or there is no rating.</exception>
    /// <exception cref="ConversationsNotSupportedException">The server is an older one, which takes no ratings.</exception>
    /// <exception cref="ConversationsNotFoundException">The ticket does not exist in the project.</exception>
    /// <include file="../Generated/OperationDocumentation.xml" path="documentation/throws[@when='called']/*"/>
    /// <remarks>
    /// <include file="../Generated/OperationDocumentation.xml" path="documentation/operation[@name='tickets.ai_feedback']/*"/>
    /// </remarks>
    Task SendAIFeedbackAsync(
        TicketId id,
        string messageId,
        OpenEnum<AIFeedbackRating> rating,
        string? feedbackText = null,
        CancellationToken cancellationToken = default);

    /// <summary>
    /// Lets the model suggest a reply, which the service stores as a private message of the assistant. It sends nothing to the customer.
    /// Older servers only, behind a feature flag, and <see cref="ConversationsCredential.Session"/> only.
    /// </summary>
    /// <param name="id">The ticket's UUID or number.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The suggestion.</returns>
    /// <exception cref="ConversationsNotFoundException">The ticket does not exist in the project.</exception>
    /// <exception cref="ConversationsNotSupportedException">The server is a newer one, which no longer has the operation.</exception>
    /// <exception cref="ConversationsPermissionException">
    /// The credential is a key or a token: <see cref="ConversationsPermissionException.RequiresSession"/> is true.
    /// </exception>
    /// <include file="../Generated/OperationDocumentation.xml" path="documentation/throws[@when='called']/*"/>
    /// <remarks>
    /// <include file="../Generated/OperationDocumentation.xml" path="documentation/operation[@name='tickets.suggest_reply']/*"/>
    /// </remarks>
    Task<string> SuggestReplyAsync(TicketId id, CancellationToken cancellationToken = default);
}
