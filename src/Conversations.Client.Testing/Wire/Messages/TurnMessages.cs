using System.Text.Json;

namespace Conversations.Client.Testing.Wire.Messages;

internal readonly record struct ToolCallPart(string Id, string Name, JsonElement Args);

/// <summary>
/// The messages that a turn makes itself. Their members are in the order of the contract's examples (docs/service/conversations.md 4).
/// </summary>
internal static class TurnMessages
{
    public static JsonElement Human(string content, string id, string? traceId, JsonElement? uiContext) =>
        WireJson.ToElement((content, id, traceId, uiContext), static (writer, message) =>
        {
            writer.WriteStartObject();
            writer.WriteString("content", message.content);
            writer.WriteString("id", message.id);
            if (message.traceId is { } trace)
            {
                writer.WriteString("trace_id", trace);
            }

            writer.WriteString("type", "human");
            if (message.uiContext is { } context)
            {
                writer.WriteJson("ui_context", context);
            }

            writer.WriteEndObject();
        });

    public static JsonElement Assistant(string content, string? id, params IEnumerable<ToolCallPart> toolCalls) =>
        WireJson.ToElement((content, id, toolCalls), static (writer, message) =>
        {
            writer.WriteStartObject();
            writer.WriteString("content", message.content);
            if (message.id is { } id)
            {
                writer.WriteString("id", id);
            }

            writer.WriteStartArray("tool_calls");
            foreach (ToolCallPart call in message.toolCalls)
            {
                writer.WriteStartObject();
                writer.WriteJson("args", call.Args);
                writer.WriteString("id", call.Id);
                writer.WriteString("name", call.Name);
                writer.WriteString("type", "tool_call");
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
            writer.WriteString("type", "ai");
            writer.WriteEndObject();
        });

    /// <summary>An assistant message that no model wrote.</summary>
    public static JsonElement Appended(string content, string id) =>
        WireJson.ToElement((content, id), static (writer, message) =>
        {
            writer.WriteStartObject();
            writer.WriteString("content", message.content);
            writer.WriteString("id", message.id);
            writer.WriteString("type", "ai");
            writer.WriteEndObject();
        });

    public static JsonElement Tool(string content, string id, string toolCallId) =>
        WireJson.ToElement((content, id, toolCallId), static (writer, message) =>
        {
            writer.WriteStartObject();
            writer.WriteString("content", message.content);
            writer.WriteString("id", message.id);
            writer.WriteString("tool_call_id", message.toolCallId);
            writer.WriteString("type", "tool");
            writer.WriteEndObject();
        });

    /// <summary>A failure. Without a text it has only its type, as the service may send it (docs/service/conversations.md 6.6).</summary>
    public static JsonElement Failure(string? content, string id) =>
        WireJson.ToElement((content, id), static (writer, message) =>
        {
            writer.WriteStartObject();
            if (message.content is { } text)
            {
                writer.WriteString("content", text);
                writer.WriteString("id", message.id);
            }

            writer.WriteString("type", "ai/failure");
            writer.WriteEndObject();
        });

    /// <summary>
    /// The form in which an old visualization is returned (docs/service/conversations.md 4): the same query in today's form.
    /// </summary>
    public static JsonElement Artifact(JsonElement visualization) =>
        WireJson.ToElement(visualization, static (writer, old) =>
        {
            string? id = MessageJson.IdOf(old);
            writer.WriteStartObject();
            writer.WriteString("artifact_id", id ?? "");
            writer.WriteStartObject("content");
            writer.WriteString("content_type", "visualization");
            writer.WriteNull("description");
            writer.WriteJsonOrNull("name", Member(old, "query"));
            writer.WriteJsonOrNull("plan", Member(old, "plan"));
            writer.WriteJsonOrNull("query", Member(old, "answer"));
            writer.WriteEndObject();
            writer.WriteString("id", id);
            writer.WriteJsonOrNull("parent_tool_call_id", Member(old, "parent_tool_call_id"));
            writer.WriteString("source", "state");
            writer.WriteString("type", "ai/artifact");
            writer.WriteEndObject();
        });

    private static JsonElement? Member(JsonElement message, string name) =>
        message.TryGetProperty(name, out JsonElement value) ? value : null;
}
