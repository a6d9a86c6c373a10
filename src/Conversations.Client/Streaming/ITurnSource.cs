namespace Conversations.Client.Streaming;

/// <summary>Where a stream's bytes come from: the one thing that the reader asks of the world outside.</summary>
internal interface ITurnSource
{
    /// <summary>Sends the message, or joins the turn, and gives the body of the answer unread.</summary>
    /// <exception cref="ConversationsException">The service refused, could not be reached, or did not answer with a stream.</exception>
    Task<TurnAnswer> OpenAsync(CancellationToken cancellationToken);
}

/// <summary>An answer whose body is being read; disposing it frees the connection.</summary>
internal sealed class TurnAnswer(Stream body, IDisposable owner) : IDisposable
{
    internal Stream Body { get; } = body;

    public void Dispose() => owner.Dispose();
}
