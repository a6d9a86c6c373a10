using System.Net;
using System.Runtime.CompilerServices;
using Conversations.Client.Streaming.Reading;
using Conversations.Client.Streaming.Text;

namespace Conversations.Client.Streaming.Recovery;

/// <summary>
/// Owns the way of a turn's events to the caller, over as many connections as it takes, and the verdict at its end. The steps
/// and what leads from one to the next are drawn in docs/streaming.md.
/// </summary>
internal sealed class TurnReader : IEventReader
{
    private readonly ITurnSource _source;
    private readonly StreamSettings _settings;
    private readonly ConversationThread _thread;
    private readonly IEventDecoder _decoder;
    private readonly CancellationToken _cancellationToken;
    private readonly ReplayFilter _filter;
    private readonly DoubtfulFailure _doubtful;
    private readonly ReconnectBackoff _backoff;
    private readonly Func<Task> _cancelUnderWay;
    private readonly Queue<(ConversationMessage Message, string? Previous)> _missing = [];
    private EventConnection? _connection;
    private Step _step = Step.Read;
    private ConversationStreamEvent? _held;
    private ConversationsException? _fault;
    private ConversationsException? _lastFault;
    private Conversation? _stored;
    private bool _isCompared;
    private bool _isKnownIdle;
    private bool _isLastLook;
    private bool _hasClosedProperly;
    private bool _isJoinedAfterClose;
    private bool _isGapLookedFor;
    private bool _hasLookedBack;

    internal TurnReader(ITurnSource source, TurnAnswer? answer, StreamSettings settings, ConversationThread thread, IEventDecoder decoder, Func<Task> cancelUnderWay, CancellationToken cancellationToken)
    {
        _source = source;
        _cancelUnderWay = cancelUnderWay;
        _settings = settings;
        _thread = thread;
        _decoder = decoder;
        _cancellationToken = cancellationToken;
        _filter = new(thread);
        _doubtful = new(thread);
        _backoff = new(settings);
        if (answer is not null)
        {
            Connect(answer);
        }
        else
        {
            // The turn to be joined is over.
            _isKnownIdle = true;
            _step = Step.Settle;
        }
    }

    public ConversationStreamEvent Current { get; private set; } = null!;

    public bool IsLate { get; private set; }

    public bool MayLack => _filter.MayLack || _missing.Count > 0;

    public int ReconnectCount { get; private set; }

    public StreamOutcome? Outcome { get; private set; }

    public IReadOnlyList<PendingApproval> PendingApprovals { get; private set; } = [];

    /// <inheritdoc/>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<bool> MoveNextAsync()
    {
        while (true)
        {
            _cancellationToken.ThrowIfCancellationRequested();
            if (TryDeliverMissing())
            {
                return true;
            }

            switch (_step)
            {
                case Step.Read:
                    if (_held is null && !await _connection!.MoveNextAsync().ConfigureAwait(false))
                    {
                        await EndConnectionAsync().ConfigureAwait(false);
                    }
                    else if (await TryDeliverAsync().ConfigureAwait(false))
                    {
                        return true;
                    }

                    break;
                case Step.Settle:
                    await SettleAsync().ConfigureAwait(false);
                    break;
                case Step.Rejoin:
                    await RejoinAsync().ConfigureAwait(false);
                    break;
                case Step.Conclude:
                    Conclude();
                    break;
                default:
                    return false;
            }
        }
    }

    public ValueTask DisposeAsync() => DisconnectAsync();

    private bool TryDeliverMissing()
    {
        if (!_missing.TryDequeue(out var next))
        {
            return false;
        }

        // What is being written can be one that follows.
        var othersFollow = _missing.Count > 0;
        IsLate = _thread.Insert(next.Message, next.Previous, othersFollow) || othersFollow;
        Deliver(new MessageEvent { Message = next.Message });
        return true;
    }

    /// <summary>Hands the connection's event on, unless it is a repeated one, or one before which stored messages have to be looked for.</summary>
    private async ValueTask<bool> TryDeliverAsync()
    {
        var streamEvent = _held ?? _connection!.Current;
        if (_doubtful.IsHeld)
        {
            // More follows, so it was the turn's own.
            BelieveFailure();
            _held = streamEvent;
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
            _held = streamEvent;
            await FillAsync().ConfigureAwait(false);
            return false;
        }

        _held = null;
        _isGapLookedFor = false;
        if (!_filter.IsNew(streamEvent))
        {
            return false;
        }

        if (_filter.Previous is { } previous && streamEvent is MessageEvent { IsPartial: false, Message: var message })
        {
            IsLate = _thread.Insert(message, previous);
        }
        else
        {
            IsLate = false;
            _thread.Apply(streamEvent);
        }

        Deliver(streamEvent);
        return true;
    }

