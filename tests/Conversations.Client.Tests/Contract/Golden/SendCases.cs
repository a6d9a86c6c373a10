using System.Text.Json;
using static Conversations.Client.Tests.Contract.Golden.GoldenCase;

namespace Conversations.Client.Tests.Contract.Golden;

/// <summary>A message and the stream that answers it: docs/service/conversations.md 3.2, 6.</summary>
internal static class SendCases
{
    /// <summary>The exact bytes that a test of the service asserts (docs/service/conversations.md 6.1).</summary>
    internal const string Answered = "event: message\ndata: {\"content\":\"test response\",\"type\":\"ai\"}\n\n";

    private const string Human = """{"content":"How many signups?","id":"5e0d1c2b-0000-4000-8000-000000000001","trace_id":"0197dddd-0000-7000-8000-000000000002","type":"human"}""";
    private const string Partial = """{"content":"Let me look.","id":"temp-0","tool_calls":[],"type":"ai"}""";
    private const string Finished = """{"content":"Let me look.","id":"77aa0000-0000-4000-8000-000000000002","tool_calls":[{"args":{"query":"select 1"},"id":"toolu_1","name":"execute_sql","type":"tool_call"}],"type":"ai"}""";
    private const string Tool = """{"content":"42","id":"a1b20000-0000-4000-8000-000000000003","tool_call_id":"toolu_1","type":"tool","ui_payload":{"execute_sql":"select 1"}}""";
    private const string Last = """{"content":"42 größer","id":"c3d40000-0000-4000-8000-000000000004","type":"ai"}""";

    /// <summary>
    /// A whole turn (docs/service/conversations.md 6.5), with a keepalive (docs/service/conversations.md 6.2), an update of each
    /// form (docs/service/conversations.md 6.3), a status of older servers and an unknown event.
    /// </summary>
    private const string Turn = $$$"""
        : keepalive

        event: conversation
        data: {{{Examples.ShortConversation}}}

        event: message
        data: {{{Human}}}

        event: message
        data: {{{Partial}}}

        event: message
        data: {{{Finished}}}

        event: update
        data: {"id":"77aa0000-0000-4000-8000-000000000002","tool_call_id":"toolu_1","content":"Running the query"}

        event: update
        data: {"id":"77aa0000-0000-4000-8000-000000000002","tool_call_id":"toolu_1","content":{"id":"toolu_2","name":"search","args":{},"type":"tool_call"}}

        event: status
        data: {"type":"ack"}

        event: notebook
        data: not JSON

        event: message
        data: {{{Tool}}}

        event: message
        data: {{{Last}}}


        """;

    private static readonly Guid Id = Guid.Parse(Examples.ConversationId);

    private static readonly SendOptions Everything = new()
    {
        AgentMode = AgentMode.Sql,
        TraceId = Guid.Parse(Examples.TraceId),
        ContextualTools = JsonElement.Parse("""{"search":{"a":1}}"""),
        UiContext = JsonElement.Parse("""{"dashboards":[]}"""),
        BillingContext = JsonElement.Parse("""{"billing_plan":null}"""),
        IsSandbox = true,
        ReplaySessionId = "0197-replay",
    };

