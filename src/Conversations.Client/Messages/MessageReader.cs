using System.Text;
using System.Text.Json;
using Conversations.Client.Values;
using Conversations.Client.Wire;

namespace Conversations.Client.Messages;

/// <summary>Reads a message as the record that its type names.</summary>
internal static class MessageReader
{
    // The service writes the type last, and that member is never longer than this.
    private const int LongestEnd = 48;

    private delegate ConversationMessage ReadKind(ref Utf8JsonReader reader);

    /// <summary>Reads a message anywhere in a JSON document.</summary>
    public static ConversationMessage Read(ref Utf8JsonReader reader) => Read(ref reader, atEnd: null);

    /// <summary>Reads a message that is all of the data. Its type is found at the end of the data, without a second pass.</summary>
    public static ConversationMessage Read(ref Utf8JsonReader reader, ReadOnlySpan<byte> data) => Read(ref reader, KindAtEnd(data));

    private static ConversationMessage Read(ref Utf8JsonReader reader, ReadKind? atEnd)
    {
        // A copy of the reader looks ahead, which allocates nothing.
        Utf8JsonReader start = reader;
        try
        {
            if ((atEnd ?? KindOf(reader)) is { } read)
            {
                return read(ref reader);
            }
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // A member does not fit the kind, or a text has half of a surrogate pair. The whole message is returned as it is.
            reader = start;
        }

        var unknown = new UnknownMessage { Raw = JsonElement.ParseValue(ref reader) };
        UnknownItems.SawMessage(unknown.Type);
        return unknown;
    }

    /// <summary>
    /// The kind that the last member names, if that is the type. A comma followed by a quote cannot be part of a JSON string.
    /// </summary>
    private static ReadKind? KindAtEnd(ReadOnlySpan<byte> data)
    {
        if (!data.EndsWith("\"}"u8))
        {
            return null;
        }

        ReadOnlySpan<byte> end = data[Math.Max(0, data.Length - LongestEnd)..^2];
        ReadOnlySpan<byte> start = ",\"type\":\""u8;
        return end.LastIndexOf(start) is >= 0 and var at ? KindNamed(end[(at + start.Length)..]) : null;
    }

    private static ReadKind? KindOf(Utf8JsonReader ahead)
    {
        if (ahead.TokenType != JsonTokenType.StartObject)
        {
            return null;
        }

        while (WireReader.TryReadName(ref ahead, out ReadOnlySpan<byte> member))
        {
            if (member.SequenceEqual("type"u8))
            {
                return ahead.TokenType == JsonTokenType.String ? KindNamed(ref ahead) : null;
            }

            WireReader.Skip(ref ahead);
        }

        return null;
    }

    private static ReadKind? KindNamed(ref Utf8JsonReader type) =>
        type.ValueIsEscaped || type.HasValueSequence ? KindNamed(Encoding.UTF8.GetBytes(type.GetString()!)) : KindNamed(type.ValueSpan);

    private static ReadKind? KindNamed(ReadOnlySpan<byte> type) =>
        type.SequenceEqual("ai"u8) ? As<AssistantMessage>
        : type.SequenceEqual("human"u8) ? As<HumanMessage>
        : type.SequenceEqual("tool"u8) ? As<ToolMessage>
        : type.SequenceEqual("ai/failure"u8) ? As<FailureMessage>
        : type.SequenceEqual("ai/artifact"u8) ? As<ArtifactMessage>
        : type.SequenceEqual("ai/viz"u8) ? As<VisualizationMessage>
        : type.SequenceEqual("ai/multi_viz"u8) ? As<MultiVisualizationMessage>
        : type.SequenceEqual("ai/notebook"u8) ? As<NotebookMessage>
        : type.SequenceEqual("ai/reasoning"u8) ? As<ReasoningMessage>
        : type.SequenceEqual("ai/planning"u8) ? As<PlanningMessage>
        : type.SequenceEqual("ai/task_execution"u8) ? As<TaskExecutionMessage>
        : null;

    private static ConversationMessage As<T>(ref Utf8JsonReader reader)
        where T : ConversationMessage, IWireRecord<T> => T.Read(ref reader);
}
