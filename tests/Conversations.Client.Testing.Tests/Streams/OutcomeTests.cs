using System.Text.Json;

namespace Conversations.Client.Testing.Tests.Streams;

/// <summary>Every stream ends with a verdict (docs/service/conversations.md 3.2, 6.6, 6.7, 6.8).</summary>
public sealed class OutcomeTests
{
    private static int Reads(StreamFixture fixture) =>
        fixture.Fake.Requests.Count(static request => request.Operation == Operation.ConversationsRetrieve);

    [Theory, BothTransports]
    public async Task An_answer_is_Completed_after_one_GET(Transport transport)
    {
        await using StreamFixture fixture = await StreamFixture.StartAsync(transport);
        fixture.Fake.Turns.Next(static turn => turn.Say("Let me look.", 2).Tool("execute_sql", "{}", "42").Say("It is 42.", 3));

        ConversationReply reply = await fixture.Client.Conversations.AskAsync(fixture.Id, "How many?");

        Assert.Equal(("It is 42.", StreamOutcome.Completed), (reply.Text, reply.Outcome));
        Assert.Equal(fixture.Stored, StreamFixture.Show(reply.Thread));
        Assert.Equal(1, Reads(fixture));
        Assert.Empty(reply.PendingApprovals);
    }

    [Theory, BothTransports]
    public async Task An_answer_costs_no_GET_when_ConfirmEnd_is_off_and_a_doubtful_end_does(Transport transport)
    {
        await using StreamFixture fixture = await StreamFixture.StartAsync(
            transport, configure: static options => options.Streaming.ConfirmEnd = false);
        fixture.Fake.Turns.Next(static turn => turn.Say("It is 42."));
        Assert.Equal(StreamOutcome.Completed, (await fixture.Client.Conversations.AskAsync(fixture.Id, "How many?")).Outcome);
        Assert.Equal(0, Reads(fixture));

        fixture.Fake.Turns.Next(static turn => turn.Say("").Fail("no"));
        Assert.Equal(StreamOutcome.Failed, (await fixture.Client.Conversations.AskAsync(fixture.Id, "How many?")).Outcome);
        Assert.Equal(1, Reads(fixture));

        fixture.Fake.Turns.Next(static turn => turn.Form("call", "{}"));
        Assert.Equal(StreamOutcome.InputNeeded, (await fixture.Client.Conversations.AskAsync(fixture.Id, "How many?")).Outcome);
        Assert.Equal(2, Reads(fixture));
    }

    [Theory, BothTransports]
    public async Task A_failure_is_Failed_and_no_exception(Transport transport)
    {
        await using StreamFixture fixture = await StreamFixture.StartAsync(transport);
        fixture.Fake.Turns.Next(static turn => turn.Say("Let me look.").Fail("Oops!"));
        await using ConversationStream stream = fixture.Client.Conversations.StreamAsync(fixture.Id, "How many?");

        Assert.Equal(["Let me look."], await stream.ReadTextAsync().ToListAsync());

        Assert.Equal(StreamOutcome.Failed, stream.Outcome);
        Assert.Equal(ThreadEntryState.Failed, stream.Thread.Entries[^1].State);
    }

    [Theory, BothTransports]
    public async Task A_failure_without_id_and_text_is_Failed(Transport transport)
    {
        await using StreamFixture fixture = await StreamFixture.StartAsync(transport);
        fixture.Fake.Turns.Next(static turn => turn.Fail());
        Assert.Equal(StreamOutcome.Failed, (await fixture.Client.Conversations.AskAsync(fixture.Id, "How many?")).Outcome);
    }

    [Theory, BothTransports]
    public async Task A_pause_for_an_approval_is_ApprovalNeeded_and_is_resumed(Transport transport)
    {
        await using StreamFixture fixture = await StreamFixture.StartAsync(transport);
        fixture.Fake.Turns.Next(static turn => turn.Say("I would delete it.").Approval("p-1", "delete_insight", "Delete it?"));
        fixture.Fake.Turns.Next(static turn => turn.Say("Deleted."));
        await using ConversationStream stream = fixture.Client.Conversations.StreamAsync(fixture.Id, "Delete it");

        _ = await stream.ToListAsync();

        Assert.Equal(StreamOutcome.ApprovalNeeded, stream.Outcome);
        PendingApproval approval = Assert.Single(stream.PendingApprovals);
        Assert.Equal(("p-1", "delete_insight", ApprovalStatus.Pending), (approval.ProposalId, approval.ToolName, approval.DecisionStatus.Known));

        await using ConversationStream resumed = fixture.Client.Conversations.ResumeAsync(fixture.Id, ApprovalDecision.Approve("p-1"));
        Assert.Equal(["Deleted."], await resumed.ReadTextAsync().ToListAsync());
        Assert.Equal(StreamOutcome.Completed, resumed.Outcome);
        Assert.Empty(resumed.PendingApprovals);
    }

