using System.Text.Json;

namespace Conversations.Client.Testing.Wire;

/// <summary>The two forms of a message: in the stream nulls are left out, in a stored one they are spelled out (conversations.md, section 4).</summary>
internal static class MessageJson
{
    /// <summary>The form of the stream.</summary>
    public static void WriteLive(Utf8JsonWriter writer, JsonElement message)
    {
        writer.WriteStartObject();
        foreach (JsonProperty member in message.EnumerateObject().Where(member => member.Value.ValueKind != JsonValueKind.Null))
        {
            member.WriteTo(writer);
        }

        writer.WriteEndObject();
    }

    /// <summary>The form of a retrieved conversation: every member of the type, by name.</summary>
    public static void WriteStored(Utf8JsonWriter writer, JsonElement message)
    {
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

    private static string? TextOf(JsonElement message, string name) =>
        message.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static string[] NullableMembers(string type) => type switch
    {
        "human" => ["parent_tool_call_id", "trace_id", "ui_context"],
        "ai" => ["meta", "parent_tool_call_id", "tool_calls"],
        "tool" => ["parent_tool_call_id", "ui_payload"],
        "ai/failure" => ["content", "parent_tool_call_id"],
        "ai/artifact" or "ai/planning" or "ai/task_execution" => ["parent_tool_call_id"],
        "ai/viz" => ["initiator", "parent_tool_call_id", "plan", "short_id"],
        "ai/multi_viz" => ["commentary", "parent_tool_call_id"],
        "ai/notebook" => ["conversation_notebooks", "current_run_notebooks", "notebook_type", "parent_tool_call_id", "tool_calls"],
        "ai/reasoning" => ["parent_tool_call_id", "substeps"],
        "context" => ["meta", "parent_tool_call_id"],
        _ => [],
    };
}
