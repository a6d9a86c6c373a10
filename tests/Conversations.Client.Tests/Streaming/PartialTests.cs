using System.Text;
using System.Text.Json;

namespace Conversations.Client.Tests.Streaming;

/// <summary>
/// Every kind of partial message of the contract (docs/service/conversations.md 4, 6.4): as events, as a thread, and as text, which other
/// code computes.
/// </summary>
public sealed class PartialTests
{
    /// <summary>
    /// The name; the data of the events; the thread as id, state and text; the pieces of text; the updates as index, sign and text.
    /// </summary>
    public static TheoryData<string, string[], string[], string[], string[]> Kinds => new()
    {
        { "one that grows", [Part("Hel"), Part("Hello"), Final("a", "Hello!")], ["a Complete Hello!"], ["Hel", "lo", "!"], ["0+Hel", "0+lo", "0+!"] },
        { "one that is sent twice", [Part("Hel"), Part("Hel"), Final("a", "Hel")], ["a Complete Hel"], ["Hel"], ["0+Hel"] },
        { "one that is shorter", [Part("Hello"), Part("Hell"), Part("Hell no"), Final("a", "Hell no")], ["a Complete Hell no"], ["Hello", "\n\nHell", " no"], ["0+Hello", "0=Hell", "0+ no"] },
        { "one that is different", [Part("Hello"), Part("Good"), Final("a", "Good day")], ["a Complete Good day"], ["Hello", "\n\nGood", " day"], ["0+Hello", "0=Good", "0+ day"] },
        { "one that is different by its last letter", [Part("Hello"), Part("Hellx"), Final("a", "Hellx")], ["a Complete Hellx"], ["Hello", "\n\nHellx"], ["0+Hello", "0=Hellx"] },
        { "one that begins again", [Part("One two"), Part("O"), Part("One"), Part("One more"), Final("a", "One more")], ["a Complete One more"], ["One two", "\n\nO", "ne", " more"], ["0+One two", "0=O", "0+ne", "0+ more"] },
        { "one that is emptied", [Part("Hello"), Part(""), Final("a", "Hi")], ["a Complete Hi"], ["Hello", "\n\nHi"], ["0+Hello", "0=", "0+Hi"] },
        { "a final text that is shorter", [Part("Hello"), Final("a", "Hell")], ["a Complete Hell"], ["Hello", "\n\nHell"], ["0+Hello", "0=Hell"] },
        { "a final text that is empty", [Part("Hello"), Final("a", "")], ["a Complete "], ["Hello"], ["0+Hello", "0="] },
        { "several parts of an answer", [Part("One"), Part("T", "temp-1"), Part("Two", "temp-1"), Final("a", "One"), Final("b", "Two")], ["a Complete One", "b Complete Two"], ["One", "\n\nT", "wo"], ["0+One", "1+T", "1+wo"] },
        { "ten parts", [Part("x", "temp-1"), Part("y", "temp-10"), Part("xx", "temp-1"), Final("a", "xx"), Final("b", "y")], ["a Complete xx", "b Complete y"], ["x", "\n\ny", "\n\nxx"], ["0+x", "1+y", "0+x"] },
        { "the next step", [Part("One"), Final("a", "One"), """{"type":"tool","id":"t","tool_call_id":"c","content":"42"}""", Part("T"), Final("b", "Two")], ["a Complete One", "t Complete ", "b Complete Two"], ["One", "\n\nT", "wo"], ["0+One", "1+T", "1+wo"] },
        { "no id", ["""{"type":"ai","content":"Hel"}""", """{"content":"Hello","type":"ai"}""", Final("a", "Hello")], ["a Complete Hello"], ["Hel", "lo"], ["0+Hel", "0+lo"] },
        { "an id of null, and an empty one", ["""{"type":"ai","id":null,"content":"Hel"}""", Final("a", "Hello"), """{"type":"ai","id":"","content":"x"}""", Final("b", "x")], ["a Complete Hello", "b Complete x"], ["Hel", "lo", "\n\nx"], ["0+Hel", "0+lo", "1+x"] },
        { "no content at first", [Part(""), Part(""), Part("H"), Final("a", "Hi")], ["a Complete Hi"], ["H", "i"], ["0+H", "0+i"] },
        { "content of null", ["""{"type":"ai","id":"temp-0","content":null}""", Final("a", "Hi")], ["a Complete Hi"], ["Hi"], ["0+Hi"] },
        { "no content at all", ["""{"type":"ai","id":"temp-0"}"""], ["temp-0 Incomplete "], [], [] },
        { "no tool calls", ["""{"content":"Hi","id":"temp-0","tool_calls":[],"type":"ai"}"""], ["temp-0 Incomplete Hi"], ["Hi"], ["0+Hi"] },
        { "tool calls without arguments yet", ["""{"content":"","id":"temp-0","tool_calls":[{"args":{},"id":"c","name":"sql","type":"tool_call"}],"type":"ai"}""", """{"content":"Hi","id":"temp-0","tool_calls":[{"args":{"query":"select"},"id":"c","name":"sql","type":"tool_call"}],"type":"ai"}"""], ["temp-0 Incomplete Hi sql"], ["Hi"], ["0+Hi"] },
        { "tool calls that come after the text", [Part("Hi"), """{"type":"ai","id":"temp-0","content":"Hi","tool_calls":[{"args":{},"id":"c","name":"sql","type":"tool_call"}]}"""], ["temp-0 Incomplete Hi sql"], ["Hi"], ["0+Hi"] },
        { "only thinking", ["""{"content":"","id":"temp-0","meta":{"thinking":[{"type":"thinking","thinking":"hm"}]},"type":"ai"}""", """{"content":"","id":"temp-0","meta":{"thinking":[{"type":"thinking","thinking":"hm, hm"}]},"type":"ai"}""", Final("a", "So.")], ["a Complete So."], ["So."], ["0+So."] },
        { "thinking that grows with the text", ["""{"content":"A","id":"temp-0","meta":{"thinking":[{"thinking":"content"}]},"type":"ai"}""", """{"content":"AB","id":"temp-0","meta":{"thinking":[{"thinking":"content content"}]},"type":"ai"}"""], ["temp-0 Incomplete AB"], ["A", "B"], ["0+A", "0+B"] },
        { "a draft of a notebook", [Notebook("temp-notebook", "# D"), Notebook("temp-notebook", "# Draft"), Notebook("n", "# Done")], ["n Complete "], [], [] },
        { "a draft of a notebook beside a text", [Part("Hi"), Notebook("temp-notebook", "# D"), Part("Hi there"), Final("a", "Hi there"), Notebook("n", "# Done")], ["a Complete Hi there", "n Complete "], ["Hi", " there"], ["0+Hi", "0+ there"] },
        { "two, and the end of the first is lost", [Part("One"), Part("Tw", "temp-1"), Final("b", "Two")], ["temp-0 Incomplete One", "b Complete Two"], ["One", "\n\nTw", "o"], ["0+One", "1+Tw", "1+o"] },
        { "two, and the finished texts are others", [Part("One"), Part("Tw", "temp-1"), Final("a", "Three"), Final("b", "Two")], ["a Complete Three", "b Complete Two"], ["One", "\n\nTw", "\n\nThree", "\n\nTwo"], ["0+One", "1+Tw", "0=Three", "1+o"] },
        { "the next step after one whose end was lost", [Part("One"), """{"type":"tool","id":"t","tool_call_id":"c","content":"42"}""", Part("T"), Part("Tw"), Final("b", "Two")], ["temp-0 Incomplete One", "t Complete ", "b Complete Two"], ["One", "\n\nT", "w", "o"], ["0+One", "1+T", "1+w", "1+o"] },
        { "one whose place a notebook took", [Part("Hi"), Notebook("n", "# Done"), Final("a", "Hi there")], ["n Complete ", "a Complete Hi there"], ["Hi", " there"], ["0+Hi", "0+ there"] },
        { "another one behind a notebook that took its place", [Part("Hi"), Notebook("n", "# Done"), Final("a", "No"), Final("b", "Hi there")], ["n Complete ", "a Complete No", "b Complete Hi there"], ["Hi", "\n\nNo", "\n\nHi there"], ["0+Hi", "1+No", "2+Hi there"] },
        { "one that nobody finishes", [Final("a", "One"), Part("Tw")], ["a Complete One", "temp-0 Incomplete Tw"], ["One", "\n\nTw"], ["0+One", "1+Tw"] },
        { "two that nobody finishes", [Part("One"), Part("Two", "temp-1"), Notebook("temp-notebook", "#")], ["temp-0 Incomplete One", "temp-1 Incomplete Two", "temp-notebook Incomplete "], ["One", "\n\nTwo"], ["0+One", "1+Two"] },
        { "one that a new turn leaves behind", [Part("Hel"), """{"type":"human","id":"h","content":"Next"}""", Part("Yes"), Final("a", "Yes.")], ["temp-0 Incomplete Hel", "h Complete ", "a Complete Yes."], ["Hel", "\n\nYes", "."], ["0+Hel", "1+Yes", "1+."] },
        { "one that a failure replaces", [Part("Hel"), """{"type":"ai/failure"}"""], [" Failed "], ["Hel"], ["0+Hel"] },
        { "the same text in other words", ["""{"type":"ai","id":"temp-0","content":"\u0047r\u00fc\u00dfe \ud83c\udf89"}""", Part("Grüße 🎉, 世界"), """{"type":"ai","id":"temp-0","content":"Gr\u00FC\u00DFe 🎉, \u4e16界\/\""}"""], ["temp-0 Incomplete Grüße 🎉, 世界/\""], ["Grüße 🎉", ", 世界", "/\""], ["0+Grüße 🎉", "0+, 世界", "0+/\""] },
        { "pairs that grow", [Part("🎉"), Part("🎉👩"), Part("🎉👩\u200d👧")], ["temp-0 Incomplete 🎉👩\u200d👧"], ["🎉", "👩", "\u200d👧"], ["0+🎉", "0+👩", "0+\u200d👧"] },
        { "half a pair, which no text can be made of", [Part("a"), """{"type":"ai","id":"temp-0","content":"a\ud83c"}""", """{"type":"ai","id":"temp-0","content":"a\ud83c\udf89"}"""], ["temp-0 Incomplete a🎉"], ["a", "🎉"], ["0+a", "0+🎉"] },
        { "a text that ends in a backslash or a quote", [Part("a\\"), Part("a\\\""), Part("a\\\"\\"), Final("a", "a\\\"\\n")], ["a Complete a\\\"\\n"], ["a\\", "\"", "\\", "n"], ["0+a\\", "0+\"", "0+\\", "0+n"] },
    };

