using System.Text.Json;
using Conversations.Client.Wire;

namespace Conversations.Client.Streaming.Text;

/// <summary>The place of the text in the data of a partial message of the assistant.</summary>
/// <param name="Start">The index of the first byte behind the opening quote.</param>
/// <param name="End">The index of the closing quote.</param>
/// <param name="Id">The message's temporary id; null or empty if it has none.</param>
internal readonly record struct TextPlace(int Start, int End, string? Id)
{
    /// <summary>Finds the place; null when the data is something else.</summary>
    public static TextPlace? In(ReadOnlySpan<byte> data)
    {
        var reader = new Utf8JsonReader(data);
        try
        {
            return reader.Read() && reader.TokenType == JsonTokenType.StartObject && Read(ref reader) is { } place && !reader.Read()
                ? place
                : null;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    private static TextPlace? Read(ref Utf8JsonReader reader)
    {
        bool isAssistant = false;
        (int Start, int End)? text = null;
        string? id = null;
        while (WireReader.TryReadName(ref reader, out ReadOnlySpan<byte> member))
        {
            if (member.SequenceEqual("type"u8))
            {
                isAssistant = reader.TokenType == JsonTokenType.String && reader.ValueTextEquals("ai"u8);
            }
            else if (member.SequenceEqual("id"u8))
            {
                WireReader.Read(ref reader, ref id);
            }
            else if (member.SequenceEqual("content"u8))
            {
                if (text is not null || reader.TokenType != JsonTokenType.String)
                {
                    return null;
                }

                int start = (int)reader.TokenStartIndex + 1;
                text = (start, start + reader.ValueSpan.Length);
            }

            WireReader.Skip(ref reader);
        }

        return isAssistant && text is var (from, to) && ConversationMessage.IsTemporaryId(id) ? new(from, to, id) : null;
    }
}
