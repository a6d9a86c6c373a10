using Conversations.Client.Configuration;
using Conversations.Client.Paging;
using Conversations.Client.Wire;

namespace Conversations.Client;

/// <summary>Tickets of one project, through the generated interface.</summary>
internal sealed class TicketOperations(Connection connection) : ITicketOperations
{
    public Pageable<Ticket> ListAsync(TicketQuery? query = null, CancellationToken cancellationToken = default)
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

    public Task<Page<Ticket>> ListPageAsync(TicketQuery? query = null, int? limit = null, int? offset = null, CancellationToken cancellationToken = default)
    {
        query ??= new();
        TicketQueryRules.ThrowIfInvalid(query, nameof(query));
        PageRules.ThrowIfInvalid(limit, offset);
        return ListAsync(query, limit, offset, cancellationToken);
    }

    public Task<Ticket> CreateAsync(TicketCreate ticket, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(ticket);
        TicketRules.ThrowIfInvalidTags(ticket.Tags, nameof(ticket));
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

    private Task<Page<Ticket>> ListAsync(TicketQuery query, int? limit, int? offset, CancellationToken cancellationToken) => connection.Api.ListTicketsAsync(
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
        aiTriageResult: TicketQueryRules.OrNull(query.AiTriageResult),
        view: query.View,
        orderBy: query.OrderBy,
        limit: limit,
        offset: offset,
        cancellationToken: cancellationToken);
}
