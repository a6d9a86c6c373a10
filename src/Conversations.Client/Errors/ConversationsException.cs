namespace Conversations.Client;

/// <summary>The root of every exception that this package throws for what the service or the connection did.</summary>
/// <remarks>
/// Thrown itself when a successful answer cannot be read. The caller's own cancellation stays
/// <see cref="OperationCanceledException"/>, and mistakes in arguments stay <see cref="ArgumentException"/>.
/// </remarks>
public class ConversationsException : Exception
{
    /// <summary>Makes an exception.</summary>
    /// <param name="message">What happened and what to do.</param>
    /// <param name="innerException">What caused it.</param>
    public ConversationsException(string? message = null, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}
