namespace Conversations.Client.Tests.Contract;

/// <summary>docs/service/conversations.md 6.4: how events add up to a thread, one test for each rule.</summary>
public sealed class Thread_6_4_Tests
{
    private static AssistantMessage Ai(string? id, string content = "x", params ToolCall[] calls) =>
        new() { Id = id, Content = content, ToolCalls = calls.Length == 0 ? null : calls };

    private static MessageEvent Final(ConversationMessage message) => new() { Message = message };

    private static MessageEvent Part(string? id, string content = "x") => new() { Message = Ai(id, content), IsPartial = true };

    private static string Fold(params ConversationStreamEvent[] events) =>
        string.Join(" ", ConversationThread.From(events).Entries.Select(static entry =>
        $"{entry.Message.Id}:{entry.Message switch { AssistantMessage ai => ai.Content, HumanMessage human => human.Content, ToolMessage tool => tool.Content, FailureMessage failure => failure.Content, _ => entry.Message.Type }}:{entry.State}"));

    [Fact]
    public void Rule_1_what_has_no_id_or_a_temporary_one_is_partial() => Assert.Equal(":b:Incomplete", Fold(Part(null, "a"), Part(null, "b")));

    [Fact]
    public void Rule_2_a_human_message_with_a_known_id_is_replaced_and_any_other_appended() =>
        Assert.Equal("h1:c:Complete h2:b:Complete :d:Complete :e:Complete", Fold(
            Final(
                new HumanMessage { Id = "h1", Content = "a" }), Final(
                    new HumanMessage { Id = "h2", Content = "b" }), Final(
                        new HumanMessage { Id = "h1", Content = "c" }),
                            Final(new HumanMessage { Content = "d" }), Final(new HumanMessage { Content = "e" })));

    [Fact]
    public void Rule_2_a_human_message_does_not_take_the_place_of_what_is_being_written() =>
        Assert.Equal("temp-0:a:Incomplete h:b:Complete", Fold(Part("temp-0", "a"), Final(new HumanMessage { Id = "h", Content = "b" })));

    [Fact]
    public void Rule_3_a_tool_message_is_appended_once() =>
        Assert.Equal("temp-0:a:Incomplete t:2:Complete u:3:Complete", Fold(
            Part("temp-0", "a"), Final(
                new ToolMessage { Id = "t", Content = "1" }), Final(
                    new ToolMessage { Id = "u", Content = "3" }), Final(new ToolMessage { Id = "t", Content = "2" })));

    [Fact]
    public void Rule_4_an_id_that_is_there_is_replaced_in_its_place() =>
        Assert.Equal("a:3:Complete b:2:Complete", Fold(Final(Ai("a", "1")), Final(Ai("b", "2")), Final(Ai("a", "3"))));

    [Fact]
    public void Rule_4_a_part_is_replaced_by_the_next_of_its_id() =>
        Assert.Equal("temp-0:Hello:Incomplete temp-1:W:Incomplete", Fold(Part("temp-0", "Hel"), Part("temp-1", "W"), Part("temp-0", "Hello")));

    [Fact]
    public void Rule_5_a_new_part_is_appended_as_partial()
    {
        var thread = ConversationThread.From([Final(Ai("a"))]);
        Assert.Equal(ThreadEntryState.Complete, Assert.Single(thread.Entries).State);
        Assert.Equal("a:x:Complete temp-0:y:Incomplete", Fold(Final(Ai("a")), Part("temp-0", "y")));
    }

    [Fact]
    public void Rule_6_a_finished_message_takes_the_first_partial_place_after_the_last_finished_one() =>
        Assert.Equal("a:1:Complete b:2:Complete c:3:Complete", Fold(Final(Ai("a", "1")), Part("temp-0", "2"), Part("temp-1", "3"), Final(Ai("b", "2")), Final(Ai("c", "3"))));

    [Fact]
    public void Rule_6_a_partial_place_before_a_finished_message_is_left() =>
        Assert.Equal("temp-0:old:Incomplete t:r:Complete a:new:Complete", Fold(Part("temp-0", "old"), Final(new ToolMessage { Id = "t", Content = "r" }), Final(Ai("a", "new"))));

