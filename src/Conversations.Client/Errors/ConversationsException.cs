namespace Conversations.Client;

/// <summary>The base of all exceptions that this package throws for a failure of the service or the connection.</summary>
/// <remarks>
/// It is thrown itself when a successful response cannot be read. The caller's own cancellation stays an
/// <see cref="OperationCanceledException"/>, and mistakes in arguments stay <see cref="ArgumentException"/>.
/// </remarks>
public class ConversationsException : Exception
{
    /// <summary>Creates an exception.</summary>
    /// <param name="message">What happened and what to do.</param>
    /// <param name="innerException">What caused it.</param>
    public ConversationsException(string? message = null, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}
