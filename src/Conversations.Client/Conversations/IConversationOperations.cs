namespace Conversations.Client;

/// <summary>AI conversations: send a message and read the answer as it is written, join a running turn, list and read.</summary>
/// <remarks>
/// The conversation's id is the caller's to choose; a new id makes a new conversation. Every call throws
/// <see cref="ConversationsApiException"/> when the service refuses it, <see cref="ConversationsConnectionException"/> and
/// <see cref="ConversationsTimeoutException"/> when it cannot be asked.
/// </remarks>
public interface IConversationOperations
{
    /// <summary>Sends a message and streams the answer. Needs the scope <c>conversation:write</c>.</summary>
    /// <param name="id">The conversation; an id that the service does not know makes a new one.</param>
    /// <param name="content">The text: 1 to 40,000 characters, without NUL. Outer whitespace is trimmed by the service.</param>
    /// <param name="options">What goes with the text.</param>
    /// <param name="cancellationToken">Stops the reading at any time. The turn goes on at the service.</param>
    /// <returns>The stream; nothing is sent before it is opened or read.</returns>
    /// <exception cref="ArgumentException">The id is empty, or the text or an option cannot be sent.</exception>
    /// <include file="../Generated/OperationDocumentation.xml" path="documentation/throws[@when='read']/*"/>
    /// <remarks>
    /// <para>Reading throws <see cref="ConversationsConflictException"/> while another turn of the conversation runs,
    /// <see cref="ConversationsQuotaException"/>
    /// when the AI credits are used up and <see cref="ConversationsRateLimitException"/> after 10 messages in a minute or 100 in a day.
    /// Do not send two messages to one conversation at the same time: the service may lose one of them.</para>
    /// <include file="../Generated/OperationDocumentation.xml" path="documentation/operation[@name='conversations.create']/*"/>
    /// </remarks>
    ConversationStream StreamAsync(Guid id, string content, SendOptions? options = null, CancellationToken cancellationToken = default);

    /// <summary>Sends a message and waits for the whole answer. Needs the scope <c>conversation:write</c>.</summary>
    /// <param name="id">The conversation; an id that the service does not know makes a new one.</param>
    /// <param name="content">The text: 1 to 40,000 characters, without NUL.</param>
    /// <param name="options">What goes with the text.</param>
    /// <param name="cancellationToken">Stops the waiting. The turn goes on at the service.</param>
    /// <returns>The answer.</returns>
    /// <exception cref="ArgumentException">The id is empty, or the text cannot be sent.</exception>
    /// <exception cref="ConversationsStreamException">The connection broke before the answer was whole.</exception>
    /// <include file="../Generated/OperationDocumentation.xml" path="documentation/throws[@when='called']/*"/>
    /// <remarks>
    /// <include file="../Generated/OperationDocumentation.xml" path="documentation/operation[@name='conversations.create']/*"/>
    /// </remarks>
    Task<ConversationReply> AskAsync(Guid id, string content, SendOptions? options = null, CancellationToken cancellationToken = default);

    /// <summary>Joins a turn that is running, or shows how it ended if it has. Needs the scope <c>conversation:write</c>.</summary>
    /// <param name="id">The conversation.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <returns>
    /// The stream: what the service still holds of the turn, which may be all or only the rest, then what is new. Of a turn that is over,
    /// its stored messages.
    /// </returns>
    /// <exception cref="ArgumentException">The id is empty.</exception>
    /// <include file="../Generated/OperationDocumentation.xml" path="documentation/throws[@when='read']/*"/>
    /// <remarks>
    /// <para>
    /// For a program that was started again: a turn that ended meanwhile is no exception, the stream ends as the turn did. An id that
    /// nobody has is a <see cref="ConversationsValidationException"/>, a deleted one a <see cref="ConversationsNotFoundException"/>.
    /// </para>
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
    /// <param name="limit">How many: 100 when null; the service sets no maximum.</param>
    /// <param name="offset">How many to skip.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The page; empty beyond the end of the list.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The limit is less than 1 or the offset negative.</exception>
    /// <include file="../Generated/OperationDocumentation.xml" path="documentation/throws[@when='called']/*"/>
    /// <remarks>
    /// <include file="../Generated/OperationDocumentation.xml" path="documentation/operation[@name='conversations.list']/*"/>
    /// </remarks>
    Task<Page<Conversation>> ListPageAsync(int? limit = null, int? offset = null, CancellationToken cancellationToken = default);

