using System.Net;
using System.Runtime.CompilerServices;
using Conversations.Client.Streaming.Reading;

namespace Conversations.Client.Streaming.Recovery;

/// <summary>
/// Owns the steps of a turn, over as many connections as it takes, and the verdict at its end: read, settle, join again, conclude.
/// What leads from one to the next is drawn in docs/streaming.md; what becomes of an event is <see cref="TurnDelivery"/>'s.
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
        ITurnSource source,
        TurnAnswer? answer,
        StreamSettings settings,
        ConversationThread thread,
        IEventDecoder decoder,
        Func<Task> cancelUnderWay,
        CancellationToken cancellationToken)
    {
        _source = source;
        _cancelUnderWay = cancelUnderWay;
        _settings = settings;
        _thread = thread;
        _decoder = decoder;
        _cancellationToken = cancellationToken;
        _backoff = new(settings);
        _delivery = new(source, thread, _backoff, cancellationToken);
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

        _wasSilent = _connection.HealthyTime >= DoubtfulFailure.SilenceLimit;
        if (_connection.HealthyTime >= ReconnectBackoff.HealthyTime)
        {
            _backoff.Reset();
        }

        await DisconnectAsync().ConfigureAwait(false);
        // The service may close because of a cancel whose answer is still on its way; what that brings is the verdict. The reader waits for
        // it no longer than he wants to.
        await _cancelUnderWay().WaitAsync(_cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _step = Step.Settle;
    }

    private async Task SettleAsync()
    {
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

        bool isRunning = _stored.Status != ConversationStatus.Idle && _stored.Status != ConversationStatus.Canceling;
        if (!await IsTakenAsync(isRunning).ConfigureAwait(false))
        {
            return;
        }

        bool isFailureDisproved = _delivery.HoldsFailure
            && (isRunning || _stored.Status == ConversationStatus.Canceling || StoredMessages.ShowEnd(_stored, _wasSilent));
        if (isFailureDisproved)
        {
            _delivery.DropFailure();
        }

        // A proper close proves nothing, so what is stored of a turn that is over is always compared. While it runs, only what may be
        // lost is; a failure may be one of the connection, which had reached its time limit, and then the turn has more.
        if (!isRunning || _delivery.MayLack || _thread.EndsInFailure || isFailureDisproved)
        {
            _isCompared = _delivery.TryCompare(_stored, isComplete: !isRunning);
        }

        if (isRunning && isAnswered && _backoff.Count < 2)
        {
            // The service may close a moment before it says idle; joining such a turn would end in its failure for silence.
            await _backoff.NextAsync(_fault, _cancellationToken).ConfigureAwait(false);
            return;
        }

        _step = isRunning ? Step.Rejoin : Step.Conclude;
    }

    /// <summary>
    /// What to do with a conversation that is not shown, as one without a title (docs/service/conversations.md 3.4): joining tells whether
    /// its turn runs.
    /// </summary>
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

    /// <summary>
    /// Whether the service has begun with what was sent: the conversation stays idle until a worker takes it up
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
            _delivery.JoinedAgain(isAfterClose: _hasClosedProperly);
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
        _connection = new(answer, _settings, (name, data) => _decoder.Read(name, data, _delivery.MayRepeat), _cancellationToken);
        _step = Step.Read;
        _isKnownIdle = false;
        _isLastLook = false;
        _delivery.Begin(hasJoined: ReconnectCount > 0 || _source.Start == TurnStart.Join);
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
