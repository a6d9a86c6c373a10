namespace Conversations.Client.Tests.Streaming;

/// <summary>The text of a stream as a person reads it: text is only ever appended.</summary>
public sealed class TextTests
{
    private static MessageEvent Part(string? id, string content) =>
        new() { Message = new AssistantMessage { Id = id, Content = content }, IsPartial = true };

    private static MessageEvent Final(string? id, string content) =>
        new() { Message = new AssistantMessage { Id = id, Content = content } };

    private static MessageEvent Tool => new() { Message = new ToolMessage { Id = "t", Content = "secret" } };

    public static TheoryData<string, ConversationStreamEvent[], string[]> Streams => new()
    {
        { "deltas", [Part("temp-0", "Hel"), Part("temp-0", "Hello"), Part("temp-0", "Hello"), Final("a", "Hello!")], ["Hel", "lo", "!"] },
        { "deltas without ids", [Part(null, "Hel"), Part(null, "Hello"), Final("a", "Hello")], ["Hel", "lo"] },
        { "no parts", [Final("a", "Hello")], ["Hello"] },
        { "nothing", [], [] },
        { "empty content", [Part("temp-0", ""), Part("temp-0", ""), Final("a", "")], [] },
        { "empty first", [Part("temp-0", ""), Part("temp-0", "H"), Final("a", "Hi")], ["H", "i"] },
        { "two messages", [Final("a", "One"), Final("b", "Two")], ["One", "\n\nTwo"] },
        { "a tool step between", [Part("temp-0", "Let me"), Final("a", "Let me look."), Tool, Part("temp-0", "4"), Part("temp-0", "42"), Final("b", "42")], ["Let me", " look.", "\n\n4", "2"] },
        { "the same text twice is two texts", [Part("temp-0", "Yes"), Final("a", "Yes"), Tool, Part("temp-0", "Yes"), Final("b", "Yes")], ["Yes", "\n\nYes"] },
        { "an empty step between", [Final("a", "One"), Part("temp-0", ""), Final("b", ""), Tool, Part("temp-0", "T"), Final("c", "Two")], ["One", "\n\nT", "wo"] },
        { "several parts of one answer", [Part("temp-0", "One"), Part("temp-1", "T"), Part("temp-1", "Two"), Final("a", "One"), Final("b", "Two")], ["One", "\n\nT", "wo"] },
        { "replaced text", [Part("temp-0", "Hello"), Part("temp-0", "Good"), Part("temp-0", "Good day"), Final("a", "Good day")], ["Hello", "\n\nGood", " day"] },
        { "shortened text", [Part("temp-0", "Hello"), Final("a", "Hell")], ["Hello", "\n\nHell"] },
        { "emptied and begun again", [Part("temp-0", "Hello"), Part("temp-0", ""), Part("temp-0", "Hi"), Final("a", "Hi")], ["Hello", "\n\nHi"] },
        { "a replay", [Final("a", "One"), Final("a", "One"), Final("b", "Two"), Final("a", "One"), Final("b", "Two")], ["One", "\n\nTwo"] },
        { "a replay with its parts", [Part("temp-0", "One"), Final("a", "One"), Part("temp-0", "Tw"), Part("temp-0", "Two"), Final("b", "Two")], ["One", "\n\nTw", "o"] },
        { "a finished message that changes", [Final("a", "One"), Final("a", "One more"), Final("a", "Other")], ["One", " more", "\n\nOther"] },
        { "a finished message that changes late", [Final("a", "One"), Final("b", "Two"), Final("a", "One more")], ["One", "\n\nTwo", "\n\nOne more"] },
        { "a part that ends after the next has begun", [Part("temp-0", "One"), Part("temp-1", "T"), Final("a", "One."), Final("b", "Two")], ["One", "\n\nT", "\n\nOne.", "\n\nTwo"] },
        { "others are silent", [new MessageEvent { Message = new HumanMessage { Content = "q" } },
            new MessageEvent { Message = new ReasoningMessage { Id = "r", Content = "hm" } },
            new MessageEvent { Message = new FailureMessage { Content = "no" } }, new StatusEvent(),
                new UnknownEvent { Name = "n", Data = "d" }, Final("a", "A")], ["A"] },
        { "characters beyond the first plane", [Part("temp-0", "a🎉"), Part("temp-0", "a🎉👩"), Final("a", "a🎉👩‍👩‍👧")], ["a🎉", "👩", "‍👩‍👧"] },
    };

    [Theory, MemberData(nameof(Streams))]
    public async Task It_grows(string name, ConversationStreamEvent[] events, string[] pieces)
    {
        Assert.NotNull(name);
        Assert.Equal(pieces, await new ConversationStream(events.ToAsyncEnumerable()).ReadTextAsync().ToListAsync());
    }

    [Theory, BothTransports]
    public async Task It_comes_piece_by_piece_over_the_wire(Transport transport)
    {
        await using StubServer stub = await StubServer.StartAsync(transport);
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        StubAnswer answer = StubAnswer.Messages("""{"type":"ai","id":"temp-0","content":"Hel"}""").Wait(gate.Task).Write("event: message\ndata: {\"type\":\"ai\",\"id\":\"a\",\"content\":\"Hello\"}\n\n").Hang();
        stub.Answer(answer);
        using ConversationsClient client = stub.CreateClient();
        List<string> pieces = [];
        await foreach (string piece in client.Conversations.StreamAsync(Guid.NewGuid(), "Hi").ReadTextAsync())
        {
            pieces.Add(piece);
            gate.TrySetResult();
            if (pieces.Count == 2)
            {
                break;
            }
        }

        Assert.Equal(["Hel", "lo"], pieces);
        await answer.Freed.WaitAsync(TimeSpan.FromSeconds(30));
    }

    [Theory, BothTransports]
    public async Task The_text_of_a_reply_is_the_last_assistant_message(Transport transport)
    {
        await using StubServer stub = await StubServer.StartAsync(transport);
        stub.Answer(StubAnswer.Messages("""{"type":"ai","id":"a","content":"Let me look.","tool_calls":[{"id":"t","name":"sql","args":{},"type":"tool_call"}]}""", """{"type":"tool","id":"b","content":"42","tool_call_id":"t"}""", """{"type":"ai","id":"c","content":"42 signups."}"""));
        using ConversationsClient client = stub.CreateClient();
        ConversationReply reply = await client.Conversations.AskAsync(Guid.NewGuid(), "Hi");
        Assert.Equal(("42 signups.", 3, StreamOutcome.Completed), (reply.Text, reply.Thread.Messages.Count, reply.Outcome));
        Assert.Empty(reply.Thread.PendingToolCalls);
    }
}