    public static IReadOnlyList<GoldenCase> All { get; } =
    [
        Send("a text alone", """{"content":"Hi","conversation":"0197cccc-0000-7000-8000-000000000001","trace_id":"{trace}"}""") with
        {
            Call = Events(static client => client.Conversations.StreamAsync(Id, "Hi")),
            Check = IsAnswered,
        },
        // The writer escapes characters outside the Basic Multilingual Plane. Every JSON reader reads the same text.
        Send("every member, and a whole turn", """{"content":"How many signups? ü \uD83C\uDF89","conversation":"0197cccc-0000-7000-8000-000000000001","contextual_tools":{"search":{"a":1}},"ui_context":{"dashboards":[]},"billing_context":{"billing_plan":null},"trace_id":"0197dddd-0000-7000-8000-000000000002","agent_mode":"sql","is_sandbox":true}""") with
        {
            Call = Events(static client => client.Conversations.StreamAsync(Id, "How many signups? ü 🎉", Everything)),
            Headers = new Dictionary<string, string?> { ["X-POSTHOG-SESSION-ID"] = "0197-replay" },
            Answer = Turn.ReplaceLineEndings("\n"),
            Check = IsTurn,
        },
        Send("a mode newer than the package, and no sandbox", """{"content":" Hi \"you\"\n","conversation":"0197cccc-0000-7000-8000-000000000001","trace_id":"{trace}","agent_mode":"brand_new","is_sandbox":false}""") with
        {
            Call = Events(static client =>
                client.Conversations.StreamAsync(Id, " Hi \"you\"\n", new() { AgentMode = new OpenEnum<AgentMode>("brand_new"), IsSandbox = false })),
            Check = IsAnswered,
        },
        Send("the whole answer", """{"content":"Why?","conversation":"0197cccc-0000-7000-8000-000000000001","trace_id":"0197dddd-0000-7000-8000-000000000002"}""") with
        {
            Call = static async client => await client.Conversations.AskAsync(Id, "Why?", new() { TraceId = Guid.Parse(Examples.TraceId) }),
            Answer = Turn.ReplaceLineEndings("\n"),
            Check = IsReply,
        },
        Send("to join a running turn null is really sent", """{"content":null,"conversation":"0197cccc-0000-7000-8000-000000000001","trace_id":"{trace}"}""") with
        {
            Call = Events(static client => client.Conversations.ReconnectAsync(Id)),
            Check = IsAnswered,
        },
    ];

    internal static GoldenCase Send(string variant, string body) => new("conversations.create", variant, $"POST {Environments}/")
    {
        Call = static _ => Task.FromResult<object?>(null),
        Body = body,
        Answer = Answered,
    };

    internal static void IsAnswered(object? result)
    {
        MessageEvent message = Assert.IsType<MessageEvent>(Assert.Single((List<ConversationStreamEvent>)result!));
        // Older servers send partial messages without an id (docs/service/conversations.md 6.4).
        Assert.True(message.IsPartial);
        ReadAs.Same("""{"content":"test response","type":"ai"}""", message.Message);
    }

    private static void IsTurn(object? result)
    {
        var events = (List<ConversationStreamEvent>)result!;
        Assert.Equal(10, events.Count);
        ReadAs.Same(Examples.ShortConversation, Assert.IsType<ConversationEvent>(events[0]).Conversation);
        foreach ((int index, string? json, bool isPartial) in new[] { (1, Human, false), (2, Partial, true), (3, Finished, false),
            (8, Tool, false), (9, Last, false) })
        {
            MessageEvent message = Assert.IsType<MessageEvent>(events[index]);
            Assert.Equal(isPartial, message.IsPartial);
            ReadAs.Same(json, message.Message);
        }

        ToolUpdateEvent text = Assert.IsType<ToolUpdateEvent>(events[4]);
        Assert.Equal(("77aa0000-0000-4000-8000-000000000002", "toolu_1", "Running the query", null), (text.MessageId, text.ToolCallId, text.Text, text.ToolCall));
        ToolUpdateEvent call = Assert.IsType<ToolUpdateEvent>(events[5]);
        ReadAs.Same("""{"id":"toolu_2","name":"search","args":{},"type":"tool_call"}""", call.ToolCall!);
        Assert.Equal("ack", Assert.IsType<StatusEvent>(events[6]).Status.Value);
        UnknownEvent unknown = Assert.IsType<UnknownEvent>(events[7]);
        Assert.Equal(("notebook", "not JSON"), (unknown.Name, unknown.Data));
    }

    private static void IsReply(object? result)
    {
        ConversationReply reply = Assert.IsType<ConversationReply>(result);
        Assert.Equal(("42 größer", StreamOutcome.Completed), (reply.Text, reply.Outcome));
        Assert.Equal(4, reply.Thread.Messages.Count);
        foreach ((ConversationMessage? message, string? json) in reply.Thread.Messages.Zip([Human, Finished, Tool, Last]))
        {
            ReadAs.Same(json, message);
        }
    }
}
