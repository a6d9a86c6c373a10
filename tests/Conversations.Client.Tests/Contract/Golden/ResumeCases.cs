using System.Text.Json;
using static Conversations.Client.Tests.Contract.Golden.GoldenCase;

namespace Conversations.Client.Tests.Contract.Golden;

/// <summary>The payloads that resume a paused turn, in all shapes: docs/service/conversations.md 3.2.</summary>
internal static class ResumeCases
{
    private static readonly SendOptions Everything = new()
    {
        AgentMode = AgentMode.Sql,
        TraceId = Guid.Parse(Examples.TraceId),
        ContextualTools = JsonElement.Parse("""{"read_page":{"a":1}}"""),
        UiContext = JsonElement.Parse("""{"dashboards":[]}"""),
        BillingContext = JsonElement.Parse("""{"billing_plan":null}"""),
        IsSandbox = false,
        ReplaySessionId = "0197-replay",
    };

    public static IReadOnlyList<GoldenCase> All { get; } =
    [
        Resume("approve", ApprovalDecision.Approve("p1"), """{"action":"approve","proposal_id":"p1"}"""),
        Resume("approve something else than was proposed", ApprovalDecision.Approve("p1", JsonElement.Parse("""{"name":"ü \"x\"","n":1.0}""")), """{"action":"approve","proposal_id":"p1","payload":{"name":"ü \"x\"","n":1.0}}"""),
        Resume("reject", ApprovalDecision.Reject("p1"), """{"action":"reject","proposal_id":"p1"}"""),
        Resume("reject and say why", ApprovalDecision.Reject("p1", "zu groß & \"teuer\""), """{"action":"reject","proposal_id":"p1","feedback":"zu groß & \"teuer\""}"""),
        Resume(
            "the answers of a form",
            ResumePayload.SubmitForm(new Dictionary<string, JsonElement> { ["größe"] = JsonElement.Parse("\"M\""), ["colours"] = JsonElement.Parse("""["red","blue"]""") }),
            """{"action":"form","form_answers":{"größe":"M","colours":["red","blue"]}}"""),
        Resume("no answers to a form", ResumePayload.DismissForm(), """{"action":"dismiss_form"}"""),
        Resume("what a tool of the client gave", ResumePayload.ClientToolResult("toolu_1", JsonElement.Parse("""{"rows":[1,2]}""")), """{"action":"client_tool_result","tool_call_id":"toolu_1","result":{"rows":[1,2]}}"""),
        Resume("nothing that a tool of the client gave", ResumePayload.ClientToolResult("toolu_1", JsonElement.Parse("null")), """{"action":"client_tool_result","tool_call_id":"toolu_1","result":null}"""),
        SendCases.Send("resume: with all that goes with a message", """{"content":null,"conversation":"0197cccc-0000-7000-8000-000000000001","contextual_tools":{"read_page":{"a":1}},"ui_context":{"dashboards":[]},"billing_context":{"billing_plan":null},"trace_id":"0197dddd-0000-7000-8000-000000000002","agent_mode":"sql","is_sandbox":false,"resume_payload":{"action":"dismiss_form"}}""") with
        {
            Call = Events(static client =>
                client.Conversations.ResumeAsync(Guid.Parse(Examples.ConversationId), ResumePayload.DismissForm(), Everything)),
            Headers = new Dictionary<string, string?> { ["X-POSTHOG-SESSION-ID"] = "0197-replay" },
            Check = SendCases.IsAnswered,
        },
        SendCases.Send("resume: with a text beside the payload", """{"content":"But only the first, größer","conversation":"0197cccc-0000-7000-8000-000000000001","trace_id":"{trace}","resume_payload":{"action":"approve","proposal_id":"p1"}}""") with
        {
            Call = Events(static client =>
                client.Conversations.ResumeAsync(Guid.Parse(Examples.ConversationId), ApprovalDecision.Approve("p1"), content: "But only the first, größer")),
            Check = SendCases.IsAnswered,
        },
        Resume("a form newer than the package", ResumePayload.Raw(JsonElement.Parse("""{"action":"sign","by":[7]}""")), """{"action":"sign","by":[7]}"""),
    ];

    private static GoldenCase Resume(string variant, ResumePayload payload, string json) =>
        SendCases.Send("resume: " + variant, """{"content":null,"conversation":"0197cccc-0000-7000-8000-000000000001","trace_id":"{trace}","resume_payload":PAYLOAD}""".Replace("PAYLOAD", json, StringComparison.Ordinal)) with
        {
            Call = Events(client => client.Conversations.ResumeAsync(Guid.Parse(Examples.ConversationId), payload)),
            Check = SendCases.IsAnswered,
        };
}
