namespace Conversations.Client;

/// <summary>A message in a thread, with its state.</summary>
public sealed record ThreadEntry
{
    /// <summary>The message as it is now.</summary>
    public required ConversationMessage Message { get; init; }

    /// <summary>Whether the message is finished, and if not, why.</summary>
    public ThreadEntryState State { get; init; }
}

/// <summary>The state of a message in a thread.</summary>
public enum ThreadEntryState
{
    /// <summary>Finished.</summary>
    Complete,

    /// <summary>Still being written.</summary>
    Partial,

    /// <summary>
    /// A failure message, or a message whose generation failed and that no later message has replaced. Older servers report such a message
    /// with <see cref="StreamStatus.GenerationError"/>.
    /// </summary>
    Failed,

    /// <summary>The message was still being written when the stream ended.</summary>
    Incomplete,
}
