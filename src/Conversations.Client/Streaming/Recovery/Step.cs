namespace Conversations.Client.Streaming.Recovery;

/// <summary>The next step of the reading of a turn. docs/streaming.md has a diagram of the steps.</summary>
internal enum Step
{
    /// <summary>Read the next event of the connection.</summary>
    Read,

    /// <summary>The connection has ended: ask the service how the turn stands.</summary>
    Settle,

    /// <summary>The turn runs on: join it.</summary>
    Rejoin,

    /// <summary>The turn is over: find out how it ended.</summary>
    Conclude,

    /// <summary>No more events come.</summary>
    End,
}
