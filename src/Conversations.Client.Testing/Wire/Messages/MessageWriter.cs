using System.Text.Json;

namespace Conversations.Client.Testing.Wire.Messages;

/// <summary>
/// Writes a typed message as JSON, without nulls and with members sorted by name, like the service (docs/service/conversations.md 4).
/// </summary>
internal static class MessageWriter
{
    public static JsonElement ToElement(ConversationMessage message) =>
        message is UnknownMessage { Raw.ValueKind: JsonValueKind.Object } unknown
        ? unknown.Raw
        : WireJson.ToElement(message, Write);

    private static void Write(Utf8JsonWriter writer, ConversationMessage message)
    {
        var members = new MemberWriter(writer);
        writer.WriteStartObject();
        switch (message)
        {
            case HumanMessage human:
                WriteHuman(members, human);
                break;
            case AssistantMessage assistant:
                WriteAssistant(members, assistant);
                break;
            case ToolMessage tool:
                WriteTool(members, tool);
                break;
            case FailureMessage failure:
                members.Text("content", failure.Content).Text("id", failure.Id).Text("parent_tool_call_id", failure.ParentToolCallId).Text("type", "ai/failure");
                break;
            case ArtifactMessage artifact:
                WriteArtifact(members, artifact);
                break;
            case NotebookMessage notebook:
                WriteNotebook(members, notebook);
                break;
            case VisualizationMessage or MultiVisualizationMessage:
                VisualizationWriter.Write(members, message);
                break;
            default:
                ProgressWriter.Write(members, message);
                break;
        }

        writer.WriteEndObject();
    }

    private static void WriteHuman(MemberWriter members, HumanMessage message) => members
        .Text("content", message.Content)
        .Text("id", message.Id)
        .Text("parent_tool_call_id", message.ParentToolCallId)
        .Text("trace_id", message.TraceId)
        .Text("type", "human")
        .Json("ui_context", message.UiContext);

    private static void WriteAssistant(MemberWriter members, AssistantMessage message) => members
        .Text("content", message.Content)
        .Text("id", message.Id)
        .Object("meta", message.Meta, WriteMeta)
        .Text("parent_tool_call_id", message.ParentToolCallId)
        .Each("tool_calls", message.ToolCalls, WriteToolCall)
        .Text("type", "ai");

    private static void WriteTool(MemberWriter members, ToolMessage message) => members
        .Text("content", message.Content)
        .Text("id", message.Id)
        .Text("parent_tool_call_id", message.ParentToolCallId)
        .Text("tool_call_id", message.ToolCallId)
        .Text("type", "tool")
        .Json("ui_payload", message.UiPayload);

    private static void WriteArtifact(MemberWriter members, ArtifactMessage message) => members
        .Text("artifact_id", message.ArtifactId)
        .Object("content", message.Content, WriteArtifactContent)
        .Text("id", message.Id)
        .Text("parent_tool_call_id", message.ParentToolCallId)
        .Text("source", message.Source.Value)
        .Text("type", "ai/artifact");

    private static void WriteNotebook(MemberWriter members, NotebookMessage message) => members
        .Json("content", message.Content)
        .Jsons("conversation_notebooks", message.ConversationNotebooks)
        .Jsons("current_run_notebooks", message.CurrentRunNotebooks)
        .Text("id", message.Id)
        .Text("notebook_id", message.NotebookId)
        .Text("notebook_type", message.NotebookType)
        .Text("parent_tool_call_id", message.ParentToolCallId)
        .Each("tool_calls", message.ToolCalls, WriteToolCall)
        .Text("type", "ai/notebook");

    private static void WriteMeta(MemberWriter members, MessageMeta meta) => members
        .Object("form", meta.Form, static (form, value) => form.Each("options", value.Options, static (option, item) => option
            .Text("href", item.Href)
            .Text("value", item.Value)
            .Text("variant", item.Variant)))
        .Jsons("thinking", meta.Thinking);

    private static void WriteToolCall(MemberWriter members, ToolCall call) => members
        .Json("args", call.Args)
        .Text("id", call.Id)
        .Text("name", call.Name)
        .Text("type", "tool_call");

    // The kind of content decides which members it has.
    private static void WriteArtifactContent(MemberWriter members, ArtifactContent content)
    {
        bool isNotebook = content.ContentType == "notebook";
        _ = members
            .Jsons("blocks", isNotebook ? content.Blocks : null)
            .Text("content_type", content.ContentType)
            .Text("description", content.Description)
            .Text("name", content.Name)
            .Text("plan", content.Plan)
            .Json("query", isNotebook ? null : content.Query)
            .Text("title", content.Title);
    }
}
