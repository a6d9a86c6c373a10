using Conversations.Client.Configuration;

namespace Conversations.Client;

/// <summary>Queues of one project's conversations, through the generated interface.</summary>
internal sealed class QueueOperations(Connection connection) : IQueueOperations
{
    public Task<ConversationQueue> AddAsync(Guid id, string content, SendOptions? options = null, CancellationToken cancellationToken = default)
    {
        ConversationRules.ThrowIfEmpty(id);
        ConversationRules.ThrowIfInvalidContent(content);
        options ??= new();
        options.ThrowIfInvalid(nameof(options));
        if (options.TraceId is not null || options.IsSandbox is not null)
        {
            throw new ArgumentException("TraceId and IsSandbox have no place in a queued message: leave them out, or send the message with StreamAsync when the turn has ended.", nameof(options));
        }

        var body = new QueueMessageRequest
        {
            Content = content,
            ContextualTools = options.ContextualTools,
            UiContext = options.UiContext,
            BillingContext = options.BillingContext,
            AgentMode = options.AgentMode,
        };
        return connection.Api.AddToQueueAsync(connection.ProjectId, id, body, options.ReplaySessionId, cancellationToken);
    }

    public Task<ConversationQueue> ListAsync(Guid id, CancellationToken cancellationToken = default)
    {
        ConversationRules.ThrowIfEmpty(id);
        return connection.Api.ListQueueAsync(connection.ProjectId, id, cancellationToken);
    }

    public Task<ConversationQueue> UpdateAsync(Guid id, Guid itemId, string content, CancellationToken cancellationToken = default)
    {
        ConversationRules.ThrowIfEmpty(id);
        ThrowIfEmptyItem(itemId);
        ConversationRules.ThrowIfInvalidContent(content);
        return connection.Api.UpdateQueuedMessageAsync(connection.ProjectId, id, itemId, new() { Content = content }, cancellationToken);
    }

    public Task<ConversationQueue> RemoveAsync(Guid id, Guid itemId, CancellationToken cancellationToken = default)
    {
        ConversationRules.ThrowIfEmpty(id);
        ThrowIfEmptyItem(itemId);
        return connection.Api.RemoveQueuedMessageAsync(connection.ProjectId, id, itemId, cancellationToken);
    }

    public Task<ConversationQueue> ClearAsync(Guid id, CancellationToken cancellationToken = default)
    {
        ConversationRules.ThrowIfEmpty(id);
        return connection.Api.ClearQueueAsync(connection.ProjectId, id, cancellationToken);
    }

    private static void ThrowIfEmptyItem(Guid itemId)
    {
        if (itemId == Guid.Empty)
        {
            throw new ArgumentException("The waiting message's id is empty: give the Id of a message in the queue.", nameof(itemId));
        }
    }
}
