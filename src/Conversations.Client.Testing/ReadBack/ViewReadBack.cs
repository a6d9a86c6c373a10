using System.Text.Json;
using Conversations.Client.Testing.State;

namespace Conversations.Client.Testing.ReadBack;

/// <summary>A stored view as the client's record, with the favourites of the fake's own user.</summary>
internal static class ViewReadBack
{
    public static TicketView Read(FakeState state, ViewRow row) => new()
    {
        Id = row.Id,
        ShortId = row.ShortId,
        Name = row.Name,
        Filters = Filters(row.Filters),
        CreatedAt = row.CreatedAt,
        CreatedBy = UserReadBack.Read(state.Directory, row.CreatedBy),
        IsFavorited = row.FavoritedBy.Contains(DefaultDirectory.UserId),
    };

    private static TicketViewFilters Filters(JsonElement stored)
    {
        var filters = new TicketViewFilters
        {
            Status = stored.Texts("status")?.Select(text => new OpenEnum<TicketStatus>(text)).ToArray(),
            Priority = stored.Texts("priority")?.Select(text => new OpenEnum<TicketPriority>(text)).ToArray(),
            Channel = stored.Text("channel") is { } channel ? new OpenEnum<ChannelSource>(channel) : null,
            Sla = stored.Text("sla") is { } sla ? new OpenEnum<SlaState>(sla) : null,
            AITriageResult = stored.Texts("aiTriageResult")?.Select(text => new OpenEnum<AITriageResult>(text)).ToArray(),
            Assignee = Assignees(stored),
            Tags = stored.Texts("tags"),
            TagsMatch = stored.Text("tagsMatch") is { } match ? new OpenEnum<TagsMatch>(match) : null,
            TagsExclude = stored.Texts("tagsExclude"),
            DateFrom = stored.Text("dateFrom") is { } from ? DateFilter.Raw(from) : null,
            DateTo = stored.Text("dateTo") is { } to ? DateFilter.Raw(to) : null,
            Sorting = Sorting(stored),
            Search = stored.Text("search"),
        };
        return filters with { AdditionalMembers = Others(stored) };
    }

    private static AssigneeFilter[]? Assignees(JsonElement stored) =>
        stored.Items("assignee")?.Select(Assignee).OfType<AssigneeFilter>().ToArray()
        ?? (stored.Member("assignee") is { } single && Assignee(single) is { } one ? [one] : null);

    private static AssigneeFilter? Assignee(JsonElement entry) => entry.ValueKind switch
    {
        JsonValueKind.String when entry.ValueEquals("me") => AssigneeFilter.Me,
        JsonValueKind.String when entry.ValueEquals("unassigned") => AssigneeFilter.Unassigned,
        JsonValueKind.Object when entry.Member("id") is { ValueKind: JsonValueKind.Number } user => AssigneeFilter.User(user.GetInt64()),
        JsonValueKind.Object when Guid.TryParse(entry.Text("id"), out Guid role) => AssigneeFilter.Role(role),
        _ => null,
    };

    private static TicketViewSorting? Sorting(JsonElement stored) =>
        stored.Member("sorting") is { } sorting && sorting.Text("columnKey") is { } column
            ? new TicketViewSorting { ColumnKey = column, Descending = sorting.Member("order") is { ValueKind: JsonValueKind.Number } order && order.GetDouble() < 0 }
            : null;

    private static Dictionary<string, JsonElement> Others(JsonElement stored)
    {
        Dictionary<string, JsonElement> others = [];
        foreach (JsonProperty member in stored.EnumerateObject())
        {
            bool isKnown = member.Name is "status" or "priority" or "channel" or "sla" or "aiTriageResult" or "assignee" or "tags"
                or "tagsMatch" or "tagsExclude" or "dateFrom" or "dateTo" or "sorting" or "search";
            if (!isKnown)
            {
                others[member.Name] = member.Value;
            }
        }

        return others;
    }
}
