using System.Text;
using System.Text.Json;
using Conversations.Client.Streaming.Reading;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;

namespace Conversations.Client.Tests.Streaming;

public sealed class EventDecoderTests
{
    private static ConversationStreamEvent Read(string name, string data) => EventDecoder.Read(name, Encoding.UTF8.GetBytes(data));

    [Fact]
    public void A_conversation_is_read_in_its_short_form()
    {
        Conversation conversation = Assert.IsType<ConversationEvent>(Read("conversation", Examples.ShortConversation)).Conversation;
        ReadAs.Same(Examples.ShortConversation, conversation);
        Assert.Equal((ConversationStatus.InProgress, ConversationType.Assistant), (conversation.Status.Known, conversation.Type.Known));
    }

    [Fact]
    public void An_update_is_a_text_or_a_call()
    {
        Assert.Equal(new ToolUpdateEvent { MessageId = "m", ToolCallId = "t", Text = "half way" }, Read("update", """{"id":"m","tool_call_id":"t","content":"half way"}"""));
        ToolUpdateEvent call = Assert.IsType<ToolUpdateEvent>(Read("update", """{"content":{"args":{"a":1},"id":"c","name":"search","type":"tool_call"},"tool_call_id":"t","id":"m","new":[]}"""));
        Assert.Equal(("m", "t", null, "c", "search"), (call.MessageId, call.ToolCallId, call.Text, call.ToolCall!.Id, call.ToolCall.Name));
        Assert.Equal("""{"a":1}""", call.ToolCall.Args.GetRawText());
        Assert.Equal(new ToolUpdateEvent(), Read("update", """{"id":null,"tool_call_id":null,"content":null}"""));
        Assert.Equal(new ToolUpdateEvent(), Read("update", "{}"));
    }

    [Fact]
    public void A_status_is_open()
    {
        Assert.Equal(new StatusEvent { Status = StreamStatus.Ack }, Read("status", """{"type":"ack"}"""));
        Assert.Equal(new StatusEvent { Status = StreamStatus.GenerationError }, Read("status", """{"type":"generation_error"}"""));
        Assert.Equal(new StatusEvent { Status = new("later") }, Read("status", """{"type":"later"}"""));
    }

    public static TheoryData<string, string> Unknown => new()
    {
        { "approval", """{"a":1}""" },
        { "notebook", "{}" },
        { "sandbox", "x" },
        { "Message", """{"type":"ai"}""" },
        { "", "" },
        { "message", "" },
        { "message", "not JSON" },
        { "message", "[1]" },
        { "message", "null" },
        { "message", "\"text\"" },
        { "message", """{"type":"ai","id":"a" """ },
        { "message", """{"type":"ai"} {}""" },
        { "message", """{"type":"ai"}x""" },
        { "message", """{'type':'ai'}""" },
        { "message", """{"type":"ai",}""" },
        { "message", new string('[', 100) },
        { "message", string.Concat(Enumerable.Repeat("{\"a\":", 100)) + "1" + new string('}', 100) },
        { "message", """{"type":"ai","a":NaN}""" },
        { "conversation", """{"id":7}""" },
        { "conversation", """{"id":"no uuid"}""" },
        { "conversation", """{"id":"0197cccc-0000-7000-8000-000000000001","messages":{}}""" },
        { "conversation", """{"id":"0197cccc-0000-7000-8000-000000000001","title":"\ud83d"}""" },
        { "conversation", """{"id":"0197cccc-0000-7000-8000-000000000001","created_at":"yesterday"}""" },
        { "update", """{"id":[],"content":"x"}""" },
        { "update", """{"content":"\udc00"}""" },
        { "status", """{"type":7}""" },
        { "status", """{"type":"\ud800"}""" },
    };

    [Theory, MemberData(nameof(Unknown))]
    public void Everything_else_is_handed_on_as_it_is(string name, string data) =>
        Assert.Equal(new UnknownEvent { Name = name, Data = data }, Read(name, data));

    /// <summary>The service writes the type last, but the reader must not rely on that.</summary>
    [Theory]
    [InlineData("""{"content":"x","id":"a","type":"ai"}""", typeof(AssistantMessage), "x")]
    [InlineData("""{"type":"ai","content":"x","id":"a"}""", typeof(AssistantMessage), "x")]
    [InlineData("""{"type" : "ai" , "content" : "x" }""", typeof(AssistantMessage), "x")]
    [InlineData("""{"content":"x", "type":"ai"}""", typeof(AssistantMessage), "x")]
    [InlineData("""{"content":"x","type":"\u0061i"}""", typeof(AssistantMessage), "x")]
    [InlineData("""{"content":"x","type":"human","ui_context":{"a":1,"type":"ai"}}""", typeof(HumanMessage), "x")]
    [InlineData("""{"type":"human","content":",\"type\":\"ai"}""", typeof(HumanMessage), ",\"type\":\"ai")]
    [InlineData("""{"type":"tool","tool_call_id":"t","content":"\\,\"type\":\"human"}""", typeof(ToolMessage), "\\,\"type\":\"human")]
    public void The_type_is_found_wherever_it_stands(string data, Type type, string content)
    {
        ConversationMessage message = Assert.IsType<MessageEvent>(Read("message", data)).Message;

        Assert.IsType(type, message);
        Assert.Equal(
            content,
            message switch
            {
                AssistantMessage ai => ai.Content,
                HumanMessage human => human.Content,
                ToolMessage tool => tool.Content,
                _ => null
            });
    }

