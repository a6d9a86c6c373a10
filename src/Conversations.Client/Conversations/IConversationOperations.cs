namespace Conversations.Client;

/// <summary>AI conversations: send a message and read the answer as it is written, join a running turn, list and read.</summary>
/// <remarks>
/// The caller chooses the id of a conversation; a new id creates a new conversation. Every call throws a
/// <see cref="ConversationsApiException"/> when the service refuses it, and a <see cref="ConversationsConnectionException"/> or a
/// <see cref="ConversationsTimeoutException"/> when the service cannot be reached or does not respond in time.
/// </remarks>
public interface IConversationOperations
{
    /// <summary>Sends a message and streams the answer. Needs the scope <c>conversation:write</c>.</summary>
    /// <param name="id">The conversation; an id that the service does not know creates a new one.</param>
    /// <param name="content">The text: 1 to 40,000 characters, without NUL. The service trims outer whitespace.</param>
    /// <param name="options">Options of the message.</param>
    /// <param name="cancellationToken">Stops the reading at any time. The turn goes on at the service.</param>
    /// <returns>The stream. It sends nothing before it is opened or read.</returns>
    /// <exception cref="ArgumentException">The id is empty, or the text or an option cannot be sent.</exception>
    /// <exception cref="ConversationsConflictException">While reading: another turn of the conversation is running.</exception>
    /// <exception cref="ConversationsQuotaException">While reading: the AI credits are used up.</exception>
    /// <exception cref="ConversationsNotFoundException">While reading: the conversation was deleted, and its id cannot be used
    /// again.</exception>
    /// <include file="../Generated/OperationDocumentation.xml" path="documentation/throws[@when='read']/*"/>
    /// <remarks>
    /// <para>Reading throws <see cref="ConversationsRateLimitException"/> after 10 messages in a minute or 100 in a day.
    /// Do not send two messages to one conversation at the same time: the service may lose one of them.</para>
    /// <include file="../Generated/OperationDocumentation.xml" path="documentation/operation[@name='conversations.create']/*"/>
    /// </remarks>
    ConversationStream StreamAsync(Guid id, string content, SendOptions? options = null, CancellationToken cancellationToken = default);

    /// <summary>Sends a message and waits for the whole answer. Needs the scope <c>conversation:write</c>.</summary>
    /// <param name="id">The conversation; an id that the service does not know creates a new one.</param>
    /// <param name="content">The text: 1 to 40,000 characters, without NUL.</param>
    /// <param name="options">Options of the message.</param>
    /// <param name="cancellationToken">Stops the waiting. The turn goes on at the service.</param>
    /// <returns>The answer.</returns>
    /// <exception cref="ArgumentException">The id is empty, or the text cannot be sent.</exception>
    /// <exception cref="ConversationsStreamException">The connection broke before the answer was complete.</exception>
    /// <exception cref="ConversationsConflictException">Another turn of the conversation is running.</exception>
    /// <exception cref="ConversationsQuotaException">The AI credits are used up.</exception>
    /// <exception cref="ConversationsNotFoundException">The conversation was deleted, and its id cannot be used
    /// again.</exception>
    /// <include file="../Generated/OperationDocumentation.xml" path="documentation/throws[@when='called']/*"/>
    /// <remarks>
    /// <include file="../Generated/OperationDocumentation.xml" path="documentation/operation[@name='conversations.create']/*"/>
    /// </remarks>
    Task<ConversationReply> AskAsync(Guid id, string content, SendOptions? options = null, CancellationToken cancellationToken = default);

