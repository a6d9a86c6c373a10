using System.Text;
using Conversations.Client.Wire;

namespace Conversations.Client;

/// <summary>The filter and the order of a list of tickets. Members combine with AND. Members that are left out filter nothing.</summary>
/// <remarks>
/// The service ignores values that it does not know and does not refuse them. So a value that is newer than the server widens the list.
/// Empty lists and null are not sent. Texts that the service would silently ignore or cut are refused before sending.
/// </remarks>
public sealed record TicketQuery
{
    /// <summary>Any of these statuses.</summary>
    public IReadOnlyList<OpenEnum<TicketStatus>>? Status { get; init; }

    /// <summary>Any of these priorities. It is not possible to ask for tickets without one.</summary>
    public IReadOnlyList<OpenEnum<TicketPriority>>? Priority { get; init; }

    /// <summary>The channel of the ticket.</summary>
    public OpenEnum<ChannelSource>? ChannelSource { get; init; }

    /// <summary>The kind of the ticket's channel.</summary>
    public OpenEnum<ChannelDetail>? ChannelDetail { get; init; }

    /// <summary>
    /// The state of the SLA at the service's current time. Tickets without an SLA match no state. At risk means due within the hour.
    /// </summary>
    public OpenEnum<SlaState>? Sla { get; init; }

    /// <summary>The order; latest change first by default.</summary>
    public OpenEnum<TicketOrder>? OrderBy { get; init; }

    /// <summary>Any of these assignees, at most 100. Older servers accept one, and ignore a list of several.</summary>
    public IReadOnlyList<AssigneeFilter>? Assignee { get; init; }

    /// <summary>Any of these tags, exact and in lower case; at most 50.</summary>
    public IReadOnlyList<string>? Tags { get; init; }

    /// <summary>
    /// Any of these distinct ids, exact; at most 100. None may have a comma or outer whitespace, because the service cannot tell these
    /// apart.
    /// </summary>
    public IReadOnlyList<string>? DistinctIds { get; init; }

    /// <summary>
    /// A text of at most 200 characters. The service searches the customer's name and e-mail address, the e-mail subject, and every message
    /// including private notes, and ignores case. A text of digits only searches for the ticket's number only.
    /// </summary>
    public string? Search { get; init; }

    /// <summary>Changed at this time or later.</summary>
    public DateFilter? DateFrom { get; init; }

    /// <summary>Changed at this time or earlier. A date alone means its first moment.</summary>
    public DateFilter? DateTo { get; init; }

    /// <summary>All of these tags; at most 50. Newer servers only, older ones ignore it.</summary>
    public IReadOnlyList<string>? TagsAll { get; init; }

    /// <summary>None of these tags; at most 50. Newer servers only, older ones ignore it.</summary>
    public IReadOnlyList<string>? TagsExclude { get; init; }

    /// <summary>
    /// Any of these sender addresses, ignoring case; at most 100. If <see cref="DistinctIds"/> is set too, either may match. Newer servers
    /// only, older ones ignore it.
    /// </summary>
    public IReadOnlyList<string>? Emails { get; init; }

    /// <summary>True for snoozed tickets only, false for those that are not snoozed.</summary>
    public bool? Snoozed { get; init; }

    /// <summary>Any of these results of the AI triage. Newer servers only, older ones ignore it.</summary>
    public IReadOnlyList<OpenEnum<AITriageResult>>? AITriageResult { get; init; }

    /// <summary>
    /// The <see cref="TicketView.ShortId"/> of a saved view to start from; members set here replace the view's. Newer servers only, older
    /// ones ignore it.
    /// </summary>
    public string? View { get; init; }

    private bool PrintMembers(StringBuilder builder) => new RecordPrinter(builder)
        .Add("Status", Status)
        .Add("Priority", Priority)
        .Add("ChannelSource", ChannelSource)
        .Add("ChannelDetail", ChannelDetail)
        .Add("Sla", Sla)
        .Add("OrderBy", OrderBy)
        .Add("Assignee", Assignee)
        .Add("Tags", Tags)
        .Add("DistinctIds", DistinctIds)
        .Add("Search", Search)
        .Text("DateFrom", DateFrom?.ToString())
        .Text("DateTo", DateTo?.ToString())
        .Add("TagsAll", TagsAll)
        .Add("TagsExclude", TagsExclude)
        .Add("Emails", Emails)
        .Add("Snoozed", Snoozed)
        .Add("AITriageResult", AITriageResult)
        .Text("View", View)
        .Any;
}
