using System.Globalization;
using System.Text.Json;
using Conversations.Client.Testing.Exchange;
using Conversations.Client.Testing.Operations.Rules;
using Conversations.Client.Testing.State;
using Conversations.Client.Testing.Wire;

namespace Conversations.Client.Testing.Operations.Query;

/// <summary>
/// Reads a filter from the query string. Invalid values are ignored, except an unknown <c>view</c> (docs/service/tickets.md 5).
/// </summary>
internal static class TicketFilterReader
{
    private const int MaxItems = 100;
    private const int MaxTags = 50;
    private const int MaxSearchCharacters = 200;

    public static TicketFilter Read(Call call)
    {
        QueryParameters query = call.Query;
        var filter = new TicketFilter
        {
            Statuses = Known(query.Items("status"), Vocabulary.TicketStatuses),
            Priorities = Known(query.Items("priority"), Vocabulary.Priorities(call.State)),
            ChannelSource = Known(query.Last("channel_source"), Vocabulary.ChannelSources),
            ChannelDetail = Known(query.Last("channel_detail"), Vocabulary.ChannelDetails),
            Assignees = Assignees(call, query),
            From = Bound(call, query.Last("date_from"), allDisables: true),
            To = Bound(call, query.Last("date_to"), allDisables: call.IsCurrent),
            DistinctIds = Some(query.Items("distinct_ids").Take(MaxItems)),
            Search = Search(query.Last("search")),
            Sla = Known(query.Last("sla"), Vocabulary.SlaStates),
            Tags = Tags(query, call.IsCurrent),
            Snoozed = query.Last("snoozed")?.ToLowerInvariant() switch { "true" => true, "false" => false, _ => null },
            Order = TicketOrdering.Parse(query.Last("order_by")),
        };
        return call.IsCurrent ? WithNewestParameters(call, filter) : filter;
    }

    public static DateBound? Bound(Call call, string? text, bool allDisables) => text switch
    {
        null or "" => null,
        "all" when allDisables => new DateBound(null),
        _ => new DateBound(FilterDates.Evaluate(text, call.State.Now, call.Project.TimeZone)),
    };

    public static string? Search(string? text) =>
        text is { Length: > 0 } && FieldRules.CountCharacters(text) <= MaxSearchCharacters ? text : null;

    public static string? Known(string? value, IReadOnlyList<string> values) => value is not null && values.Contains(value) ? value : null;

    public static IReadOnlyList<string>? Known(IEnumerable<string> items, IReadOnlyList<string> values) =>
        Some(items.Where(values.Contains));

    public static IReadOnlyList<T>? Some<T>(IEnumerable<T> items)
    {
        T[] some = [.. items];
        return some.Length > 0 ? some : null;
    }

    private static TicketFilter WithNewestParameters(Call call, TicketFilter filter)
    {
        QueryParameters query = call.Query;
        TicketFilter complete = filter with
        {
            Emails = Some(query.Items("emails").Take(MaxItems)),
            TagsExclude = JsonItems(query.Last("tags_exclude")),
            TriageResults = Known(query.Items("ai_triage_result"), Vocabulary.TriageResults),
        };
        if (query.Last("view") is not { Length: > 0 } shortId)
        {
            return complete;
        }

        ViewRow view = call.State.Views.Find(call.Project.Id, shortId)
            ?? throw FieldRules.Invalid("No saved ticket view matches this short_id.", "view");
        return complete.Over(SavedFilterReader.Read(call, view.Filters));
    }

    private static IReadOnlyList<AssigneeRule>? Assignees(Call call, QueryParameters query)
    {
        // The legacy version takes one value and does not know "me".
        string[] items = call.IsCurrent ? query.Items("assignee") : query.Last("assignee") is { } one ? [one] : [];
        return Some(items.Take(MaxItems).Select(item => Assignee(call, item)).OfType<AssigneeRule>());
    }

    private static AssigneeRule? Assignee(Call call, string text) => text switch
    {
        _ when text.Equals("unassigned", StringComparison.OrdinalIgnoreCase) => new AssigneeRule(null, null),
        _ when text.Equals("me", StringComparison.OrdinalIgnoreCase) && call.IsCurrent => new AssigneeRule(call.Caller.User.Id, null),
        ['u', 's', 'e', 'r', ':', .. string id] when long.TryParse(id, NumberStyles.Integer, CultureInfo.InvariantCulture, out long user) =>
            new AssigneeRule(user, null),
        ['r', 'o', 'l', 'e', ':', .. string id] when Guid.TryParse(id, out Guid role) => new AssigneeRule(null, role),
        _ => null,
    };

    private static TagRule? Tags(QueryParameters query, bool isCurrent)
    {
        IReadOnlyList<string>? any = JsonItems(query.Last("tags"));
        IReadOnlyList<string>? all = isCurrent ? JsonItems(query.Last("tags_all")) : null;
        return any is null && all is null ? null : new TagRule(isCurrent && any is not null ? [.. any.Take(MaxTags)] : any, all);
    }

    /// <summary>Reads a JSON array as texts. Anything else does not filter.</summary>
    private static string[]? JsonItems(string? json)
    {
        if (json is null)
        {
            return null;
        }

        try
        {
            using var document = JsonDocument.Parse(json);
            return document.RootElement is { ValueKind: JsonValueKind.Array } items && items.GetArrayLength() > 0
                ? [.. items.EnumerateArray().Select(item => item.ValueKind == JsonValueKind.String ? item.GetString()! : item.GetRawText())]
                : null;
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            // A text with half a surrogate pair causes the InvalidOperationException.
            return null;
        }
    }
}
