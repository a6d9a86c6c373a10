using System.Text.Json;
using static Conversations.Client.Tests.Architecture.BadInput.BadCall;

namespace Conversations.Client.Tests.Architecture.BadInput;

/// <summary>Mistakes in calls about conversations and their queues.</summary>
internal static class BadConversationInput
{
    private static readonly Guid Id = Guid.Parse(Examples.ConversationId);
    private static readonly string[] Recordings = ["", " a", "a ", "a\r\nX-Evil: 1", "ü", "a\tb", "a\0", HalfAPair];
    private static readonly string[] NoObjects = ["null", "[]", "1", "\"x\"", "true"];

    public static IEnumerable<BadCall> All { get; } =
    [
        .. BadTexts.EmptyId("Conversations.StreamAsync", "id", static (client, id) => Stream(client, id, "Hi")),
        .. BadTexts.Required("Conversations.StreamAsync", "content", 40_000, static (client, content) => Stream(client, Id, content)),
        .. Options("Conversations.StreamAsync", static (client, options) => Stream(client, Id, "Hi", options)),
        .. BadTexts.EmptyId("Conversations.AskAsync", "id", static (client, id) => client.Conversations.AskAsync(id, "Hi")),
        .. BadTexts.Required("Conversations.AskAsync", "content", 40_000, static (client, content) => client.Conversations.AskAsync(Id, content)),
        .. Options("Conversations.AskAsync", static (client, options) => client.Conversations.AskAsync(Id, "Hi", options)),
        .. BadTexts.EmptyId("Conversations.ReconnectAsync", "id", static (client, id) => Reading(client => client.Conversations.ReconnectAsync(id))(client)),
        .. BadTexts.EmptyId(
            "Conversations.ResumeAsync",
            "id",
            static (client, id) => Reading(client => client.Conversations.ResumeAsync(id, ResumePayload.DismissForm()))(client)),
        new("Conversations.ResumeAsync", "payload", "is null", Reading(static client => client.Conversations.ResumeAsync(Id, null!))),
        .. Options("Conversations.ResumeAsync", static (client, options) => Resume(client, options)),
        .. BadTexts.Optional("Conversations.ResumeAsync", "content", 40_000, static (client, content) => Resume(client, options: null, content)),
        .. Payload("proposalId", static text => ApprovalDecision.Approve(text)),
        .. Payload("proposalId", static text => ApprovalDecision.Reject(text)).Select(static bad => bad with { What = "to reject " + bad.What }),
        .. Payload("toolCallId", static text => ResumePayload.ClientToolResult(text, JsonElement.Parse("1"))),
        Payload("feedback", "holds half of a surrogate pair", static () => ApprovalDecision.Reject("p", HalfAPair)),
        Payload("result", "is undefined", static () => ResumePayload.ClientToolResult("t", default)),
        .. BadTexts.Json(
            "Conversations.ResumeAsync",
            "resume_payload",
            "payload",
            static (client, json) => Reading(client => client.Conversations.ResumeAsync(Id, ResumePayload.Raw(json)))(client)),
        .. BadTexts.Json(
            "Conversations.ResumeAsync",
            "payload",
            null,
            static (client, json) => Reading(client => client.Conversations.ResumeAsync(Id, ApprovalDecision.Approve("p", json)))(client)),
        .. BadTexts.Json(
            "Conversations.ResumeAsync",
            "result",
            "payload",
            static (client, json) =>
                Reading(client => client.Conversations.ResumeAsync(Id, ResumePayload.ClientToolResult("t", json)))(client)),
        Payload("answers", "has half of a surrogate pair", static () => ResumePayload.SubmitForm(new Dictionary<string, JsonElement> { ["a"] = JsonElement.Parse("\"\\ud83d\"") })),
        Payload("answers", "is null", static () => ResumePayload.SubmitForm(null!)),
        Payload("answers", "has a number", static () => ResumePayload.SubmitForm(new Dictionary<string, JsonElement> { ["a"] = JsonElement.Parse("7") })),
        Payload("answers", "has a list of numbers", static () => ResumePayload.SubmitForm(new Dictionary<string, JsonElement> { ["a"] = JsonElement.Parse("[7]") })),
        Payload("answers", "has an undefined one", static () => ResumePayload.SubmitForm(new Dictionary<string, JsonElement> { ["a"] = default })),
        Payload("answers", "has a field that holds half of a surrogate pair", static () => ResumePayload.SubmitForm(new Dictionary<string, JsonElement> { [HalfAPair] = JsonElement.Parse("\"x\"") })),
        Payload("payload", "is no object", static () => ResumePayload.Raw(JsonElement.Parse("[]"))),
        Payload("payload", "is undefined", static () => ResumePayload.Raw(default)),
        .. BadTexts.Page("Conversations.ListPageAsync", static (client, limit, offset) => client.Conversations.ListPageAsync(limit, offset)),
        .. BadTexts.EmptyId("Conversations.GetAsync", "id", static (client, id) => client.Conversations.GetAsync(id)),
        .. BadTexts.EmptyId("Conversations.AppendMessageAsync", "id", static (client, id) => client.Conversations.AppendMessageAsync(id, "note")),
        .. BadTexts.Required("Conversations.AppendMessageAsync", "content", 10_000, static (client, content) => client.Conversations.AppendMessageAsync(Id, content)),
        .. BadTexts.EmptyId("Conversations.CancelAsync", "id", static (client, id) => client.Conversations.CancelAsync(id)),
        .. BadTexts.EmptyId("Conversations.DeleteAsync", "id", static (client, id) => client.Conversations.DeleteAsync(id)),

        .. BadTexts.EmptyId("Queue.AddAsync", "conversationId", static (client, id) => client.Queue.AddAsync(id, "then")),
        .. BadTexts.Required("Queue.AddAsync", "content", 40_000, static (client, content) => client.Queue.AddAsync(Id, content)),
        .. Options(
            "Queue.AddAsync",
            static (client, options) =>
                client.Queue.AddAsync(
                    Id,
                    "then",
                    new() { AgentMode = options.AgentMode, ContextualTools = options.ContextualTools, UiContext = options.UiContext,
                        BillingContext = options.BillingContext, ReplaySessionId = options.ReplaySessionId })),
        .. BadTexts.EmptyId("Queue.ListAsync", "conversationId", static (client, id) => client.Queue.ListAsync(id)),
        .. BadTexts.EmptyId("Queue.UpdateAsync", "conversationId", static (client, id) => client.Queue.UpdateAsync(id, Id, "then")),
        .. BadTexts.EmptyId("Queue.UpdateAsync", "itemId", static (client, id) => client.Queue.UpdateAsync(Id, id, "then"))
            .Select(static bad => bad with { Says = "The waiting message's id is empty: give the Id of a message in the queue." }),
        .. BadTexts.Required("Queue.UpdateAsync", "content", 40_000, static (client, content) => client.Queue.UpdateAsync(Id, Id, content)),
        .. BadTexts.EmptyId("Queue.RemoveAsync", "conversationId", static (client, id) => client.Queue.RemoveAsync(id, Id)),
        .. BadTexts.EmptyId("Queue.RemoveAsync", "itemId", static (client, id) => client.Queue.RemoveAsync(Id, id)).Select(static bad => bad with { Says = "The waiting message's id is empty: give the Id of a message in the queue." }),
        .. BadTexts.EmptyId("Queue.ClearAsync", "conversationId", static (client, id) => client.Queue.ClearAsync(id)),
    ];

