using System.Text.Json;
using Conversations.Client.Wire;

namespace Conversations.Client.Messages;

/// <summary>Reads the record that a message's type names.</summary>
internal static class MessageReader
{
    private delegate ConversationMessage ReadKind(ref Utf8JsonReader reader);

    internal static ConversationMessage Read(ref Utf8JsonReader reader)
    {
        // The service writes the type last; a copy of the reader looks ahead, which costs no memory.
        var start = reader;
        try
        {
            if (KindOf(reader) is { } read)
            {
                return read(ref reader);
            }
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // A member that does not fit its kind, or half of a surrogate pair: the whole message is handed on as it is.
            reader = start;
        }

        return new UnknownMessage { Raw = JsonElement.ParseValue(ref reader) };
    }

    private static ReadKind? KindOf(Utf8JsonReader ahead)
    {
        if (ahead.TokenType != JsonTokenType.StartObject)
        {
            return null;
        }

        while (WireReader.TryReadName(ref ahead, out var member))
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
        type.ValueTextEquals("ai"u8) ? As<AssistantMessage>
        : type.ValueTextEquals("human"u8) ? As<HumanMessage>
        : type.ValueTextEquals("tool"u8) ? As<ToolMessage>
        : type.ValueTextEquals("ai/failure"u8) ? As<FailureMessage>
        : type.ValueTextEquals("ai/artifact"u8) ? As<ArtifactMessage>
        : type.ValueTextEquals("ai/viz"u8) ? As<VisualizationMessage>
        : type.ValueTextEquals("ai/multi_viz"u8) ? As<MultiVisualizationMessage>
        : type.ValueTextEquals("ai/notebook"u8) ? As<NotebookMessage>
        : type.ValueTextEquals("ai/reasoning"u8) ? As<ReasoningMessage>
        : type.ValueTextEquals("ai/planning"u8) ? As<PlanningMessage>
        : type.ValueTextEquals("ai/task_execution"u8) ? As<TaskExecutionMessage>
        : null;

    private static ConversationMessage As<T>(ref Utf8JsonReader reader)
        where T : ConversationMessage, IWireRecord<T> => T.Read(ref reader);
}
