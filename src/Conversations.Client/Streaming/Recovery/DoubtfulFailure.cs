namespace Conversations.Client.Streaming.Recovery;

/// <summary>
/// Holds a failure back that comes first on a connection that joined: it may only say that the service had nothing to send for a
/// minute, while the turn runs on or has ended well (docs/service/conversations.md 6.6, 6.7).
/// </summary>
internal sealed class DoubtfulFailure(ConversationThread thread)
{
    // The service gives a reader up that it had nothing to send to for a minute (docs/service/conversations.md 6.6).
    public static readonly TimeSpan SilenceLimit = TimeSpan.FromSeconds(55);

    private bool _isFirst;
    private FailureMessage? _held;

    public bool IsHeld => _held is not null;

    /// <summary>Another connection: nothing has come on it, and it disproves what the last one said.</summary>
    public void Begin(bool hasJoined) => (_isFirst, _held) = (hasJoined, null);

    /// <summary>Whether the event is such a failure, and not one that is known.</summary>
    public bool TryHold(ConversationStreamEvent streamEvent)
    {
        if (_isFirst && streamEvent is MessageEvent { Message: FailureMessage failure } && !IsKnown(failure))
        {
            _held = failure;
        }

        // How the conversation is called says nothing of the turn.
        _isFirst &= streamEvent is ConversationEvent;
        return IsHeld;
    }

    /// <summary>It was the connection's alone.</summary>
    public void Drop() => _held = null;

    /// <summary>It was the turn's own; null when the thread has got it meanwhile.</summary>
    public FailureMessage? Release()
    {
        FailureMessage? failure = _held is { } held && !IsKnown(held) ? held : null;
        _held = null;
        return failure;
    }

    private bool IsKnown(FailureMessage failure) => failure.Id is { Length: > 0 } id && thread.Has(id);
}
