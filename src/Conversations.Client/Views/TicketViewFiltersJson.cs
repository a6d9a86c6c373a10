using System.Text.Json;
using Conversations.Client.Wire;

namespace Conversations.Client.Views;

/// <summary>Reads and writes a view's filters: each known key if its value fits, everything else kept as it is (contract, tickets 3.1).</summary>
internal static class TicketViewFiltersJson
{
    private delegate TicketViewFilters SetMember(ref Utf8JsonReader reader, TicketViewFilters filters);

    internal static TicketViewFilters Read(ref Utf8JsonReader reader)
    {
        var filters = new TicketViewFilters();
        Dictionary<string, JsonElement>? others = null;
        WireReader.StartObject(ref reader);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.GetString()!;
            reader.Read();
            if (SetterOf(name) is not { } set || !TrySet(ref reader, set, ref filters))
            {
                (others ??= [])[name] = JsonElement.ParseValue(ref reader);
            }
        }

        return others is null ? filters : filters with { AdditionalMembers = others };
    }

    internal static void WriteMembers(Utf8JsonWriter writer, TicketViewFilters filters)
    {
        var others = filters.AdditionalMembers;
        WireWriter.Write(writer, "status"u8, filters.Status);
        WireWriter.Write(writer, "priority"u8, filters.Priority);
        WireWriter.Write(writer, "channel"u8, filters.Channel);
        WireWriter.Write(writer, "sla"u8, filters.Sla);
        WireWriter.Write(writer, "aiTriageResult"u8, filters.AITriageResult);
        WriteAssignees(writer, filters.Assignee);
        WireWriter.Write(writer, "tags"u8, filters.Tags);
        WireWriter.Write(writer, "tagsMatch"u8, filters.TagsMatch);
        WireWriter.Write(writer, "tagsExclude"u8, filters.TagsExclude);
        WireWriter.Write(writer, "dateFrom"u8, filters.DateFrom?.ToString());
        WireWriter.Write(writer, "dateTo"u8, filters.DateTo?.ToString());
        WireWriter.Write(writer, "sorting"u8, filters.Sorting);
        WireWriter.Write(writer, "search"u8, filters.Search);
        foreach (var (name, value) in others)
        {
            // A member that was set since replaces the value that did not fit.
            if (!IsSet(filters, name) && value.ValueKind != JsonValueKind.Undefined)
            {
                writer.WritePropertyName(name);
                // Byte for byte: what does not fit may be no Unicode text either.
                writer.WriteRawValue(value.GetRawText());
            }
        }
    }

    private static bool TrySet(ref Utf8JsonReader reader, SetMember set, ref TicketViewFilters filters)
    {
        var start = reader;
        try
        {
            filters = set(ref reader, filters);
            return true;
        }
        catch (Exception exception) when (exception is JsonException or ArgumentException or InvalidOperationException)
        {
            reader = start;
            return false;
        }
    }

    private static SetMember? SetterOf(string name) => name switch
    {
        "status" => static (ref reader, filters) => filters with { Status = ReadList<TicketStatus>(ref reader) },
        "priority" => static (ref reader, filters) => filters with { Priority = ReadList<TicketPriority>(ref reader) },
        "channel" => static (ref reader, filters) => filters with { Channel = ReadValue<ChannelSource>(ref reader) },
        "sla" => static (ref reader, filters) => filters with { Sla = ReadValue<SlaState>(ref reader) },
        "aiTriageResult" => static (ref reader, filters) => filters with { AITriageResult = ReadList<AITriageResult>(ref reader) },
        "assignee" => static (ref reader, filters) => filters with { Assignee = ReadAssignees(ref reader) },
        "tags" => static (ref reader, filters) => filters with { Tags = ReadTexts(ref reader) },
        "tagsMatch" => static (ref reader, filters) => filters with { TagsMatch = ReadValue<TagsMatch>(ref reader) },
        "tagsExclude" => static (ref reader, filters) => filters with { TagsExclude = ReadTexts(ref reader) },
        "dateFrom" => static (ref reader, filters) => filters with { DateFrom = ReadDate(ref reader) },
        "dateTo" => static (ref reader, filters) => filters with { DateTo = ReadDate(ref reader) },
        "sorting" => static (ref reader, filters) => filters with { Sorting = ReadSorting(ref reader) },
        "search" => static (ref reader, filters) => filters with { Search = ReadText(ref reader) },
        _ => null,
    };

    private static bool IsSet(TicketViewFilters filters, string name) => name switch
    {
        "status" => filters.Status is not null,
        "priority" => filters.Priority is not null,
        "channel" => filters.Channel is not null,
        "sla" => filters.Sla is not null,
        "aiTriageResult" => filters.AITriageResult is not null,
        "assignee" => filters.Assignee is not null,
        "tags" => filters.Tags is not null,
        "tagsMatch" => filters.TagsMatch is not null,
        "tagsExclude" => filters.TagsExclude is not null,
        "dateFrom" => filters.DateFrom is not null,
        "dateTo" => filters.DateTo is not null,
        "sorting" => filters.Sorting is not null,
        "search" => filters.Search is not null,
        _ => false,
    };

    private static IReadOnlyList<OpenEnum<T>>? ReadList<T>(ref Utf8JsonReader reader)
        where T : struct, Enum
    {
        ThrowUnlessTexts(ref reader);
        IReadOnlyList<OpenEnum<T>>? values = null;
        WireReader.Read(ref reader, ref values);
        return values;
    }

    private static OpenEnum<T>? ReadValue<T>(ref Utf8JsonReader reader)
        where T : struct, Enum
    {
        OpenEnum<T>? value = null;
        WireReader.Read(ref reader, ref value);
        return value;
    }

    private static IReadOnlyList<string>? ReadTexts(ref Utf8JsonReader reader)
    {
        ThrowUnlessTexts(ref reader);
        IReadOnlyList<string>? texts = null;
        WireReader.Read(ref reader, ref texts);
        return texts;
    }

    /// <summary>Elsewhere nulls in a list are left out and numbers become texts; here they would not come back as they were.</summary>
    private static void ThrowUnlessTexts(ref Utf8JsonReader reader)
    {
        var ahead = reader;
        if (ahead.TokenType != JsonTokenType.StartArray)
        {
            return;
        }

        while (ahead.Read() && ahead.TokenType != JsonTokenType.EndArray)
        {
            if (ahead.TokenType != JsonTokenType.String)
            {
                throw WireReader.Unexpected(ref ahead, "a text");
            }
        }
    }

    private static string? ReadText(ref Utf8JsonReader reader) => reader.TokenType switch
    {
        JsonTokenType.Null => null,
        JsonTokenType.String => reader.GetString(),
        _ => throw WireReader.Unexpected(ref reader, "a text"),
    };

    private static DateFilter? ReadDate(ref Utf8JsonReader reader) => ReadText(ref reader) is { } text ? DateFilter.Raw(text) : null;

    private static TicketViewSorting? ReadSorting(ref Utf8JsonReader reader)
    {
        TicketViewSorting? sorting = null;
        WireReader.Read(ref reader, ref sorting);
        return sorting;
    }

    private static List<AssigneeFilter>? ReadAssignees(ref Utf8JsonReader reader)
    {
        if (reader.TokenType == JsonTokenType.Null || (reader.TokenType == JsonTokenType.String && reader.ValueTextEquals("all"u8)))
        {
            return null;
        }

        if (reader.TokenType != JsonTokenType.StartArray)
        {
            return [ReadAssignee(ref reader)];
        }

        var filters = new List<AssigneeFilter>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            filters.Add(ReadAssignee(ref reader));
        }

        return filters;
    }

    private static AssigneeFilter ReadAssignee(ref Utf8JsonReader reader)
    {
        if (reader.TokenType == JsonTokenType.String)
        {
            return reader.GetString() switch
            {
                "me" => AssigneeFilter.Me,
                "unassigned" => AssigneeFilter.Unassigned,
                _ => throw WireReader.Unexpected(ref reader, "an assignee"),
            };
        }

        Assignee? assignee = null;
        WireReader.Read(ref reader, ref assignee);
        return assignee switch
        {
            { Type.Value: "user", UserId: { } user } => AssigneeFilter.User(user),
            { Type.Value: "role", RoleId: { } role } => AssigneeFilter.Role(role),
            _ => throw WireReader.Unexpected(ref reader, "an assignee"),
        };
    }

    private static void WriteAssignees(Utf8JsonWriter writer, IReadOnlyList<AssigneeFilter>? filters)
    {
        if (filters is null)
        {
            return;
        }

        writer.WriteStartArray("assignee"u8);
        foreach (var filter in filters)
        {
            if (filter.UserId is null && filter.RoleId is null)
            {
                writer.WriteStringValue(filter.Kind);
                continue;
            }

            writer.WriteStartObject();
            writer.WriteString("type"u8, filter.Kind);
            WireWriter.Write(writer, "id"u8, filter.UserId);
            WireWriter.Write(writer, "id"u8, filter.RoleId);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }
}
