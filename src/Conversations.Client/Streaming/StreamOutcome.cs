namespace Conversations.Client;

/// <summary>How a stream ended.</summary>
public enum StreamOutcome
{
    /// <summary>The service ended the stream after the turn.</summary>
    Completed,

    /// <summary>The service ended the stream with a failure message. It retries some failures by itself, so more of the turn can follow.</summary>
    Failed,

    /// <summary>The stream ended before the turn did: the connection broke, or the reader stopped.</summary>
    Incomplete,
}
