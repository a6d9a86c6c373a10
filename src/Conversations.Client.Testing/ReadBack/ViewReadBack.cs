using System.Text.Json;
using Conversations.Client.Testing.State;

namespace Conversations.Client.Testing.ReadBack;

/// <summary>A stored view as the client's record, with the favourites of the fake's own user.</summary>
internal static class ViewReadBack
{
    private delegate TicketViewFilters SetMember(TicketViewFilters filters, JsonElement stored, string key);

    private static readonly Dictionary<string, SetMember> Keys = new()
    {
        ["status"] = static (filters, stored, key) => filters with { Status = Values<TicketStatus>(stored, key) },
        ["priority"] = static (filters, stored, key) => filters with { Priority = Values<TicketPriority>(stored, key) },
        ["channel"] = static (filters, stored, key) => filters with { Channel = Value<ChannelSource>(stored, key) },
        ["sla"] = static (filters, stored, key) => filters with { Sla = Value<SlaState>(stored, key) },
        ["aiTriageResult"] = static (filters, stored, key) => filters with { AITriageResult = Values<AITriageResult>(stored, key) },
        ["assignee"] = static (filters, stored, key) => filters with { Assignee = Assignees(stored, key) },
        ["tags"] = static (filters, stored, key) => filters with { Tags = stored.Texts(key) },
        ["tagsMatch"] = static (filters, stored, key) => filters with { TagsMatch = Value<TagsMatch>(stored, key) },
        ["tagsExclude"] = static (filters, stored, key) => filters with { TagsExclude = stored.Texts(key) },
        ["dateFrom"] = static (filters, stored, key) => filters with { DateFrom = Date(stored, key) },
        ["dateTo"] = static (filters, stored, key) => filters with { DateTo = Date(stored, key) },
        ["sorting"] = static (filters, stored, key) => filters with { Sorting = Sorting(stored, key) },
        ["search"] = static (filters, stored, key) => filters with { Search = stored.Text(key) },
    };

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
        TicketViewFilters filters = new();
        Dictionary<string, JsonElement> others = [];
        foreach (JsonProperty member in stored.EnumerateObject())
        {
            if (Keys.TryGetValue(member.Name, out SetMember? set))
            {
                filters = set(filters, stored, member.Name);
            }
            else
            {
                others[member.Name] = member.Value;
            }
        }

        return filters with { AdditionalMembers = others };
    }

    private static OpenEnum<T>[]? Values<T>(JsonElement stored, string key)
        where T : struct, Enum => stored.Texts(key)?.Select(text => new OpenEnum<T>(text)).ToArray();

    private static OpenEnum<T>? Value<T>(JsonElement stored, string key)
        where T : struct, Enum => stored.Text(key) is { } text ? new OpenEnum<T>(text) : null;

    private static DateFilter? Date(JsonElement stored, string key) => stored.Text(key) is { } text ? DateFilter.Raw(text) : null;

    private static AssigneeFilter[]? Assignees(JsonElement stored, string key) =>
        stored.Items(key)?.Select(Assignee).OfType<AssigneeFilter>().ToArray()
        ?? (stored.Member(key) is { } single && Assignee(single) is { } one ? [one] : null);

    private static AssigneeFilter? Assignee(JsonElement entry) => entry.ValueKind switch
    {
        JsonValueKind.String when entry.ValueEquals("me") => AssigneeFilter.Me,
        JsonValueKind.String when entry.ValueEquals("unassigned") => AssigneeFilter.Unassigned,
        JsonValueKind.Object when entry.Member("id") is { ValueKind: JsonValueKind.Number } user => AssigneeFilter.User(user.GetInt64()),
        JsonValueKind.Object when Guid.TryParse(entry.Text("id"), out Guid role) => AssigneeFilter.Role(role),
        _ => null,
    };

    private static TicketViewSorting? Sorting(JsonElement stored, string key) =>
        stored.Member(key) is { } sorting && sorting.Text("columnKey") is { } column
            ? new TicketViewSorting
            {
                ColumnKey = column,
                Descending = sorting.Member("order") is { ValueKind: JsonValueKind.Number } order && order.GetDouble() < 0,
            }
            : null;
}
