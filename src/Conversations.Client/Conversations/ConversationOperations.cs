using Conversations.Client.Connection;
using Conversations.Client.Paging;
using Conversations.Client.Validation;
using Conversations.Client.Wire;

namespace Conversations.Client;

/// <summary>The conversations of one project. It calls the generated interface.</summary>
internal sealed class ConversationOperations(ApiConnection connection) : IConversationOperations
{
    public ConversationStream StreamAsync(
        Guid id, string content, SendOptions? options = null, CancellationToken cancellationToken = default)
    {
        ConversationRules.ThrowIfEmpty(id);
        ConversationRules.ThrowIfInvalidContent(content);
        return Start(id, content, payload: null, options, cancellationToken);
    }

    public Task<ConversationReply> AskAsync(
        Guid id, string content, SendOptions? options = null, CancellationToken cancellationToken = default) =>
        StreamAsync(id, content, options, cancellationToken).ReplyAsync(cancellationToken);

    public ConversationStream ReconnectAsync(Guid id, CancellationToken cancellationToken = default)
    {
        ConversationRules.ThrowIfEmpty(id);
        var body = new SendMessageRequest { Content = null, Conversation = id, TraceId = Guid.NewGuid() };
        return Open(body, replaySessionId: null, cancellationToken);
    }

    public ConversationStream ResumeAsync(
        Guid id, ResumePayload payload, SendOptions? options = null, string? content = null, CancellationToken cancellationToken = default)
    {
        ConversationRules.ThrowIfEmpty(id);
        ArgumentNullException.ThrowIfNull(payload);
        if (content is not null)
        {
            ConversationRules.ThrowIfInvalidContent(content);
        }

        return Start(id, content, payload, options, cancellationToken);
    }

    public AsyncPageable<Conversation> ListAsync(CancellationToken cancellationToken = default) => new PagedList<Conversation, Guid>(
        (pageSize, token) => connection.Api.ListConversationsAsync(connection.ProjectId, pageSize, offset: null, token),
        (link, token) => connection.FollowAsync(link, WireSettings.Json.PageConversation, token),
        connection.BaseAddress,
        static conversation => conversation.Id,
        cancellationToken);

    public Task<Page<Conversation>> ListPageAsync(int? limit = null, int? offset = null, CancellationToken cancellationToken = default)
    {
        PageRules.ThrowIfInvalid(limit, offset);
        return connection.Api.ListConversationsAsync(connection.ProjectId, limit, offset, cancellationToken);
    }

    public Task<Conversation> GetAsync(Guid id, CancellationToken cancellationToken = default)
    {
        ConversationRules.ThrowIfEmpty(id);
        return connection.Api.GetConversationAsync(connection.ProjectId, id, cancellationToken);
    }

    public async Task<Guid> AppendMessageAsync(Guid id, string content, CancellationToken cancellationToken = default)
    {
        ConversationRules.ThrowIfEmpty(id);
        ConversationRules.ThrowIfInvalidAppended(content);
        AppendMessageResult appended = await connection.Api.AppendMessageAsync(
            connection.ProjectId, id, new() { Content = content }, cancellationToken).ConfigureAwait(false);
        return appended.Id;
    }

    public async Task CancelAsync(Guid id, CancellationToken cancellationToken = default)
    {
        ConversationRules.ThrowIfEmpty(id);
        await connection.Api.CancelConversationAsync(connection.ProjectId, id, cancellationToken).ConfigureAwait(false);
        connection.Streams.Canceled(id);
    }

    public Task DeleteAsync(Guid id, CancellationToken cancellationToken = default)
    {
        ConversationRules.ThrowIfEmpty(id);
        return connection.Api.DeleteConversationAsync(connection.ProjectId, id, cancellationToken);
    }

    private ConversationStream Start(
        Guid id, string? content, ResumePayload? payload, SendOptions? options, CancellationToken cancellationToken)
    {
        options ??= new();
        ConversationRules.ThrowIfInvalidContext(
            options.ReplaySessionId, options.ContextualTools, options.UiContext, options.BillingContext, nameof(options));
        var body = new SendMessageRequest
        {
            Content = content,
            Conversation = id,
            ContextualTools = options.ContextualTools,
            UiContext = options.UiContext,
            BillingContext = options.BillingContext,
            TraceId = options.TraceId ?? Guid.NewGuid(),
            AgentMode = options.AgentMode,
            IsSandbox = options.IsSandbox,
            ResumePayload = payload?.Json,
        };
        return Open(body, options.ReplaySessionId, cancellationToken);
    }

    private ConversationStream Open(SendMessageRequest body, string? replaySessionId, CancellationToken cancellationToken) =>
        new(new TurnSource(connection, body, replaySessionId), connection.StreamSettings, cancellationToken);
}
