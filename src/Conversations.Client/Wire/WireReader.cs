using System.Text.Json;
using Conversations.Client.Values;

namespace Conversations.Client.Wire;

/// <summary>
/// Reads members of records. There is one overload for each type of member, so that the generated code is the same for all. JSON null
/// leaves the member unchanged.
/// </summary>
internal static partial class WireReader
{
    /// <summary>The value for an absent object of opaque JSON.</summary>
    public static JsonElement EmptyObject { get; } = JsonDocument.Parse("{}").RootElement;

    public static JsonElement ObjectOr(JsonElement value) => value.ValueKind == JsonValueKind.Undefined ? EmptyObject : value;

    public static void Read(ref Utf8JsonReader reader, ref string? value)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.Null:
                break;
            case JsonTokenType.String:
                value = reader.GetString();
                break;
            // Older servers wrote some ids as numbers; they are read as texts (docs/service/conversations.md 8).
            case JsonTokenType.Number or JsonTokenType.True or JsonTokenType.False:
                value = JsonElement.ParseValue(ref reader).GetRawText();
                break;
            default:
                throw Unexpected(ref reader, "a text");
        }
    }

    public static void Read(ref Utf8JsonReader reader, ref bool value)
    {
        if (reader.TokenType != JsonTokenType.Null)
        {
            value = ReadBoolean(ref reader);
        }
    }

    public static void Read(ref Utf8JsonReader reader, ref bool? value)
    {
        if (reader.TokenType != JsonTokenType.Null)
        {
            value = ReadBoolean(ref reader);
        }
    }

    public static void Read(ref Utf8JsonReader reader, ref int value)
    {
        if (reader.TokenType != JsonTokenType.Null)
        {
            value = reader.TokenType == JsonTokenType.Number && reader.TryGetInt32(out int number)
                ? number
                : throw Unexpected(ref reader, "a whole number");
        }
    }

    public static void Read(ref Utf8JsonReader reader, ref int? value)
    {
        if (reader.TokenType != JsonTokenType.Null)
        {
            value = reader.TokenType == JsonTokenType.Number && reader.TryGetInt32(out int number)
                ? number
                : throw Unexpected(ref reader, "a whole number");
        }
    }

    public static void Read(ref Utf8JsonReader reader, ref long value)
    {
        if (reader.TokenType != JsonTokenType.Null)
        {
            value = ReadInt64(ref reader);
        }
    }

    public static void Read(ref Utf8JsonReader reader, ref long? value)
    {
        if (reader.TokenType != JsonTokenType.Null)
        {
            value = ReadInt64(ref reader);
        }
    }

    public static void Read(ref Utf8JsonReader reader, ref Guid value)
    {
        if (reader.TokenType != JsonTokenType.Null)
        {
            value = ReadGuid(ref reader);
        }
    }

    public static void Read(ref Utf8JsonReader reader, ref Guid? value)
    {
        if (reader.TokenType != JsonTokenType.Null)
        {
            value = ReadGuid(ref reader);
        }
    }

    public static void Read(ref Utf8JsonReader reader, ref DateTimeOffset value)
    {
        if (reader.TokenType != JsonTokenType.Null)
        {
            value = ReadInstant(ref reader);
        }
    }

    public static void Read(ref Utf8JsonReader reader, ref DateTimeOffset? value)
    {
        if (reader.TokenType != JsonTokenType.Null)
        {
            value = ReadInstant(ref reader);
        }
    }

    public static void Read(ref Utf8JsonReader reader, ref JsonElement value)
    {
        if (reader.TokenType != JsonTokenType.Null)
        {
            value = JsonElement.ParseValue(ref reader);
        }
    }

    public static void Read(ref Utf8JsonReader reader, ref JsonElement? value)
    {
        if (reader.TokenType != JsonTokenType.Null)
        {
            value = JsonElement.ParseValue(ref reader);
        }
    }

    public static void Read<T>(ref Utf8JsonReader reader, ref OpenEnum<T> value)
        where T : struct, Enum
    {
        if (reader.TokenType != JsonTokenType.Null)
        {
            value = ReadOpenEnum<T>(ref reader);
        }
    }

    public static void Read<T>(ref Utf8JsonReader reader, ref OpenEnum<T>? value)
        where T : struct, Enum
    {
        if (reader.TokenType != JsonTokenType.Null)
        {
            value = ReadOpenEnum<T>(ref reader);
        }
    }

    public static void Read<T>(ref Utf8JsonReader reader, ref T? value)
        where T : class, IWireRecord<T>
    {
        if (reader.TokenType != JsonTokenType.Null)
        {
            value = T.Read(ref reader);
        }
    }

    public static JsonException Unexpected(ref Utf8JsonReader reader, string expected) =>
        new($"The answer has {Describe(reader.TokenType)} where {expected} was expected, near byte {reader.TokenStartIndex}.");

    private static string Describe(JsonTokenType token) => token switch
    {
        JsonTokenType.StartObject => "an object",
        JsonTokenType.StartArray => "a list",
        JsonTokenType.String => "a text",
        JsonTokenType.Number => "a number",
        JsonTokenType.True or JsonTokenType.False => "a boolean",
        JsonTokenType.Null => "null",
        _ => "something else",
    };

    private static bool ReadBoolean(ref Utf8JsonReader reader) => reader.TokenType switch
    {
        JsonTokenType.True => true,
        JsonTokenType.False => false,
        _ => throw Unexpected(ref reader, "a boolean"),
    };

    private static long ReadInt64(ref Utf8JsonReader reader) =>
        reader.TokenType == JsonTokenType.Number && reader.TryGetInt64(out long number) ? number : throw Unexpected(ref reader, "a whole number");

    private static Guid ReadGuid(ref Utf8JsonReader reader) =>
        reader.TokenType == JsonTokenType.String && reader.TryGetGuid(out Guid id) ? id : throw Unexpected(ref reader, "a UUID");

    private static DateTimeOffset ReadInstant(ref Utf8JsonReader reader) =>
        reader.TokenType == JsonTokenType.String && reader.TryGetDateTimeOffset(out DateTimeOffset instant)
            ? instant
            : throw Unexpected(ref reader, "an instant in ISO 8601");

    private static OpenEnum<T> ReadOpenEnum<T>(ref Utf8JsonReader reader)
        where T : struct, Enum
    {
        if (reader.TokenType != JsonTokenType.String)
        {
            throw Unexpected(ref reader, "a text");
        }

        for (int position = 0; position < EnumTable<T>.Count; position++)
        {
            if (reader.ValueTextEquals(EnumTable<T>.Utf8NameAt(position)))
            {
                return OpenEnum<T>.At(position);
            }
        }

        string newer = reader.GetString()!;
        UnknownItems.SawValue(typeof(T), newer);
        return new(newer);
    }
}
