using System.Text.Json;

namespace Conversations.Client.Streaming.Recovery;

/// <summary>Tells from the stored conversation whether its turn still waits for the input with which it was resumed.</summary>
internal static class PausedTurn
{
    public static bool WaitsFor(Conversation stored, JsonElement payload)
    {
        if (TextOf(payload, "proposal_id"u8) is { } proposal)
        {
            return stored.PendingApprovals.Any(approval => approval.ProposalId == proposal
                && approval.DecisionStatus == ApprovalStatus.Pending);
        }

        IReadOnlyList<ToolCall> pending = ConversationThread.From(
            stored.Messages.Select(static message => new MessageEvent { Message = message })).PendingToolCalls;
        return TextOf(payload, "tool_call_id"u8) is { } call ? pending.Any(each => each.Id == call) : pending.Count > 0;
    }

    private static string? TextOf(JsonElement payload, ReadOnlySpan<byte> name) =>
        payload.ValueKind == JsonValueKind.Object
            && payload.TryGetProperty(name, out JsonElement member)
            && member.ValueKind == JsonValueKind.String
            ? member.GetString()
            : null;
}
