using System.Net;
using System.Runtime.CompilerServices;
using Conversations.Client.Streaming.Reading;
using Conversations.Client.Telemetry;
using Conversations.Client.Values;

namespace Conversations.Client.Streaming.Recovery;

/// <summary>
/// Owns the steps of a turn, over as many connections as it takes, and the verdict at its end: read, settle, join again, conclude.
/// docs/streaming.md has a diagram of the steps. <see cref="TurnDelivery"/> decides what happens to an event.
/// </summary>
internal sealed class TurnReader : IEventReader
{
    private readonly ITurnSource _source;
    private readonly StreamSettings _settings;
    private readonly ConversationThread _thread;
    private readonly IEventDecoder _decoder;
    private readonly CancellationToken _cancellationToken;
    private readonly TurnDelivery _delivery;
    private readonly ReconnectBackoff _backoff;
    private readonly Func<Task> _cancelUnderWay;
    private readonly StreamWatch? _watch;
    private EventConnection? _connection;
    private Step _step = Step.Read;
    private ConversationsException? _fault;
    private ConversationsException? _lastFault;
    private Conversation? _stored;
    private bool _isCompared;
    private bool _isKnownIdle;
    private bool _isLastLook;
    private bool _hasClosedProperly;
    private bool _wasSilent;

    public TurnReader(
        ITurnSource source, TurnAnswer? answer, StreamSettings settings, ConversationThread thread, IEventDecoder decoder,
        StreamWatch? watch, Func<Task> cancelUnderWay, CancellationToken cancellationToken)
    {
        (_source, _settings, _thread, _decoder, _watch) = (source, settings, thread, decoder, watch);
        (_cancelUnderWay, _cancellationToken) = (cancelUnderWay, cancellationToken);
        _backoff = new(settings);
        _delivery = new(source, thread, _backoff, watch, cancellationToken);
        if (answer is not null)
        {
            Connect(answer);
        }
        else
        {
            // The turn to join is over.
            _isKnownIdle = true;
            _step = Step.Settle;
        }
    }

    public ConversationStreamEvent Current => _delivery.Current;

    public bool MayLack => _delivery.MayLack || _delivery.HasMissing;

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
            if (_delivery.TryDeliverMissing())
            {
                return true;
            }

