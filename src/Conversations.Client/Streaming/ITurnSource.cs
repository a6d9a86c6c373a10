namespace Conversations.Client.Streaming;

/// <summary>
/// What a stream asks of the world outside: the bytes of a turn, how the turn stands, and that it be cancelled. Disposing it says that the
/// stream is over.
/// </summary>
internal interface ITurnSource : IDisposable
{
    /// <summary>What opening does.</summary>
    TurnStart Start { get; }

    /// <summary>Whether a message of a person is the one that this source sent.</summary>
    bool IsOwn(HumanMessage message);

    /// <summary>Whether a conversation still waits for what this source gave it, so that the service has not begun with that.</summary>
    bool IsWaitedFor(Conversation stored);

    /// <summary>Sends the message, or joins the turn, and gives the body of the answer unread. Called once.</summary>
    /// <param name="canceled">Called when the turn was cancelled through this client.</param>
    /// <param name="cancellationToken">Cancels the sending.</param>
    /// <returns>The answer; null when the turn that was to be joined is over.</returns>
    /// <exception cref="ConversationsException">The service refused, could not be reached, or did not answer with a stream.</exception>
    /// <exception cref="InvalidOperationException">
    /// Another stream of this client has sent something to the conversation and has not ended.
    /// </exception>
    Task<TurnAnswer?> OpenAsync(Action canceled, CancellationToken cancellationToken);

    /// <summary>Tells the stream that its turn was cancelled through this client.</summary>
    void Canceled();

    /// <summary>Joins the running turn, whatever was sent before; a text is never sent again.</summary>
    /// <returns>The answer; null when the turn is over.</returns>
    /// <exception cref="ConversationsException">The service refused, could not be reached, or did not answer with a stream.</exception>
    Task<TurnAnswer?> RejoinAsync(CancellationToken cancellationToken);

    /// <summary>Reads the conversation.</summary>
    /// <exception cref="ConversationsException">The service refused or could not be reached.</exception>
    Task<Conversation> GetAsync(CancellationToken cancellationToken);

    /// <summary>Cancels the turn.</summary>
    /// <exception cref="ConversationsException">The service refused or could not be reached.</exception>
    Task CancelAsync(CancellationToken cancellationToken);
}

/// <summary>How a stream comes to its turn.</summary>
internal enum TurnStart
{
    /// <summary>It sends a message, which starts the turn.</summary>
    Message,

    /// <summary>It gives a paused turn what that waits for.</summary>
    Resume,

    /// <summary>It joins a turn that runs.</summary>
    Join,
}

/// <summary>An answer whose body is being read; disposing it frees the connection.</summary>
internal sealed class TurnAnswer(Stream body, IDisposable owner, IReadOnlyList<string>? secrets = null) : IDisposable
{
    public Stream Body { get; } = body;

    /// <summary>What was sent with the request and must stand in no exception.</summary>
    public IReadOnlyList<string> Secrets { get; } = secrets ?? [];

    public void Dispose() => owner.Dispose();
}
