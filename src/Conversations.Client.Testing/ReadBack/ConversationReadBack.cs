using Conversations.Client.Testing.State;

namespace Conversations.Client.Testing.ReadBack;

/// <summary>A stored conversation as the client's record. It is complete, even if the service would not show it.</summary>
internal static class ConversationReadBack
{
    public static Conversation Read(FakeState state, ConversationRow row) => new()
    {
        Id = row.Id,
        Status = new OpenEnum<ConversationStatus>(row.Status),
        Title = row.Title,
        User = UserReadBack.Read(state.Directory, row.User),
        CreatedAt = row.CreatedAt,
        UpdatedAt = row.UpdatedAt,
        Type = new OpenEnum<ConversationType>(row.Type),
        Topic = row.Topic is { } topic ? new OpenEnum<ConversationTopic>(topic) : null,
        Task = row.Task,
        SlackThreadKey = row.SlackThreadKey,
        SlackWorkspaceDomain = row.SlackWorkspaceDomain,
        IsInternal = row.IsInternal,
        IsSandbox = row.IsSandbox,
        Messages = [.. row.Messages.Select(MessageReadBack.Read)],
        HasUnsupportedContent = !row.Readable,
        AgentMode = row.ReadableMode is { } mode ? new OpenEnum<AgentMode>(mode) : null,
        PendingApprovals = [.. row.Approvals.Select(Approval)],
    };

    private static PendingApproval Approval(ApprovalRow row) => new()
    {
        ProposalId = row.ProposalId,
        DecisionStatus = new OpenEnum<ApprovalStatus>(row.Status),
        ToolName = row.ToolName,
        Preview = row.Preview,
        Payload = row.Payload,
        OriginalToolCallId = row.ToolCallId,
        MessageId = row.MessageId,
    };
}