    [Theory, MemberData(nameof(Kinds))]
    public async Task It_is_seen_alike_as_events_thread_and_text(
        string name, string[] messages, string[] thread, string[] pieces, string[] updates)
    {
        Assert.NotNull(name);
        using ConversationsClient client = OneAnswer.Of(Encoding.UTF8.GetBytes(string.Concat(messages.Select(static message => $"event: message\ndata: {message}\n\n"))), []);
        ConversationStream asEvents = OneAnswer.Stream(client);
        ConversationStream asText = OneAnswer.Stream(client);
        ConversationStream asUpdates = OneAnswer.Stream(client);

        List<ConversationStreamEvent> events = await asEvents.ToListAsync();
        Assert.Equal(messages.Select(IsPartial), events.Select(static each => ((MessageEvent)each).IsPartial));
        Assert.Equal(pieces, await asText.ReadTextAsync().ToListAsync());
        Assert.Equal(updates, (await asUpdates.ReadTextUpdatesAsync().ToListAsync()).Select(Show));
        Assert.Equal(updates, events.OfType<MessageEvent>().Select(static each => each.TextUpdate).OfType<TextUpdate>().Select(Show));
        Assert.Equal(thread, Show(ConversationThread.From(events)));
        Assert.Equal(thread, Show((await OneAnswer.AskAsync(client)).Thread));
        Assert.All([asEvents, asText, asUpdates], stream => Assert.Equal(thread, Show(stream.Thread)));
    }

