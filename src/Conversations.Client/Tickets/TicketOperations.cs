using System.Text.Json;
using Conversations.Client.Connection;
using Conversations.Client.Paging;
using Conversations.Client.Validation;
using Conversations.Client.Wire;

namespace Conversations.Client.Tickets;

/// <summary>The tickets of one project. It calls the generated interface.</summary>
internal sealed class TicketOperations(ApiConnection connection) : ITicketOperations
{
    private readonly BulkOperations _bulk = new(connection);

    public AsyncPageable<Ticket> ListAsync(TicketQuery? query = null, CancellationToken cancellationToken = default)
    {
        query ??= new();
        TicketQueryRules.ThrowIfInvalid(query, nameof(query));
        return new PagedList<Ticket, Guid>(
            (pageSize, token) => ListAsync(query, pageSize, offset: null, token),
            (link, token) => connection.FollowAsync(link, WireSettings.Json.PageTicket, token),
            connection.BaseAddress,
            static ticket => ticket.Id,
            cancellationToken);
    }

    public Task<Page<Ticket>> ListPageAsync(
        TicketQuery? query = null, int? limit = null, int? offset = null, CancellationToken cancellationToken = default)
    {
        query ??= new();
        TicketQueryRules.ThrowIfInvalid(query, nameof(query));
        PageRules.ThrowIfInvalid(limit, offset);
        return ListAsync(query, limit, offset, cancellationToken);
    }

    public IAsyncEnumerable<TicketChange> WatchAsync(
        TicketQuery? query, DateTimeOffset since, TimeSpan pollInterval, CancellationToken cancellationToken = default)
    {
        query ??= new();
        TicketQueryRules.ThrowIfInvalid(query, nameof(query));
        TicketQueryRules.ThrowIfWatchSets(query, nameof(query));
        if (pollInterval <= TimeSpan.Zero || pollInterval > TicketWatch.LongestInterval)
        {
            throw new ArgumentOutOfRangeException(nameof(pollInterval), pollInterval, "A watch waits between two looks, or it would use up the rate limit: give more than zero and at most 49 days, 30 seconds for example.");
        }

        return new TicketWatch(
            (page, limit, offset, token) => ListAsync(page, limit, offset == 0 ? null : offset, token), connection.TimeProvider)
            .RunAsync(query, since, pollInterval, cancellationToken);
    }

    public Task<Ticket> CreateAsync(TicketCreate ticket, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(ticket);
        TicketRules.ThrowIfInvalidTags(ticket.Tags, nameof(ticket));
        TicketRules.ThrowIfInvalidReason(ticket.EscalationReason, nameof(ticket));
        if (ticket.AnonymousTraits is { ValueKind: JsonValueKind.Null })
        {
            throw new ArgumentException("AnonymousTraits is null as JSON, which the service refuses: give an object, or leave the member out.", nameof(ticket));
        }

        return connection.Api.CreateTicketAsync(connection.ProjectId, ticket, cancellationToken);
    }

    public Task<Ticket> GetAsync(TicketId id, CancellationToken cancellationToken = default) =>
        connection.Api.GetTicketAsync(connection.ProjectId, id.ToSegment(nameof(id)), cancellationToken);

    public Task<Ticket> UpdateAsync(TicketId id, TicketUpdate update, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(update);
        update.ThrowIfInvalid(nameof(update));
        return connection.Api.UpdateTicketAsync(connection.ProjectId, id.ToSegment(nameof(id)), update, cancellationToken);
    }

    public Task DeleteAsync(TicketId id, CancellationToken cancellationToken = default) =>
        connection.Api.DeleteTicketAsync(connection.ProjectId, id.ToSegment(nameof(id)), cancellationToken);

    public async Task<int> CountUnreadAsync(CancellationToken cancellationToken = default)
    {
        UnreadCount unread = await connection.Api.CountUnreadTicketsAsync(connection.ProjectId, cancellationToken).ConfigureAwait(false);
        return unread.Count;
    }

    public Task<BulkStatusResult> SetStatusAsync(
        IEnumerable<Guid> ids, OpenEnum<TicketStatus> status, CancellationToken cancellationToken = default) =>
        _bulk.SetStatusAsync(ids, status, cancellationToken);

    public Task<BulkTagsResult> AddTagsAsync(
        IEnumerable<Guid> ids, IEnumerable<string> tags, CancellationToken cancellationToken = default) =>
        _bulk.ChangeTagsAsync(TagsAction.Add, ids, tags, cancellationToken);

    public Task<BulkTagsResult> RemoveTagsAsync(
        IEnumerable<Guid> ids, IEnumerable<string> tags, CancellationToken cancellationToken = default) =>
        _bulk.ChangeTagsAsync(TagsAction.Remove, ids, tags, cancellationToken);

    public Task<BulkTagsResult> SetTagsAsync(
        IEnumerable<Guid> ids, IEnumerable<string> tags, CancellationToken cancellationToken = default) =>
        _bulk.ChangeTagsAsync(TagsAction.Set, ids, tags, cancellationToken);

    public Task<ComposedTicket> ComposeAsync(TicketCompose message, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(message);
        TicketRules.ThrowIfInvalid(message, nameof(message));
        return connection.Api.ComposeTicketAsync(connection.ProjectId, message, cancellationToken);
    }

    public Task<TicketMessage> ReplyAsync(
        TicketId id, string message, bool isPrivate = false, CancellationToken cancellationToken = default)
    {
        TicketRules.ThrowIfInvalidMessage(message, nameof(message));
        return connection.Api.ReplyToTicketAsync(
            connection.ProjectId, id.ToSegment(nameof(id)), new() { Message = message, IsPrivate = isPrivate }, cancellationToken);
    }

