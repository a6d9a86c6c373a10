using System.Text.Json;

namespace Conversations.Client.Testing.Tests.Streams;

/// <summary>
/// The request that resumes a paused turn sends its context again, because the service reads the context only from that request
/// (docs/service/conversations.md 3.2).
/// </summary>
public sealed class ResumeTests
{
    private static readonly SendOptions Context = new()
    {
        AgentMode = AgentMode.Sql,
        ContextualTools = JsonElement.Parse("""{"read_page":{"visible":true}}"""),
        UiContext = JsonElement.Parse("""{"dashboards":[{"type":"dashboard","id":7,"insights":[],"filters":{}}]}"""),
        BillingContext = JsonElement.Parse("""{"billing_plan":null}"""),
        TraceId = Guid.Parse("0197dddd-0000-7000-8000-000000000002"),
        ReplaySessionId = "0197-replay",
    };

    [Theory, BothTransports]
    public async Task A_resumed_turn_has_the_context_that_comes_with_it(Transport transport)
    {
        await using StreamFixture fixture = await StreamFixture.StartAsync(transport);
        fixture.Fake.Turns.Next(static turn =>
            turn.Say("I read the page.").Message(
                new AssistantMessage
                {
                    Id = "m-1",
                    Content = "",
                    ToolCalls = [new ToolCall { Id = "t-1", Name = "read_page", Args = JsonElement.Parse("{}") }]
                }));
        fixture.Fake.Turns.Next(static turn => turn.Say("It says 42."));
        ConversationReply asked = await fixture.Client.Conversations.AskAsync(
            fixture.Id, "Read it", Context with { AgentMode = AgentMode.ProductAnalytics });
        Assert.Equal((StreamOutcome.InputNeeded, "t-1"), (asked.Outcome, Assert.Single(asked.Thread.PendingToolCalls).Id));

        await using ConversationStream resumed = fixture.Client.Conversations.ResumeAsync(
            fixture.Id, ResumePayload.ClientToolResult("t-1", JsonElement.Parse("42")), Context);

        Assert.Equal(["It says 42."], await resumed.ReadTextAsync().ToListAsync());
        RecordedRequest sent = fixture.Fake.Requests.Last(static request => request.Operation == Operation.ConversationsCreate);
        var body = JsonElement.Parse(sent.Body!);
        Assert.Equal("""{"read_page":{"visible":true}}""", body.GetProperty("contextual_tools").GetRawText());
        Assert.Equal(("sql", "0197dddd-0000-7000-8000-000000000002"), (body.GetProperty("agent_mode").GetString(), body.GetProperty("trace_id").GetString()));
        Assert.Equal(JsonValueKind.Null, body.GetProperty("content").ValueKind);
        Assert.Equal("0197-replay", sent.Headers["X-POSTHOG-SESSION-ID"]);
        Assert.Equal("sql", (await fixture.Client.Conversations.GetAsync(fixture.Id)).AgentMode?.Value);
        Assert.Single(resumed.Thread.Messages, static message => message is AssistantMessage);
        Assert.DoesNotContain(resumed.Thread.Messages, static message => message is HumanMessage);
    }

    [Theory, BothTransports]
    public async Task A_text_beside_the_payload_is_a_message_of_the_person_and_decides_too(Transport transport)
    {
        await using StreamFixture fixture = await StreamFixture.StartAsync(transport);
        fixture.Fake.Turns.Next(static turn => turn.Say("I would delete it.").Approval("p-1", "delete_insight", "Delete it?"));
        fixture.Fake.Turns.Next(static turn => turn.Say("Deleted."));
        Assert.Equal(StreamOutcome.ApprovalNeeded, (await fixture.Client.Conversations.AskAsync(fixture.Id, "Delete it")).Outcome);

        await using ConversationStream resumed = fixture.Client.Conversations.ResumeAsync(
            fixture.Id, ApprovalDecision.Approve("p-1"), Context, "But only the first.");

        Assert.Equal(["Deleted."], await resumed.ReadTextAsync().ToListAsync());
        Assert.Equal(StreamOutcome.Completed, resumed.Outcome);
        HumanMessage human = Assert.Single(resumed.Thread.Messages.OfType<HumanMessage>());
        Assert.Equal(("But only the first.", Context.TraceId.ToString()), (human.Content, human.TraceId));
        Assert.Contains("\"dashboards\"", human.UiContext!.Value.GetRawText(), StringComparison.Ordinal);
        Assert.Equal(
            ApprovalStatus.Approved,
            Assert.Single((await fixture.Client.Conversations.GetAsync(fixture.Id)).PendingApprovals).DecisionStatus.Known);
    }

    [Theory, BothTransports]
    public async Task A_text_beside_the_payload_is_not_sent_twice_when_the_connection_breaks(Transport transport)
    {
        await using StreamFixture fixture = await StreamFixture.StartAsync(transport);
        fixture.Fake.Turns.Next(static turn => turn.Approval("p-1", "delete_insight"));
        fixture.Fake.Turns.Next(static turn => turn.Say("Deleted.", partials: 3));
        _ = await fixture.Client.Conversations.AskAsync(fixture.Id, "Delete it");
        fixture.Fake.Faults.On(Operation.ConversationsCreate).Nth(1).CutAfterEvents(2);

        await using ConversationStream resumed = fixture.Client.Conversations.ResumeAsync(
            fixture.Id, ApprovalDecision.Approve("p-1"), content: "But only the first.");
        List<string> text = await fixture.Time.RunAsync(resumed.ReadTextAsync().ToListAsync().AsTask());

        Assert.Equal("Deleted.", string.Concat(text));
        Assert.Equal(StreamOutcome.Completed, resumed.Outcome);
        Assert.Single(fixture.Fake.Requests, static request => request.Body?.Contains("But only", StringComparison.Ordinal) == true);
        Assert.Single(fixture.Fake.Requests, static request => request.Body?.Contains("p-1", StringComparison.Ordinal) == true);
    }

    [Fact]
    public async Task What_is_not_sent_again_is_gone()
    {
        await using StreamFixture fixture = await StreamFixture.StartAsync(Transport.InMemory);
        fixture.Fake.Turns.Next(static turn => turn.Form("call-1", """{"questions":[]}"""));
        _ = await fixture.Client.Conversations.AskAsync(fixture.Id, "Ask me", Context);

        _ = await fixture.Client.Conversations.ResumeAsync(fixture.Id, ResumePayload.DismissForm()).ToListAsync();

        RecordedRequest sent = fixture.Fake.Requests.Last(static request => request.Operation == Operation.ConversationsCreate);
        Assert.Equal(
            ["content", "conversation", "resume_payload", "trace_id"],
            JsonElement.Parse(sent.Body!).EnumerateObject().Select(static member => member.Name).Order(StringComparer.Ordinal));
        Assert.False(sent.Headers.ContainsKey("X-POSTHOG-SESSION-ID"));
    }
}
