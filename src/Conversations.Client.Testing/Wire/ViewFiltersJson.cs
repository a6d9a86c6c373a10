using System.Text.Json;

namespace Conversations.Client.Testing.Wire;

/// <summary>A typed filter of a view as JSON, keys in camelCase (docs/service/tickets.md 3.1).</summary>
internal static class ViewFiltersJson
{
    public static void Write(Utf8JsonWriter writer, TicketViewFilters filters)
    {
        writer.WriteStartObject();
        WriteValues(writer, "status", filters.Status);
        WriteValues(writer, "priority", filters.Priority);
        WriteText(writer, "channel", filters.Channel?.Value);
        WriteText(writer, "sla", filters.Sla?.Value);
        WriteValues(writer, "aiTriageResult", filters.AITriageResult);
        WriteAssignees(writer, filters.Assignee);
        WriteTexts(writer, "tags", filters.Tags);
        WriteText(writer, "tagsMatch", filters.TagsMatch?.Value);
        WriteTexts(writer, "tagsExclude", filters.TagsExclude);
        WriteText(writer, "dateFrom", filters.DateFrom?.ToString());
        WriteText(writer, "dateTo", filters.DateTo?.ToString());
        if (filters.Sorting is { } sorting)
        {
            writer.WriteStartObject("sorting");
            writer.WriteString("columnKey", sorting.ColumnKey);
            writer.WriteNumber("order", sorting.Descending ? -1 : 1);
            writer.WriteEndObject();
        }

        WriteText(writer, "search", filters.Search);
        foreach ((string name, JsonElement value) in filters.AdditionalMembers)
        {
            writer.WriteJson(name, value);
        }

        writer.WriteEndObject();
    }

    private static void WriteValues<T>(Utf8JsonWriter writer, string name, IReadOnlyList<OpenEnum<T>>? values)
        where T : struct, Enum => WriteTexts(writer, name, values?.Select(value => value.Value));

    private static void WriteTexts(Utf8JsonWriter writer, string name, IEnumerable<string>? values)
    {
        if (values is not null)
        {
            writer.WriteStrings(name, values);
        }
    }

    private static void WriteText(Utf8JsonWriter writer, string name, string? value)
    {
        if (value is not null)
        {
            writer.WriteString(name, value);
        }
    }

    private static void WriteAssignees(Utf8JsonWriter writer, IReadOnlyList<AssigneeFilter>? filters)
    {
        if (filters is null)
        {
            return;
        }

        writer.WriteStartArray("assignee");
        foreach (AssigneeFilter filter in filters)
        {
            if (filter.UserId is null && filter.RoleId is null)
            {
                writer.WriteStringValue(filter == AssigneeFilter.Me ? "me" : "unassigned");
                continue;
            }

            writer.WriteStartObject();
            writer.WriteString("type", filter.UserId is null ? "role" : "user");
            if (filter.UserId is { } user)
            {
                writer.WriteNumber("id", user);
            }
            else
            {
                writer.WriteString("id", filter.RoleId!.Value);
            }

            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }
}
