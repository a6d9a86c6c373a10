using System.Diagnostics;

namespace Conversations.Client.Streaming;

/// <summary>
/// What a stream needs from outside: the bytes of a turn, the state of the turn, and its cancellation. Disposing it says that the stream is
/// over.
/// </summary>
internal interface ITurnSource : IDisposable
{
    /// <summary>How the stream gets to its turn.</summary>
    TurnStart Start { get; }

    /// <summary>The conversation.</summary>
    Guid Conversation { get; }

    /// <summary>The id by which the turn knows its own message; null for a turn that another stream began.</summary>
    Guid? TraceId { get; }

    /// <summary>Whether a message of a person is the one that this source sent.</summary>
    bool IsOwn(HumanMessage message);

    /// <summary>Whether a conversation still waits for the input that this source sent, so the service has not begun with it.</summary>
    bool IsWaitedFor(Conversation stored);

    /// <summary>Sends the message or joins the turn, and returns the response with its body unread. Called once.</summary>
    /// <param name="canceled">Called when the turn was cancelled through this client.</param>
    /// <param name="cancellationToken">Cancels the sending.</param>
    /// <returns>The response; null when the turn to join is over.</returns>
    /// <exception cref="ConversationsException">The service refused, could not be reached, or did not answer with a stream.</exception>
    /// <exception cref="InvalidOperationException">
    /// Another stream of this client has sent something to the conversation and has not ended.
    /// </exception>
    Task<TurnAnswer?> OpenAsync(Action canceled, CancellationToken cancellationToken);

    /// <summary>Tells the stream that its turn was cancelled through this client.</summary>
    void Canceled();

    /// <summary>Joins the running turn, whatever was sent before. It never sends a text again.</summary>
    /// <returns>The response; null when the turn is over.</returns>
    /// <exception cref="ConversationsException">The service refused, could not be reached, or did not answer with a stream.</exception>
    Task<TurnAnswer?> RejoinAsync(CancellationToken cancellationToken);

    /// <summary>Reads the conversation.</summary>
    /// <exception cref="ConversationsException">The service refused or could not be reached.</exception>
    Task<Conversation> GetAsync(CancellationToken cancellationToken);

    /// <summary>Cancels the turn.</summary>
    /// <exception cref="ConversationsException">The service refused or could not be reached.</exception>
    Task CancelAsync(CancellationToken cancellationToken);
}

/// <summary>How a stream gets to its turn.</summary>
internal enum TurnStart
{
    /// <summary>It sends a message, which starts the turn.</summary>
    Message,

    /// <summary>It gives a paused turn the input that the turn waits for.</summary>
    Resume,

    /// <summary>It joins a running turn.</summary>
    Join,
}

/// <summary>A response whose body is being read. Disposing it frees the connection.</summary>
/// <param name="body">The body.</param>
/// <param name="owner">The response; null for a body whose response the application disposes.</param>
/// <param name="secrets">Values of the request that must not appear in an exception.</param>
/// <param name="span">The span of the call that opened it; the default for none.</param>
internal sealed class TurnAnswer(
    Stream body, IDisposable? owner = null, IReadOnlyList<string>? secrets = null, ActivityContext span = default) : IDisposable
{
    /// <summary>The span of the call that opened it; the default for none.</summary>
    public ActivityContext Span => span;

    public Stream Body { get; } = body;

    /// <summary>Values of the request that must not appear in an exception.</summary>
    public IReadOnlyList<string> Secrets { get; } = secrets ?? [];

    public void Dispose() => owner?.Dispose();
}
