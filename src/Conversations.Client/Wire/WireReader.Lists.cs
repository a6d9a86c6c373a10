using System.Text.Json;

namespace Conversations.Client.Wire;

/// <content>Reads lists and dictionaries, and leaves out entries that are null.</content>
internal static partial class WireReader
{
    public static void Read(ref Utf8JsonReader reader, ref IReadOnlyList<string>? value)
    {
        if (!StartList(ref reader))
        {
            return;
        }

        var items = new List<string>();
        while (NextItem(ref reader))
        {
            string? item = null;
            Read(ref reader, ref item);
            Add(items, item);
        }

        value = items;
    }

    public static void Read(ref Utf8JsonReader reader, ref IReadOnlyList<Guid>? value)
    {
        if (!StartList(ref reader))
        {
            return;
        }

        var items = new List<Guid>();
        while (NextItem(ref reader))
        {
            Guid? item = null;
            Read(ref reader, ref item);
            if (item is { } id)
            {
                items.Add(id);
            }
        }

        value = items;
    }

    public static void Read(ref Utf8JsonReader reader, ref IReadOnlyList<JsonElement>? value)
    {
        if (!StartList(ref reader))
        {
            return;
        }

        var items = new List<JsonElement>();
        while (NextItem(ref reader))
        {
            items.Add(JsonElement.ParseValue(ref reader));
        }

        value = items;
    }

    public static void Read<T>(ref Utf8JsonReader reader, ref IReadOnlyList<OpenEnum<T>>? value)
        where T : struct, Enum
    {
        if (!StartList(ref reader))
        {
            return;
        }

        var items = new List<OpenEnum<T>>();
        while (NextItem(ref reader))
        {
            OpenEnum<T>? item = null;
            Read(ref reader, ref item);
            if (item is { } known)
            {
                items.Add(known);
            }
        }

        value = items;
    }

    public static void Read<T>(ref Utf8JsonReader reader, ref IReadOnlyList<T>? value)
        where T : class, IWireRecord<T>
    {
        if (!StartList(ref reader))
        {
            return;
        }

        var items = new List<T>();
        while (NextItem(ref reader))
        {
            T? item = null;
            Read(ref reader, ref item);
            Add(items, item);
        }

        value = items;
    }

    public static void Read(ref Utf8JsonReader reader, ref IReadOnlyDictionary<string, JsonElement>? value)
    {
        if (reader.TokenType == JsonTokenType.Null)
        {
            return;
        }

        StartObject(ref reader);
        var members = new Dictionary<string, JsonElement>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            string name = reader.GetString()!;
            reader.Read();
            members[name] = JsonElement.ParseValue(ref reader);
        }

        value = members;
    }

    private static bool StartList(ref Utf8JsonReader reader) => reader.TokenType switch
    {
        JsonTokenType.Null => false,
        JsonTokenType.StartArray => true,
        _ => throw Unexpected(ref reader, "a list"),
    };

    private static bool NextItem(ref Utf8JsonReader reader) => reader.Read() && reader.TokenType != JsonTokenType.EndArray;

    private static void Add<T>(List<T> items, T? item)
        where T : class
    {
        if (item is not null)
        {
            items.Add(item);
        }
    }
}
