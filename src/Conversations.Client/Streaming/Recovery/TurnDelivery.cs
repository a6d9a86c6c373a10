using Conversations.Client.Streaming.Names;
using Conversations.Client.Telemetry;

namespace Conversations.Client.Streaming.Recovery;

/// <summary>
/// Owns the way of events to the caller. It leaves out repeated events, finds missing messages and puts them in their place, and holds
/// back a failure until it is known whether it concerns the turn or only the connection.
/// </summary>
internal sealed class TurnDelivery(
    ITurnSource source, ConversationThread thread, ReconnectBackoff backoff, StreamWatch? watch, CancellationToken cancellationToken)
{
    private readonly ReplayFilter _filter = new(thread);
    private readonly DoubtfulFailure _doubtful = new(thread);
    private readonly Queue<(ConversationMessage Message, string? Previous)> _missing = [];
    private ConversationStreamEvent? _held;
    private bool _isJoinedAfterClose;
    private bool _isGapLookedFor;
    private bool _hasLookedBack;
    private bool _isLookingBack;

    /// <summary>The last event that was delivered.</summary>
    public ConversationStreamEvent Current { get; private set; } = null!;

    /// <summary>Whether events may be repeated ones.</summary>
    public bool MayRepeat => _filter.MayRepeat;

    /// <summary>Whether messages may be missing, because a connection broke and nothing has covered the break.</summary>
    public bool MayLack => _filter.MayLack;

    /// <summary>Whether missing messages that were found are still to be delivered.</summary>
    public bool HasMissing => _missing.Count > 0;

    /// <summary>Whether an event waits until the messages that belong in front of it are delivered.</summary>
    public bool HoldsEvent => _held is not null;

    /// <summary>Whether a failure waits until it is known whether it concerns the turn.</summary>
    public bool HoldsFailure => _doubtful.IsHeld;

    /// <summary>Another connection begins.</summary>
    public void Begin(bool hasJoined) => _doubtful.Begin(hasJoined);

    /// <summary>A connection broke, so events that the service sent meanwhile may be lost.</summary>
    public void Missed() => _filter.Missed();

    /// <summary>The turn was joined again, so the service may repeat events.</summary>
    public void JoinedAgain(bool isAfterClose)
    {
        _isJoinedAfterClose = isAfterClose;
        _filter.ExpectRepeats();
    }

    /// <summary>Drops the held failure if the conversation shows that it concerned only the connection.</summary>
    public bool TryDropFailure(Conversation stored, bool isRunning, bool wasSilent)
    {
        bool isDisproved = HoldsFailure
            && (isRunning || stored.Status == ConversationStatus.Canceling || StoredMessages.ShowEnd(stored, wasSilent));
        if (isDisproved)
        {
            _doubtful.Drop();
        }

        return isDisproved;
    }

    /// <summary>Delivers the next of the missing messages that were found.</summary>
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
    /// Delivers the event, or the one that waits. Delivers nothing if it is a repeated event or a doubtful failure, or if stored messages
    /// must be looked for first.
    /// </summary>
    public async ValueTask<bool> TryDeliverAsync(ConversationStreamEvent next)
    {
        ConversationStreamEvent streamEvent = _held ?? next;
        if (_doubtful.IsHeld)
        {
            // More events follow, so the failure is the turn's own.
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
            // The turn ran on after the proper close, so events that the service sent meanwhile may be lost.
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

    /// <summary>Queues a held failure for delivery, unless it came with the stored messages.</summary>
    public void BelieveFailure()
    {
        if (_doubtful.Release() is { } failure)
        {
            _missing.Enqueue((failure, thread.LastFinishedId));
        }
    }

    // A copy, because the text that the event shows may grow or be freed before the event is delivered.
    private void Hold(ConversationStreamEvent streamEvent) => _held = streamEvent.Kept();

    private void Deliver(ConversationStreamEvent streamEvent)
    {
        _filter.Delivered(streamEvent);
        if (streamEvent is MessageEvent { IsPartial: false, Message.Id.Length: > 0 })
        {
            backoff.Reset();
        }

        watch?.Delivered(StreamNames.Of(streamEvent), streamEvent is MessageEvent { Text.IsEmpty: false });
        Current = streamEvent;
    }

    /// <summary>
    /// Whether messages are missing in front of the event: the turn was joined after its beginning, or the next turn begins after a break.
    /// </summary>
    private bool ShowsGap(ConversationStreamEvent streamEvent)
    {
        if (streamEvent is not MessageEvent message)
        {
            return false;
        }

        if (source.Start == TurnStart.Join && !_hasLookedBack)
        {
            // Look back only once: what cannot be read then is not part of this stream.
            _hasLookedBack = true;
            return _isLookingBack = !message.IsHuman;
        }

        // Nothing can be missing in front of the message that this stream sent.
        bool isFirst = source.Start == TurnStart.Message && !thread.HasFinished;
        return _filter.MayLack && !isFirst && message is { IsHuman: true, Message.Id: { } id } && !thread.Has(id);
    }

    /// <summary>Queues the stored messages that the thread does not have.</summary>
    /// <param name="stored">The conversation.</param>
    /// <param name="isComplete">Whether nothing can come after the stored messages.</param>
    /// <returns>Whether it is known where in the conversation the stream began.</returns>
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

        if (missing.Count > 0 && !_isLookingBack)
        {
            watch?.FilledGap(missing.Count);
        }

        _filter.Compared(isComplete);
        return true;
    }

    /// <summary>
    /// Looks for missing messages. If the service does not show them now, that is no error: the stream looks again at its end.
    /// </summary>
    private async Task FillAsync()
    {
        watch?.Enter();
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

        _isLookingBack = false;
    }
}