    [Theory]
    [InlineData("""{"content":"x","type":"context"}""")]
    [InlineData("""{"content":"x","type":""}""")]
    [InlineData("""{"content":["x"],"type":"ai"}""")]
    public void A_type_at_the_end_that_is_unknown_or_does_not_fit_is_an_unknown_message(string data) =>
        Assert.Equal(data, Assert.IsType<UnknownMessage>(Assert.IsType<MessageEvent>(Read("message", data)).Message).Raw.GetRawText());

    [Theory]
    [InlineData("message")]
    [InlineData("conversation")]
    [InlineData("update")]
    [InlineData("status")]
    [InlineData("other")]
    public void Bytes_that_are_no_UTF8_are_handed_on(string name)
    {
        byte[] bytes = Encoding.UTF8.GetBytes("""{"type":"ai","id":"x","content":"?","title":"?"}""");
        for (int position = 0; position < bytes.Length; position++)
        {
            foreach (byte broken in new byte[] { 0xFF, 0xC3, 0xED, 0x00 })
            {
                byte[] copy = bytes.ToArray();
                copy[position] = broken;
                Assert.NotNull(EventDecoder.Read(name, copy));
            }
        }
    }

    /// <summary>Any JSON, built from the names and values that the readers look for, so that it gets deep into them.</summary>
    [Property(MaxTest = 3000, Arbitrary = [typeof(AnyJson)])]
    public void No_JSON_makes_it_throw(string json)
    {
        foreach (string? name in new[] { "message", "conversation", "update", "status", "new" })
        {
            ConversationStreamEvent read = Read(name, json);
            Assert.NotNull(read.ToString());
            if (read is MessageEvent message)
            {
                Assert.NotNull(ConversationThread.From([read, read]).Messages[0].ToString());
                Assert.NotNull(message.Message.Type);
            }
        }
    }

    [Property(MaxTest = 1000)]
    public void No_text_makes_it_throw(string? text)
    {
        foreach (string? name in new[] { "message", "conversation", "update", "status" })
        {
            Assert.NotNull(EventDecoder.Read(name, Encoding.UTF8.GetBytes(text ?? "")));
        }
    }

    [Property(MaxTest = 1000, Arbitrary = [typeof(AnyJson)])]
    public void No_JSON_of_an_answer_throws_anything_but_a_JsonException(string json)
    {
        foreach (Type? type in new[] { typeof(Ticket), typeof(TicketView), typeof(Conversation), typeof(ConversationMessage),
            typeof(TicketViewFilters), typeof(TicketUpdate), typeof(TicketViewUpdate), typeof(Page<Ticket>) })
        {
            Assert.True(Record.Exception(() => JsonSerializer.Deserialize(json, type)) is null or JsonException);
        }
    }

    private static class AnyJson
    {
        private static readonly string[] Names = [
            "type", "id", "content", "tool_calls", "meta", "form", "options", "value", "args", "name", "tool_call_id", "ui_payload", "artifact_id", "source", "content_type", "query", "visualizations", "steps", "status", "tasks", "answer", "blocks", "title", "user", "created_at", "messages", "filters", "assignee", "sorting", "columnKey", "order", "tags",
            "search", "results", "count", "priority", "person", "\\ud83d", "t\\u0079pe", "",
        ];
        private static readonly string[] Scalars = [
            "null", "true", "false", "0", "-1", "1.5", "1e400", "99999999999999999999", "\"\"", "\"ai\"", "\"human\"", "\"tool\"", "\"ai/failure\"", "\"ai/artifact\"", "\"ai/viz\"", "\"ai/multi_viz\"", "\"ai/notebook\"", "\"ai/reasoning\"", "\"ai/planning\"", "\"ai/task_execution\"", "\"temp-0\"", "\"user\"", "\"role\"", "\"\\ud800\"", "\"\\udc00x\"", "\"\\u0000\"", "\"0197cccc-0000-7000-8000-000000000001\"", "\"2026-06-03T12:00:00Z\"", "\"-7d\"", "{}", "[]",
        ];

        public static Arbitrary<string> Json() => Gen.Sized(size => Value(Math.Min(size / 15, 5))).ToArbitrary();

        private static Gen<string> Value(int depth) => depth == 0
            ? Gen.Elements(Scalars)
            : Gen.Frequency(
                (1, Gen.Elements(Scalars)),
                (3, Gen.Select(Gen.ListOf(Gen.Zip(Gen.Elements(Names), Value(depth - 1), static (name, value) => $"\"{name}\":{value}")),
                    static members => $"{{{string.Join(",", members.Take(8))}}}")),
                (1, Gen.Select(Gen.ListOf(Value(depth - 1)), static items => $"[{string.Join(",", items.Take(5))}]")));
    }
}
