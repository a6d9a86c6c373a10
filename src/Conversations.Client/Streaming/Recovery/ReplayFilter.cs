namespace Conversations.Client.Streaming.Recovery;

/// <summary>
/// Tells new events from repeated ones when one connection follows another. A service that is joined again sends one of two things
/// and does not say which: all that it holds of the turn, with the same ids and the partial messages from temp-0 on, or only what came
/// after the connection broke (docs/service/conversations.md 6.7). The filter recognises finished messages by their id, and all
/// other events by their position behind the last finished message.
/// </summary>
internal sealed class ReplayFilter(ConversationThread thread)
{
    private readonly HashSet<(string?, OpenEnum<ConversationStatus>)> _conversations = [];
    private readonly BegunTexts _begun = new(thread);
    private Phase _phase = Phase.New;
    private bool _hasRepeated;
    private string? _lastFinished;
    private string? _lastRepeated;
    private int _sinceLastFinished;
    private int _toSkip;
    private bool _lackedBefore;
    private bool _isCompared;

    private enum Phase
    {
        /// <summary>All events are new.</summary>
        New,

        /// <summary>The turn was joined again, and it is not known which of the two the service sends.</summary>
        Undecided,

        /// <summary>The service repeats events, and has not reached the last message that was delivered.</summary>
        Repeating,

        /// <summary>The service repeats the events behind the last finished message.</summary>
        RepeatingTheRest,
    }

    /// <summary>Whether events may be repeated ones.</summary>
    public bool MayRepeat => _phase != Phase.New;

    /// <summary>Whether messages may be missing, because a connection broke and no replay has covered the break.</summary>
    public bool MayLack { get; private set; }

    /// <summary>
    /// The finished message behind which a new message belongs if it comes among repeated ones; null when new messages come last.
    /// </summary>
    public string? Previous => _phase == Phase.Repeating ? _lastRepeated : null;

    /// <summary>A connection broke, so events that the service sent meanwhile may be lost.</summary>
    public void Missed()
    {
        _lackedBefore = MayLack;
        _isCompared = false;
        MayLack = true;
    }

    /// <summary>The turn was joined again, or messages were read that may still come as events.</summary>
    public void ExpectRepeats()
    {
        _phase = Phase.Undecided;
        _hasRepeated = true;
        _lastRepeated = null;
        _begun.Forget();
    }

    /// <summary>The messages were compared with what the service has stored.</summary>
    /// <param name="isComplete">Whether nothing can have been lost since.</param>
    public void Compared(bool isComplete)
    {
        _isCompared = true;
        MayLack &= !isComplete;
        _lackedBefore &= !isComplete;
    }

    /// <summary>Whether an event must be delivered.</summary>
    public bool IsNew(ConversationStreamEvent streamEvent) => streamEvent switch
    {
        // A replay repeats every change of the title, from no title on.
        ConversationEvent { Conversation: var conversation } when _hasRepeated =>
            !_conversations.Contains((conversation.Title, conversation.Status)),
        _ when _phase == Phase.New => true,
        MessageEvent { IsPartial: false, Message.Id: { Length: > 0 } id } => IsNewFinished(id),
        _ => IsNewUnfinished(streamEvent),
    };

    /// <summary>An event was delivered.</summary>
    public void Delivered(ConversationStreamEvent streamEvent)
    {
        switch (streamEvent)
        {
            case ConversationEvent { Conversation: var conversation }:
                _ = _conversations.Add((conversation.Title, conversation.Status));
                break;
            case MessageEvent { IsPartial: false, Message.Id: { Length: > 0 } id }:
                if (id == thread.LastFinishedId)
                {
                    _lastFinished = id;
                    _sinceLastFinished = 0;
                }
                else
                {
                    // It was lost before, and came among repeated messages.
                    _lastRepeated = id;
                }

                break;
            default:
                _sinceLastFinished++;
                break;
        }
    }

    private bool IsNewFinished(string id)
    {
        if (!thread.Has(id))
        {
            // Among repeated messages, an unknown one is an old one that was lost, unless all old ones are known.
            if (_phase != Phase.Repeating || _isCompared)
            {
                _phase = Phase.New;
            }

            return true;
        }

        // The replay holds a message that was delivered, so it overlaps with it: this break lost nothing.
        MayLack = _lackedBefore;
        _lastRepeated = id;
        _phase = id == _lastFinished ? Phase.RepeatingTheRest : Phase.Repeating;
        _toSkip = _sinceLastFinished;
        if (_phase == Phase.RepeatingTheRest && _toSkip == 0)
        {
            _phase = Phase.New;
        }

        return false;
    }

    private bool IsNewUnfinished(ConversationStreamEvent streamEvent)
    {
        switch (_phase)
        {
            case Phase.Repeating:
                return false;
            case Phase.RepeatingTheRest:
                if (--_toSkip == 0)
                {
                    _phase = Phase.New;
                }

                return false;
            default:
                return streamEvent is not MessageEvent { Message: AssistantMessage message } || !_begun.Contain(message.Content);
        }
    }
}