    [Fact]
    public void An_update_can_be_given_to_an_event_and_does_not_count_where_events_are_compared()
    {
        MessageEvent Event(TextUpdate? update) =>
            new() { Message = new AssistantMessage { Id = "temp-0", Content = "Hello" }, IsPartial = true, TextUpdate = update };
        var update = new TextUpdate(0, "lo", Replaces: false);
        Assert.Equal(update, Event(update).TextUpdate);
        Assert.Equal(Event(update), Event(update));
        Assert.Equal(Event(update).GetHashCode(), Event(update).GetHashCode());
        Assert.Equal(Event(update), Event(null));
        Assert.NotEqual(Event(update), Event(update) with { IsPartial = false });
        Assert.Equal(update, (Event(update) with { IsPartial = false }).TextUpdate);
        Assert.Null(Event(null).TextUpdate);
    }

    [Fact]
    public async Task Events_that_were_given_stay_as_they_are()
    {
        var part = new MessageEvent { Message = new AssistantMessage { Id = "temp-0", Content = "Hel" }, IsPartial = true };
        var final = new MessageEvent { Message = new AssistantMessage { Id = "a", Content = "Hello" } };
        ConversationStreamEvent[] given = [part, part, final];

        List<ConversationStreamEvent> read = await new ConversationStream(given.ToAsyncEnumerable()).ToListAsync();

        Assert.Equal(
            [new TextUpdate(0, "Hel", false), null, new TextUpdate(0, "lo", false)],
            read.Cast<MessageEvent>().Select(static each => each.TextUpdate));
        Assert.Equal([null, null], new[] { part.TextUpdate, final.TextUpdate });
    }

