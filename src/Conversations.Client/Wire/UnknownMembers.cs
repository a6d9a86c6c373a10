using System.Collections.ObjectModel;
#if NET9_0_OR_GREATER
using System.Runtime.InteropServices;
#endif
using System.Text;
using System.Text.Json;

namespace Conversations.Client.Wire;

/// <summary>The members of a received object that its record does not know, because the server is newer than this package.</summary>
internal sealed class UnknownMembers() : ReadOnlyDictionary<string, JsonElement>(new Dictionary<string, JsonElement>())
{
    /// <summary>The members of a record that knows all that it was sent.</summary>
    public static IReadOnlyDictionary<string, JsonElement> None => Empty;

    /// <summary>Keeps the value at the reader's position. Of two values with one name the last counts, as for known members.</summary>
    public static void Keep(ref Utf8JsonReader reader, scoped ReadOnlySpan<byte> name, ref UnknownMembers? members) =>
        (members ??= new()).Dictionary[Encoding.UTF8.GetString(name)] = JsonElement.ParseValue(ref reader);

    /// <summary>Writes the members as they came.</summary>
    public static void Write(Utf8JsonWriter writer, IReadOnlyDictionary<string, JsonElement> members)
    {
        if (members.Count == 0)
        {
            // Enumerating even an empty dictionary through its interface allocates.
            return;
        }

        foreach ((string name, JsonElement value) in members)
        {
            writer.WritePropertyName(name);
            WriteValue(writer, value);
        }
    }

    /// <summary>Writes the JSON of a known member of a received record as it came, also if no request may hold such JSON.</summary>
    public static void WriteKept(Utf8JsonWriter writer, ReadOnlySpan<byte> name, JsonElement? value)
    {
        if (value is { ValueKind: not JsonValueKind.Undefined } json)
        {
            writer.WritePropertyName(name);
            WriteValue(writer, json);
        }
    }

    /// <summary>Writes a member as it came.</summary>
    public static void Write(Utf8JsonWriter writer, JsonProperty member)
    {
#if NET9_0_OR_GREATER
        try
        {
            writer.WritePropertyName(member.Name);
        }
        catch (InvalidOperationException)
        {
            // A name with half of a surrogate pair, or with bytes that are no UTF-8, is kept as it is written.
            writer.WritePropertyName(Encoding.UTF8.GetString(JsonMarshal.GetRawUtf8PropertyName(member)));
        }

        WriteValue(writer, member.Value);
#else
        member.WriteTo(writer);
#endif
    }

    /// <summary>
    /// Writes a value byte for byte, because it may hold half of a surrogate pair, or bytes that are no UTF-8.
    /// </summary>
    public static void WriteValue(Utf8JsonWriter writer, JsonElement value) =>
#if NET9_0_OR_GREATER
        writer.WriteRawValue(JsonMarshal.GetRawUtf8Value(value));
#else
        writer.WriteRawValue(value.GetRawText());
#endif
}