    /// <summary>
    /// Reads a conversation with its messages, also another user's of the same project. Needs the scope <c>conversation:read</c>.
    /// </summary>
    /// <param name="id">The conversation.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The conversation in its full form.</returns>
    /// <exception cref="ArgumentException">The id is empty.</exception>
    /// <exception cref="ConversationsNotFoundException">
    /// There is no such conversation, or it has no title yet, as right after it was created.
    /// </exception>
    /// <include file="../Generated/OperationDocumentation.xml" path="documentation/throws[@when='called']/*"/>
    /// <remarks>
    /// <include file="../Generated/OperationDocumentation.xml" path="documentation/operation[@name='conversations.retrieve']/*"/>
    /// </remarks>
    Task<Conversation> GetAsync(Guid id, CancellationToken cancellationToken = default);

    /// <summary>Gives a paused turn what it waits for, and streams how it goes on. Needs the scope <c>conversation:write</c>.</summary>
    /// <param name="id">The conversation, which must be idle.</param>
    /// <param name="payload">An <see cref="ApprovalDecision"/>, or another <see cref="ResumePayload"/>.</param>
    /// <param name="options">
    /// What goes with it, as with a message. The service takes tools, mode, contexts and recording of the resumed turn from this call only:
    /// what the message that paused had and this call has not is gone, so send the tools that the client runs again. All is left out when
    /// null.
    /// </param>
    /// <param name="content">A text of the person beside the payload, 1 to 40,000 characters, without NUL; none when null.</param>
    /// <param name="cancellationToken">Stops the reading. The turn goes on at the service.</param>
    /// <returns>The stream; nothing is sent before it is opened or read.</returns>
    /// <exception cref="ArgumentException">The id is empty, or the text or an option cannot be sent.</exception>
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
    /// <exception cref="ConversationsNotFoundException">There is no such conversation, or it is another user's.</exception>
    /// <include file="../Generated/OperationDocumentation.xml" path="documentation/throws[@when='called']/*"/>
    /// <remarks>
    /// <include file="../Generated/OperationDocumentation.xml" path="documentation/operation[@name='conversations.append_message']/*"/>
    /// </remarks>
    Task<Guid> AppendMessageAsync(Guid id, string content, CancellationToken cancellationToken = default);

    /// <summary>Stops the running turn and empties the queue. Works with <see cref="ConversationsCredential.Session"/> only.</summary>
    /// <param name="id">One of the caller's own conversations; no mistake when no turn is running.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>A task that ends when the conversation is idle. An open stream is not told: the service falls silent on it.</returns>
    /// <exception cref="ArgumentException">The id is empty.</exception>
    /// <exception cref="ConversationsPermissionException">
    /// The credential is a key or a token: <see cref="ConversationsPermissionException.RequiresSession"/> is true.
    /// </exception>
    /// <exception cref="ConversationsNotFoundException">There is no such conversation, or it is another user's.</exception>
    /// <include file="../Generated/OperationDocumentation.xml" path="documentation/throws[@when='called']/*"/>
    /// <remarks>
    /// <include file="../Generated/OperationDocumentation.xml" path="documentation/operation[@name='conversations.cancel']/*"/>
    /// </remarks>
    Task CancelAsync(Guid id, CancellationToken cancellationToken = default);

    /// <summary>
    /// Deletes one of the caller's own conversations for good; a running turn is not stopped. Newer servers only; needs the scope
    /// <c>conversation:write</c>.
    /// </summary>
    /// <param name="id">The conversation; its id cannot be used again.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>A task that ends when the conversation is gone.</returns>
    /// <exception cref="ArgumentException">The id is empty.</exception>
    /// <exception cref="ConversationsNotFoundException">
    /// There is no such conversation, or it is another user's, or it was deleted before.
    /// </exception>
    /// <exception cref="ConversationsApiException">An older server answers 403 to keys and 405 to sessions.</exception>
    /// <include file="../Generated/OperationDocumentation.xml" path="documentation/throws[@when='called']/*"/>
    /// <remarks>
    /// <include file="../Generated/OperationDocumentation.xml" path="documentation/operation[@name='conversations.delete']/*"/>
    /// </remarks>
    Task DeleteAsync(Guid id, CancellationToken cancellationToken = default);
}
