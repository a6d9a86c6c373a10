namespace Conversations.Client.Testing.Operations.Query;

/// <summary>
/// The filter of a ticket list. A member that is null does not filter. All others are combined with AND (docs/service/tickets.md 5).
/// </summary>
internal sealed record TicketFilter
{
    public IReadOnlyList<string>? Statuses { get; init; }

    public IReadOnlyList<string>? Priorities { get; init; }

    public string? ChannelSource { get; init; }

    public string? ChannelDetail { get; init; }

    public IReadOnlyList<AssigneeRule>? Assignees { get; init; }

    public DateBound? From { get; init; }

    public DateBound? To { get; init; }

    public IReadOnlyList<string>? DistinctIds { get; init; }

    public IReadOnlyList<string>? Emails { get; init; }

    public string? Search { get; init; }

    public string? Sla { get; init; }

    public TagRule? Tags { get; init; }

    public IReadOnlyList<string>? TagsExclude { get; init; }

    public bool? Snoozed { get; init; }

    public IReadOnlyList<string>? TriageResults { get; init; }

    public TicketOrdering? Order { get; init; }

    /// <summary>Takes each member from this filter, or from the saved view where this filter has null.</summary>
    public TicketFilter Over(TicketFilter view) => new()
    {
        Statuses = Statuses ?? view.Statuses,
        Priorities = Priorities ?? view.Priorities,
        ChannelSource = ChannelSource ?? view.ChannelSource,
        ChannelDetail = ChannelDetail ?? view.ChannelDetail,
        Assignees = Assignees ?? view.Assignees,
        From = From ?? view.From,
        To = To ?? view.To,
        DistinctIds = DistinctIds ?? view.DistinctIds,
        Emails = Emails ?? view.Emails,
        Search = Search ?? view.Search,
        Sla = Sla ?? view.Sla,
        Tags = Tags ?? view.Tags,
        TagsExclude = TagsExclude ?? view.TagsExclude,
        Snoozed = Snoozed ?? view.Snoozed,
        TriageResults = TriageResults ?? view.TriageResults,
        Order = Order ?? view.Order,
    };
}

/// <summary>Matches nobody, a user or a role.</summary>
internal sealed record AssigneeRule(long? User, Guid? Role);

/// <summary>A bound of a date filter. The instant is null if the request removes the bound with <c>all</c>.</summary>
internal readonly record struct DateBound(DateTimeOffset? Instant);

/// <summary>The two conditions, any-of and all-of, are combined with AND.</summary>
internal sealed record TagRule(IReadOnlyList<string>? Any, IReadOnlyList<string>? All);
