namespace Conversations.Client;

/// <summary>
/// The waiting line of follow-up messages for a running turn; the service sends them one after the other when the turn has ended.
/// </summary>
/// <remarks>
/// <para>Works with <see cref="ConversationsCredential.Session"/> only: keys and tokens are refused whatever their scopes, with a
/// <see cref="ConversationsPermissionException"/> whose <see cref="ConversationsPermissionException.RequiresSession"/> is true.</para>
/// <para>Two messages can wait at a time. The queue is forgotten one hour after its last change; a cancellation, an approval that is
/// asked for, and the end of a turn with an open approval empty it. Another user's conversation is answered with 403.</para>
/// </remarks>
public interface IQueueOperations
{
    /// <summary>Adds a message to the end of the queue.</summary>
    /// <param name="conversationId">The conversation.</param>
    /// <param name="content">The text: 1 to 40,000 characters, without NUL.</param>
    /// <param name="options">What goes with the text.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The whole queue, the new message last.</returns>
    /// <exception cref="ArgumentException">
    /// The id is empty, the text cannot be sent, or the options set what a queued message has no place for.
    /// </exception>
    /// <exception cref="ConversationsConflictException">
    /// Two messages wait already (<see cref="ConflictReason.QueueFull"/>), or no turn is running that would take it
    /// (<see cref="ConflictReason.NotRunning"/>, newer servers): send it with StreamAsync then.
    /// </exception>
    /// <include file="../Generated/OperationDocumentation.xml" path="documentation/throws[@when='called']/*"/>
    /// <remarks><include file="../Generated/OperationDocumentation.xml" path="documentation/operation[@name='queue.create']/*"/></remarks>
    Task<ConversationQueue> AddAsync(
        Guid conversationId, string content, QueueOptions? options = null, CancellationToken cancellationToken = default);

    /// <summary>Reads the queue.</summary>
    /// <param name="conversationId">The conversation.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The queue, the next message first.</returns>
    /// <exception cref="ArgumentException">The id is empty.</exception>
    /// <include file="../Generated/OperationDocumentation.xml" path="documentation/throws[@when='called']/*"/>
    /// <remarks><include file="../Generated/OperationDocumentation.xml" path="documentation/operation[@name='queue.list']/*"/></remarks>
    Task<ConversationQueue> ListAsync(Guid conversationId, CancellationToken cancellationToken = default);

    /// <summary>Changes the text of a waiting message; its place stays.</summary>
    /// <param name="conversationId">The conversation.</param>
    /// <param name="itemId">The waiting message's <see cref="QueuedMessage.Id"/>.</param>
    /// <param name="content">The new text: 1 to 40,000 characters, without NUL.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The whole queue.</returns>
    /// <exception cref="ArgumentException">An id is empty, or the text cannot be sent.</exception>
    /// <exception cref="ConversationsNotFoundException">The message does not wait any more.</exception>
    /// <include file="../Generated/OperationDocumentation.xml" path="documentation/throws[@when='called']/*"/>
    /// <remarks><include file="../Generated/OperationDocumentation.xml" path="documentation/operation[@name='queue.update']/*"/></remarks>
    Task<ConversationQueue> UpdateAsync(Guid conversationId, Guid itemId, string content, CancellationToken cancellationToken = default);

    /// <summary>Removes a waiting message.</summary>
    /// <param name="conversationId">The conversation.</param>
    /// <param name="itemId">The waiting message's <see cref="QueuedMessage.Id"/>.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The rest of the queue.</returns>
    /// <exception cref="ArgumentException">An id is empty.</exception>
    /// <exception cref="ConversationsNotFoundException">The message does not wait any more.</exception>
    /// <include file="../Generated/OperationDocumentation.xml" path="documentation/throws[@when='called']/*"/>
    /// <remarks><include file="../Generated/OperationDocumentation.xml" path="documentation/operation[@name='queue.delete']/*"/></remarks>
    Task<ConversationQueue> RemoveAsync(Guid conversationId, Guid itemId, CancellationToken cancellationToken = default);

    /// <summary>Removes all waiting messages; no mistake when there are none.</summary>
    /// <param name="conversationId">The conversation.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The empty queue.</returns>
    /// <exception cref="ArgumentException">The id is empty.</exception>
    /// <include file="../Generated/OperationDocumentation.xml" path="documentation/throws[@when='called']/*"/>
    /// <remarks><include file="../Generated/OperationDocumentation.xml" path="documentation/operation[@name='queue.clear']/*"/></remarks>
    Task<ConversationQueue> ClearAsync(Guid conversationId, CancellationToken cancellationToken = default);
}
