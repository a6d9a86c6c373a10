using System.Text.Json;

namespace Conversations.Client.Wire;

/// <summary>
/// Writes members of records, with one overload for each type of member. A member without a value is left out, because the service
/// refuses an explicit null for most members. Where null has a meaning, the record writes the member itself.
/// </summary>
internal static class WireWriter
{
    public static void Write(Utf8JsonWriter writer, ReadOnlySpan<byte> name, string? value)
    {
        if (value is not null)
        {
            UnicodeText.ThrowIfNotWellFormed(value, name);
            writer.WriteString(name, value);
        }
    }

    public static void Write(Utf8JsonWriter writer, ReadOnlySpan<byte> name, bool? value)
    {
        if (value is { } flag)
        {
            writer.WriteBoolean(name, flag);
        }
    }

    public static void Write(Utf8JsonWriter writer, ReadOnlySpan<byte> name, long? value)
    {
        if (value is { } number)
        {
            writer.WriteNumber(name, number);
        }
    }

    public static void Write(Utf8JsonWriter writer, ReadOnlySpan<byte> name, Guid? value)
    {
        if (value is { } id)
        {
            writer.WriteString(name, id);
        }
    }

    public static void Write(Utf8JsonWriter writer, ReadOnlySpan<byte> name, DateTimeOffset? value)
    {
        if (value is { } instant)
        {
            writer.WriteString(name, instant);
        }
    }

    public static void Write(Utf8JsonWriter writer, ReadOnlySpan<byte> name, JsonElement? value)
    {
        if (value is { ValueKind: not JsonValueKind.Undefined } json)
        {
            writer.WritePropertyName(name);
            WriteJson(writer, name, json);
        }
    }

    /// <summary>Writes the caller's own JSON as the value of a member whose name was already written.</summary>
    public static void WriteJson(Utf8JsonWriter writer, ReadOnlySpan<byte> member, JsonElement json)
    {
        try
        {
            json.WriteTo(writer);
        }
        catch (InvalidOperationException exception) when (exception is not ObjectDisposedException)
        {
            // WriteTo throws this for half of a surrogate pair, which JSON can escape but no text can hold.
            string name = System.Text.Encoding.UTF8.GetString(member);
            throw UnicodeText.NotWellFormed(name, $"The JSON of {name}");
        }
    }

    public static void Write<T>(Utf8JsonWriter writer, ReadOnlySpan<byte> name, OpenEnum<T>? value)
        where T : struct, Enum
    {
        if (value is { Value.Length: > 0 } known)
        {
            Write(writer, name, known.Value);
        }
    }

    public static void Write<T>(Utf8JsonWriter writer, ReadOnlySpan<byte> name, OpenEnum<T> value)
        where T : struct, Enum => Write(writer, name, (OpenEnum<T>?)value);

    public static void Write<T>(Utf8JsonWriter writer, ReadOnlySpan<byte> name, T? value)
        where T : class, IWireRecord<T>
    {
        if (value is not null)
        {
            writer.WriteStartObject(name);
            value.WriteMembers(writer);
            writer.WriteEndObject();
        }
    }

    public static void Write(Utf8JsonWriter writer, ReadOnlySpan<byte> name, IReadOnlyList<string>? value)
    {
        if (value is not null)
        {
            writer.WriteStartArray(name);
            foreach (string item in value)
            {
                UnicodeText.ThrowIfNotWellFormed(item, name);
                writer.WriteStringValue(item);
            }

            writer.WriteEndArray();
        }
    }

    public static void Write(Utf8JsonWriter writer, ReadOnlySpan<byte> name, IReadOnlyList<Guid>? value)
    {
        if (value is not null)
        {
            writer.WriteStartArray(name);
            foreach (Guid item in value)
            {
                writer.WriteStringValue(item);
            }

            writer.WriteEndArray();
        }
    }

    public static void Write(Utf8JsonWriter writer, ReadOnlySpan<byte> name, IReadOnlyList<JsonElement>? value)
    {
        if (value is not null)
        {
            writer.WriteStartArray(name);
            foreach (JsonElement item in value)
            {
                // Only records that the service sends have such lists.
                UnknownMembers.WriteValue(writer, item);
            }

            writer.WriteEndArray();
        }
    }

    public static void Write<T>(Utf8JsonWriter writer, ReadOnlySpan<byte> name, IReadOnlyList<OpenEnum<T>>? value)
        where T : struct, Enum
    {
        if (value is not null)
        {
            writer.WriteStartArray(name);
            foreach (OpenEnum<T> item in value)
            {
                UnicodeText.ThrowIfNotWellFormed(item.Value, name);
                writer.WriteStringValue(item.Value);
            }

            writer.WriteEndArray();
        }
    }

    public static void Write<T>(Utf8JsonWriter writer, ReadOnlySpan<byte> name, IReadOnlyList<T>? value)
        where T : class, IWireRecord<T>
    {
        if (value is not null)
        {
            writer.WriteStartArray(name);
            foreach (T item in value)
            {
                writer.WriteStartObject();
                item.WriteMembers(writer);
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
        }
    }

    public static void Write(Utf8JsonWriter writer, ReadOnlySpan<byte> name, IReadOnlyDictionary<string, JsonElement>? value)
    {
        if (value is not null)
        {
            writer.WriteStartObject(name);
            foreach ((string? key, JsonElement item) in value)
            {
                writer.WritePropertyName(key);
                item.WriteTo(writer);
            }

            writer.WriteEndObject();
        }
    }

    public static void WriteOrNull(Utf8JsonWriter writer, ReadOnlySpan<byte> name, string? value)
    {
        if (value is null)
        {
            writer.WriteNull(name);
        }
        else
        {
            Write(writer, name, value);
        }
    }

    public static void WriteOrNull(Utf8JsonWriter writer, ReadOnlySpan<byte> name, DateTimeOffset? value)
    {
        if (value is null)
        {
            writer.WriteNull(name);
        }
        else
        {
            Write(writer, name, value);
        }
    }

    public static void WriteOrNull<T>(Utf8JsonWriter writer, ReadOnlySpan<byte> name, OpenEnum<T>? value)
        where T : struct, Enum
    {
        if (value is { } known)
        {
            // Also writes an empty text, which the service stores for a priority (docs/service/tickets.md 6.2).
            Write(writer, name, known.Value);
        }
        else
        {
            writer.WriteNull(name);
        }
    }

    public static void WriteOrNull<T>(Utf8JsonWriter writer, ReadOnlySpan<byte> name, T? value)
        where T : class, IWireRecord<T>
    {
        if (value is null)
        {
            writer.WriteNull(name);
        }
        else
        {
            writer.WriteStartObject(name);
            value.WriteMembersToSend(writer);
            writer.WriteEndObject();
        }
    }
}