    [Fact]
    public async Task An_event_of_a_stream_has_its_update_and_prints_no_text()
    {
        using ConversationsClient client = OneAnswer.Of(Encoding.UTF8.GetBytes($"event: message\ndata: {Part("Hel")}\n\nevent: message\ndata: {Part("Hello")}\n\n"), []);
        MessageEvent second = Assert.IsType<MessageEvent>((await OneAnswer.Stream(client).ToListAsync())[1]);
        Assert.Equal(new TextUpdate(0, "lo", Replaces: false), second.TextUpdate);
        Assert.DoesNotContain("Hel", second.ToString(), StringComparison.Ordinal);
    }

    /// <summary>The thread can be read after every event while a message is being written.</summary>
    [Fact]
    public async Task A_thread_shows_what_is_being_written_while_text_is_read()
    {
        await using var stub = StubServer.InMemory(StubAnswer.Messages(Part("Hel"), Part("Hello"), Part("Hi"), Final("a", "Hi!")));
        using ConversationsClient client = stub.CreateClient();
        ConversationStream stream = OneAnswer.Stream(client);
        List<string> seen = [];
        await foreach (TextUpdate _ in stream.ReadTextUpdatesAsync())
        {
            seen.AddRange(Show(stream.Thread));
        }

        Assert.Equal(["temp-0 Partial Hel", "temp-0 Partial Hello", "temp-0 Partial Hi", "a Complete Hi!"], seen);
    }

    private static string Show(TextUpdate update) => $"{update.MessageIndex}{(update.Replaces ? '=' : '+')}{update.Text}";

    private static string Part(string content, string id = "temp-0") => $$"""{"content":{{JsonSerializer.Serialize(content)}},"id":"{{id}}","tool_calls":[],"type":"ai"}""";

    private static string Final(string id, string content) => Part(content, id);

    private static string Notebook(string id, string text) => $$"""{"artifact_id":"","content":{"blocks":[{"content":"{{text}}","type":"markdown"}],"content_type":"notebook","title":""},"id":"{{id}}","source":"artifact","type":"ai/artifact"}""";

    private static bool IsPartial(string message)
    {
        using var json = JsonDocument.Parse(message);
        string? id = json.RootElement.TryGetProperty("id", out JsonElement given) ? given.GetString() : null;
        return json.RootElement.GetProperty("type").GetString() is "ai" or "ai/artifact"
            && (string.IsNullOrEmpty(id) || id.StartsWith("temp-", StringComparison.Ordinal));
    }

    private static string[] Show(ConversationThread thread) => [.. thread.Entries.Select(static entry =>
        $"{entry.Message.Id} {entry.State} {(entry.Message is AssistantMessage { Content: var content, ToolCalls: var calls } ? string.Join(' ', [content, .. calls?.Select(static call => call.Name) ?? []]) : "")}")];
}
