using System.Text.Json;
using Conversations.Client.Testing.Tests.Shared;
using static Conversations.Client.Testing.Tests.Shared.ConversationCalls;

namespace Conversations.Client.Testing.Tests.Contract.Conversations.Send;

/// <summary>docs/service/conversations.md 3.2: a turn that pauses for an approval, a form or a client tool, and how it goes on.</summary>
public sealed class ResumeTests
{
    [Theory, BothTransports]
    [Rule("docs/service/conversations.md 6.3", Evidence.Code)]
    public async Task An_approval_ends_the_stream_without_an_event_and_is_read_from_the_conversation(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        Guid id = Seed(service);
        using TurnStream asking = await AskAsync(service, id, "p1");
        Assert.Equal(["human", "ai"], asking.Events.Select(item => item.Data.Text("type")));
        Assert.False(asking.WasCut);
        Assert.Equal(("p1", "pending"), await ApprovalAsync(service, id));
        Assert.Equal(ConversationStatus.Idle, service.Fake.Conversations[id].Status);
    }

    [Theory, BothTransports]
    [Rule("docs/service/conversations.md 3.2", Evidence.Code)]
    public async Task Approving_and_rejecting_decide_the_proposal_and_run_a_turn_without_a_human_message(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        foreach ((string action, string decision) in new[] { ("approve", "approved"), ("reject", "rejected") })
        {
            Guid id = Seed(service);
            using TurnStream asking = await AskAsync(service, id, "p1");
            service.Fake.Turns.For(id).Next(turn => turn.Say("Carried on."));
            using TurnStream resumed = await PlayAsync(service, Resume(id, new { action, proposal_id = "p1", feedback = "fine" }));
            Assert.Equal(["Carried on."], Texts(resumed));
            Assert.Equal(("p1", decision), await ApprovalAsync(service, id));
        }
    }

    [Theory, BothTransports]
    [Rule("docs/service/conversations.md 3.2", Evidence.Code)]
    public async Task A_proposal_that_is_unknown_or_decided_runs_nothing_sends_only_a_failure_and_uses_up_no_script(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        Guid id = Seed(service);
        using TurnStream asking = await AskAsync(service, id, "p1");
        using TurnStream decided = await PlayAsync(service, Resume(id, new { action = "reject", proposal_id = "p1" }));
        service.Fake.Turns.For(id).Next(turn => turn.Say("Kept."));
        foreach (object payload in new object[] { new { action = "approve", proposal_id = "p2" }, new { action = "approve", proposal_id = "p1" },
            new { action = "approve" } })
        {
            foreach (string? content in new[] { null, "and this" })
            {
                using TurnStream refused = await PlayAsync(service, Resume(id, payload, content));
                Assert.Equal(["ai/failure"], Types(refused));
                Assert.Equal(200, (int)refused.Response.StatusCode);
            }
        }

        using TurnStream next = await PlayAsync(service, Turn(id));
        Assert.Equal(["hi", "Kept."], Texts(next));
        Assert.Equal(("p1", "rejected"), await ApprovalAsync(service, id));
    }

    [Theory, BothTransports]
    [Rule("docs/service/conversations.md 3.2", Evidence.Code)]
    public async Task A_fresh_text_rejects_what_is_pending_on_the_newest_and_leaves_it_before(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        foreach ((ServiceVersion version, string left) in new[] { (ServiceVersion.Current, "auto_rejected"), (ServiceVersion.Legacy, "pending") })
        {
            service.Options.ServiceVersion = version;
            Guid id = Seed(service);
            using TurnStream asking = await AskAsync(service, id, "p1");
            using TurnStream fresh = await PlayAsync(service, Turn(id, "Never mind"));
            Assert.Equal(("p1", left), await ApprovalAsync(service, id));
        }
    }

    [Theory, BothTransports]
    [Rule("docs/service/conversations.md 3.2", Evidence.Code)]
    public async Task A_text_and_a_payload_may_be_sent_together(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        Guid id = Seed(service);
        using TurnStream asking = await AskAsync(service, id, "p1");
        service.Fake.Turns.For(id).Next(turn => turn.Say("Both."));
        using TurnStream resumed = await PlayAsync(service, Resume(id, new { action = "approve", proposal_id = "p1" }, "yes"));
        Assert.Equal(["yes", "Both."], Texts(resumed));
        Assert.Equal(("p1", "approved"), await ApprovalAsync(service, id));
    }

    [Theory, BothTransports]
    [Rule("docs/service/conversations.md 3.2", Evidence.Code)]
    public async Task A_form_is_a_call_of_the_last_message_that_no_tool_answers_and_is_no_approval(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        Guid id = Seed(service);
        service.Fake.Turns.For(id).Next(turn => turn.Form("toolu_9", """{"questions":[]}"""));
        using TurnStream asking = await PlayAsync(service, Turn(id));
        JsonElement conversation = (await service.GetAsync(Path(id))).Json;
        JsonElement call = conversation.GetProperty("messages")[1].GetProperty("tool_calls")[0];
        Assert.Equal("""{"args":{"questions":[]},"id":"toolu_9","name":"create_form","type":"tool_call"}""", call.GetRawText());
        Assert.Equal(0, conversation.GetProperty("pending_approvals").GetArrayLength());
        Assert.Equal("idle", conversation.Text("status"));
    }

    [Theory, BothTransports]
    [Rule("docs/service/conversations.md 3.2", Evidence.Code)]
    public async Task Answering_or_dismissing_a_form_and_the_result_of_a_clients_tool_run_a_turn(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        foreach (object payload in new object[]
        {
            new { action = "form", form_answers = new { a = "b", c = new[] { "d" } } },
            new { action = "dismiss_form" },
            new { action = "client_tool_result", tool_call_id = "toolu_9", result = new { ok = true } },
        })
        {
            Guid id = Seed(service);
            service.Fake.Turns.For(id).Next(turn => turn.Form("toolu_9", "{}"));
            using TurnStream asking = await PlayAsync(service, Turn(id));
            service.Fake.Turns.For(id).Next(turn => turn.Say("Thanks."));
            using TurnStream resumed = await PlayAsync(service, Resume(id, payload));
            Assert.Equal(["Thanks."], Texts(resumed));
        }
    }

    private static Task<TurnStream> AskAsync(Service service, Guid id, string proposal)
    {
        service.Fake.Turns.For(id).Next(turn => turn.Say("May I?").Approval(proposal, "delete_x", preview: "Delete it?", payload: """{"a":1}"""));
        return PlayAsync(service, Turn(id));
    }

    private static async Task<(string? Id, string? Status)> ApprovalAsync(Service service, Guid id)
    {
        JsonElement approval = (await service.GetAsync(Path(id))).Is(200).Json.GetProperty("pending_approvals")[0];
        return (approval.Text("proposal_id"), approval.Text("decision_status"));
    }
}
