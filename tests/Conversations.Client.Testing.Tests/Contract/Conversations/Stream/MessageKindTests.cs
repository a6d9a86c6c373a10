using System.Text.Json;
using Conversations.Client.Testing.Tests.Shared;

namespace Conversations.Client.Testing.Tests.Contract.Conversations.Stream;

/// <summary>docs/service/conversations.md 4: the kinds of message, in the stream, in storage and read back.</summary>
public sealed class MessageKindTests
{
    private static readonly JsonElement Object = JsonSerializer.Deserialize<JsonElement>("""{"kind":"TrendsQuery"}""");

    private static readonly JsonElement Block = JsonSerializer.Deserialize<JsonElement>("""{"type":"markdown","content":"# Draft"}""");

    public static TheoryData<ConversationMessage, string, string> Kinds { get; } = new()
    {
        {
            new HumanMessage { Id = "m", Content = "hi", TraceId = "t" },
            """{"content":"hi","id":"m","trace_id":"t","type":"human"}""",
            """{"content":"hi","id":"m","parent_tool_call_id":null,"trace_id":"t","type":"human","ui_context":null}"""
        },
        {
            new AssistantMessage
            {
                Id = "m",
                Content = "a\u0001\t\\/\"é\u2028😀",
                ParentToolCallId = "p",
                Meta = new MessageMeta { Form = new MessageForm { Options = [new MessageFormOption { Value = "yes", Href = "/x" }] },
                    Thinking = [Object] },
                ToolCalls = [new ToolCall { Id = "c", Name = "search", Args = Object }],
            },
            """{"content":"a\u0001\t\\/\"é"""
            + "\u2028"
            + """😀","id":"m","meta":{"form":{"options":[{"href":"/x","value":"yes"}]},"thinking":[{"kind":"TrendsQuery"}]},"parent_tool_call_id":"p","tool_calls":[{"args":{"kind":"TrendsQuery"},"id":"c","name":"search","type":"tool_call"}],"type":"ai"}""",
            """{"content":"a\u0001\t\\/\"é"""
            + "\u2028"
            + """😀","id":"m","meta":{"form":{"options":[{"href":"/x","value":"yes","variant":null}]},"thinking":[{"kind":"TrendsQuery"}]},"parent_tool_call_id":"p","tool_calls":[{"args":{"kind":"TrendsQuery"},"id":"c","name":"search","type":"tool_call"}],"type":"ai"}"""
        },
        {
            new ToolMessage { Id = "m", Content = "42", ToolCallId = "c", UiPayload = Object },
            """{"content":"42","id":"m","tool_call_id":"c","type":"tool","ui_payload":{"kind":"TrendsQuery"}}""",
            """{"content":"42","id":"m","parent_tool_call_id":null,"tool_call_id":"c","type":"tool","ui_payload":{"kind":"TrendsQuery"}}"""
        },
        {
            new FailureMessage { Id = "m" },
            """{"id":"m","type":"ai/failure"}""",
            """{"content":null,"id":"m","parent_tool_call_id":null,"type":"ai/failure"}"""
        },
        {
            new ArtifactMessage { Id = "m", ArtifactId = "Ab3x", Source = ArtifactSource.Artifact,
                Content = new ArtifactContent { ContentType = "visualization", Name = "Signups", Query = Object } },
            """{"artifact_id":"Ab3x","content":{"content_type":"visualization","name":"Signups","query":{"kind":"TrendsQuery"}},"id":"m","source":"artifact","type":"ai/artifact"}""",
            """{"artifact_id":"Ab3x","content":{"content_type":"visualization","description":null,"name":"Signups","plan":null,"query":{"kind":"TrendsQuery"}},"id":"m","parent_tool_call_id":null,"source":"artifact","type":"ai/artifact"}"""
        },
        {
            new NotebookMessage { Id = "m", NotebookId = "n", Content = Object },
            """{"content":{"kind":"TrendsQuery"},"id":"m","notebook_id":"n","type":"ai/notebook"}""",
            """{"content":{"kind":"TrendsQuery"},"conversation_notebooks":null,"current_run_notebooks":null,"id":"m","notebook_id":"n","notebook_type":null,"parent_tool_call_id":null,"tool_calls":null,"type":"ai/notebook"}"""
        },
        {
            new NotebookMessage
            {
                Id = "m",
                NotebookId = "n",
                Content = Object,
                NotebookType = "deep_research",
                ConversationNotebooks = [Object],
                CurrentRunNotebooks = [],
                ParentToolCallId = "p",
                ToolCalls = [new ToolCall { Id = "c", Name = "search", Args = Object }],
            },
            """{"content":{"kind":"TrendsQuery"},"conversation_notebooks":[{"kind":"TrendsQuery"}],"current_run_notebooks":[],"id":"m","notebook_id":"n","notebook_type":"deep_research","parent_tool_call_id":"p","tool_calls":[{"args":{"kind":"TrendsQuery"},"id":"c","name":"search","type":"tool_call"}],"type":"ai/notebook"}""",
            ""
        },
        {
            new ArtifactMessage { Id = "m", ArtifactId = "n", Source = ArtifactSource.Artifact, ParentToolCallId = "p",
                Content = new ArtifactContent { ContentType = "notebook", Title = "Draft", Blocks = [Block] } },
            """{"artifact_id":"n","content":{"blocks":[{"type":"markdown","content":"# Draft"}],"content_type":"notebook","title":"Draft"},"id":"m","parent_tool_call_id":"p","source":"artifact","type":"ai/artifact"}""",
            ""
        },
        {
            new VisualizationMessage { Id = "m", Answer = Object, Query = "q", Initiator = "i", ShortId = "s" },
            """{"answer":{"kind":"TrendsQuery"},"id":"m","initiator":"i","query":"q","short_id":"s","type":"ai/viz"}""",
            """{"artifact_id":"m","content":{"content_type":"visualization","description":null,"name":"q","plan":null,"query":{"kind":"TrendsQuery"}},"id":"m","parent_tool_call_id":null,"source":"state","type":"ai/artifact"}"""
        },
        {
            new MultiVisualizationMessage
            {
                Id = "m",
                ParentToolCallId = "p",
                Commentary = "two",
                Visualizations =
                [
                    new VisualizationItem { Query = "a", Answer = Object, Plan = "first", Initiator = "i" },
                    new VisualizationItem { Answer = Object },
                ],
            },
            """{"commentary":"two","id":"m","parent_tool_call_id":"p","type":"ai/multi_viz","visualizations":[{"answer":{"kind":"TrendsQuery"},"initiator":"i","plan":"first","query":"a"},{"answer":{"kind":"TrendsQuery"},"query":""}]}""",
            """{"commentary":"two","id":"m","parent_tool_call_id":"p","type":"ai/multi_viz","visualizations":[{"answer":{"kind":"TrendsQuery"},"initiator":"i","plan":"first","query":"a"},{"answer":{"kind":"TrendsQuery"},"initiator":null,"plan":null,"query":""}]}"""
        },
        {
            new VisualizationMessage { Id = "m", Answer = Object, Plan = "p" },
            """{"answer":{"kind":"TrendsQuery"},"id":"m","plan":"p","query":"","type":"ai/viz"}""",
            """{"artifact_id":"m","content":{"content_type":"visualization","description":null,"name":"","plan":"p","query":{"kind":"TrendsQuery"}},"id":"m","parent_tool_call_id":null,"source":"state","type":"ai/artifact"}"""
        },
        {
            new MultiVisualizationMessage { Id = "m", Commentary = "two",
                Visualizations = [new VisualizationItem { Query = "a", Answer = Object }] },
            """{"commentary":"two","id":"m","type":"ai/multi_viz","visualizations":[{"answer":{"kind":"TrendsQuery"},"query":"a"}]}""",
            """{"commentary":"two","id":"m","parent_tool_call_id":null,"type":"ai/multi_viz","visualizations":[{"answer":{"kind":"TrendsQuery"},"initiator":null,"plan":null,"query":"a"}]}"""
        },
        {
            new ReasoningMessage { Id = "m", Content = "thinking", Substeps = ["one"] },
            """{"content":"thinking","id":"m","substeps":["one"],"type":"ai/reasoning"}""",
            """{"content":"thinking","id":"m","parent_tool_call_id":null,"substeps":["one"],"type":"ai/reasoning"}"""
        },
        {
            new PlanningMessage { Id = "m", Steps = [new PlanningStep { Description = "x", Status = StepStatus.InProgress }] },
            """{"id":"m","steps":[{"description":"x","status":"in_progress"}],"type":"ai/planning"}""",
            """{"id":"m","parent_tool_call_id":null,"steps":[{"description":"x","status":"in_progress"}],"type":"ai/planning"}"""
        },
        {
            new TaskExecutionMessage { Id = "m",
                Tasks = [new TaskExecutionItem { Id = "1", Description = "d", Prompt = "p", Status = StepStatus.Failed, TaskType = "x" }] },
            """{"id":"m","tasks":[{"artifact_ids":[],"description":"d","id":"1","prompt":"p","status":"failed","task_type":"x"}],"type":"ai/task_execution"}""",
            """{"id":"m","parent_tool_call_id":null,"tasks":[{"artifact_ids":[],"description":"d","id":"1","progress_text":null,"prompt":"p","status":"failed","task_type":"x"}],"type":"ai/task_execution"}"""
        },
        {
            new UnknownMessage { Raw = JsonSerializer.Deserialize<JsonElement>("""{"type":"ai/new_kind","id":"m","own":null,"more":[1.50]}""") },
            """{"type":"ai/new_kind","id":"m","more":[1.50]}""",
            """{"id":"m","more":[1.50],"own":null,"type":"ai/new_kind"}"""
        },
    };