    [Fact]
    public void Rule_6_without_a_partial_place_it_is_appended() => Assert.Equal("a:1:Complete b:2:Complete", Fold(Final(Ai("a", "1")), Final(Ai("b", "2"))));

    [Fact]
    public void Every_step_starts_again_at_temp_0() => Assert.Equal("a:1:Complete t:r:Complete b:2:Complete", Fold(
        Part("temp-0", "1"), Final(Ai("a", "1")), Final(new ToolMessage { Id = "t", Content = "r" }), Part("temp-0", "2"), Final(Ai("b", "2"))));

    [Fact]
    public void A_notebook_draft_is_replaced_by_its_artifact() => Assert.Equal("c3d4:ai/artifact:Complete", Fold(
        new MessageEvent { Message = new ArtifactMessage { Id = "temp-notebook" }, IsPartial = true },
            new MessageEvent { Message = new ArtifactMessage { Id = "temp-notebook" }, IsPartial = true }, Final(new ArtifactMessage { Id = "c3d4" })));

    [Fact]
    public void What_is_partial_at_the_end_is_incomplete() => Assert.Equal("temp-0:a:Incomplete", Fold(Part("temp-0", "a")));

    [Fact]
    public void A_failure_takes_the_place_of_what_was_being_written_and_stays() => Assert.Equal(":no:Failed a:1:Complete", Fold(
        Part("temp-0", "half"), Final(new FailureMessage { Content = "no" }), Part("temp-0", "1"), Final(Ai("a", "1"))));

    [Fact]
    public void Failures_without_an_id_do_not_replace_each_other() =>
        Assert.Equal(":1:Failed :2:Failed", Fold(Final(new FailureMessage { Content = "1" }), Final(new FailureMessage { Content = "2" })));

    [Fact]
    public void A_replay_of_what_was_finished_changes_nothing()
    {
        ConversationStreamEvent[] turn = [
            Final(new HumanMessage { Id = "h", Content = "q" }), Final(Ai("a", "1")), Final(new ToolMessage { Id = "t", Content = "r" }),
            Final(Ai("b", "2")),
        ];
        Assert.Equal(Fold(turn), Fold([.. turn, .. turn]));
    }

    [Fact]
    public void A_queued_turn_keeps_the_turn_before() => Assert.Equal("h1:q:Complete a:1:Complete h2:r:Complete b:2:Complete", Fold(
        Final(
            new HumanMessage { Id = "h1", Content = "q" }), Part("temp-0", "1"), Final(Ai("a", "1")), Final(
                new HumanMessage { Id = "h2", Content = "r" }), Part("temp-0", "2"), Final(Ai("b", "2"))));

    [Fact]
    public void Other_events_leave_the_messages_alone_and_the_last_conversation_counts()
    {
        var thread = ConversationThread.From(
            [
                new ConversationEvent { Conversation = new() { Id = Guid.NewGuid() } },
                new StatusEvent { Status = StreamStatus.GenerationError }, new ToolUpdateEvent { Text = "x" },
                new UnknownEvent { Name = "n", Data = "d" }, new ConversationEvent { Conversation = new() { Id = Guid.Empty, Title = "Named" } },
            ]);
        Assert.Empty(thread.Messages);
        Assert.Equal("Named", thread.Conversation!.Title);
    }

    [Fact]
    public void Calls_of_the_last_assistant_message_wait_until_a_tool_message_answers_them()
    {
        ToolCall one = new() { Id = "1", Name = "form" };
        ToolCall two = new() { Id = "2", Name = "sql" };
        Assert.Equal(["1", "2"], Pending(Final(Ai("a", "", one, two))));
        Assert.Equal(["1"], Pending(Final(Ai("a", "", one, two)), Final(new ToolMessage { Id = "t", ToolCallId = "2" })));
        Assert.Empty(Pending(Final(Ai("a", "", one)), Final(new ToolMessage { Id = "t", ToolCallId = "1" }), Final(new FailureMessage())));
        Assert.Empty(Pending(Final(Ai("a", "", one)), Final(Ai("b"))));
        Assert.Empty(Pending());

        static IEnumerable<string> Pending(params ConversationStreamEvent[] events) =>
            ConversationThread.From(events).PendingToolCalls.Select(static call => call.Id);
    }
}
