using System.Text;
using System.Text.Json;
using Conversations.Client.Wire;

namespace Conversations.Client.Views;

/// <summary>
/// Reads and writes a view's filters: each known key if its value fits, everything else kept as it is (docs/service/tickets.md 3.1).
/// </summary>
internal static class TicketViewFiltersJson
{
    /// <summary>Every key that the service knows, in the order in which they are sent.</summary>
    private static readonly FilterKey[] Keys =
    [
        Key("status", static all => all.Status, static (all, value) => all with { Status = value }, ReadList<TicketStatus>, WireWriter.Write),
        Key(
            "priority",
            static all => all.Priority,
            static (all, value) => all with { Priority = value },
            ReadList<TicketPriority>,
            WireWriter.Write),
        Key("channel", static all => all.Channel, static (all, value) => all with { Channel = value }, ReadValue<ChannelSource>, WireWriter.Write),
        Key("sla", static all => all.Sla, static (all, value) => all with { Sla = value }, ReadValue<SlaState>, WireWriter.Write),
        Key(
            "aiTriageResult",
            static all => all.AITriageResult,
            static (all, value) => all with { AITriageResult = value },
            ReadList<AITriageResult>,
            WireWriter.Write),
        Key("assignee", static all => all.Assignee, static (all, value) => all with { Assignee = value }, ReadAssignees, WriteAssignees),
        Key("tags", static all => all.Tags, static (all, value) => all with { Tags = value }, ReadTexts, WireWriter.Write),
        Key("tagsMatch", static all => all.TagsMatch, static (all, value) => all with { TagsMatch = value }, ReadValue<TagsMatch>, WireWriter.Write),
        Key("tagsExclude", static all => all.TagsExclude, static (all, value) => all with { TagsExclude = value }, ReadTexts, WireWriter.Write),
        Key("dateFrom", static all => all.DateFrom, static (all, value) => all with { DateFrom = value }, ReadDate, WriteDate),
        Key("dateTo", static all => all.DateTo, static (all, value) => all with { DateTo = value }, ReadDate, WriteDate),
        Key("sorting", static all => all.Sorting, static (all, value) => all with { Sorting = value }, ReadSorting, WireWriter.Write),
        Key("search", static all => all.Search, static (all, value) => all with { Search = value }, ReadText, WireWriter.Write),
    ];

    private delegate T ReadMember<T>(ref Utf8JsonReader reader);

    private delegate void WriteMember<T>(Utf8JsonWriter writer, ReadOnlySpan<byte> name, T value);

    private delegate TicketViewFilters SetMember(ref Utf8JsonReader reader, TicketViewFilters filters);

    public static TicketViewFilters Read(ref Utf8JsonReader reader)
    {
        var filters = new TicketViewFilters();
        Dictionary<string, JsonElement>? others = null;
        WireReader.StartObject(ref reader);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            string name = reader.GetString()!;
            reader.Read();
            if (KeyOf(name) is not { } key || !TrySet(ref reader, key.Set, ref filters))
            {
                (others ??= [])[name] = JsonElement.ParseValue(ref reader);
            }
        }

        return others is null ? filters : filters with { AdditionalMembers = others };
    }

    public static void WriteMembers(Utf8JsonWriter writer, TicketViewFilters filters)
    {
        foreach (FilterKey key in Keys)
        {
            key.Write(writer, filters);
        }

        foreach ((string? name, JsonElement value) in filters.AdditionalMembers)
        {
            // A member that was set since replaces the value that did not fit.
            if (KeyOf(name)?.IsSet(filters) != true && value.ValueKind != JsonValueKind.Undefined)
            {
                writer.WritePropertyName(name);
                // Byte for byte: what does not fit may be no Unicode text either.
                writer.WriteRawValue(value.GetRawText());
            }
        }
    }

    private static bool TrySet(ref Utf8JsonReader reader, SetMember set, ref TicketViewFilters filters)
    {
        Utf8JsonReader start = reader;
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

    private static FilterKey? KeyOf(string name) => Array.Find(Keys, key => key.Name == name);

    private static FilterKey Key<T>(
        string name,
        Func<TicketViewFilters, T> get,
        Func<TicketViewFilters, T, TicketViewFilters> with,
        ReadMember<T> read,
        WriteMember<T> write)
    {
        byte[] utf8 = Encoding.UTF8.GetBytes(name);
        return new(
            name,
            (ref reader, filters) => with(filters, read(ref reader)),
            filters => get(filters) is not null,
            (writer, filters) => write(writer, utf8, get(filters)));
    }

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
        Utf8JsonReader ahead = reader;
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

    private static void WriteDate(Utf8JsonWriter writer, ReadOnlySpan<byte> name, DateFilter? date) =>
        WireWriter.Write(writer, name, date?.ToString());

    private static void WriteAssignees(Utf8JsonWriter writer, ReadOnlySpan<byte> name, IReadOnlyList<AssigneeFilter>? filters)
    {
        if (filters is null)
        {
            return;
        }

        writer.WriteStartArray(name);
        foreach (AssigneeFilter filter in filters)
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

    /// <summary>A key, and what it takes to read its member, to see whether it is set, and to write it.</summary>
    private sealed record FilterKey(
        string Name, SetMember Set, Func<TicketViewFilters, bool> IsSet, Action<Utf8JsonWriter, TicketViewFilters> Write);
}
