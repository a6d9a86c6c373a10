namespace Conversations.Client.Testing.Operations.Query;

/// <summary>
/// What a list of tickets is narrowed to. Null dimensions narrow nothing; all others combine with and (docs/service/tickets.md 5).
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

    /// <summary>Each dimension of this filter, or where it has none that of the saved view below it.</summary>
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

/// <summary>Nobody, a user or a role.</summary>
internal sealed record AssigneeRule(long? User, Guid? Role);

/// <summary>An instant; null when a bound was named only to take one away (<c>all</c>).</summary>
internal readonly record struct DateBound(DateTimeOffset? Instant);

/// <summary>Any-of and all-of, combined with and.</summary>
internal sealed record TagRule(IReadOnlyList<string>? Any, IReadOnlyList<string>? All);