    /// <summary>Joins a running turn, or shows how the turn ended. Needs the scope <c>conversation:write</c>.</summary>
    /// <param name="id">The conversation.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <returns>The stream. It has what the service still holds of the turn, which may be all or only the rest, and then the new events.
    /// For a turn that is over, it has the stored messages.</returns>
    /// <exception cref="ArgumentException">The id is empty.</exception>
    /// <exception cref="ConversationsQuotaException">While reading: the AI credits are used up.</exception>
    /// <include file="../Generated/OperationDocumentation.xml" path="documentation/throws[@when='read']/*"/>
    /// <remarks>
    /// <para>Use it after a restart of the program. Joining sends no text and starts no turn, so it may be called again; what is said below
    /// about a second message does not apply. A turn that ended meanwhile is not an error: the stream ends as the turn did. An
    /// unknown id causes a <see cref="ConversationsValidationException"/>, a deleted one a
    /// <see cref="ConversationsNotFoundException"/>.</para>
    /// <include file="../Generated/OperationDocumentation.xml" path="documentation/operation[@name='conversations.create']/*"/>
    /// </remarks>
    ConversationStream ReconnectAsync(Guid id, CancellationToken cancellationToken = default);

    /// <summary>
    /// Lists the caller's conversations, latest change first, in their short form. Needs the scope <c>conversation:read</c>.
    /// </summary>
    /// <param name="cancellationToken">Stops the reading, as does the enumeration's own token.</param>
    /// <returns>The conversations that have a title and are neither deleted nor internal.</returns>
    /// <include file="../Generated/OperationDocumentation.xml" path="documentation/throws[@when='read']/*"/>
    /// <remarks>
    /// <include file="../Generated/OperationDocumentation.xml" path="documentation/operation[@name='conversations.list']/*"/>
    /// </remarks>
    AsyncPageable<Conversation> ListAsync(CancellationToken cancellationToken = default);

    /// <summary>Reads one page of the caller's conversations. Needs the scope <c>conversation:read</c>.</summary>
    /// <param name="limit">The number of conversations: 100 when null; the service sets no maximum.</param>
    /// <param name="offset">The number of conversations to skip.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The page; empty beyond the end of the list.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The limit is less than 1, or the offset is negative.</exception>
    /// <include file="../Generated/OperationDocumentation.xml" path="documentation/throws[@when='called']/*"/>
    /// <remarks>
    /// <include file="../Generated/OperationDocumentation.xml" path="documentation/operation[@name='conversations.list']/*"/>
    /// </remarks>
    Task<Page<Conversation>> ListPageAsync(int? limit = null, int? offset = null, CancellationToken cancellationToken = default);

    /// <summary>
    /// Reads a conversation with its messages, also one of another user of the same project. Needs the scope <c>conversation:read</c>.
    /// </summary>
    /// <param name="id">The conversation.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The conversation in its full form.</returns>
    /// <exception cref="ArgumentException">The id is empty.</exception>
    /// <exception cref="ConversationsNotFoundException">The conversation does not exist, or it has no title yet, as right after it was
    /// created.</exception>
    /// <include file="../Generated/OperationDocumentation.xml" path="documentation/throws[@when='called']/*"/>
    /// <remarks>
    /// <include file="../Generated/OperationDocumentation.xml" path="documentation/operation[@name='conversations.retrieve']/*"/>
    /// </remarks>
    Task<Conversation> GetAsync(Guid id, CancellationToken cancellationToken = default);

    /// <summary>
    /// Sends the input that a paused turn waits for, and streams how the turn goes on. Needs the scope <c>conversation:write</c>.
    /// </summary>
    /// <param name="id">The conversation, which must be idle.</param>
    /// <param name="payload">An <see cref="ApprovalDecision"/>, or another <see cref="ResumePayload"/>.</param>
    /// <param name="options">Options of the input, as for a message. For the resumed turn the service takes tools, mode, contexts and
    /// recording from this call only, not from the message whose turn paused. So send the tools that the client runs again. Null leaves all
    /// options out.</param>
    /// <param name="content">A text of the person besides the payload, 1 to 40,000 characters, without NUL; null for none.</param>
    /// <param name="cancellationToken">Stops the reading. The turn goes on at the service.</param>
    /// <returns>The stream. It sends nothing before it is opened or read.</returns>
    /// <exception cref="ArgumentException">The id is empty, or the text or an option cannot be sent.</exception>
    /// <exception cref="ConversationsConflictException">While reading: another turn of the conversation is running.</exception>
    /// <exception cref="ConversationsQuotaException">While reading: the AI credits are used up.</exception>
    /// <exception cref="ConversationsNotFoundException">While reading: the conversation was deleted, and its id cannot be used
    /// again.</exception>
    /// <include file="../Generated/OperationDocumentation.xml" path="documentation/throws[@when='read']/*"/>
    /// <remarks>
    /// <include file="../Generated/OperationDocumentation.xml" path="documentation/operation[@name='conversations.create']/*"/>
    /// </remarks>
    ConversationStream ResumeAsync(
        Guid id, ResumePayload payload, SendOptions? options = null, string? content = null, CancellationToken cancellationToken = default);

