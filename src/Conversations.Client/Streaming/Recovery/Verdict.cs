namespace Conversations.Client.Streaming.Recovery;

/// <summary>Tells how a turn that is over ended, from what was delivered and what the service has stored.</summary>
/// <param name="source">The source, which knows what was sent.</param>
/// <param name="thread">The messages that were delivered.</param>
/// <param name="stored">The stored conversation; null when the service does not show it.</param>
/// <param name="isCompared">Whether the thread has all stored messages of the turn.</param>
/// <param name="fault">Why the last connection broke; null if it did not.</param>
internal readonly struct Verdict(
    ITurnSource source, ConversationThread thread, Conversation? stored, bool isCompared, ConversationsException? fault)
{
    public IReadOnlyList<PendingApproval> PendingApprovals { get; } =
        stored is null ? [] : [.. stored.PendingApprovals.Where(static approval => approval.DecisionStatus == ApprovalStatus.Pending)];

    public StreamOutcome Outcome =>
        stored?.Status == ConversationStatus.Canceling ? StreamOutcome.Canceled
        : thread.EndsInFailure ? StreamOutcome.Failed
        : PendingApprovals.Count > 0 ? StreamOutcome.ApprovalNeeded
        // Idle, without an answer or with an unfinished one, and without a failure: a cancel leaves this behind
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
            throw new ConversationsStreamException("The service answered another message that was sent to the conversation at the same time, and has no record of this one. Send it again when the conversation is idle, and one at a time.") { OutcomeIsUnknown = false };
        }

        if (!isCompared
            && (thread.IsEmpty || thread.EndsInQuestion)
            && !thread.EndsInFailure
            && stored?.Status != ConversationStatus.Canceling)
        {
            throw ReconnectBackoff.Unsettled("The turn is over, but the stream brought no answer and the service shows none of its messages.", fault);
        }
    }

    /// <summary>
    /// Whether the service has stored messages of people, but neither the service nor the stream shows the one that was sent.
    /// </summary>
    private bool IsLost =>
        source.Start == TurnStart.Message
            && StoredMessages.Shows(stored, static _ => true)
            && !StoredMessages.Shows(stored, source.IsOwn)
            && thread.TurnOf(source.IsOwn) is null;
}
