using System.Globalization;

namespace Conversations.Client;

/// <summary>The whole answer to a message.</summary>
public sealed record ConversationReply
{
    /// <summary>The text of the turn's last assistant message; empty when there is none.</summary>
    public required string Text { get; init; }

    /// <summary>
    /// How the turn ended. With <see cref="StreamOutcome.InputNeeded"/>, <see cref="ConversationThread.PendingToolCalls"/> of
    /// <see cref="Thread"/> says what the turn waits for.
    /// </summary>
    public required StreamOutcome Outcome { get; init; }

    /// <summary>All messages of the turn.</summary>
    public required ConversationThread Thread { get; init; }

    /// <summary>The approvals that the turn waits for with <see cref="StreamOutcome.ApprovalNeeded"/>; empty otherwise.</summary>
    public IReadOnlyList<PendingApproval> PendingApprovals { get; init => field = value ?? []; } = [];

    // Required members can still be null in replies that a test makes.
    /// <summary>Prints the outcome and lengths, never what was said.</summary>
    /// <returns>A text for logs.</returns>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"ConversationReply {{ Outcome = {Outcome}, Text = {Text?.Length ?? 0} characters, Messages = {Thread?.Messages.Count ?? 0} }}");
}
