namespace Conversations.Client.Tests.Streaming.Threads;

/// <summary>Which event belongs to which place of a thread, also for events that no service sends but hands can make.</summary>
public sealed class ThreadRuleTests
{
    /// <summary>The name, the events as <c>id~text</c> for a part, <c>id=text</c> for a finished message, and the thread.</summary>
    public static TheoryData<string, string[], string[]> Orders => new()
    {
        { "a part goes on behind a new question in a place of its own", ["temp-0~a", "h?", "temp-0~ab"], ["temp-0 Incomplete a", "h Complete", "temp-0 Incomplete ab"] },
        { "a part goes on behind a question that is told again", ["h?", "temp-0~a", "h?", "temp-0~ab"], ["h Complete", "temp-0 Incomplete ab"] },
        { "nothing goes on behind a failure", ["temp-0~a", "temp-1~b", "f!", "temp-0~ab"], ["temp-0 Incomplete a", "f Failed", "temp-0 Incomplete ab"] },
        { "a finished message that comes again keeps its place", ["m1=a", "m2=b", "m1=x"], ["m1 Complete x", "m2 Complete b"] },
        { "a finished message that is written on keeps its place", ["m1=a", "temp-9~x", "m1~b"], ["m1 Incomplete b", "temp-9 Incomplete x"] },
        { "and is found there when it is finished again", ["m1=a", "temp-9~x", "m1~b", "m1=c", "temp-9~xy"], ["m1 Complete c", "temp-9 Incomplete xy"] },
        { "finished messages without an id are each one of their own", ["=a", "=b"], [" Complete a", " Complete b"] },
        { "parts without an id are one", ["~a", "~ab"], [" Incomplete ab"] },
        { "a part without an id is not one with an id", ["temp-1~a", "~b", "~bc", "temp-1~ad"], ["temp-1 Incomplete ad", " Incomplete bc"] },
        { "a part without an id behind a finished message is a new one", ["~a", "m=ab", "~c"], ["m Complete ab", " Incomplete c"] },
        { "what generation failed at is failed, and the next part is another", ["temp-0~a", "#", "temp-1~b"], ["temp-0 Failed a", "temp-1 Incomplete b"] },
    };

    [Theory]
    [MemberData(nameof(Orders))]
    public void Each_event_has_its_place(string name, string[] events, string[] expected)
    {
        Assert.NotEmpty(name);
        Assert.Equal(expected, From(events).Entries.Select(static entry =>
            $"{entry.Message.Id} {entry.State}{(entry.Message is AssistantMessage { Content: var text } ? $" {text}" : "")}"));
    }

    /// <summary>What was finished is what a reconnected stream looks for in the stored conversation.</summary>
    [Theory]
    [InlineData(null, null)]
    [InlineData(null, null, "temp-0~a")]
    [InlineData(null, null, "temp-0~a", "#")]
    [InlineData(null, null, "=a")]
    [InlineData(null, null, "m=a", "m~ab")]
    [InlineData("h", "m", "h?", "m=a", "temp-0~b")]
    [InlineData("h", "f", "h?", "temp-0~a", "f!")]
    public void Only_what_has_an_id_and_an_end_is_finished(string? first, string? last, params string[] events)
    {
        ConversationThread thread = From(events);

        Assert.Equal((last is not null, first, last), (thread.HasFinished, thread.FirstId, thread.LastFinishedId));
    }

    [Fact]
    public void A_tool_call_is_pending_until_its_result_stands_behind_it()
    {
        var call = new ToolCall { Id = "t1", Name = "sql" };
        var asks = new MessageEvent { Message = new AssistantMessage { Id = "a", Content = "", ToolCalls = [call] } };
        var answers = new MessageEvent { Message = new ToolMessage { Id = "r", ToolCallId = "t1", Content = "42" } };

        Assert.Equal([call], ConversationThread.From([asks]).PendingToolCalls);
        Assert.Empty(ConversationThread.From([asks, answers]).PendingToolCalls);
        Assert.Equal([call], ConversationThread.From([answers, asks]).PendingToolCalls);
        Assert.Empty(ConversationThread.From([]).PendingToolCalls);
    }

    [Fact]
    public void A_thread_without_an_answer_has_no_text() =>
        Assert.Equal(("", "", "b"), (From().LastText, From("h?").LastText, From("m=a", "n=b", "h?").LastText));

    [Fact]
    public void The_turn_of_a_question_has_what_came_before_it_and_the_conversation()
    {
        var conversation = new Conversation { Id = Guid.NewGuid() };
        var thread = ConversationThread.From(
            [new ConversationEvent { Conversation = conversation }, .. Events("h1?", "a1=x", "h2?", "a2=y")]);

        (ConversationThread turn, bool isLast) = thread.TurnOf(static question => question.Id == "h1")!.Value;
        Assert.Equal((false, conversation), (isLast, turn.Conversation));
        Assert.Equal(["h1", "a1"], turn.Messages.Select(static message => message.Id));

        (turn, isLast) = thread.TurnOf(static question => question.Id == "h2")!.Value;
        Assert.True(isLast);
        Assert.Same(thread, turn);
        Assert.Null(thread.TurnOf(static _ => false));
    }

    [Fact]
    public void A_thread_is_made_from_events() => Assert.Throws<ArgumentNullException>(() => ConversationThread.From(null!));

    private static ConversationThread From(params string[] events) => ConversationThread.From(Events(events));

    private static IEnumerable<ConversationStreamEvent> Events(params string[] events) => events.Select(Event);

    private static ConversationStreamEvent Event(string text)
    {
        if (text == "#")
        {
            return new StatusEvent { Status = StreamStatus.GenerationError };
        }

        int mark = text.IndexOfAny(['~', '=', '?', '!']);
        (string id, string content) = (text[..mark], text[(mark + 1)..]);
        return text[mark] switch
        {
            '?' => new MessageEvent { Message = new HumanMessage { Id = id, Content = content } },
            '!' => new MessageEvent { Message = new FailureMessage { Id = id } },
            var kind => new MessageEvent { Message = new AssistantMessage { Id = id, Content = content }, IsPartial = kind == '~' },
        };
    }
}
