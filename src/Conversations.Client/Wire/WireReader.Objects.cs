using System.Buffers;
using System.Text;
using System.Text.Json;

namespace Conversations.Client.Wire;

/// <content>Walks through the members of objects.</content>
internal static partial class WireReader
{
    public static void StartObject(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            throw Unexpected(ref reader, "an object");
        }
    }

    /// <summary>Moves to the next member of the object. Returns its name, and leaves the reader at its value.</summary>
    public static bool TryReadName(ref Utf8JsonReader reader, out ReadOnlySpan<byte> name)
    {
        if (!reader.Read() || reader.TokenType == JsonTokenType.EndObject)
        {
            name = default;
            return false;
        }

        // The service sends no names with escapes or split over buffers. They are read too, but not as fast.
        name = reader.HasValueSequence || reader.ValueIsEscaped ? NameOf(ref reader) : reader.ValueSpan;
        reader.Read();
        return true;
    }

    private static ReadOnlySpan<byte> NameOf(ref Utf8JsonReader reader)
    {
        try
        {
            return Encoding.UTF8.GetBytes(reader.GetString()!);
        }
        catch (InvalidOperationException)
        {
            // A name with half of a surrogate pair is none that a record knows. It is kept as it is written.
            return reader.HasValueSequence ? reader.ValueSequence.ToArray() : reader.ValueSpan;
        }
    }

    /// <summary>
    /// Skips a value. The reader's own Skip throws if more of the response may follow, although the serializer passes whole values.
    /// </summary>
    public static void Skip(ref Utf8JsonReader reader) => _ = reader.TrySkip();
}
