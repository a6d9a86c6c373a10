namespace Conversations.Client;

/// <summary>The base of all exceptions that this package throws for a failure of the service or the connection.</summary>
/// <remarks>
/// It is thrown itself when a successful response cannot be read. The caller's own cancellation stays an
/// <see cref="OperationCanceledException"/>, and mistakes in arguments stay <see cref="ArgumentException"/>.
/// </remarks>
public class ConversationsException : Exception
{
    private readonly bool? _isTransient;
    private bool? _outcomeIsUnknown;
    private int _attempts;

    /// <summary>Creates an exception.</summary>
    /// <param name="message">What happened and what to do.</param>
    /// <param name="innerException">What caused it.</param>
    public ConversationsException(string? message = null, Exception? innerException = null)
        : base(message, innerException)
    {
    }

    /// <summary>
    /// Whether the same call may work later: the service was busy or broken, could not be reached, or had something else to finish first.
    /// </summary>
    /// <value>
    /// <see langword="true"/> for a connection that failed, a time limit, the statuses 408, 429 and 500 or more (not 501 and 505), and a
    /// 409 that passes by itself. If the call changes something, look at <see cref="OutcomeIsUnknown"/> too before you repeat it.
    /// </value>
    public bool IsTransient
    {
        get => _isTransient ?? IsTransientByKind;
        init => _isTransient = value;
    }

    /// <summary>
    /// Whether the call may have changed something all the same: it was sent, and no response says that nothing was done. Look before you
    /// send it again.
    /// </summary>
    /// <value>
    /// <see langword="false"/> for a call that only reads, and for a call that was not sent or was refused. <see langword="true"/> for a
    /// change without a response, with a 408 or a 500 or more, or with a success that cannot be read, and for a stream whose message the
    /// service took.
    /// </value>
    public bool OutcomeIsUnknown
    {
        get => _outcomeIsUnknown ?? false;
        init => _outcomeIsUnknown = value;
    }

    /// <summary>
    /// How often the call was sent: the first time, and each repetition by the client or by a handler of the application.
    /// </summary>
    /// <value>0 if it was not sent, and if the exception is not about one call.</value>
    public int Attempts
    {
        get => _attempts;
        init => _attempts = value;
    }

    /// <summary>What <see cref="IsTransient"/> is unless it was set.</summary>
    private protected virtual bool IsTransientByKind => false;

    /// <summary>Notes what was sent for the call that failed.</summary>
    internal void Describe(int attempts, bool outcomeIsUnknown) => (_attempts, _outcomeIsUnknown) = (attempts, outcomeIsUnknown);

    /// <summary>Notes that the service has taken what was sent, unless it is known how that ended.</summary>
    internal void WasTaken() => _outcomeIsUnknown ??= true;
}