    /// <summary>Hands a failure on that was held back, unless it came with what was stored.</summary>
    private void BelieveFailure()
    {
        if (_doubtful.Release() is { } failure)
        {
            _missing.Enqueue((failure, _thread.LastFinishedId));
        }
    }

    private void Deliver(ConversationStreamEvent streamEvent)
    {
        _filter.Delivered(streamEvent);
        if (streamEvent is MessageEvent { IsPartial: false, Message.Id.Length: > 0 })
        {
            _backoff.Reset();
        }

        Current = streamEvent;
    }

    /// <summary>A turn that was joined after its beginning, or the next turn's beginning after a break: what is missing belongs before it.</summary>
    private bool ShowsGap(ConversationStreamEvent streamEvent)
    {
        if (streamEvent is not (MessageEvent or PartialTextEvent))
        {
            return false;
        }

        var human = (streamEvent as MessageEvent)?.Message as HumanMessage;

        if (_source.Start == TurnStart.Join && !_hasLookedBack)
        {
            // Once: what cannot be read is not this stream's.
            _hasLookedBack = true;
            return human is null;
        }

        // Before what was sent itself nothing can be missing.
        var isFirst = _source.Start == TurnStart.Message && !_thread.HasFinished;
        return _filter.MayLack && !isFirst && human?.Id is { } id && !_thread.Has(id);
    }

    /// <summary>Looks for what is missing. That it cannot be read now is no fault: it is looked for again at the end.</summary>
    private async Task FillAsync()
    {
        try
        {
            if (TryFill(await _source.GetAsync(_cancellationToken).ConfigureAwait(false)))
            {
                _filter.Compared(isComplete: true);
                _filter.ExpectRepeats();
            }
        }
        catch (ConversationsException)
        {
        }
    }

    private bool TryFill(Conversation stored)
    {
        if (StoredMessages.MissingIn(_thread, stored, _source) is not { } missing)
        {
            return false;
        }

        foreach (var message in missing)
        {
            _missing.Enqueue(message);
        }

        return true;
    }

