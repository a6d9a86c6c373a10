namespace Conversations.Client.Streaming.Recovery;

/// <summary>Says how a turn that is over ended, by what was delivered and what the service shows.</summary>
/// <param name="source">What was sent.</param>
/// <param name="thread">What was delivered.</param>
/// <param name="stored">The conversation; null when it is not shown.</param>
/// <param name="isCompared">Whether the thread has all that is stored of the turn.</param>
/// <param name="fault">How the last connection broke, if it did.</param>
internal readonly struct Verdict(
    ITurnSource source, ConversationThread thread, Conversation? stored, bool isCompared, ConversationsException? fault)
{
    public IReadOnlyList<PendingApproval> PendingApprovals { get; } =
        stored is null ? [] : [.. stored.PendingApprovals.Where(static approval => approval.DecisionStatus == ApprovalStatus.Pending)];

    public StreamOutcome Outcome =>
        stored?.Status == ConversationStatus.Canceling ? StreamOutcome.Canceled
        : thread.EndsInFailure ? StreamOutcome.Failed
        : PendingApprovals.Count > 0 ? StreamOutcome.ApprovalNeeded
        // Idle, without an answer or with one that nobody finished, and no failure: that is what a cancel leaves behind
        // (docs/service/conversations.md 6.8).
        : thread.EndsInPartial || thread.EndsInQuestion ? StreamOutcome.Canceled
        : thread.PendingToolCalls.Count > 0 ? StreamOutcome.InputNeeded
        : StreamOutcome.Completed;

    /// <summary>Throws when nothing shows how the turn ended, or when the service has lost what was sent.</summary>
    /// <exception cref="ConversationsStreamException">It is not known how the turn ended.</exception>
    public void ThrowIfUnknown()
    {
        if (stored is null && !thread.EndsInAnswer && !thread.EndsInFailure && thread.PendingToolCalls.Count == 0)
        {
            throw ReconnectBackoff.Unsettled("The turn is over, but the service does not show how it ended: a conversation without a title cannot be read.", fault);
        }

        if (IsLost)
        {
            throw new ConversationsStreamException("The service answered another message that was sent to the conversation at the same time, and has no record of this one. Send it again when the conversation is idle, and one at a time.");
        }

        if (!isCompared
            && (thread.IsEmpty || thread.EndsInQuestion)
            && !thread.EndsInFailure
            && stored?.Status != ConversationStatus.Canceling)
        {
            throw ReconnectBackoff.Unsettled("The turn is over, but the stream brought no answer and the service shows none of its messages.", fault);
        }
    }

    /// <summary>Whether the service has messages of people, and neither it nor the stream shows the one that was sent.</summary>
    private bool IsLost =>
        source.Start == TurnStart.Message
            && StoredMessages.Shows(stored, static _ => true)
            && !StoredMessages.Shows(stored, source.IsOwn)
            && thread.TurnOf(source.IsOwn) is null;
}