    [Theory, BothTransports(Rows = nameof(Kinds))]
    [Rule("docs/service/conversations.md 4", Evidence.Code)]
    public async Task Every_kind_of_message_leaves_nulls_out_live_and_spells_them_out_when_stored(
        Transport transport, ConversationMessage message, string live, string stored)
    {
        await using Service service = await Service.OpenAsync(transport);
        var id = Guid.NewGuid();
        service.Fake.Turns.Next(turn => turn.Message(message));

        using TurnStream stream = await service.SendAsync(new { content = "hi", conversation = id, trace_id = id });
        await stream.ToEndAsync();

        Assert.Contains($"\n\nevent: message\ndata: {live}\n\n", stream.Text, StringComparison.Ordinal);
        string retrieved = (await service.GetAsync($"{Service.Conversations}{id}/")).Json.GetProperty("messages")[1].GetRawText();
        Assert.Equal(stored.Length == 0 ? live : stored, retrieved);
    }

    [Theory, BothTransports(Rows = nameof(Kinds))]
    [Rule("docs/service/conversations.md 4", Evidence.Code)]
    public async Task Every_kind_of_message_that_is_stored_is_retrieved_the_same(
        Transport transport, ConversationMessage message, string live, string stored)
    {
        await using Service service = await Service.OpenAsync(transport);

        ConversationMessage back = service.Fake.Conversations.Add(
            new ConversationSeed { Title = "x", User = 7, Messages = [message] }).Messages.Single();
        Conversation again = service.Fake.Conversations.Add(new ConversationSeed { Title = "x", User = 7, Messages = [back] });

        Assert.Equal(
            (message.GetType(), message.Id, message.Type, message.ParentToolCallId),
            (back.GetType(), back.Id, back.Type, back.ParentToolCallId));
        string retrieved = (await service.GetAsync($"{Service.Conversations}{again.Id}/")).Json.GetProperty("messages")[0].GetRawText();
        Assert.Equal(stored.Length == 0 ? live : stored, retrieved);
    }
}
