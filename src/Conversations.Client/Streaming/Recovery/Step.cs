namespace Conversations.Client.Streaming.Recovery;

/// <summary>What the reading of a turn does next; docs/streaming.md draws what leads from one to the next.</summary>
internal enum Step
{
    /// <summary>Read the next event of the connection.</summary>
    Read,

    /// <summary>The connection has ended: ask the service how the turn stands.</summary>
    Settle,

    /// <summary>The turn runs on: join it.</summary>
    Rejoin,

    /// <summary>The turn is over: say how.</summary>
    Conclude,

    /// <summary>Nothing more comes.</summary>
    End,
}
