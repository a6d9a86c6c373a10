using System.Text;
using System.Text.Json;
using Conversations.Client.Messages;
using Conversations.Client.Wire;

namespace Conversations.Client.Streaming.Reading;

/// <summary>Turns a server-sent event into a typed one. An event that cannot be read becomes an <see cref="UnknownEvent"/>.</summary>
internal sealed class EventDecoder : IEventDecoder
{
    ConversationStreamEvent IEventDecoder.Read(string name, ReadOnlySpan<byte> data, bool mayRepeat) => Read(name, data);

    public static ConversationStreamEvent Read(string name, ReadOnlySpan<byte> data)
    {
        try
        {
            var reader = new Utf8JsonReader(data);
            if (reader.Read()
                && reader.TokenType == JsonTokenType.StartObject
                && ReadKnown(name, data, ref reader) is { } known
                && !reader.Read())
            {
                return known;
            }
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // The data does not fit the name, or a text is not valid Unicode. The stream goes on (docs/service/conversations.md 6.3).
        }

        return new UnknownEvent { Name = name, Data = Encoding.UTF8.GetString(data) };
    }

    private static ConversationStreamEvent? ReadKnown(string name, ReadOnlySpan<byte> data, ref Utf8JsonReader reader) => name switch
    {
        "message" => ReadMessage(data, ref reader),
        "conversation" => new ConversationEvent { Conversation = ReadRecord<Conversation>(ref reader) },
        "update" => ReadToolUpdate(ref reader),
        "status" => ReadStatus(ref reader),
        _ => null,
    };

    private static MessageEvent ReadMessage(ReadOnlySpan<byte> data, ref Utf8JsonReader reader)
    {
        ConversationMessage message = MessageReader.Read(ref reader, data);
        // Only what the model writes comes in parts. A failure may have no id and is always whole (docs/service/conversations.md 4, 6.4).
        return new()
        {
            Message = message,
            IsPartial = message.HasTemporaryId
            && message is not (HumanMessage or ToolMessage or FailureMessage)
        };
    }

    private static T ReadRecord<T>(ref Utf8JsonReader reader)
        where T : class, IWireRecord<T> => T.Read(ref reader);

    private static ToolUpdateEvent ReadToolUpdate(ref Utf8JsonReader reader)
    {
        string? messageId = null;
        string? toolCallId = null;
        string? text = null;
        ToolCall? call = null;
        UnknownMembers? additionalMembers = null;
        while (WireReader.TryReadName(ref reader, out ReadOnlySpan<byte> member))
        {
            if (member.SequenceEqual("id"u8))
            {
                WireReader.Read(ref reader, ref messageId);
            }
            else if (member.SequenceEqual("tool_call_id"u8))
            {
                WireReader.Read(ref reader, ref toolCallId);
            }
            else if (member.SequenceEqual("content"u8) && reader.TokenType == JsonTokenType.StartObject)
            {
                WireReader.Read(ref reader, ref call);
            }
            else if (member.SequenceEqual("content"u8))
            {
                WireReader.Read(ref reader, ref text);
            }
            else
            {
                UnknownMembers.Keep(ref reader, member, ref additionalMembers);
            }
        }

        return new()
        {
            MessageId = messageId,
            ToolCallId = toolCallId,
            Text = text,
            ToolCall = call,
            AdditionalMembers = additionalMembers!,
        };
    }

    private static StatusEvent ReadStatus(ref Utf8JsonReader reader)
    {
        OpenEnum<StreamStatus> status = default;
        UnknownMembers? additionalMembers = null;
        while (WireReader.TryReadName(ref reader, out ReadOnlySpan<byte> member))
        {
            if (member.SequenceEqual("type"u8))
            {
                WireReader.Read(ref reader, ref status);
            }
            else
            {
                UnknownMembers.Keep(ref reader, member, ref additionalMembers);
            }
        }

        return new() { Status = status, AdditionalMembers = additionalMembers! };
    }
}
