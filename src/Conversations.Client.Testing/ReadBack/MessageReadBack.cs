using System.Text.Json;

namespace Conversations.Client.Testing.ReadBack;

/// <summary>A stored message as the client's record. A kind without a record type keeps its JSON.</summary>
internal static class MessageReadBack
{
    public static ConversationMessage Read(JsonElement json) => Typed(json) is { } message
        ? message with { Id = json.Text("id"), ParentToolCallId = json.Text("parent_tool_call_id") }
        : new UnknownMessage { Raw = json };

    private static ConversationMessage? Typed(JsonElement json) => json.Text("type") switch
    {
        "human" => new HumanMessage
        {
            Content = json.Text("content") ?? "",
            UiContext = json.Member("ui_context"),
            TraceId = json.Text("trace_id"),
        },
        "ai" => new AssistantMessage
        {
            Content = json.Text("content") ?? "",
            Meta = json.Member("meta") is { } meta ? Meta(meta) : null,
            ToolCalls = json.Each("tool_calls", Call),
        },
        "tool" => new ToolMessage
        {
            Content = json.Text("content") ?? "",
            ToolCallId = json.Text("tool_call_id") ?? "",
            UiPayload = json.Member("ui_payload"),
        },
        "ai/failure" => new FailureMessage { Content = json.Text("content") },
        "ai/artifact" => new ArtifactMessage
        {
            ArtifactId = json.Text("artifact_id") ?? "",
            Source = json.Value<ArtifactSource>("source"),
            Content = json.Member("content") is { } content ? Artifact(content) : null,
        },
        "ai/notebook" => new NotebookMessage
        {
            NotebookId = json.Text("notebook_id") ?? "",
            Content = json.ObjectOrEmpty("content"),
            NotebookType = json.Text("notebook_type"),
            ConversationNotebooks = json.Items("conversation_notebooks"),
            CurrentRunNotebooks = json.Items("current_run_notebooks"),
            ToolCalls = json.Each("tool_calls", Call),
        },
        _ => OlderMessageReadBack.Read(json),
    };

    private static MessageMeta Meta(JsonElement json) => new()
    {
        Form = json.Member("form") is { } form
            ? new MessageForm
            {
                Options = form.Each("options", option => new MessageFormOption
                {
                    Value = option.Text("value") ?? "",
                    Variant = option.Text("variant"),
                    Href = option.Text("href"),
                }) ?? [],
            }
            : null,
        Thinking = json.Items("thinking"),
    };

    private static ToolCall Call(JsonElement json) => new()
    {
        Id = json.Text("id") ?? "",
        Name = json.Text("name") ?? "",
        Args = json.ObjectOrEmpty("args"),
        Type = json.Text("type") ?? "",
    };

    private static ArtifactContent Artifact(JsonElement json) => new()
    {
        ContentType = json.Text("content_type") ?? "",
        Query = json.ObjectOrEmpty("query"),
        Name = json.Text("name"),
        Description = json.Text("description"),
        Plan = json.Text("plan"),
        Blocks = json.Items("blocks") ?? [],
        Title = json.Text("title"),
    };
}
