namespace Conversations.Client;

/// <summary>The service could not be reached, or the connection broke before the whole response had arrived.</summary>
/// <remarks>It is then unknown whether a call that changes something took effect: look before you send it again.</remarks>
public sealed class ConversationsConnectionException : ConversationsException
{
    /// <inheritdoc cref="ConversationsException(string, Exception)"/>
    public ConversationsConnectionException(string? message = null, Exception? innerException = null)
        : base(message, innerException)
    {
    }

    private protected override bool IsTransientByKind => true;
}

/// <summary>The service did not answer within <see cref="ConversationsClientOptions.RequestTimeout"/>.</summary>
/// <remarks>It is then unknown whether a call that changes something took effect: look before you send it again.</remarks>
public sealed class ConversationsTimeoutException : ConversationsException
{
    /// <inheritdoc cref="ConversationsException(string, Exception)"/>
    public ConversationsTimeoutException(string? message = null, Exception? innerException = null)
        : base(message, innerException)
    {
    }

    private protected override bool IsTransientByKind => true;
}

/// <summary>A stream of events ended before its turn did, so the outcome of the turn is not known.</summary>
/// <remarks>
/// <see cref="ConversationStream.Outcome"/> is then <see cref="StreamOutcome.Incomplete"/>, and
/// <see cref="ConversationStream.Thread"/> keeps what arrived. The turn goes on at the service: join it with
/// <see cref="IConversationOperations.ReconnectAsync"/>, or read the result with <see cref="IConversationOperations.GetAsync"/>.
/// Do not send the text again.
/// </remarks>
public sealed class ConversationsStreamException : ConversationsException
{
    /// <inheritdoc cref="ConversationsException(string, Exception)"/>
    public ConversationsStreamException(string? message = null, Exception? innerException = null)
        : base(message, innerException)
    {
    }

    private protected override bool IsTransientByKind => true;
}