    private static Task Stream(IConversationsClient client, Guid id, string content, SendOptions? options = null) =>
        Reading(client => client.Conversations.StreamAsync(id, content, options))(client);

    private static Task Resume(IConversationsClient client, SendOptions? options, string? content = null) =>
        Reading(client => client.Conversations.ResumeAsync(Id, ResumePayload.DismissForm(), options, content))(client);

    private static IEnumerable<BadCall> Options(string facade, Func<IConversationsClient, SendOptions, Task> call) =>
    [
        .. Recordings.Select((session, index) =>
            new BadCall(facade, "options", $"has the recording {index} that no header carries", client => call(client, new() { ReplaySessionId = session })) { Says = "ReplaySessionId" }),
        .. NoObjects.SelectMany(json => new BadCall[]
        {
            new(facade, "options", $"has tools that are {json}", client => call(client, new() { ContextualTools = JsonElement.Parse(json) })) { Says = "ContextualTools" },
            new(facade, "options", $"has a context that is {json}", client => call(client, new() { UiContext = JsonElement.Parse(json) })) { Says = "UiContext" },
            new(facade, "options", $"has a billing state that is {json}", client => call(client, new() { BillingContext = JsonElement.Parse(json) })) { Says = "BillingContext" },
        }),
        new(facade, "options", "has a tool that is null", client => call(client, new() { ContextualTools = JsonElement.Parse("""{"search":null}""") })) { Says = "search" },
        .. BadTexts.Json(facade, "contextual_tools", "options", (client, json) => call(client, new() { ContextualTools = json })),
        .. BadTexts.Json(facade, "ui_context", "options", (client, json) => call(client, new() { UiContext = json })),
        new(facade, "agent_mode", "holds half of a surrogate pair", client => call(client, new() { AgentMode = new OpenEnum<AgentMode>(HalfAPair) })) { About = "options" },
    ];

    /// <summary>The factory methods of the payloads refuse mistakes, so the exceptions name their parameters.</summary>
    private static IEnumerable<BadCall> Payload(string parameter, Func<string, ResumePayload> make) =>
    [
        Payload(parameter, "is null", () => make(null!)),
        Payload(parameter, "is empty", () => make("")),
        Payload(parameter, "is only spaces", () => make(" ")),
        Payload(parameter, "holds half of a surrogate pair", () => make(HalfAPair)),
    ];

    private static BadCall Payload(string parameter, string what, Func<ResumePayload> make) =>
        new("Conversations.ResumeAsync", parameter, what, Reading(client => client.Conversations.ResumeAsync(Id, make()))) { About = "payload" };
}
