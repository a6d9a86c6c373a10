using System.Text.Json;

namespace Conversations.Client.Testing.Wire.Messages;

/// <summary>
/// Which members of a message, or of an object in it, are null when they have no value, and which members hold such objects themselves
/// (docs/service/conversations.md 4). All other JSON is somebody's own and has no shape: it is kept as it is.
/// </summary>
internal sealed class MessageShape(params string[] nullable)
{
    private static readonly MessageShape FormOption = new("href", "variant");
    private static readonly MessageShape Form = new() { Inner = { ["options"] = static _ => FormOption } };
    private static readonly MessageShape Meta = new("form", "thinking") { Inner = { ["form"] = static _ => Form } };
    private static readonly MessageShape Replay = new("title");
    private static readonly MessageShape Visualization = new("description", "name", "plan");
    private static readonly MessageShape Notebook = new("title") { Inner = { ["blocks"] = static block => IsTagged(block, "type", "session_replay") ? Replay : null } };
    private static readonly MessageShape Item = new("initiator", "plan");
    private static readonly MessageShape Task = new("artifact_ids", "progress_text");

    private static readonly Dictionary<string, MessageShape> Kinds = new()
    {
        ["human"] = new("id", "parent_tool_call_id", "trace_id", "ui_context"),
        ["ai"] = new("id", "meta", "parent_tool_call_id", "tool_calls") { Inner = { ["meta"] = static _ => Meta } },
        ["tool"] = new("id", "parent_tool_call_id", "ui_payload"),
        ["ai/failure"] = new("content", "id", "parent_tool_call_id"),
        ["ai/artifact"] = new("id", "parent_tool_call_id") { Inner = { ["content"] = ContentOf } },
        ["ai/multi_viz"] = new("commentary", "id", "parent_tool_call_id") { Inner = { ["visualizations"] = static _ => Item } },
        ["ai/notebook"] = new(
            "conversation_notebooks", "current_run_notebooks", "id", "notebook_type", "parent_tool_call_id", "tool_calls"),
        ["ai/reasoning"] = new("id", "parent_tool_call_id", "substeps"),
        ["ai/planning"] = new("id", "parent_tool_call_id"),
        ["ai/task_execution"] = new("id", "parent_tool_call_id") { Inner = { ["tasks"] = static _ => Task } },
    };

    // A kind that nobody knows has no member of which the fake could say that it may be null.
    private static readonly MessageShape Unknown = new();

    public IReadOnlyList<string> Nullable => nullable;

    private Dictionary<string, Func<JsonElement, MessageShape?>> Inner { get; } = [];

    public static MessageShape OfMessage(JsonElement message) => Kinds.GetValueOrDefault(MessageJson.TypeOf(message)) ?? Unknown;

    /// <summary>The shape of an object in a member, or in the list there.</summary>
    public MessageShape? Of(string member, JsonElement value) => Inner.GetValueOrDefault(member)?.Invoke(value);

    private static MessageShape? ContentOf(JsonElement content) =>
        IsTagged(content, "content_type", "visualization") ? Visualization
        : IsTagged(content, "content_type", "notebook") ? Notebook
        : null;

    private static bool IsTagged(JsonElement value, string tag, string kind) =>
        value.TryGetProperty(tag, out JsonElement text) && text.ValueKind == JsonValueKind.String && text.ValueEquals(kind);
}
