using Conversations.Client.Configuration;
using Conversations.Client.Paging;
using Conversations.Client.Wire;

namespace Conversations.Client;

/// <summary>Conversations of one project, through the generated interface.</summary>
internal sealed class ConversationOperations(Connection connection) : IConversationOperations
{
    private const int MaxContentLength = 40_000;

    public ConversationStream StreamAsync(Guid id, string content, SendOptions? options = null, CancellationToken cancellationToken = default)
    {
        ThrowIfEmpty(id);
        ThrowIfInvalid(content);
        options ??= new();
        options.ThrowIfInvalid(nameof(options));
        var body = new SendMessage
        {
            Content = content,
            Conversation = id,
            ContextualTools = options.ContextualTools,
            UiContext = options.UiContext,
            BillingContext = options.BillingContext,
            TraceId = options.TraceId ?? Guid.NewGuid(),
            AgentMode = options.AgentMode,
            IsSandbox = options.IsSandbox,
        };
        return new(new TurnSource(connection, body, options.ReplaySessionId), cancellationToken);
    }

    public Task<ConversationReply> AskAsync(Guid id, string content, CancellationToken cancellationToken = default) =>
        AskAsync(id, content, options: null, cancellationToken);

    public async Task<ConversationReply> AskAsync(Guid id, string content, SendOptions? options, CancellationToken cancellationToken = default)
    {
        var stream = StreamAsync(id, content, options, cancellationToken);
        await foreach (var _ in stream.WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            // The thread keeps what comes.
        }

        return new() { Text = stream.Thread.LastText, Outcome = stream.Outcome!.Value, Thread = stream.Thread };
    }

    public ConversationStream ReconnectAsync(Guid id, CancellationToken cancellationToken = default)
    {
        ThrowIfEmpty(id);
        var body = new SendMessage { Content = null, Conversation = id, TraceId = Guid.NewGuid() };
        return new(new TurnSource(connection, body, replaySessionId: null), cancellationToken);
    }

    public Pageable<Conversation> ListAsync(CancellationToken cancellationToken = default) => new PagedList<Conversation, Guid>(
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
        ThrowIfEmpty(id);
        return connection.Api.GetConversationAsync(connection.ProjectId, id, cancellationToken);
    }

    private static void ThrowIfEmpty(Guid id)
    {
        if (id == Guid.Empty)
        {
            throw new ArgumentException("The conversation's id is empty: give the id of a conversation, or a new one such as Guid.CreateVersion7() for a new conversation.", nameof(id));
        }
    }

    private static void ThrowIfInvalid(string content)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(content);
        Wire.UnicodeText.ThrowIfNotWellFormed(content, nameof(content));
        if (content.Contains('\0', StringComparison.Ordinal))
        {
            throw new ArgumentException("The text holds a NUL character, which the service refuses: remove it.", nameof(content));
        }

        if (content.Length > MaxContentLength && Wire.UnicodeText.Length(content.AsSpan().Trim()) > MaxContentLength)
        {
            throw new ArgumentException($"The text has more than {MaxContentLength} characters, and the service refuses it: shorten it.", nameof(content));
        }
    }
}