            switch (_step)
            {
                case Step.Read:
                    if (!_delivery.HoldsEvent && !await _connection!.MoveNextAsync().ConfigureAwait(false))
                    {
                        await EndConnectionAsync().ConfigureAwait(false);
                    }
                    else if (await _delivery.TryDeliverAsync(_connection!.Current).ConfigureAwait(false))
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

    private async Task EndConnectionAsync()
    {
        _lastFault = _fault = _connection!.Fault;
        _hasClosedProperly = _fault is null;
        if (_fault is not null)
        {
            _delivery.Missed();
        }

        if (_connection.Idle is { } idle)
        {
            _watch?.FellSilent(idle);
        }

        _wasSilent = _connection.HealthyTime >= DoubtfulFailure.SilenceLimit;
        if (_connection.HealthyTime >= ReconnectBackoff.HealthyTime)
        {
            _backoff.Reset();
        }

        await DisconnectAsync().ConfigureAwait(false);
        // The service may close because of a cancel whose response is still on its way. The result of the cancel is the verdict. The wait
        // ends when the caller cancels.
        await _cancelUnderWay().WaitAsync(_cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _step = Step.Settle;
    }

    private async Task SettleAsync()
    {
        _watch?.Enter();
        if (_fault is not null && !_settings.Reconnect)
        {
            throw _fault;
        }

        bool isAnswered = _fault is null && _thread.EndsInAnswer && !_delivery.MayLack;
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
        catch (ConversationsApiException refused)
            when (refused.StatusCode is HttpStatusCode.NotFound or HttpStatusCode.Forbidden or HttpStatusCode.Unauthorized)
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
        catch (ConversationsException refused) when (refused is not ConversationsStreamException)
        {
            throw ReconnectBackoff.Unsettled("The service refused to say how the turn stands.", refused);
        }

        bool isRunning = _stored.Status != ConversationStatus.Idle && _stored.Status != ConversationStatus.Canceling;
        if (!await IsTakenAsync(isRunning).ConfigureAwait(false))
        {
            return;
        }

        bool isFailureDisproved = _delivery.TryDropFailure(_stored, isRunning, _wasSilent);

        // A proper close proves nothing, so the messages of a turn that is over are always compared with the stored ones. While the turn
        // runs, they are compared only if some may be lost. After a failure of only the connection, at its time limit, the turn has more.
        if (!isRunning || _delivery.MayLack || _thread.EndsInFailure || isFailureDisproved)
        {
            _isCompared = _delivery.TryCompare(_stored, isComplete: !isRunning);
        }

        if (isRunning && isAnswered && _backoff.Count < 2)
        {
            // The service may close a moment before it says idle. Joining such a turn would end in the failure for silence.
            await _backoff.NextAsync(_fault, _cancellationToken).ConfigureAwait(false);
            return;
        }

        _step = isRunning ? Step.Rejoin : Step.Conclude;
    }

    /// <summary>
    /// The next step for a conversation that the service does not show, such as one without a title (docs/service/conversations.md 3.4):
    /// joining tells whether its turn runs.
    /// </summary>
    private Step NextWithoutSight(bool isAnswered)
    {
        if (isAnswered)
        {
            // The events alone do not show whether a message is the answer or one in the middle.
            _isLastLook = !_isKnownIdle && _settings.Reconnect;
            return _isLastLook ? Step.Rejoin : Step.Conclude;
        }

        // An empty thread does not prove that the turn is over: a worker may not have taken up the message yet.
        return _isKnownIdle && (_source.Start != TurnStart.Message || !_thread.IsEmpty) ? Step.Conclude : Step.Rejoin;
    }

    /// <summary>
    /// Whether the service has begun with what was sent. The conversation stays idle until a worker takes it up
    /// (docs/service/conversations.md 3.2).
    /// </summary>
    private async Task<bool> IsTakenAsync(bool isRunning)
    {
        bool hasShownNothing = _thread.IsEmpty || (_fault is not null && !_thread.HasFinished);
        bool isTaken = isRunning || _stored!.Status == ConversationStatus.Canceling || !hasShownNothing || _source.Start switch
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
        _watch?.Enter();
        if (!_settings.Reconnect)
        {
            throw ReconnectBackoff.Unsettled("The service closed the stream while the turn runs on, and Streaming.Reconnect is off.", _fault);
        }

        try
        {
            await _backoff.NextJoinAsync(_lastFault, _cancellationToken).ConfigureAwait(false);
            if (await _source.RejoinAsync(_cancellationToken).ConfigureAwait(false) is not { } answer)
            {
                // The turn ended meanwhile.
                _isKnownIdle = true;
                _step = Step.Settle;
                return;
            }

            ReconnectCount++;
            _watch?.Connected(answer.Span);
            _watch?.Reconnected(_lastFault);
            _delivery.JoinedAgain(isAfterClose: _hasClosedProperly);
            Connect(answer);
        }
        catch (ConversationsException fault) when (ReconnectBackoff.IsWorthAnother(fault))
        {
            // On the last look the turn already seems answered, so it did not break.
            _fault = _isLastLook ? null : fault;
            _lastFault = fault;
            _step = Step.Settle;
        }
        catch (ConversationsException) when (_isLastLook)
        {
            // The service tells no more than the events do.
            _step = Step.Conclude;
        }
        catch (ConversationsException refused) when (refused is not ConversationsStreamException)
        {
            throw ReconnectBackoff.Unsettled("The service refused to let the turn be joined.", refused);
        }
    }

    private void Conclude()
    {
        if (_delivery.HoldsFailure)
        {
            _delivery.BelieveFailure();
            return;
        }

        if (_delivery.MayLack)
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
        _connection = new(answer, _settings, _watch is null ? Read : ReadWatched, _cancellationToken);
        _step = Step.Read;
        _isKnownIdle = false;
        _isLastLook = false;
        _delivery.Begin(hasJoined: ReconnectCount > 0 || _source.Start == TurnStart.Join);
    }

    private ConversationStreamEvent Read(string name, ReadOnlySpan<byte> data) => _decoder.Read(name, data, _delivery.MayRepeat);

    private ConversationStreamEvent ReadWatched(string name, ReadOnlySpan<byte> data)
    {
        UnknownItems.Forget();
        ConversationStreamEvent streamEvent = Read(name, data);
        _watch!.Read(UnknownItems.Take());
        if (streamEvent is UnknownEvent unknown)
        {
            _watch.ReadUnknown(unknown.Name, unknown.Data);
        }

        return streamEvent;
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
