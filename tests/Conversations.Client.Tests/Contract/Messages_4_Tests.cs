using System.Text;
using System.Text.Json;
using Conversations.Client.Streaming.Reading;

namespace Conversations.Client.Tests.Contract;

/// <summary>docs/service/conversations.md 4: every kind of message, in the stream's form and in that of GET.</summary>
public sealed class Messages_4_Tests
{
    /// <summary>The examples of the contract, each with its record type.</summary>
    public static TheoryData<string, Type> Examples { get; } = new()
    {
        { """{"content":"How many signups?","id":"5e0d","trace_id":"9b1c","type":"human"}""", typeof(HumanMessage) },
        { """{"content":"Let me look.","id":"temp-0","tool_calls":[],"type":"ai"}""", typeof(AssistantMessage) },
        { """{"content":"Let me look.","id":"77aa","tool_calls":[{"args":{"query":"select 1"},"id":"toolu_1","name":"execute_sql","type":"tool_call"}],"type":"ai"}""", typeof(AssistantMessage) },
        { """{"content":"","id":"temp-0","meta":{"thinking":[{"type":"thinking","thinking":"hm"}],"form":{"options":[{"value":"a","variant":"primary","href":"/x"}]}},"type":"ai"}""", typeof(AssistantMessage) },
        { """{"content":"42","id":"a1b2","tool_call_id":"toolu_1","type":"tool","ui_payload":{"execute_sql":"select 1"}}""", typeof(ToolMessage) },
        { """{"content":"42","id":"a1b2","tool_call_id":"toolu_1","type":"tool"}""", typeof(ToolMessage) },
        { """{"artifact_id":"Ab3x","content":{"content_type":"visualization","name":"Signups","query":{"kind":"TrendsQuery","series":[]}},"id":"c3d4","source":"artifact","type":"ai/artifact"}""", typeof(ArtifactMessage) },
        { """{"artifact_id":"","content":{"blocks":[{"content":"# Draft","type":"markdown"}],"content_type":"notebook","title":""},"id":"temp-notebook","source":"artifact","type":"ai/artifact"}""", typeof(ArtifactMessage) },
        { """{"content":"Oops! Something went wrong. Please try again.","id":"e5f6","type":"ai/failure"}""", typeof(FailureMessage) },
        { """{"type":"ai/failure"}""", typeof(FailureMessage) },
        { """{"id":"v1","query":"","answer":{"kind":"TrendsQuery","series":[]},"type":"ai/viz"}""", typeof(VisualizationMessage) },
        { """{"id":"m1","visualizations":[{"query":"a","answer":{"kind":"HogQLQuery","query":"select 1"}}],"commentary":"two views","type":"ai/multi_viz"}""", typeof(MultiVisualizationMessage) },
        { """{"id":"n1","notebook_id":"xYz","content":{"type":"doc","content":[]},"type":"ai/notebook"}""", typeof(NotebookMessage) },
        { """{"id":"r1","content":"thinking","substeps":["one"],"type":"ai/reasoning"}""", typeof(ReasoningMessage) },
        { """{"id":"p1","steps":[{"description":"x","status":"completed"}],"type":"ai/planning"}""", typeof(PlanningMessage) },
        { """{"id":"t1","tasks":[{"id":"1","description":"d","prompt":"p","status":"failed","task_type":"x"}],"type":"ai/task_execution"}""", typeof(TaskExecutionMessage) },
        { """{"content":"Hi","id":"77aa","meta":null,"parent_tool_call_id":null,"tool_calls":[],"type":"ai"}""", typeof(AssistantMessage) },
        { """{"content":"Hi","id":"77aa","parent_tool_call_id":"toolu_9","type":"ai"}""", typeof(AssistantMessage) },
    };

    [Theory, MemberData(nameof(Examples))]
    public void Every_example_is_read_into_every_member(string json, Type type)
    {
        ConversationMessage message = Assert.IsType<MessageEvent>(EventDecoder.Read("message", Encoding.UTF8.GetBytes(json))).Message;
        Assert.IsType(type, message);
        ReadAs.Same(json, message);
        Assert.Equal(message.ToString(), Reread(message).ToString());
        ReadAs.Same(json, Reread(message));
    }

