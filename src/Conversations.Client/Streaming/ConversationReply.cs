using System.Globalization;

namespace Conversations.Client;

/// <summary>The whole answer to a message.</summary>
public sealed record ConversationReply
{
    /// <summary>The text of the turn's last assistant message; empty when there is none.</summary>
    public required string Text { get; init; }

    /// <summary>
    /// How the turn ended. With <see cref="StreamOutcome.InputNeeded"/> what it waits for is in
    /// <see cref="ConversationThread.PendingToolCalls"/> of <see cref="Thread"/>.
    /// </summary>
    public required StreamOutcome Outcome { get; init; }

    /// <summary>Everything that was said and done in the turn.</summary>
    public required ConversationThread Thread { get; init; }

    /// <summary>What the turn waits for with <see cref="StreamOutcome.ApprovalNeeded"/>; empty otherwise.</summary>
    public IReadOnlyList<PendingApproval> PendingApprovals { get; init => field = value ?? []; } = [];

    // Members that are required can be null all the same in replies that a test makes.
    /// <summary>Prints the outcome and lengths, never what was said.</summary>
    /// <returns>A text for logs.</returns>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"ConversationReply {{ Outcome = {Outcome}, Text = {Text?.Length ?? 0} characters, Messages = {Thread?.Messages.Count ?? 0} }}");
}
