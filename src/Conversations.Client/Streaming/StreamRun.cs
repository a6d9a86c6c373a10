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
    private readonly StreamLife _life = new();

    public StreamRun(IAsyncEnumerable<ConversationStreamEvent> given) => _given = given;

    public StreamRun(ITurnSource source, StreamSettings settings, CancellationToken callToken)
    {
        _source = source;
        _settings = settings;
        _callToken = callToken;
    }

    public ConversationThread Thread { get; } = new();

    public StreamOutcome? Outcome => _life.Outcome;

    public int ReconnectCount => _life.Reader?.ReconnectCount ?? 0;

    public IReadOnlyList<PendingApproval> PendingApprovals => _life.Reader?.PendingApprovals ?? [];

    /// <summary>Whether messages may be missing that are looked for at the end.</summary>
    public bool MayLack => _life.Reader?.MayLack == true;

    public bool IsStopped => _stop.IsCancellationRequested;

    public bool IsOwn(HumanMessage message) => _source?.IsOwn(message) == true;

    public async Task OpenAsync(CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(_life.IsDisposed, typeof(ConversationStream));
        if (_source is not null)
        {
            using var any = CancellationTokenSource.CreateLinkedTokenSource(_callToken, cancellationToken, _stop.Token);
            _ = await OpenOnceAsync(_source, any.Token).ConfigureAwait(false);
            if (_life.Outcome is not null && _life.Reading is null)
            {
                // It was stopped in the moment in which the answer came.
                DropAnswer();
            }
        }
    }

    public Task CancelAsync(CancellationToken cancellationToken) =>
        _life.CancelOnce(() => CancelTurnAsync(cancellationToken), cancellationToken);

    /// <summary>Lets a reading be the only one.</summary>
    public void Begin(StreamReading reading) => _life.Begin(reading);

    /// <summary>A token that any of these stop, and the end of the stream.</summary>
    public CancellationTokenSource LinkTokens(CancellationToken first, CancellationToken second) =>
        CancellationTokenSource.CreateLinkedTokenSource([_callToken, first, second, _stop.Token]);

    /// <summary>The caller's own token that was cancelled, which is what callers compare.</summary>
    public CancellationToken? Canceled(CancellationToken first, CancellationToken second) =>
        first.IsCancellationRequested ? first
        : second.IsCancellationRequested ? second
        : _callToken.IsCancellationRequested ? _callToken
        : null;

    /// <summary>Sends what was not sent yet, and gives the events of the answer.</summary>
    public async Task<IEventReader> StartAsync(IEventDecoder decoder, CancellationToken any)
    {
        any.ThrowIfCancellationRequested();
        IEventReader reader = _source is null
            ? new GivenEvents(_given!, Thread, any)
            : new TurnReader(
                _source,
                await OpenOnceAsync(_source, any).ConfigureAwait(false),
                _settings!,
                Thread,
                decoder,
                () => _life.Cancel ?? Task.CompletedTask,
                any);
        _life.Read(reader);
        return reader;
    }

    /// <summary>Says how the stream ended, unless that is known.</summary>
    public bool TryEnd(StreamOutcome outcome) => _life.TryEnd(outcome);

    /// <summary>Frees the connection when nobody reads any more.</summary>
    public async ValueTask FreeAsync()
    {
        _life.End();
        if (_life.Reader is { } reader)
        {
            await reader.DisposeAsync().ConfigureAwait(false);
        }
        else if (_life.Opening is { } opening)
        {
            await ((Task)opening).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        DropAnswer();
    }

    public async ValueTask DisposeAsync()
    {
        _life.End();
        StreamReading? reading = _life.Reading;
        if (reading is not null || _life.Opening is not null)
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

    /// <summary>
    /// Nobody can read, stop or dispose the stream any more. Called by the finalizer, which neither waits nor calls what others wrote.
    /// </summary>
    public void Abandon()
    {
        _source?.Dispose();
        _ = ThreadPool.UnsafeQueueUserWorkItem(static run => _ = run.EndAbandonedAsync(), this, preferLocal: false);
    }

    public void Stop(StreamOutcome outcome)
    {
        if (TryEnd(outcome))
        {
            _stop.Cancel();
            if (_life.Reading is null)
            {
                // Nobody reads who would do it.
                Thread.End();
                DropAnswer();
            }
        }
    }

    private Task<TurnAnswer?> OpenOnceAsync(ITurnSource source, CancellationToken any) =>
        _life.Open(() => source.OpenAsync(StopCanceled, any));

    private async Task EndAbandonedAsync()
    {
        Stop(StreamOutcome.Incomplete);
        if (_life.Reading is { } reading && !reading.TryStopWaiting())
        {
            await reading.EndAsync().ConfigureAwait(false);
        }
    }

    private async Task CancelTurnAsync(CancellationToken cancellationToken)
    {
        try
        {
            if (_source is not null && (_source.Start == TurnStart.Join || _life.Opening is not null))
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
        if (_life.Opening is { IsCompletedSuccessfully: true } opening)
        {
            opening.GetAwaiter().GetResult()?.Dispose();
        }

        _source?.Dispose();
    }
}
