using Conversations.Client.Testing.State;

namespace Conversations.Client.Testing.Wire;

/// <summary>The values of the closed sets (docs/service/tickets.md 2.1, 9.1, docs/service/conversations.md 8).</summary>
internal static class Vocabulary
{
    public static IReadOnlyList<string> TicketStatuses { get; } = ["new", "open", "pending", "on_hold", "resolved"];

    public static IReadOnlyList<string> AllPriorities { get; } = ["low", "medium", "high", "critical"];

    public static IReadOnlyList<string> ChannelSources { get; } = ["widget", "email", "slack", "teams", "github"];

    public static IReadOnlyList<string> ChannelDetails { get; } =
    [
        "slack_channel_message", "slack_bot_mention", "slack_emoji_reaction", "teams_channel_message", "teams_bot_mention",
        "widget_embedded", "widget_api", "github_issue",
    ];

    public static IReadOnlyList<string> SlaStates { get; } = ["breached", "at-risk", "on-track"];

    public static IReadOnlyList<string> TriageResults { get; } =
    [
        "persisted", "escalated_with_best", "escalated_no_reply", "skipped_unactionable", "blocked_unsafe", "blocked_unsafe_reply",
        "in_progress", "suggested", "escalated_with_findings", "clarified", "suggested_clarification",
    ];

    public static IReadOnlyList<string> AccessLevels { get; } = ["none", "viewer", "editor", "manager"];

    public static IReadOnlyList<string> AuthorTypes { get; } = ["customer", "support", "AI", "human"];

    public static IReadOnlyList<string> ConversationStatuses { get; } =
        [ConversationStates.Idle, ConversationStates.InProgress, ConversationStates.Canceling];

    public static IReadOnlyList<string> ConversationTypes { get; } = ["assistant", "tool_call", "deep_research", "slack"];

    private static IReadOnlyList<string> LegacyModes { get; } =
    [
        "product_analytics", "sql", "session_replay", "error_tracking", "plan", "execution", "survey", "research", "flags",
        "llm_analytics", "sandbox",
    ];

    private static IReadOnlyList<string> NewestModes { get; } = [.. LegacyModes, "user_interview", "customer_analytics"];

    public static IReadOnlyList<string> AgentModes(FakeState state) => state.IsCurrent ? NewestModes : LegacyModes;

    public static IReadOnlyList<string> Priorities(FakeState state) =>
        state.IsCurrent && state.Options.CriticalPriority ? AllPriorities : [.. AllPriorities.Where(priority => priority != "critical")];
}
