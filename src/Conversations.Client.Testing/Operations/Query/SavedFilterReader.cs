using System.Text.Json;
using Conversations.Client.Testing.Operations.Rules;
using Conversations.Client.Testing.Wire;

namespace Conversations.Client.Testing.Operations.Query;

/// <summary>
/// Reads a filter from a saved view. An invalid entry is dropped and is never an error, because the stored object may be anything
/// (docs/service/tickets.md 3.1, 5).
/// </summary>
internal static class SavedFilterReader
{
    public static TicketFilter Read(Call call, JsonElement filters) => new()
    {
        Statuses = TicketFilterReader.Known(Texts(filters, "status"), Vocabulary.TicketStatuses),
        Priorities = TicketFilterReader.Known(Texts(filters, "priority"), Vocabulary.Priorities(call.State)),
        ChannelSource = TicketFilterReader.Known(Text(filters, "channel"), Vocabulary.ChannelSources),
        Sla = TicketFilterReader.Known(Text(filters, "sla"), Vocabulary.SlaStates),
        TriageResults = TicketFilterReader.Known(Texts(filters, "aiTriageResult"), Vocabulary.TriageResults),
        Assignees = TicketFilterReader.Some(Assignees(call, filters)),
        Tags = Tags(filters),
        TagsExclude = TicketFilterReader.Some(Texts(filters, "tagsExclude")),
        From = TicketFilterReader.Bound(call, Text(filters, "dateFrom"), allDisables: true),
        To = TicketFilterReader.Bound(call, Text(filters, "dateTo"), allDisables: true),
        Search = TicketFilterReader.Search(Text(filters, "search")),
        Order = Order(filters),
    };

    private static TagRule? Tags(JsonElement filters)
    {
        IReadOnlyList<string>? tags = TicketFilterReader.Some(Texts(filters, "tags"));
        return tags is null ? null
            : Text(filters, "tagsMatch") == "all" ? new TagRule(Any: null, All: tags)
            : new TagRule(Any: tags, All: null);
    }

    private static TicketOrdering? Order(JsonElement filters)
    {
        if (!filters.TryGetProperty("sorting", out JsonElement sorting)
            || sorting.ValueKind != JsonValueKind.Object
            || !sorting.TryGetProperty("order", out JsonElement order)
            || order.ValueKind != JsonValueKind.Number)
        {
            return null;
        }

        string column = Text(sorting, "columnKey") is { } key && TicketOrdering.Columns.Contains(key) ? key : TicketOrdering.DefaultColumn;
        return new TicketOrdering(column, IsDescending: order.GetDouble() < 0);
    }

    private static IEnumerable<AssigneeRule> Assignees(Call call, JsonElement filters)
    {
        if (!filters.TryGetProperty("assignee", out JsonElement value))
        {
            return [];
        }

        // Older views have a single value instead of a list.
        IEnumerable<JsonElement> entries = value.ValueKind == JsonValueKind.Array ? value.EnumerateArray() : [value];
        return entries.Select(entry => Assignee(call, entry)).OfType<AssigneeRule>();
    }

    private static AssigneeRule? Assignee(Call call, JsonElement entry)
    {
        if (entry.ValueKind == JsonValueKind.String)
        {
            return entry.GetString() switch
            {
                "me" => new AssigneeRule(call.Caller.User.Id, null),
                "unassigned" => new AssigneeRule(null, null),
                _ => null,
            };
        }

        if (entry.ValueKind != JsonValueKind.Object || !entry.TryGetProperty("id", out JsonElement id))
        {
            return null;
        }

        return Text(entry, "type") switch
        {
            "user" when FieldRules.WholeNumber(id) is { } user => new AssigneeRule(user, null),
            "role" when id.ValueKind == JsonValueKind.String && id.TryGetGuid(out Guid role) => new AssigneeRule(null, role),
            _ => null,
        };
    }

    private static string? Text(JsonElement filters, string name) =>
        filters.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static IEnumerable<string> Texts(JsonElement filters, string name) =>
        filters.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.Array
            ? value.EnumerateArray().Where(item => item.ValueKind == JsonValueKind.String).Select(item => item.GetString()!)
            : [];
}
