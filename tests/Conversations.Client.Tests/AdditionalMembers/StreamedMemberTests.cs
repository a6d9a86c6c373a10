using System.Text;
using System.Text.Json;
using Conversations.Client.Tests.Streaming;

namespace Conversations.Client.Tests.AdditionalMembers;

/// <summary>
/// Members that this package does not know, in events of a stream: read as events, and where only text is read and no event is read as a
/// record.
/// </summary>
public sealed class StreamedMemberTests
{
    private static readonly string[] Events =
    [
        Event("conversation", """{"id":"0197cccc-0000-7000-8000-000000000001","status":"in_progress","title":null,"region":"eu"}"""),
        Event("message", """{"content":"How?","id":"h","locale":"en","type":"human"}"""),
        Event("status", """{"type":"ack","queue":3}"""),
        // The text grows, and nothing else changes.
        Event("message", """{"content":"Let","id":"temp-0","tokens":1,"type":"ai"}"""),
        Event("message", """{"content":"Let me","id":"temp-0","tokens":1,"type":"ai"}"""),
        // The member that nobody knows changes with the text, and then alone.
        Event("message", """{"content":"Let me look","id":"temp-0","tokens":3,"type":"ai"}"""),
        Event("message", """{"content":"Let me look","id":"temp-0","tokens":4,"type":"ai"}"""),
        Event("message", """{"content":"Let me look.","id":"a","tool_calls":[{"args":{},"id":"t","name":"sql","type":"tool_call","cost":5}],"tokens":6,"type":"ai"}"""),
        Event("update", """{"id":"a","tool_call_id":"t","content":"half way","percent":50}"""),
        Event("message", """{"content":"42","id":"b","tool_call_id":"t","rows":7,"type":"tool"}"""),
        // Behind the type, and a part that nobody finishes.
        Event("message", """{"content":"It is","id":"temp-0","type":"ai","tokens":8}"""),
    ];

    private static byte[] Wire => Encoding.UTF8.GetBytes(string.Concat(Events));

    public static TheoryData<bool> Cuts => [false, true];

    [Theory, MemberData(nameof(Cuts))]
    public async Task Each_event_and_the_thread_have_them(bool eachByteAlone)
    {
        using ConversationsClient client = OneAnswer.Of(Wire, eachByteAlone ? OneAnswer.EachByte(Wire) : []);
        ConversationStream stream = OneAnswer.Stream(client);
        List<ConversationStreamEvent> events = await stream.ToListAsync();

        Assert.Equal(
            ["region=\"eu\"", "locale=\"en\"", "queue=3", "tokens=1", "tokens=1", "tokens=3", "tokens=4", "tokens=6", "percent=50", "rows=7", "tokens=8"],
            events.Take(Events.Length).Select(static each => Told(each switch
            {
                MessageEvent message => message.Message.AdditionalMembers,
                ConversationEvent conversation => conversation.Conversation.AdditionalMembers,
                StatusEvent status => status.AdditionalMembers,
                ToolUpdateEvent update => update.AdditionalMembers,
                _ => throw new InvalidOperationException(each.ToString()),
            })));
        Assert.Equal("StatusEvent { Status = ack, AdditionalMembers = 1 member }", events[2].ToString());
        Assert.Equal("ToolUpdateEvent { MessageId = a, ToolCallId = t, Text = 8 characters, AdditionalMembers = 1 member }", events[8].ToString());
        IsWhole(stream.Thread);
    }

    [Theory, MemberData(nameof(Cuts))]
    public async Task A_reader_of_text_finds_them_in_the_thread_at_each_piece(bool eachByteAlone)
    {
        using ConversationsClient client = OneAnswer.Of(Wire, eachByteAlone ? OneAnswer.EachByte(Wire) : []);
        ConversationStream stream = OneAnswer.Stream(client);
        List<string> seen = [];
        await foreach (string piece in stream.ReadTextAsync())
        {
            seen.Add($"{piece.Trim()}: {Told(stream.Thread.Entries[^1].Message.AdditionalMembers)}");
        }

        Assert.Equal(["Let: tokens=1", "me: tokens=1", "look: tokens=3", ".: tokens=6", "It is: tokens=8"], seen);
        IsWhole(stream.Thread);
    }

    [Fact]
    public async Task A_reader_of_updates_finds_the_ones_that_came_without_text()
    {
        byte[] wire = Encoding.UTF8.GetBytes(string.Concat(Events[..7]));
        using ConversationsClient client = OneAnswer.Of(wire, []);
        ConversationStream stream = OneAnswer.Stream(client);
        Assert.Equal(["Let", " me", " look"], await stream.ReadTextUpdatesAsync().Select(static update => update.Text).ToListAsync());
        Assert.Equal("tokens=4", Told(stream.Thread.Entries[^1].Message.AdditionalMembers));
    }

    [Fact]
    public async Task A_reply_has_them_in_its_messages()
    {
        using ConversationsClient client = OneAnswer.Of(Wire, []);
        IsWhole((await OneAnswer.AskAsync(client)).Thread);
    }

    [Fact]
    public void A_message_of_a_kind_that_is_not_known_has_them_in_its_JSON()
    {
        UnknownMessage message = Assert.IsType<UnknownMessage>(JsonSerializer.Deserialize<ConversationMessage>("""{"type":"ai/later","id":"a","mood":"good"}"""));
        Assert.Empty(message.AdditionalMembers);
        Assert.Equal("good", message.Raw.GetProperty("mood").GetString());
        Assert.Equal("""{"type":"ai/later","id":"a","mood":"good"}""", JsonSerializer.Serialize(message));
    }

    private static void IsWhole(ConversationThread thread)
    {
        Assert.Equal("region=\"eu\"", Told(thread.Conversation!.AdditionalMembers));
        Assert.Equal(["locale=\"en\"", "tokens=6", "rows=7", "tokens=8"], thread.Messages.Select(static message => Told(message.AdditionalMembers)));
        Assert.Equal("cost=5", Told(Assert.Single(((AssistantMessage)thread.Messages[1]).ToolCalls!).AdditionalMembers));
    }

    private static string Event(string name, string data) => $"event: {name}\ndata: {data}\n\n";

    private static string Told(IReadOnlyDictionary<string, JsonElement> members) =>
        string.Join(", ", members.Select(static member => $"{member.Key}={member.Value.GetRawText()}"));
}
