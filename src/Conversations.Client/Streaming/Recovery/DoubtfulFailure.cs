namespace Conversations.Client.Streaming.Recovery;

/// <summary>
/// Holds back a failure that is the first event of a joined connection. The service also sends one when it had nothing to send for a
/// minute, although the turn is still running or has ended well (docs/service/conversations.md 6.6, 6.7).
/// </summary>
internal sealed class DoubtfulFailure(ConversationThread thread)
{
    // The service drops a reader when it had nothing to send for a minute (docs/service/conversations.md 6.6).
    public static readonly TimeSpan SilenceLimit = TimeSpan.FromSeconds(55);

    private bool _isFirst;
    private FailureMessage? _held;

    public bool IsHeld => _held is not null;

    /// <summary>Another connection begins. It disproves a failure that is still held from the last one.</summary>
    public void Begin(bool hasJoined) => (_isFirst, _held) = (hasJoined, null);

    /// <summary>Holds the event if it is such a failure and the thread does not have it.</summary>
    public bool TryHold(ConversationStreamEvent streamEvent)
    {
        if (_isFirst && streamEvent is MessageEvent { Message: FailureMessage failure } && !IsKnown(failure))
        {
            _held = failure;
        }

        // A conversation event says nothing about the turn.
        _isFirst &= streamEvent is ConversationEvent;
        return IsHeld;
    }

    /// <summary>Drops the failure: it concerned only the connection.</summary>
    public void Drop() => _held = null;

    /// <summary>Returns the failure, because it is the turn's own; null if the thread has received it meanwhile.</summary>
    public FailureMessage? Release()
    {
        FailureMessage? failure = _held is { } held && !IsKnown(held) ? held : null;
        _held = null;
        return failure;
    }

    private bool IsKnown(FailureMessage failure) => failure.Id is { Length: > 0 } id && thread.Has(id);
}
