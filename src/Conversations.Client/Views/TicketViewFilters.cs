using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Conversations.Client.Views;
using Conversations.Client.Wire;

namespace Conversations.Client;

/// <summary>The filters of a saved view. Every member may be absent.</summary>
/// <remarks>
/// <para>An update replaces the whole object. So <see cref="AdditionalMembers"/> keeps what this package does not know, and it is sent
/// back: change a view with <c>view.Filters with { … }</c>. A known member whose value does not fit its type is kept there too, because
/// older servers check nothing; setting the member then replaces it.</para>
/// </remarks>
[JsonConverter(typeof(RecordConverter<TicketViewFilters>))]
public sealed record TicketViewFilters : IWireRecord<TicketViewFilters>
{
    /// <summary>Any of these statuses; all when empty.</summary>
    public IReadOnlyList<OpenEnum<TicketStatus>>? Status { get; init; }

    /// <summary>Any of these priorities; all when empty.</summary>
    public IReadOnlyList<OpenEnum<TicketPriority>>? Priority { get; init; }

    /// <summary>The channel. The service's <c>all</c> is read as an unknown value.</summary>
    public OpenEnum<ChannelSource>? Channel { get; init; }

    /// <summary>The state of the SLA. The service's <c>all</c> is read as an unknown value.</summary>
    public OpenEnum<SlaState>? Sla { get; init; }

    /// <summary>Any of these results of the AI triage. Newer servers only.</summary>
    public IReadOnlyList<OpenEnum<AITriageResult>>? AITriageResult { get; init; }

    /// <summary>Any of these assignees. The older form with one value is read as a list of one, and <c>all</c> as null.</summary>
    public IReadOnlyList<AssigneeFilter>? Assignee { get; init; }

    /// <summary>These tags, combined as <see cref="TagsMatch"/> says.</summary>
    public IReadOnlyList<string>? Tags { get; init; }

    /// <summary>Whether a ticket must have any or all of <see cref="Tags"/>. Newer servers only.</summary>
    public OpenEnum<TagsMatch>? TagsMatch { get; init; }

    /// <summary>None of these tags. Newer servers only.</summary>
    public IReadOnlyList<string>? TagsExclude { get; init; }

    /// <summary>Changed at this time or later.</summary>
    public DateFilter? DateFrom { get; init; }

    /// <summary>Changed at this time or earlier.</summary>
    public DateFilter? DateTo { get; init; }

    /// <summary>The order.</summary>
    public TicketViewSorting? Sorting { get; init; }

    /// <summary>A text to search for, at most 200 characters. Newer servers only.</summary>
    public string? Search { get; init; }

    /// <summary>Members that this package does not know, or whose values do not fit. They are kept and sent back as they are.</summary>
    public IReadOnlyDictionary<string, JsonElement> AdditionalMembers { get => field ?? UnknownMembers.None; init; }

    /// <summary>The same filters as a query, to list the view's tickets on servers of all ages.</summary>
    /// <returns>A query that can be refined with <c>with</c>. It leaves out what a query cannot express: the word <c>all</c>, and
    /// <see cref="AdditionalMembers"/>.</returns>
    public TicketQuery ToQuery() => new()
    {
        Status = Status,
        Priority = Priority,
        ChannelSource = Channel is { Value: "all" } ? null : Channel,
        Sla = Sla is { Value: "all" } ? null : Sla,
        AITriageResult = AITriageResult,
        Assignee = Assignee,
        Tags = TagsMatch == Client.TagsMatch.All ? null : Tags,
        TagsAll = TagsMatch == Client.TagsMatch.All ? Tags : null,
        TagsExclude = TagsExclude,
        DateFrom = DateFrom?.ToString() is "all" ? null : DateFrom,
        DateTo = DateTo?.ToString() is "all" ? null : DateTo,
        OrderBy = Sorting is { } sorting ? new OpenEnum<TicketOrder>((sorting.Descending ? "-" : "") + sorting.ColumnKey) : null,
        Search = string.IsNullOrEmpty(Search) ? null : Search,
    };

    static TicketViewFilters IWireRecord<TicketViewFilters>.Read(ref Utf8JsonReader reader) => TicketViewFiltersJson.Read(ref reader);

    void IWireRecord<TicketViewFilters>.WriteMembers(Utf8JsonWriter writer) => TicketViewFiltersJson.WriteMembers(writer, this);

    private bool PrintMembers(StringBuilder builder) => new RecordPrinter(builder)
        .Add("Status", Status)
        .Add("Priority", Priority)
        .Add("Channel", Channel)
        .Add("Sla", Sla)
        .Add("AITriageResult", AITriageResult)
        .Add("Assignee", Assignee)
        .Add("Tags", Tags)
        .Add("TagsMatch", TagsMatch)
        .Add("TagsExclude", TagsExclude)
        .Text("DateFrom", DateFrom?.ToString())
        .Text("DateTo", DateTo?.ToString())
        .Text("Sorting", Sorting is { } sorting ? $"{sorting.ColumnKey} {(sorting.Descending ? "descending" : "ascending")}" : null)
        .Add("Search", Search)
        .Additional(AdditionalMembers)
        .Any;
}