    private async Task EndConnectionAsync()
    {
        _lastFault = _fault = _connection!.Fault;
        _hasClosedProperly = _fault is null;
        if (_fault is not null)
        {
            _filter.Missed();
        }

        if (_connection.HealthyTime >= ReconnectBackoff.HealthyTime)
        {
            _backoff.Reset();
        }

        await DisconnectAsync().ConfigureAwait(false);
        // The service may close because of a cancel whose answer is still on its way; what that brings is the verdict. The reader waits for it no longer than he wants to.
        await _cancelUnderWay().WaitAsync(_cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _step = Step.Settle;
    }

    private async Task SettleAsync()
    {
        if (_fault is not null && !_settings.Reconnect)
        {
            throw _fault;
        }

        var isAnswered = _fault is null && _thread.EndsInAnswer && !_filter.MayLack;
        if (isAnswered && !_settings.ConfirmEnd)
        {
            Outcome = StreamOutcome.Completed;
            _step = Step.End;
            return;
        }

        try
        {
            _stored = await _source.GetAsync(_cancellationToken).ConfigureAwait(false);
        }
        catch (ConversationsApiException refused) when (refused.StatusCode is HttpStatusCode.NotFound or HttpStatusCode.Forbidden or HttpStatusCode.Unauthorized)
        {
            _stored = null;
            _step = NextWithoutSight(isAnswered);
            return;
        }
        catch (ConversationsException fault) when (ReconnectBackoff.IsWorthAnother(fault))
        {
            await _backoff.NextAsync(fault, _cancellationToken).ConfigureAwait(false);
            return;
        }

        var isRunning = _stored.Status != ConversationStatus.Idle && _stored.Status != ConversationStatus.Canceling;
        if (!await IsTakenAsync(isRunning).ConfigureAwait(false))
        {
            return;
        }

        var isFailureDisproved = _doubtful.IsHeld && (isRunning || StoredMessages.ShowEnd(_stored));
        if (isFailureDisproved)
        {
            _doubtful.Drop();
        }

        // A proper close proves nothing, so what is stored of a turn that is over is always compared. While it runs, only what may be
        // lost is; a failure may be one of the connection, which had reached its time limit, and then the turn has more.
        if (!isRunning || _filter.MayLack || _thread.EndsInFailure || isFailureDisproved)
        {
            _isCompared = TryFill(_stored);
            if (_isCompared)
            {
                _filter.Compared(isComplete: !isRunning);
            }
        }

        if (isRunning && isAnswered && _backoff.Count < 2)
        {
            // The service may close a moment before it says idle; joining such a turn would end in its failure for silence.
            await _backoff.NextAsync(_fault, _cancellationToken).ConfigureAwait(false);
            return;
        }

        _step = isRunning ? Step.Rejoin : Step.Conclude;
    }

    /// <summary>What to do with a conversation that is not shown, as one without a title (contract, conversations 3.4): joining tells whether its turn runs.</summary>
    private Step NextWithoutSight(bool isAnswered)
    {
        if (isAnswered)
        {
            // The events alone do not tell an answer from a message in the middle.
            _isLastLook = !_isKnownIdle && _settings.Reconnect;
            return _isLastLook ? Step.Rejoin : Step.Conclude;
        }

        // Of a message that no worker has taken up yet nothing has come.
        return _isKnownIdle && (_source.Start != TurnStart.Message || !_thread.IsEmpty) ? Step.Conclude : Step.Rejoin;
    }

    /// <summary>Whether the service has begun with what was sent: the conversation stays idle until a worker takes it up (contract, conversations 3.2).</summary>
    private async Task<bool> IsTakenAsync(bool isRunning)
    {
        var hasShownNothing = _thread.IsEmpty || (_fault is not null && !_thread.HasFinished);
        var isTaken = isRunning || _stored!.Status == ConversationStatus.Canceling || !hasShownNothing || _source.Start switch
        {
            TurnStart.Message => StoredMessages.MissingIn(_thread, _stored, _source) is not null,
            TurnStart.Resume => !_source.IsWaitedFor(_stored),
            _ => true,
        };
        if (!isTaken)
        {
            await _backoff.NextAsync(_fault, _cancellationToken).ConfigureAwait(false);
        }

        return isTaken;
    }

    private async Task RejoinAsync()
    {
        if (!_settings.Reconnect)
        {
            throw ReconnectBackoff.Unsettled("The service closed the stream while the turn runs on, and Streaming.Reconnect is off.", _fault);
        }

        try
        {
            await _backoff.NextJoinAsync(_lastFault, _cancellationToken).ConfigureAwait(false);
            if (await _source.RejoinAsync(_cancellationToken).ConfigureAwait(false) is not { } answer)
            {
                // It ended meanwhile.
                _isKnownIdle = true;
                _step = Step.Settle;
                return;
            }

            ReconnectCount++;
            _isJoinedAfterClose = _hasClosedProperly;
            _filter.ExpectRepeats();
            Connect(answer);
        }
        catch (ConversationsException fault) when (ReconnectBackoff.IsWorthAnother(fault))
        {
            // A turn that looks answered is none that broke.
            _fault = _isLastLook ? null : fault;
            _lastFault = fault;
            _step = Step.Settle;
        }
        catch (ConversationsException) when (_isLastLook)
        {
            // There is no more to learn than the events tell.
            _step = Step.Conclude;
        }
        catch (ConversationsException refused) when (refused is not ConversationsStreamException)
        {
            throw ReconnectBackoff.Unsettled("The service refused to let the turn be joined.", refused);
        }
    }

    private void Conclude()
    {
        if (_doubtful.IsHeld)
        {
            BelieveFailure();
            return;
        }

        if (_filter.MayLack)
        {
            throw ReconnectBackoff.Unsettled("The turn is over, but the connection broke on the way and the service does not show what was missed.", _fault);
        }

        var verdict = new Verdict(_source, _thread, _stored, _isCompared, _fault);
        verdict.ThrowIfUnknown();
        PendingApprovals = verdict.PendingApprovals;
        Outcome = verdict.Outcome;
        _step = Step.End;
    }

    private void Connect(TurnAnswer answer)
    {
        _connection = new(answer, _settings, (name, data) => _decoder.Read(name, data, _filter.MayRepeat), _cancellationToken);
        _step = Step.Read;
        _isKnownIdle = false;
        _isLastLook = false;
        _doubtful.Begin(hasJoined: ReconnectCount > 0 || _source.Start == TurnStart.Join);
    }

    private async ValueTask DisconnectAsync()
    {
        if (_connection is not null)
        {
            await _connection.DisposeAsync().ConfigureAwait(false);
            _connection = null;
        }
    }
}