    [Theory, BothTransports]
    public async Task A_reply_carries_what_it_waits_for(Transport transport)
    {
        await using StreamFixture fixture = await StreamFixture.StartAsync(transport);
        fixture.Fake.Turns.Next(static turn => turn.Approval("p-1", "delete_insight"));
        ConversationReply approval = await fixture.Client.Conversations.AskAsync(fixture.Id, "Delete it");
        Assert.Equal((StreamOutcome.ApprovalNeeded, "p-1"), (approval.Outcome, Assert.Single(approval.PendingApprovals).ProposalId));
    }

    [Theory, BothTransports]
    public async Task A_form_is_InputNeeded_and_is_resumed(Transport transport)
    {
        await using StreamFixture fixture = await StreamFixture.StartAsync(transport);
        fixture.Fake.Turns.Next(static turn => turn.Say("Which one?").Form("call-1", """{"questions":[]}"""));
        fixture.Fake.Turns.Next(static turn => turn.Say("Thanks."));

        ConversationReply asked = await fixture.Client.Conversations.AskAsync(fixture.Id, "Change it");

        Assert.Equal(StreamOutcome.InputNeeded, asked.Outcome);
        Assert.Equal(("call-1", "create_form"), (Assert.Single(asked.Thread.PendingToolCalls).Id, asked.Thread.PendingToolCalls[0].Name));
        var answers = new Dictionary<string, JsonElement>(StringComparer.Ordinal) { ["which"] = JsonSerializer.SerializeToElement("first") };
        await using ConversationStream resumed = fixture.Client.Conversations.ResumeAsync(fixture.Id, ResumePayload.SubmitForm(answers));
        Assert.Equal(["Thanks."], await resumed.ReadTextAsync().ToListAsync());
        Assert.Equal(StreamOutcome.Completed, resumed.Outcome);
    }

    [Theory, BothTransports]
    public async Task A_tool_that_the_client_runs_is_InputNeeded(Transport transport)
    {
        await using StreamFixture fixture = await StreamFixture.StartAsync(transport);
        fixture.Fake.Turns.Next(static turn =>
            turn.Message(
                new AssistantMessage
                {
                    Id = Guid.NewGuid().ToString(),
                    Content = "",
                    ToolCalls = [new ToolCall { Id = "t-1", Name = "read_page", Args = JsonSerializer.SerializeToElement(new { }) }]
                }));
        ConversationReply reply = await fixture.Client.Conversations.AskAsync(fixture.Id, "Read it");
        Assert.Equal((StreamOutcome.InputNeeded, "t-1"), (reply.Outcome, Assert.Single(reply.Thread.PendingToolCalls).Id));
    }

    [Theory, BothTransports]
    public async Task A_conversation_without_a_title_is_judged_by_its_events(Transport transport)
    {
        await using StreamFixture fixture = await StreamFixture.StartAsync(transport);
        fixture.Fake.Options.Title = TitleMode.Never;
        fixture.Fake.Turns.Next(static turn => turn.Say("It is 42."));
        Assert.Equal(StreamOutcome.Completed, (await fixture.Time.RunAsync(fixture.Client.Conversations.AskAsync(fixture.Id, "How many?"))).Outcome);
        fixture.Fake.Turns.Next(static turn => turn.Fail("no"));
        Assert.Equal(StreamOutcome.Failed, (await fixture.Time.RunAsync(fixture.Client.Conversations.AskAsync(fixture.Id, "How many?"))).Outcome);
        fixture.Fake.Turns.Next(static turn => turn.Form("f", "{}"));
        Assert.Equal(
            StreamOutcome.InputNeeded, (await fixture.Time.RunAsync(fixture.Client.Conversations.AskAsync(fixture.Id, "How many?"))).Outcome);
    }

    [Theory, BothTransports]
    public async Task Each_turn_of_a_queue_that_drains_is_told_apart_and_the_last_one_gives_the_outcome(Transport transport)
    {
        await using StreamFixture fixture = await StreamFixture.StartAsync(transport, FakeCaller.Session());
        TurnHold hold = fixture.Fake.Turns.Hold();
        fixture.Fake.Turns.Next(turn => turn.Say("One", 2).Hold(hold));
        fixture.Fake.Turns.Next(static turn => turn.Say("Two", 2).Fail("no"));
        await using ConversationStream stream = fixture.Client.Conversations.StreamAsync(fixture.Id, "first");
        Task<List<TextUpdate>> reading = stream.ReadTextUpdatesAsync().ToListAsync().AsTask();
        await hold.ReachedAsync();
        _ = await fixture.Client.Queue.AddAsync(fixture.Id, "second");
        hold.Release();

        List<TextUpdate> updates = await reading;

        Assert.Equal(["human:first", "ai:One", "human:second", "ai:Two", "failure:no"], StreamFixture.Show(stream.Thread));
        Assert.Equal(StreamOutcome.Failed, stream.Outcome);
        Assert.Equal(["One", "Two"], FoldedText.Of(updates));
    }
}
