namespace Conversations.Client;

/// <summary>
/// The queue of follow-up messages for a running turn. When the turn has ended, the service sends them one after the other.
/// </summary>
/// <remarks>
/// <para>Works with <see cref="ConversationsCredential.Session"/> only. The service refuses keys and tokens, whatever their scopes, with
/// a <see cref="ConversationsPermissionException"/> whose <see cref="ConversationsPermissionException.RequiresSession"/> is true.</para>
/// <para>At most two messages can wait. The service drops the queue one hour after its last change. It also empties the queue on a
/// cancellation, on a request for an approval, and at the end of a turn with an open approval. It answers with 403 for another user's
/// conversation.</para>
/// </remarks>
public interface IQueueOperations
{
    /// <summary>Adds a message to the end of the queue.</summary>
    /// <param name="conversationId">The conversation.</param>
    /// <param name="content">The text: 1 to 40,000 characters, without NUL.</param>
    /// <param name="options">What goes with the text.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The whole queue, with the new message last.</returns>
    /// <exception cref="ArgumentException">The id is empty, the text cannot be sent, or the options set something that a queued message
    /// cannot have.</exception>
    /// <exception cref="ConversationsConflictException">Two messages are waiting already (<see cref="ConflictReason.QueueFull"/>), or no
    /// turn is running that would take the message (<see cref="ConflictReason.NotRunning"/>, newer servers). In the second case send it
    /// with StreamAsync.</exception>
    /// <exception cref="ConversationsNotFoundException">The conversation does not exist, or it was deleted.</exception>
    /// <include file="../Generated/OperationDocumentation.xml" path="documentation/throws[@when='called']/*"/>
    /// <remarks><include file="../Generated/OperationDocumentation.xml" path="documentation/operation[@name='queue.create']/*"/></remarks>
    Task<ConversationQueue> AddAsync(
        Guid conversationId, string content, QueueOptions? options = null, CancellationToken cancellationToken = default);

    /// <summary>Reads the queue.</summary>
    /// <param name="conversationId">The conversation.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The queue, with the next message first.</returns>
    /// <exception cref="ArgumentException">The id is empty.</exception>
    /// <exception cref="ConversationsNotFoundException">The conversation does not exist, or it was deleted.</exception>
    /// <include file="../Generated/OperationDocumentation.xml" path="documentation/throws[@when='called']/*"/>
    /// <remarks><include file="../Generated/OperationDocumentation.xml" path="documentation/operation[@name='queue.list']/*"/></remarks>
    Task<ConversationQueue> ListAsync(Guid conversationId, CancellationToken cancellationToken = default);

    /// <summary>Changes the text of a waiting message. The message keeps its place.</summary>
    /// <param name="conversationId">The conversation.</param>
    /// <param name="itemId">The waiting message's <see cref="QueuedMessage.Id"/>.</param>
    /// <param name="content">The new text: 1 to 40,000 characters, without NUL.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The whole queue.</returns>
    /// <exception cref="ArgumentException">An id is empty, or the text cannot be sent.</exception>
    /// <exception cref="ConversationsNotFoundException">The message is no longer waiting.</exception>
    /// <include file="../Generated/OperationDocumentation.xml" path="documentation/throws[@when='called']/*"/>
    /// <remarks><include file="../Generated/OperationDocumentation.xml" path="documentation/operation[@name='queue.update']/*"/></remarks>
    Task<ConversationQueue> UpdateAsync(Guid conversationId, Guid itemId, string content, CancellationToken cancellationToken = default);

    /// <summary>Removes a waiting message.</summary>
    /// <param name="conversationId">The conversation.</param>
    /// <param name="itemId">The waiting message's <see cref="QueuedMessage.Id"/>.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The rest of the queue.</returns>
    /// <exception cref="ArgumentException">An id is empty.</exception>
    /// <exception cref="ConversationsNotFoundException">The message is no longer waiting.</exception>
    /// <include file="../Generated/OperationDocumentation.xml" path="documentation/throws[@when='called']/*"/>
    /// <remarks><include file="../Generated/OperationDocumentation.xml" path="documentation/operation[@name='queue.delete']/*"/></remarks>
    Task<ConversationQueue> RemoveAsync(Guid conversationId, Guid itemId, CancellationToken cancellationToken = default);

    /// <summary>Removes all waiting messages. An empty queue is not an error.</summary>
    /// <param name="conversationId">The conversation.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The empty queue.</returns>
    /// <exception cref="ArgumentException">The id is empty.</exception>
    /// <exception cref="ConversationsNotFoundException">The conversation does not exist, or it was deleted.</exception>
    /// <include file="../Generated/OperationDocumentation.xml" path="documentation/throws[@when='called']/*"/>
    /// <remarks><include file="../Generated/OperationDocumentation.xml" path="documentation/operation[@name='queue.clear']/*"/></remarks>
    Task<ConversationQueue> ClearAsync(Guid conversationId, CancellationToken cancellationToken = default);
}
