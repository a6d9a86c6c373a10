namespace Conversations.Client;

/// <summary>A call for many tickets stopped half-way: the service accepted some batches, then one failed.</summary>
/// <remarks>The <see cref="Exception.InnerException"/> says why. Call again with the ids that are not in <see cref="Completed"/>.</remarks>
public sealed class ConversationsBulkException : ConversationsException
{
    /// <inheritdoc cref="ConversationsException(string, Exception)"/>
    public ConversationsBulkException(string? message = null, Exception? innerException = null)
        : base(message, innerException)
    {
    }

    /// <summary>The ids of all batches that the service accepted, whether a ticket changed or not.</summary>
    public IReadOnlyList<Guid> Completed { get; init; } = [];
}
