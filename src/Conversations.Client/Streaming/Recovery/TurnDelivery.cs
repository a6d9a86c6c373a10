namespace Conversations.Client.Streaming.Recovery;

/// <summary>
/// Owns the way of events to the caller: repeated ones are left out, missing ones are looked for and put in their place, and a
/// failure that may be the connection's alone is held until it is known whose it is.
/// </summary>
internal sealed class TurnDelivery(
    ITurnSource source, ConversationThread thread, ReconnectBackoff backoff, CancellationToken cancellationToken)
{
    private readonly ReplayFilter _filter = new(thread);
    private readonly DoubtfulFailure _doubtful = new(thread);
    private readonly Queue<(ConversationMessage Message, string? Previous)> _missing = [];
    private ConversationStreamEvent? _held;
    private bool _isJoinedAfterClose;
    private bool _isGapLookedFor;
    private bool _hasLookedBack;

    /// <summary>The last event that was delivered.</summary>
    public ConversationStreamEvent Current { get; private set; } = null!;

    /// <summary>Whether events may be repeated ones.</summary>
    public bool MayRepeat => _filter.MayRepeat;

    /// <summary>Whether messages may be missing, because a connection broke and nothing has covered the break.</summary>
    public bool MayLack => _filter.MayLack;

    /// <summary>Whether messages that were found are still to be delivered.</summary>
    public bool HasMissing => _missing.Count > 0;

    /// <summary>Whether an event waits until what belongs before it was delivered.</summary>
    public bool HoldsEvent => _held is not null;

    /// <summary>Whether a failure waits until it is known whether it is the turn's.</summary>
    public bool HoldsFailure => _doubtful.IsHeld;

    /// <summary>Another connection begins.</summary>
    public void Begin(bool hasJoined) => _doubtful.Begin(hasJoined);

    /// <summary>A connection broke: what the service sent meanwhile may be lost.</summary>
    public void Missed() => _filter.Missed();

    /// <summary>The turn was joined again, so that the service may repeat what it has sent.</summary>
    public void JoinedAgain(bool isAfterClose)
    {
        _isJoinedAfterClose = isAfterClose;
        _filter.ExpectRepeats();
    }

    /// <summary>The failure was the connection's alone.</summary>
    public void DropFailure() => _doubtful.Drop();

    /// <summary>Hands on the next of the messages that were found.</summary>
    public bool TryDeliverMissing()
    {
        if (!_missing.TryDequeue(out (ConversationMessage Message, string? Previous) next))
        {
            return false;
        }

        var message = new MessageEvent { Message = next.Message };
        thread.Insert(message, next.Previous, othersFollow: _missing.Count > 0);
        Deliver(message);
        return true;
    }

    /// <summary>
    /// Hands an event on, or the one that waits, unless it is a repeated one, or one before which stored messages have to be looked for.
    /// </summary>
    public async ValueTask<bool> TryDeliverAsync(ConversationStreamEvent next)
    {
        ConversationStreamEvent streamEvent = _held ?? next;
        if (_doubtful.IsHeld)
        {
            // More follows, so it was the turn's own.
            BelieveFailure();
            Hold(streamEvent);
            return false;
        }

        if (_doubtful.TryHold(streamEvent))
        {
            return false;
        }

        if (_isJoinedAfterClose)
        {
            // The turn ran on behind the proper close: what the service sent meanwhile may be lost.
            _isJoinedAfterClose = false;
            _filter.Missed();
        }

        if (!_isGapLookedFor && ShowsGap(streamEvent))
        {
            _isGapLookedFor = true;
            Hold(streamEvent);
            await FillAsync().ConfigureAwait(false);
            return false;
        }

        _held = null;
        _isGapLookedFor = false;
        if (!_filter.IsNew(streamEvent))
        {
            return false;
        }

        if (_filter.Previous is { } previous && streamEvent is MessageEvent { IsPartial: false } message)
        {
            thread.Insert(message, previous);
        }
        else
        {
            thread.Apply(streamEvent);
        }

        Deliver(streamEvent);
        return true;
    }

    /// <summary>Hands a failure on that was held back, unless it came with what was stored.</summary>
    public void BelieveFailure()
    {
        if (_doubtful.Release() is { } failure)
        {
            _missing.Enqueue((failure, thread.LastFinishedId));
        }
    }

    // The text that it shows may grow, or be freed, until it is its turn.
    private void Hold(ConversationStreamEvent streamEvent) => _held = streamEvent is MessageEvent message ? message.Kept() : streamEvent;

    private void Deliver(ConversationStreamEvent streamEvent)
    {
        _filter.Delivered(streamEvent);
        if (streamEvent is MessageEvent { IsPartial: false, Message.Id.Length: > 0 })
        {
            backoff.Reset();
        }

        Current = streamEvent;
    }

    /// <summary>
    /// A turn that was joined after its beginning, or the next turn's beginning after a break: what is missing belongs before it.
    /// </summary>
    private bool ShowsGap(ConversationStreamEvent streamEvent)
    {
        if (streamEvent is not MessageEvent message)
        {
            return false;
        }

        if (source.Start == TurnStart.Join && !_hasLookedBack)
        {
            // Once: what cannot be read is not this stream's.
            _hasLookedBack = true;
            return !message.IsHuman;
        }

        // Before what was sent itself nothing can be missing.
        bool isFirst = source.Start == TurnStart.Message && !thread.HasFinished;
        return _filter.MayLack && !isFirst && message is { IsHuman: true, Message.Id: { } id } && !thread.Has(id);
    }

    /// <summary>Finds what is missing of the stored messages.</summary>
    /// <param name="stored">The conversation.</param>
    /// <param name="isComplete">Whether nothing can come after them.</param>
    /// <returns>Whether it can be said where in the conversation the stream began.</returns>
    public bool TryCompare(Conversation stored, bool isComplete)
    {
        if (StoredMessages.MissingIn(thread, stored, source) is not { } missing)
        {
            return false;
        }

        foreach ((ConversationMessage Message, string? Previous) message in missing)
        {
            _missing.Enqueue(message);
        }

        _filter.Compared(isComplete);
        return true;
    }

    /// <summary>Looks for what is missing. That it cannot be read now is no fault: it is looked for again at the end.</summary>
    private async Task FillAsync()
    {
        try
        {
            if (TryCompare(await source.GetAsync(cancellationToken).ConfigureAwait(false), isComplete: true))
            {
                _filter.ExpectRepeats();
            }
        }
        catch (ConversationsException)
        {
        }
    }
}
