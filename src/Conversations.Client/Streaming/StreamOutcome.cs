namespace Conversations.Client;

/// <summary>How a stream ended. When several turns followed each other on it, how the last one did.</summary>
public enum StreamOutcome
{
    /// <summary>The turn was answered.</summary>
    Completed,

    /// <summary>The turn ended in a failure message or in a message whose writing failed, and the service no longer tries again.</summary>
    Failed,

    /// <summary>
    /// The turn waits for a decision: read <see cref="ConversationStream.PendingApprovals"/> and answer with
    /// <see cref="IConversationOperations.ResumeAsync"/>.
    /// </summary>
    ApprovalNeeded,

    /// <summary>
    /// The turn waits for a form or for a tool that the client runs: read <see cref="ConversationThread.PendingToolCalls"/> and answer with
    /// <see cref="IConversationOperations.ResumeAsync"/>.
    /// </summary>
    InputNeeded,

    /// <summary>The turn was cancelled, or ended without an answer and without a failure, which is what a cancel leaves behind.</summary>
    Canceled,

    /// <summary>Not known: the reader stopped, or the turn could not be followed to its end and the exception says why.</summary>
    Incomplete,
}
