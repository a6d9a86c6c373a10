using System.Text.Json;
using Conversations.Client.Testing.State;

namespace Conversations.Client.Testing.Operations.Conversations;

/// <summary>How a send affects the pending approvals (docs/service/conversations.md 3.2).</summary>
internal static class Approvals
{
    /// <summary>Returns false if the payload decides on a proposal that is unknown or already decided.</summary>
    public static bool Decide(ConversationRow conversation, JsonElement? resume, bool isCurrent)
    {
        if (resume is not { } payload)
        {
            if (isCurrent)
            {
                RejectAll(conversation);
            }

            return true;
        }

        string? decision = Text(payload, "action") switch
        {
            "approve" => "approved",
            "reject" => "rejected",
            _ => null,
        };
        if (decision is null)
        {
            return true;
        }

        string? proposalId = Text(payload, "proposal_id");
        ApprovalRow? approval = conversation.Approvals.Find(row => row.IsPending && row.ProposalId == proposalId);
        if (approval is not null)
        {
            approval.Status = decision;
        }

        return approval is not null;
    }

    // A new message rejects what is still pending. Earlier servers left it pending.
    private static void RejectAll(ConversationRow conversation)
    {
        foreach (ApprovalRow approval in conversation.Approvals.Where(row => row.IsPending))
        {
            approval.Status = "auto_rejected";
        }
    }

    private static string? Text(JsonElement payload, string name) =>
        payload.ValueKind == JsonValueKind.Object
            && payload.TryGetProperty(name, out JsonElement value)
            && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;
}
