using System.Text.Json;
using static Conversations.Client.Tests.Contract.Golden.GoldenCase;

namespace Conversations.Client.Tests.Contract.Golden;

/// <summary>The queue of a conversation: docs/service/conversations.md 5.</summary>
internal static class QueueCases
{
    private const string Queue = Environments + "/" + Examples.ConversationId + "/queue/";
    private const string ItemId = "0197ffff-0000-4000-8000-000000000003";

    /// <summary>Always has all keys, and Python's format of a time.</summary>
    private const string Waiting = """{"messages":[{"id":"0197ffff-0000-4000-8000-000000000003","content":"then compare with May","created_at":"2026-01-30T12:34:56.789012+00:00","contextual_tools":{"search":{}},"ui_context":{"dashboards":[]},"billing_context":{"billing_plan":null},"agent_mode":"sql","session_id":"0197-replay"},{"id":"0197ffff-0000-4000-8000-000000000004","content":"and June","created_at":"2026-01-30T12:34:57+00:00","contextual_tools":null,"ui_context":null,"billing_context":null,"agent_mode":null,"session_id":null}],"max_queue_messages":2}""";
    private const string Empty = """{"messages":[],"max_queue_messages":2}""";

    private static readonly Guid Id = Guid.Parse(Examples.ConversationId);
    private static readonly Guid Item = Guid.Parse(ItemId);

    public static IReadOnlyList<GoldenCase> All { get; } =
    [
        new("queue.list", "two that wait", $"GET {Queue}")
        {
            Call = static async client => await client.Queue.ListAsync(Id),
            Answer = Waiting,
            Check = static result =>
            {
                Same(Waiting, result);
                var queue = (ConversationQueue)result!;
                Assert.Equal(2, queue.MaxMessages);
                Assert.Equal(new DateTimeOffset(2026, 1, 30, 12, 34, 56, TimeSpan.Zero).AddTicks(7_890_120), queue.Messages[0].CreatedAt);
            },
        },
        new("queue.list", "none that waits", $"GET {Queue}")
        {
            Call = static async client => await client.Queue.ListAsync(Id),
            Answer = Empty,
            Check = static result => Same(Empty, result),
        },
        new("queue.create", "a text alone", $"POST {Queue}")
        {
            Call = static async client => await client.Queue.AddAsync(Id, "then compare with May"),
            Body = """{"content":"then compare with May"}""",
            Answer = Waiting,
            Check = static result => Same(Waiting, result),
        },
        new("queue.create", "every member", $"POST {Queue}")
        {
            Call = static async client => await client.Queue.AddAsync(Id, "größer", new()
            {
                AgentMode = AgentMode.ProductAnalytics,
                ContextualTools = JsonElement.Parse("""{"search":{"a":1}}"""),
                UiContext = JsonElement.Parse("""{"voice_mode":true}"""),
                BillingContext = JsonElement.Parse("""{"products":[]}"""),
                ReplaySessionId = "0197-replay",
            }),
            Headers = new Dictionary<string, string?> { ["X-POSTHOG-SESSION-ID"] = "0197-replay" },
            Body = """{"content":"größer","contextual_tools":{"search":{"a":1}},"ui_context":{"voice_mode":true},"billing_context":{"products":[]},"agent_mode":"product_analytics"}""",
            Answer = Waiting,
            Check = static result => Same(Waiting, result),
        },
        new("queue.update", "the text", $"PATCH {Queue}{ItemId}/")
        {
            Call = static async client => await client.Queue.UpdateAsync(Id, Item, "then compare with April"),
            Body = """{"content":"then compare with April"}""",
            Answer = Waiting,
            Check = static result => Same(Waiting, result),
        },
        new("queue.delete", "the rest comes back", $"DELETE {Queue}{ItemId}/")
        {
            Call = static async client => await client.Queue.RemoveAsync(Id, Item),
            Answer = Empty,
            Check = static result => Same(Empty, result),
        },
        new("queue.clear", "no body", $"POST {Queue}clear/")
        {
            Call = static async client => await client.Queue.ClearAsync(Id),
            Answer = Empty,
            Check = static result => Same(Empty, result),
        },
    ];

    private static void Same(string json, object? result) => ReadAs.Same(json, Assert.IsType<ConversationQueue>(result));
}
