namespace Conversations.Client;

/// <summary>How a stream ended. If several turns followed each other on it, how the last one ended.</summary>
public enum StreamOutcome
{
    /// <summary>The turn was answered.</summary>
    Completed,

    /// <summary>The turn ended in a failure message or in a message whose generation failed, and the service does not try again.</summary>
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

    /// <summary>The turn was cancelled, or it ended without an answer and without a failure, as a cancelled turn does.</summary>
    Canceled,

    /// <summary>
    /// Not known: the reader stopped, or the stream could not follow the turn to its end and threw an exception that says why.
    /// </summary>
    Incomplete,
}