    /// <summary>
    /// Adds a message of the assistant without running the model. Works with <see cref="ConversationsCredential.Session"/> only.
    /// </summary>
    /// <param name="id">One of the caller's own conversations, in any state.</param>
    /// <param name="content">The text: 1 to 10,000 characters, without NUL.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The id of the new message. An open stream does not show it.</returns>
    /// <exception cref="ArgumentException">The id is empty, or the text cannot be sent.</exception>
    /// <exception cref="ConversationsPermissionException">
    /// The credential is a key or a token: <see cref="ConversationsPermissionException.RequiresSession"/> is true.
    /// </exception>
    /// <exception cref="ConversationsNotFoundException">The conversation does not exist, or it is another user's.</exception>
    /// <include file="../Generated/OperationDocumentation.xml" path="documentation/throws[@when='called']/*"/>
    /// <remarks>
    /// <include file="../Generated/OperationDocumentation.xml" path="documentation/operation[@name='conversations.append_message']/*"/>
    /// </remarks>
    Task<Guid> AppendMessageAsync(Guid id, string content, CancellationToken cancellationToken = default);

    /// <summary>Stops the running turn and empties the queue. Works with <see cref="ConversationsCredential.Session"/> only.</summary>
    /// <param name="id">One of the caller's own conversations. It is not an error if no turn is running.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>A task that ends when the conversation is idle. The service does not report the cancellation on an open stream, but falls
    /// silent on it.</returns>
    /// <exception cref="ArgumentException">The id is empty.</exception>
    /// <exception cref="ConversationsPermissionException">
    /// The credential is a key or a token: <see cref="ConversationsPermissionException.RequiresSession"/> is true.
    /// </exception>
    /// <exception cref="ConversationsNotFoundException">The conversation does not exist, or it is another user's.</exception>
    /// <include file="../Generated/OperationDocumentation.xml" path="documentation/throws[@when='called']/*"/>
    /// <remarks>
    /// <include file="../Generated/OperationDocumentation.xml" path="documentation/operation[@name='conversations.cancel']/*"/>
    /// </remarks>
    Task CancelAsync(Guid id, CancellationToken cancellationToken = default);

    /// <summary>
    /// Deletes one of the caller's own conversations for good. Does not stop a running turn. Newer servers only; needs the scope
    /// <c>conversation:write</c>.
    /// </summary>
    /// <param name="id">The conversation. Its id cannot be used again.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>A task that ends when the conversation is gone.</returns>
    /// <exception cref="ArgumentException">The id is empty.</exception>
    /// <exception cref="ConversationsNotFoundException">The conversation does not exist, is another user's, or was deleted
    /// before.</exception>
    /// <exception cref="ConversationsNotSupportedException">The server is an older one, which deletes no conversations, and the credential
    /// is a session.</exception>
    /// <exception cref="ConversationsPermissionException">The key or token lacks the scope; or an older server, which deletes no
    /// conversations, refuses every key and token, and <see cref="ConversationsPermissionException.IsUnsupportedByServer"/> is true: a
    /// session does not help either.</exception>
    /// <include file="../Generated/OperationDocumentation.xml" path="documentation/throws[@when='called']/*"/>
    /// <remarks>
    /// <include file="../Generated/OperationDocumentation.xml" path="documentation/operation[@name='conversations.delete']/*"/>
    /// </remarks>
    Task DeleteAsync(Guid id, CancellationToken cancellationToken = default);
}
