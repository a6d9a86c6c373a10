using System.Buffers;
using System.Text.Json;

namespace Conversations.Client.Testing.Wire;

/// <summary>
/// Writes JSON like the service: compact, with UTF-8 that is not escaped. It is written by hand from the contract and not with the client's
/// serializer, so that a wrong name cannot be wrong on both sides.
/// </summary>
internal static class WireJson
{
    private static readonly JsonWriterOptions Compact = new() { Encoder = RawTextEncoder.Instance };

    public static byte[] Write<T>(T value, Action<Utf8JsonWriter, T> write)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, Compact))
        {
            write(writer, value);
        }

        return buffer.WrittenSpan.ToArray();
    }

    public static JsonElement ToElement<T>(T value, Action<Utf8JsonWriter, T> write)
    {
        using var document = JsonDocument.Parse(Write(value, write));
        return document.RootElement.Clone();
    }

    public static void WriteJson(this Utf8JsonWriter writer, string name, JsonElement value)
    {
        writer.WritePropertyName(name);
        value.WriteTo(writer);
    }

    public static void WriteJsonOrNull(this Utf8JsonWriter writer, string name, JsonElement? value)
    {
        if (value is { } json)
        {
            writer.WriteJson(name, json);
        }
        else
        {
            writer.WriteNull(name);
        }
    }

    public static void WriteStrings(this Utf8JsonWriter writer, string name, IEnumerable<string> values)
    {
        writer.WriteStartArray(name);
        foreach (string value in values)
        {
            writer.WriteStringValue(value);
        }

        writer.WriteEndArray();
    }

    public static void WriteInstant(this Utf8JsonWriter writer, string name, DateTimeOffset? value) =>
        writer.WriteString(name, value is { } instant ? WireTime.Text(instant) : null);

    public static void WriteNumberOrNull(this Utf8JsonWriter writer, string name, long? value)
    {
        if (value is { } number)
        {
            writer.WriteNumber(name, number);
        }
        else
        {
            writer.WriteNull(name);
        }
    }

    public static void WriteBooleanOrNull(this Utf8JsonWriter writer, string name, bool? value)
    {
        if (value is { } flag)
        {
            writer.WriteBoolean(name, flag);
        }
        else
        {
            writer.WriteNull(name);
        }
    }
}
