namespace Conversations.Client;

/// <summary>A message in a thread, with its state.</summary>
public sealed record ThreadEntry
{
    /// <summary>The message as it is now.</summary>
    public required ConversationMessage Message { get; init; }

    /// <summary>Whether it is finished.</summary>
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
    /// A failure message, or one whose writing failed, as older servers say with <see cref="StreamStatus.GenerationError"/>, and that
    /// nothing has taken up again.
    /// </summary>
    Failed,

    /// <summary>Was being written when the stream ended.</summary>
    Incomplete,
}