    public Task<TicketMessage> ReplyAsync(TicketId id, TicketReply reply, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(reply);
        TicketRules.ThrowIfInvalidMessage(reply.Message, nameof(reply));
        return connection.Api.ReplyToTicketAsync(connection.ProjectId, id.ToSegment(nameof(id)), reply, cancellationToken);
    }

    public AsyncPageable<TicketMessage> ListMessagesAsync(TicketId id, CancellationToken cancellationToken = default)
    {
        string segment = id.ToSegment(nameof(id));
        return new PagedList<TicketMessage, Guid>(
            (pageSize, token) => connection.Api.ListTicketMessagesAsync(connection.ProjectId, segment, pageSize, offset: null, token),
            (link, token) => connection.FollowAsync(link, WireSettings.Json.PageTicketMessage, token),
            connection.BaseAddress,
            static message => message.Id,
            cancellationToken);
    }

    public Task<Page<TicketMessage>> ListMessagesPageAsync(
        TicketId id, int? limit = null, int? offset = null, CancellationToken cancellationToken = default)
    {
        PageRules.ThrowIfInvalid(limit, offset);
        return connection.Api.ListTicketMessagesAsync(connection.ProjectId, id.ToSegment(nameof(id)), limit, offset, cancellationToken);
    }

    public Task<TicketMessage> UpdateNoteAsync(
        TicketId id, Guid messageId, string message, CancellationToken cancellationToken = default) =>
        UpdateNoteAsync(id, messageId, message, richContent: null, cancellationToken);

    public Task<TicketMessage> UpdateNoteAsync(
        TicketId id, Guid messageId, string message, JsonElement? richContent, CancellationToken cancellationToken = default)
    {
        TicketRules.ThrowIfEmptyMessageId(messageId);
        TicketRules.ThrowIfInvalidMessage(message, nameof(message));
        return connection.Api.UpdateNoteAsync(
            connection.ProjectId,
            id.ToSegment(nameof(id)),
            messageId,
            new() { Message = message, RichContent = richContent },
            cancellationToken);
    }

    public Task DeleteNoteAsync(TicketId id, Guid messageId, CancellationToken cancellationToken = default)
    {
        TicketRules.ThrowIfEmptyMessageId(messageId);
        return connection.Api.DeleteNoteAsync(connection.ProjectId, id.ToSegment(nameof(id)), messageId, cancellationToken);
    }

    public async Task<string> GetFullEmailAsync(TicketId id, Guid messageId, CancellationToken cancellationToken = default)
    {
        TicketRules.ThrowIfEmptyMessageId(messageId);
        FullEmail email = await connection.Api.GetFullEmailAsync(
            connection.ProjectId, id.ToSegment(nameof(id)), messageId, cancellationToken).ConfigureAwait(false);
        return email.Content;
    }

    public Task SendAIFeedbackAsync(
        TicketId id,
        string messageId,
        OpenEnum<AIFeedbackRating> rating,
        string? feedbackText = null,
        CancellationToken cancellationToken = default)
    {
        TextRules.ThrowIfInvalid(messageId, TicketRules.MaxFeedbackMessageIdLength, "The message's id", nameof(messageId));
        TextRules.ThrowIfInvalidOrNull(feedbackText, TicketRules.MaxFeedbackLength, "The feedback", nameof(feedbackText));
        if (rating.Value.Length == 0)
        {
            throw new ArgumentException("There is no rating: give AIFeedbackRating.Good or AIFeedbackRating.Bad.", nameof(rating));
        }

        return connection.Api.SendAIFeedbackAsync(
            connection.ProjectId,
            id.ToSegment(nameof(id)),
            new() { MessageId = messageId, Rating = rating, FeedbackText = feedbackText },
            cancellationToken);
    }

    public async Task<string> SuggestReplyAsync(TicketId id, CancellationToken cancellationToken = default)
    {
        SuggestedReply suggested = await connection.Api.SuggestReplyAsync(connection.ProjectId, id.ToSegment(nameof(id)), cancellationToken)
            .ConfigureAwait(false);
        return suggested.Suggestion;
    }

    private Task<Page<Ticket>> ListAsync(
        TicketQuery query, int? limit, int? offset, CancellationToken cancellationToken) => connection.Api.ListTicketsAsync(
        connection.ProjectId,
        status: TicketQueryRules.OrNull(query.Status),
        priority: TicketQueryRules.OrNull(query.Priority),
        channelSource: query.ChannelSource,
        channelDetail: query.ChannelDetail,
        assignee: TicketQueryRules.OrNull(query.Assignee)?.Select(filter => filter.ToString()),
        dateFrom: query.DateFrom?.ToString(),
        dateTo: query.DateTo?.ToString(),
        distinctIds: TicketQueryRules.OrNull(query.DistinctIds),
        emails: TicketQueryRules.OrNull(query.Emails),
        search: query.Search is "" ? null : query.Search,
        sla: query.Sla,
        tags: TicketQueryRules.JsonArray(query.Tags),
        tagsAll: TicketQueryRules.JsonArray(query.TagsAll),
        tagsExclude: TicketQueryRules.JsonArray(query.TagsExclude),
        snoozed: query.Snoozed,
        aiTriageResult: TicketQueryRules.OrNull(query.AITriageResult),
        view: query.View is "" ? null : query.View,
        orderBy: query.OrderBy,
        limit: limit,
        offset: offset,
        cancellationToken: cancellationToken);
}
