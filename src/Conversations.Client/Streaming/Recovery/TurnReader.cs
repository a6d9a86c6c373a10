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
    private readonly Attempts _attempts;
    private readonly Func<Task> _cancelUnderWay;
    private readonly Queue<(ConversationMessage Message, string? Previous)> _missing = [];
    private EventConnection? _connection;
    private Step _step = Step.Read;
    private ConversationStreamEvent? _held;
    private ConversationsException? _fault;
    private Conversation? _stored;
    private bool _isKnownIdle;
    private bool _hasLookedBack;

    internal TurnReader(ITurnSource source, TurnAnswer answer, StreamSettings settings, ConversationThread thread, IEventDecoder decoder, Func<Task> cancelUnderWay, CancellationToken cancellationToken)
    {
        _source = source;
        _cancelUnderWay = cancelUnderWay;
        _settings = settings;
        _thread = thread;
        _decoder = decoder;
        _cancellationToken = cancellationToken;
        _filter = new(thread);
        _doubtful = new(thread);
        _attempts = new(settings);
        Connect(answer);
    }

    private enum Step
    {
        /// <summary>Read the next event of the connection.</summary>
        Read,

        /// <summary>The connection has ended: ask the service how the turn stands.</summary>
        Settle,

        /// <summary>The turn runs on: join it.</summary>
        Rejoin,

        /// <summary>The turn is over: say how.</summary>
        Conclude,

        /// <summary>Nothing more comes.</summary>
        End,
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

        // One that others will follow does not finish what is being written; a message of a person ends that all the same.
        IsLate = _thread.Insert(next.Message, next.Previous) || (_missing.Count > 0 && next.Message is not HumanMessage);
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

        if (_held is null && ShowsGap(streamEvent))
        {
            _held = streamEvent;
            await FillAsync().ConfigureAwait(false);
            return false;
        }

        _held = null;
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
        _attempts.Reset();
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
        var isFirst = _source.Start == TurnStart.Message && _thread.FirstId is null;
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
        _fault = _connection!.Fault;
        if (_fault is not null)
        {
            _filter.Missed();
        }

        await DisconnectAsync().ConfigureAwait(false);
        // The service may close because of a cancel whose answer is still on its way; what that brings is the verdict.
        await _cancelUnderWay().ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
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
            // A conversation without a title is not shown (contract, conversations 3.4); joining tells whether its turn runs.
            _stored = null;
            _step = isAnswered || _isKnownIdle ? Step.Conclude : Step.Rejoin;
            return;
        }
        catch (ConversationsException fault) when (Attempts.IsWorthAnother(fault))
        {
            await _attempts.NextAsync(fault, _cancellationToken).ConfigureAwait(false);
            return;
        }

        var isRunning = _stored.Status != ConversationStatus.Idle && _stored.Status != ConversationStatus.Canceling;
        if (!await IsTakenAsync(isRunning).ConfigureAwait(false))
        {
            return;
        }

        var isFailureDisproved = _doubtful.IsHeld && (isRunning || StoredMessages.EndInAnswer(_stored));
        if (isFailureDisproved)
        {
            _doubtful.Drop();
        }

        // A failure may be one of the connection only, which had reached its time limit; then the turn has more.
        if ((_filter.MayLack || _thread.EndsInFailure || isFailureDisproved) && TryFill(_stored))
        {
            _filter.Compared(isComplete: !isRunning);
        }

        if (isRunning && isAnswered && _attempts.Count < 2)
        {
            // The service may close a moment before it says idle; joining such a turn would end in its failure for silence.
            await _attempts.NextAsync(_fault, _cancellationToken).ConfigureAwait(false);
            return;
        }

        _step = isRunning ? Step.Rejoin : Step.Conclude;
    }

    /// <summary>Whether the service has begun with what was sent: the conversation stays idle until a worker takes it up (contract, conversations 3.2).</summary>
    private async Task<bool> IsTakenAsync(bool isRunning)
    {
        if (isRunning || _fault is null || _source.Start != TurnStart.Message || _thread.FirstId is not null || StoredMessages.MissingIn(_thread, _stored!, _source) is not null)
        {
            return true;
        }

        await _attempts.NextAsync(_fault, _cancellationToken).ConfigureAwait(false);
        return false;
    }

    private async Task RejoinAsync()
    {
        if (!_settings.Reconnect)
        {
            throw Attempts.Unsettled("The service closed the stream while the turn runs on, and Streaming.Reconnect is off.", _fault);
        }

        try
        {
            await _attempts.NextAsync(_fault, _cancellationToken).ConfigureAwait(false);
            var answer = await _source.RejoinAsync(_cancellationToken).ConfigureAwait(false);
            ReconnectCount++;
            _filter.ExpectRepeats();
            Connect(answer);
        }
        catch (ConversationsValidationException idle) when (idle is { Code: "invalid_input", Attribute: null })
        {
            // It ended meanwhile (contract, conversations 6.7).
            _isKnownIdle = true;
            _step = Step.Settle;
        }
        catch (ConversationsException fault) when (Attempts.IsWorthAnother(fault))
        {
            _fault = fault;
            _step = Step.Settle;
        }
        catch (ConversationsException refused) when (refused is not ConversationsStreamException)
        {
            throw Attempts.Unsettled("The service refused to let the turn be joined.", refused);
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
            throw Attempts.Unsettled("The turn is over, but the connection broke on the way and the service does not show what was missed.", _fault);
        }

        if (_stored is null && !_thread.EndsInAnswer && !_thread.EndsInFailure && _thread.PendingToolCalls.Count == 0)
        {
            throw Attempts.Unsettled("The turn is over, but the service does not show how it ended: a conversation without a title cannot be read.", _fault);
        }

        if (IsLost())
        {
            throw new ConversationsStreamException("The service answered another message that was sent to the conversation at the same time, and has no record of this one. Send it again when the conversation is idle, and one at a time.");
        }

        PendingApprovals = _stored is null ? [] : [.. _stored.PendingApprovals.Where(static approval => approval.DecisionStatus == ApprovalStatus.Pending)];
        Outcome = Verdict();
        _step = Step.End;
    }

    /// <summary>Whether the service has messages of people, and neither it nor the stream shows the one that was sent.</summary>
    private bool IsLost() =>
        _source.Start == TurnStart.Message && StoredMessages.Shows(_stored, static _ => true) && !StoredMessages.Shows(_stored, _source.IsOwn) && _thread.TurnOf(_source.IsOwn) is null;

    private StreamOutcome Verdict() =>
        _stored?.Status == ConversationStatus.Canceling ? StreamOutcome.Canceled
        : _thread.EndsInFailure ? StreamOutcome.Failed
        : PendingApprovals.Count > 0 ? StreamOutcome.ApprovalNeeded
        // Idle, with a text that nobody finished and no failure: that is what a cancel leaves behind (contract, conversations 6.8).
        : _thread.EndsInPartial ? StreamOutcome.Canceled
        : _thread.PendingToolCalls.Count > 0 ? StreamOutcome.InputNeeded
        : StreamOutcome.Completed;

    private void Connect(TurnAnswer answer)
    {
        _connection = new(answer, _settings, (name, data) => _decoder.Read(name, data, _filter.MayRepeat), _cancellationToken);
        _step = Step.Read;
        _isKnownIdle = false;
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
