using System.Text;
using System.Text.Json;
using Conversations.Client.Wire;

namespace Conversations.Client.Views;

/// <summary>
/// Reads and writes the filters of a view. It reads a known key if its value fits, and keeps everything else as it is
/// (docs/service/tickets.md 3.1).
/// </summary>
internal static class TicketViewFiltersJson
{
    /// <summary>Every key that the service knows, in the order of sending.</summary>
    private static readonly FilterKey[] Keys =
    [
        Key("status", static it => it.Status, static (it, value) => it with { Status = value }, ReadList<TicketStatus>, WireWriter.Write),
        Key("priority", static it => it.Priority, static (it, value) => it with { Priority = value }, ReadList<TicketPriority>, WireWriter.Write),
        Key("channel", static it => it.Channel, static (it, value) => it with { Channel = value }, ReadValue<ChannelSource>, WireWriter.Write),
        Key("sla", static it => it.Sla, static (it, value) => it with { Sla = value }, ReadValue<SlaState>, WireWriter.Write),
        Key("aiTriageResult", static it => it.AITriageResult, static (it, value) => it with { AITriageResult = value }, ReadList<AITriageResult>,
            WireWriter.Write),
        Key("assignee", static it => it.Assignee, static (it, value) => it with { Assignee = value }, ReadAssignees, WriteAssignees),
        Key("tags", static it => it.Tags, static (it, value) => it with { Tags = value }, ReadTexts, WireWriter.Write),
        Key("tagsMatch", static it => it.TagsMatch, static (it, value) => it with { TagsMatch = value }, ReadValue<TagsMatch>, WireWriter.Write),
        Key("tagsExclude", static it => it.TagsExclude, static (it, value) => it with { TagsExclude = value }, ReadTexts, WireWriter.Write),
        Key("dateFrom", static it => it.DateFrom, static (it, value) => it with { DateFrom = value }, ReadDate, WriteDate),
        Key("dateTo", static it => it.DateTo, static (it, value) => it with { DateTo = value }, ReadDate, WriteDate),
        Key("sorting", static it => it.Sorting, static (it, value) => it with { Sorting = value }, ReadSorting, WireWriter.Write),
        Key("search", static it => it.Search, static (it, value) => it with { Search = value }, ReadText, WireWriter.Write),
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
            // A known member that was set later replaces the value that did not fit.
            if (KeyOf(name)?.IsSet(filters) != true && value.ValueKind != JsonValueKind.Undefined)
            {
                writer.WritePropertyName(name);
                UnknownMembers.WriteValue(writer, value);
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

    /// <summary>
    /// Other readers leave out nulls in a list and turn numbers into texts. Here such values would not be sent back as they came.
    /// </summary>
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

    /// <summary>A key, and how to read its member, check whether it is set, and write it.</summary>
    private sealed record FilterKey(
        string Name, SetMember Set, Func<TicketViewFilters, bool> IsSet, Action<Utf8JsonWriter, TicketViewFilters> Write);
}
