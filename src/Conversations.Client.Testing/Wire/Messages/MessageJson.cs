using System.Text.Json;

namespace Conversations.Client.Testing.Wire.Messages;

/// <summary>The two forms of a message: a stream leaves nulls out, a stored message has them (docs/service/conversations.md 4).</summary>
internal static class MessageJson
{
    /// <summary>Writes the form for a stream.</summary>
    public static void WriteLive(Utf8JsonWriter writer, JsonElement message)
    {
        writer.WriteStartObject();
        foreach (JsonProperty member in message.EnumerateObject().Where(member => member.Value.ValueKind != JsonValueKind.Null))
        {
            member.WriteTo(writer);
        }

        writer.WriteEndObject();
    }

    /// <summary>
    /// Whether a stored message is shown. Messages for the model only, and finished but empty assistant messages, are not.
    /// </summary>
    public static bool IsShown(JsonElement message) => TypeOf(message) switch
    {
        "context" => false,
        "ai" => IsFilled(message, "content") || IsFilled(message, "tool_calls") || IsFilled(message, "meta"),
        _ => true,
    };

    /// <summary>Writes the form for a retrieved conversation: every member of the type, sorted by name.</summary>
    public static void WriteStored(Utf8JsonWriter writer, JsonElement stored)
    {
        JsonElement message = TypeOf(stored) == "ai/viz" ? TurnMessages.Artifact(stored) : stored;
        var members = new SortedDictionary<string, JsonElement?>(StringComparer.Ordinal);
        foreach (string name in NullableMembers(TypeOf(message)))
        {
            members[name] = null;
        }

        foreach (JsonProperty member in message.EnumerateObject())
        {
            members[member.Name] = member.Value;
        }

        writer.WriteStartObject();
        foreach ((string name, JsonElement? value) in members)
        {
            writer.WritePropertyName(name);
            if (value is { } present)
            {
                present.WriteTo(writer);
            }
            else
            {
                writer.WriteNullValue();
            }
        }

        writer.WriteEndObject();
    }

    public static string TypeOf(JsonElement message) => TextOf(message, "type") ?? "";

    public static string? IdOf(JsonElement message) => TextOf(message, "id");

    /// <summary>The id of the first call of a tool in a message. Null: it has none.</summary>
    public static string? CallOf(JsonElement message, string tool) =>
        message.TryGetProperty("tool_calls", out JsonElement calls) && calls.ValueKind == JsonValueKind.Array
            ? calls.EnumerateArray().Where(call => call.ValueKind == JsonValueKind.Object && TextOf(call, "name") == tool)
                .Select(static call => TextOf(call, "id")).FirstOrDefault()
            : null;

    private static bool IsFilled(JsonElement message, string name) => message.TryGetProperty(name, out JsonElement value)
        && value.ValueKind switch
        {
            JsonValueKind.String => value.GetString()!.Length > 0,
            JsonValueKind.Array => value.GetArrayLength() > 0,
            _ => value.ValueKind != JsonValueKind.Null,
        };

    private static string? TextOf(JsonElement message, string name) =>
        message.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static string[] NullableMembers(string type) => type switch
    {
        "human" => ["id", "parent_tool_call_id", "trace_id", "ui_context"],
        "ai" => ["id", "meta", "parent_tool_call_id", "tool_calls"],
        "tool" => ["id", "parent_tool_call_id", "ui_payload"],
        "ai/failure" => ["content", "id", "parent_tool_call_id"],
        "ai/artifact" or "ai/planning" or "ai/task_execution" => ["id", "parent_tool_call_id"],
        "ai/multi_viz" => ["commentary", "id", "parent_tool_call_id"],
        "ai/notebook" => ["conversation_notebooks", "current_run_notebooks", "id", "notebook_type", "parent_tool_call_id", "tool_calls"],
        "ai/reasoning" => ["id", "parent_tool_call_id", "substeps"],
        _ => [],
    };
}