    [Theory, MemberData(nameof(Examples))]
    public void GET_says_null_where_the_stream_says_nothing(string json, Type type)
    {
        // As null: every member that other kinds have and this one does not, and members that no kind has.
        string[] optional = ["parent_tool_call_id", "trace_id", "ui_context", "meta", "tool_calls", "ui_payload", "plan", "initiator", "short_id", "commentary", "notebook_type", "conversation_notebooks", "current_run_notebooks", "substeps", "brand_new"];
        var source = JsonElement.Parse(json);
        string nulls = string.Concat(optional.Where(name => !source.TryGetProperty(name, out _)).Select(static name => $"\"{name}\":null,"));
        string full = $$"""{"id":"0197cccc-0000-7000-8000-000000000001","status":"idle","messages":[{{json.Insert(1, nulls)}}]}""";

        ConversationMessage message = Assert.Single(JsonSerializer.Deserialize<Conversation>(full)!.Messages);

        Assert.IsType(type, message);
        ReadAs.Same(json, message);
    }

    [Theory]
    [InlineData("""{"type":"ai/brand_new","id":"x","content":{"a":1}}""", "ai/brand_new", "x")]
    [InlineData("""{"id":"x"}""", "", "x")]
    [InlineData("""{"id":7,"type":null}""", "", null)]
    [InlineData("""{"type":7}""", "", null)]
    [InlineData("""{}""", "", null)]
    // A known kind whose members have another JSON type.
    [InlineData("""{"type":"ai","id":"x","content":{"a":1}}""", "ai", "x")]
    [InlineData("""{"type":"ai","id":"x","content":"c","tool_calls":{"a":1}}""", "ai", "x")]
    [InlineData("""{"type":"ai","id":"x","content":"c","tool_calls":["a"]}""", "ai", "x")]
    [InlineData("""{"type":"ai/planning","id":"x","steps":[{"description":[]}]}""", "ai/planning", "x")]
    [InlineData("""{"type":"ai/artifact","id":"x","content":"text"}""", "ai/artifact", "x")]
    [InlineData("""{"type":"tool","id":{},"content":"c"}""", "tool", null)]
    [InlineData("""{"content":"half \ud83d","type":"ai","id":"x"}""", "ai", "x")]
    [InlineData("""{"type":"ai","id":"\ud83d","content":"c"}""", "ai", null)]
    [InlineData("""{"type":"\ud83d","id":"x"}""", "", "x")]
    public void What_is_not_known_is_kept_whole(string json, string type, string? id)
    {
        UnknownMessage message = Assert.IsType<UnknownMessage>(
            Assert.IsType<MessageEvent>(EventDecoder.Read("message", Encoding.UTF8.GetBytes(json))).Message);
        Assert.Equal((type, id), (message.Type, message.Id));
        Assert.Equal(json, message.Raw.GetRawText());

        ConversationMessage kept = Assert.Single(JsonSerializer.Deserialize<Conversation>($$"""{"id":"0197cccc-0000-7000-8000-000000000001","messages":[{{json}}]}""")!.Messages);
        Assert.Equal(json, Assert.IsType<UnknownMessage>(kept).Raw.GetRawText());
    }

    [Theory]
    [InlineData("""{"content":"c","id":"temp-0","type":"ai"}""", true)]
    [InlineData("""{"content":"c","type":"ai"}""", true)]
    [InlineData("""{"content":"c","id":null,"type":"ai"}""", true)]
    [InlineData("""{"content":"c","id":"","type":"ai"}""", true)]
    [InlineData("""{"content":"c","id":"temp-notebook","type":"ai/artifact"}""", true)]
    [InlineData("""{"content":"c","id":"temporary","type":"ai"}""", false)]
    [InlineData("""{"content":"c","id":"a","type":"ai"}""", false)]
    [InlineData("""{"content":"c","type":"human"}""", false)]
    [InlineData("""{"content":"c","type":"tool"}""", false)]
    [InlineData("""{"type":"ai/failure"}""", false)]
    [InlineData("""{"type":"ai/failure","id":"temp-0"}""", false)]
    public void A_message_is_partial_without_a_lasting_id(string json, bool isPartial) =>
        Assert.Equal(isPartial, Assert.IsType<MessageEvent>(EventDecoder.Read("message", Encoding.UTF8.GetBytes(json))).IsPartial);

    [Fact]
    public void Members_may_come_in_any_order_and_with_escapes()
    {
        AssistantMessage message = Assert.IsType<AssistantMessage>(Assert.IsType<MessageEvent>(EventDecoder.Read("message", """{ "x":[{"type":"human"}], "cont\u0065nt" : "\u00fc\ud83c\udf89\n" , "t\u0079pe":"\u0061i" , "id":42 }"""u8)).Message);
        Assert.Equal(("ü🎉\n", "42"), (message.Content, message.Id));
    }

    private static ConversationMessage Reread(ConversationMessage message) =>
        JsonSerializer.Deserialize<ConversationMessage>(JsonSerializer.Serialize(message))!;
}
