using static Conversations.Client.Tests.Contract.Golden.GoldenCase;

namespace Conversations.Client.Tests.Contract.Golden;

/// <summary>Conversations and their lists: docs/service/conversations.md 2, 3.1, 3.4, 3.5, 3.6, 3.7.</summary>
internal static class ConversationCases
{
    private const string One = Environments + "/" + Examples.ConversationId + "/";
    private const string ListOfTwo = $$"""{"count":3,"next":"https://us.posthog.com/api/environments/1/conversations/?limit=1&offset=2","previous":"https://us.posthog.com/api/environments/1/conversations/?limit=1","results":[{{Examples.ShortConversation}}]}""";

    /// <summary>Older servers put messages into list items and sent no user; newer ones add members.</summary>
    private const string Drifted = """{"id":"0197cccc-0000-7000-8000-000000000001","status":"paused","title":"Signups","created_at":null,"updated_at":null,"type":"slack","slack_thread_key":"C01:1","slack_workspace_domain":"acme","messages":[{"content":"Hi","type":"human"}],"pending_approvals":[]}""";
    private const string Unreadable = """{"id":"0197cccc-0000-7000-8000-000000000001","status":"canceling","title":"Signups","topic":"a new topic","user":{"id":7,"uuid":"01960000-0000-0000-0000-000000000007","distinct_id":"u7","first_name":"Max","last_name":"Stone","email":"max@acme.example","is_email_verified":false,"hedgehog_config":{"use_as_profile":true,"color":"red","accessories":["cap"],"skin":"default"},"role_at_organization":"student"},"created_at":"2026-06-01T12:00:00.000100Z","updated_at":"2026-06-01T12:05:00Z","type":"deep_research","is_internal":true,"slack_thread_key":null,"slack_workspace_domain":null,"task":null,"messages":[],"has_unsupported_content":true,"agent_mode":null,"is_sandbox":true,"agent_runtime":"sandbox","pending_approvals":[{"proposal_id":"p1","decision_status":"auto_rejected","tool_name":"create_insight","preview":"# P","payload":{},"original_tool_call_id":"toolu_1","message_id":null},{"proposal_id":"p2","decision_status":"approved","tool_name":"t","preview":"","payload":{"a":[1]},"original_tool_call_id":null,"message_id":"77aa"}]}""";

    private static readonly Guid Id = Guid.Parse(Examples.ConversationId);

    public static IReadOnlyList<GoldenCase> All { get; } =
    [
        new("conversations.list", "the service's page", $"GET {Environments}/")
        {
            Call = static async client => await client.Conversations.ListPageAsync(),
            Answer = Examples.Page("", Examples.ShortConversation),
        },
        new("conversations.list", "a page in the middle", $"GET {Environments}/?limit=1&offset=1")
        {
            Call = static async client => await client.Conversations.ListPageAsync(limit: 1, offset: 1),
            Answer = ListOfTwo,
        },
        new("conversations.list", "an offset alone", $"GET {Environments}/?offset=100")
        {
            Call = static async client => await client.Conversations.ListPageAsync(offset: 100),
            Answer = """{"count":3,"next":null,"previous":"https://us.posthog.com/api/environments/1/conversations/?limit=100","results":[]}""",
        },
        new("conversations.list", "entries with members of older servers", $"GET {Environments}/?limit=50")
        {
            Call = static async client => await client.Conversations.ListAsync().AsPagesAsync(pageSize: 50).SingleAsync(),
            Answer = Examples.Page("", Drifted),
        },
        new("conversations.retrieve", "the full form", $"GET {One}")
        {
            Call = static async client => await client.Conversations.GetAsync(Id),
            Answer = Examples.FullConversation,
        },
        new("conversations.retrieve", "decided approvals and a state that cannot be read", $"GET {One}")
        {
            Call = static async client => await client.Conversations.GetAsync(Id),
            Answer = Unreadable,
        },
        new("conversations.delete", "no body and no answer", $"DELETE {One}")
        {
            Call = Done(static client => client.Conversations.DeleteAsync(Id)),
            Status = 204,
        },
        new("conversations.append_message", "the new message's id", $"POST {One}append_message/")
        {
            Call = static async client => await client.Conversations.AppendMessageAsync(Id, "The report was \"sent\" ü\n<b>"),
            Body = """{"content":"The report was \"sent\" ü\n<b>"}""",
            Status = 201,
            Answer = """{"id":"0197eeee-0000-4000-8000-000000000009"}""",
            Check = static result => Assert.Equal(Guid.Parse("0197eeee-0000-4000-8000-000000000009"), result),
        },
        new("conversations.cancel", "no body and no answer", $"PATCH {One}cancel/")
        {
            Call = Done(static client => client.Conversations.CancelAsync(Id)),
            Status = 204,
        },
    ];
}
