using Conversations.Client.Streaming.Reading;
using Conversations.Client.Streaming.Recovery;

namespace Conversations.Client.Streaming;

/// <summary>
/// Owns the life of a stream: the answer, the reading of it, how it ended. The objects that a user holds point to it and it
/// never to them, so that a read which waits for the socket keeps no stream alive that nobody has any more.
/// </summary>
internal sealed class StreamRun : IAsyncDisposable
{
    private readonly ITurnSource? _source;
    private readonly StreamSettings? _settings;
    private readonly IAsyncEnumerable<ConversationStreamEvent>? _given;
    private readonly CancellationToken _callToken;
    private readonly CancellationTokenSource _stop = new();
    private readonly object _gate = new();
    private Task<TurnAnswer?>? _opening;
    private Task? _cancel;
    private StreamReading? _reading;
    private IEventReader? _reader;
    private StreamOutcome? _outcome;
    private bool _isDisposed;

    internal StreamRun(IAsyncEnumerable<ConversationStreamEvent> given) => _given = given;

    internal StreamRun(ITurnSource source, StreamSettings settings, CancellationToken callToken)
    {
        _source = source;
        _settings = settings;
        _callToken = callToken;
    }

    internal ConversationThread Thread { get; } = new();

    internal StreamOutcome? Outcome
    {
        get
        {
            lock (_gate)
            {
                return _outcome;
            }
        }
    }

    internal int ReconnectCount => _reader?.ReconnectCount ?? 0;

    internal IReadOnlyList<PendingApproval> PendingApprovals => _reader?.PendingApprovals ?? [];

    /// <summary>Whether messages may be missing that are looked for at the end.</summary>
    internal bool MayLack => _reader?.MayLack == true;

    internal bool IsStopped => _stop.IsCancellationRequested;

    private bool IsRead
    {
        get
        {
            lock (_gate)
            {
                return _reading is not null;
            }
        }
    }

    internal bool IsOwn(HumanMessage message) => _source?.IsOwn(message) == true;

    internal async Task OpenAsync(CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, typeof(ConversationStream));
        if (_source is not null)
        {
            using var any = CancellationTokenSource.CreateLinkedTokenSource(_callToken, cancellationToken, _stop.Token);
            _ = await (_opening ??= _source.OpenAsync(StopCanceled, any.Token)).ConfigureAwait(false);
            if (Outcome is not null && !IsRead)
            {
                // It was stopped in the moment in which the answer came.
                DropAnswer();
            }
        }
    }

    internal Task CancelAsync(CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (_cancel is { IsCompleted: true, IsCompletedSuccessfully: false } || (_cancel is null && _outcome is null))
            {
                // Also after one that failed: the turn may run on.
                return _cancel = CancelOnceAsync(cancellationToken);
            }

            return _cancel?.WaitAsync(cancellationToken) ?? Task.CompletedTask;
        }
    }

    /// <summary>Lets a reading be the only one.</summary>
    internal void Begin(StreamReading reading)
    {
        lock (_gate)
        {
            // A stream that was read to its end is disposed too; that it was read is what helps.
            ObjectDisposedException.ThrowIf(_isDisposed && _reading is null, typeof(ConversationStream));
            _reading = _reading is null
                ? reading
                : throw new InvalidOperationException("A stream can be enumerated once, because its events are not kept. Read Thread for what they add up to, or call StreamAsync or ReconnectAsync again.");
        }
    }

    /// <summary>A token that any of these stop, and the end of the stream.</summary>
    internal CancellationTokenSource LinkTokens(CancellationToken first, CancellationToken second) =>
        CancellationTokenSource.CreateLinkedTokenSource([_callToken, first, second, _stop.Token]);

    /// <summary>The caller's own token that was cancelled, which is what callers compare.</summary>
    internal CancellationToken? Canceled(CancellationToken first, CancellationToken second) =>
        first.IsCancellationRequested ? first
        : second.IsCancellationRequested ? second
        : _callToken.IsCancellationRequested ? _callToken
        : null;

    /// <summary>Sends what was not sent yet, and gives the events of the answer.</summary>
    internal async Task<IEventReader> StartAsync(IEventDecoder decoder, CancellationToken any)
    {
        if (_source is null)
        {
            return _reader = new GivenEvents(_given!, Thread, any);
        }

        any.ThrowIfCancellationRequested();
        var answer = await (_opening ??= _source.OpenAsync(StopCanceled, any)).ConfigureAwait(false);
        return _reader = new TurnReader(_source, answer, _settings!, Thread, decoder, () => _cancel ?? Task.CompletedTask, any);
    }

    /// <summary>Says how the stream ended, unless that is known.</summary>
    internal bool TryEnd(StreamOutcome outcome)
    {
        lock (_gate)
        {
            var isFirst = _outcome is null;
            _outcome ??= outcome;
            return isFirst;
        }
    }

    /// <summary>Frees the connection when nobody reads any more.</summary>
    internal async ValueTask FreeAsync()
    {
        _isDisposed = true;
        if (_reader is not null)
        {
            await _reader.DisposeAsync().ConfigureAwait(false);
        }
        else if (_opening is not null)
        {
            await ((Task)_opening).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        DropAnswer();
    }

    public async ValueTask DisposeAsync()
    {
        _isDisposed = true;
        StreamReading? reading;
        lock (_gate)
        {
            reading = _reading;
        }

        if (reading is not null || _opening is not null)
        {
            Stop(StreamOutcome.Incomplete);
        }

        if (reading is null)
        {
            await FreeAsync().ConfigureAwait(false);
        }
        else if (reading.TryStopWaiting() && _source is not null)
        {
            // Events that were given may not listen to a token.
            await reading.Ended.ConfigureAwait(false);
        }
    }

    /// <summary>Nobody can read, stop or dispose the stream any more. Called by the finalizer, which neither waits nor calls what others wrote.</summary>
    internal void Abandon()
    {
        _source?.Dispose();
        _ = ThreadPool.UnsafeQueueUserWorkItem(static run => _ = run.EndAbandonedAsync(), this, preferLocal: false);
    }

    internal void Stop(StreamOutcome outcome)
    {
        if (TryEnd(outcome))
        {
            _stop.Cancel();
            if (!IsRead)
            {
                // Nobody reads who would do it.
                Thread.End();
                DropAnswer();
            }
        }
    }

    private async Task EndAbandonedAsync()
    {
        Stop(StreamOutcome.Incomplete);
        if (_reading is not null && !_reading.TryStopWaiting())
        {
            await _reading.EndAsync().ConfigureAwait(false);
        }
    }

    private async Task CancelOnceAsync(CancellationToken cancellationToken)
    {
        // The caller holds the gate.
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        try
        {
            if (_source is not null && (_opening is not null || _source.Start == TurnStart.Join))
            {
                await _source.CancelAsync(cancellationToken).ConfigureAwait(false);
            }
        }
        catch
        {
            Stop(StreamOutcome.Incomplete);
            throw;
        }

        Stop(StreamOutcome.Canceled);
    }

    private void StopCanceled() => Stop(StreamOutcome.Canceled);

    private void DropAnswer()
    {
        if (_opening is { IsCompletedSuccessfully: true })
        {
            _opening.GetAwaiter().GetResult()?.Dispose();
        }

        _source?.Dispose();
    }
}
