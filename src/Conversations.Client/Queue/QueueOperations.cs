using Conversations.Client.Connection;
using Conversations.Client.Validation;

namespace Conversations.Client.Queue;

/// <summary>The queues of one project's conversations. It calls the generated interface.</summary>
internal sealed class QueueOperations(ApiConnection connection) : IQueueOperations
{
    public Task<ConversationQueue> AddAsync(
        Guid conversationId, string content, QueueOptions? options = null, CancellationToken cancellationToken = default)
    {
        ConversationRules.ThrowIfEmpty(conversationId);
        ConversationRules.ThrowIfInvalidContent(content);
        options ??= new();
        ConversationRules.ThrowIfInvalidContext(
            options.ReplaySessionId, options.ContextualTools, options.UiContext, options.BillingContext, nameof(options));

        var body = new QueueMessageRequest
        {
            Content = content,
            ContextualTools = options.ContextualTools,
            UiContext = options.UiContext,
            BillingContext = options.BillingContext,
            AgentMode = options.AgentMode,
        };
        return connection.Api.AddToQueueAsync(connection.ProjectId, conversationId, body, options.ReplaySessionId, cancellationToken);
    }

    public Task<ConversationQueue> ListAsync(Guid conversationId, CancellationToken cancellationToken = default)
    {
        ConversationRules.ThrowIfEmpty(conversationId);
        return connection.Api.ListQueueAsync(connection.ProjectId, conversationId, cancellationToken);
    }

    public Task<ConversationQueue> UpdateAsync(
        Guid conversationId, Guid itemId, string content, CancellationToken cancellationToken = default)
    {
        ConversationRules.ThrowIfEmpty(conversationId);
        ThrowIfEmptyItem(itemId);
        ConversationRules.ThrowIfInvalidContent(content);
        return connection.Api.UpdateQueuedMessageAsync(
            connection.ProjectId, conversationId, itemId, new() { Content = content }, cancellationToken);
    }

    public Task<ConversationQueue> RemoveAsync(Guid conversationId, Guid itemId, CancellationToken cancellationToken = default)
    {
        ConversationRules.ThrowIfEmpty(conversationId);
        ThrowIfEmptyItem(itemId);
        return connection.Api.RemoveQueuedMessageAsync(connection.ProjectId, conversationId, itemId, cancellationToken);
    }

    public Task<ConversationQueue> ClearAsync(Guid conversationId, CancellationToken cancellationToken = default)
    {
        ConversationRules.ThrowIfEmpty(conversationId);
        return connection.Api.ClearQueueAsync(connection.ProjectId, conversationId, cancellationToken);
    }

    private static void ThrowIfEmptyItem(Guid itemId)
    {
        if (itemId == Guid.Empty)
        {
            throw new ArgumentException("The waiting message's id is empty: give the Id of a message in the queue.", nameof(itemId));
        }
    }
}
