using Conversations.Client.Streaming.Names;
using Conversations.Client.Streaming.Reading;
using Conversations.Client.Streaming.Recovery;
using Conversations.Client.Telemetry;

namespace Conversations.Client.Streaming;

/// <summary>
/// Owns the life of a stream: the response, its reading, and its outcome. The objects that a user holds refer to this one, and it
/// never refers to them. So a read that waits for the socket does not keep an abandoned stream alive.
/// </summary>
internal sealed class StreamRun : IAsyncDisposable
{
    private readonly ITurnSource? _source;
    private readonly StreamSettings? _settings;
    private readonly IAsyncEnumerable<ConversationStreamEvent>? _given;
    private readonly CancellationToken _callToken;
    private readonly CancellationTokenSource _stop = new();
    private readonly StreamLife _life = new();
    private StreamWatch? _watch;

    public StreamRun(IAsyncEnumerable<ConversationStreamEvent> given) => _given = given;

    public StreamRun(ITurnSource source, StreamSettings settings, CancellationToken callToken) =>
        (_source, _settings, _callToken) = (source, settings, callToken);

    public ConversationThread Thread { get; } = new();

    public StreamOutcome? Outcome => _life.Outcome;

    public int ReconnectCount => _life.Reader?.ReconnectCount ?? 0;

    public IReadOnlyList<PendingApproval> PendingApprovals => _life.Reader?.PendingApprovals ?? [];

    /// <summary>Whether messages may be missing that the stream will look for at its end.</summary>
    public bool MayLack => _life.Reader?.MayLack == true;

    public bool IsStopped => _stop.IsCancellationRequested;

    public bool IsOwn(HumanMessage message) => _source?.IsOwn(message) == true;

    public async Task OpenAsync(CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(_life.IsDisposed, typeof(ConversationStream));
        if (_source is not null)
        {
            using var any = CancellationTokenSource.CreateLinkedTokenSource(_callToken, cancellationToken, _stop.Token);
            any.Token.ThrowIfCancellationRequested();
            _ = await OpenOnceAsync(_source, any.Token).ConfigureAwait(false);
            if (_life.Outcome is not null && _life.Reading is null)
            {
                DropAnswer(); // The stream was stopped at the moment when the response arrived.
            }
        }
    }

    public Task CancelAsync(CancellationToken cancellationToken) =>
        _life.CancelOnce(() => CancelTurnAsync(cancellationToken), cancellationToken);

    /// <summary>Sets the reading. Throws if there is one already.</summary>
    public void Begin(StreamReading reading) => _life.Begin(reading);

    /// <summary>A token source that these tokens and the end of the stream cancel.</summary>
    public CancellationTokenSource LinkTokens(CancellationToken first, CancellationToken second) =>
        CancellationTokenSource.CreateLinkedTokenSource([_callToken, first, second, _stop.Token]);

    /// <summary>The caller's own token that was cancelled, because callers compare it with theirs.</summary>
    public CancellationToken? Canceled(CancellationToken first, CancellationToken second) =>
        first.IsCancellationRequested ? first
        : second.IsCancellationRequested ? second
        : _callToken.IsCancellationRequested ? _callToken
        : null;

    /// <summary>Sends the request if it was not sent yet, and returns the events of the response.</summary>
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
                _watch,
                () => _life.Cancel ?? Task.CompletedTask,
                any);
        _life.Read(reader);
        return reader;
    }

    /// <summary>Sets the outcome, unless it is already known.</summary>
    public bool TryEnd(StreamOutcome outcome)
    {
        bool isFirst = _life.TryEnd(outcome);
        if (isFirst)
        {
            _watch?.Ended(StreamNames.Of(outcome), isFailure: outcome == StreamOutcome.Failed);
        }

        return isFirst;
    }

    /// <summary>Notes the exception that ends the stream, unless it has ended.</summary>
    /// <remarks>If the service had accepted the request, the exception says so.</remarks>
    public void Fail(Exception exception, bool isOpen)
    {
        if (isOpen && _source is { Start: not TurnStart.Join } && exception is ConversationsException failure)
        {
            failure.WasTaken();
        }

        if (_life.Outcome is null)
        {
            _watch?.Ended(StreamNames.Of(StreamOutcome.Incomplete), exception);
        }
    }

    /// <summary>Frees the connection when nobody reads any more.</summary>
    public async ValueTask FreeAsync()
    {
        _life.MarkDisposed();
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
        _life.MarkDisposed();
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
            // Given events may ignore the token.
            await reading.Ended.ConfigureAwait(false);
        }
    }

    /// <summary>
    /// Ends a stream that nobody can read, stop or dispose any more. The finalizer calls it, so it neither waits nor calls code of others.
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
                // There is no reading that would do this.
                Thread.End();
                DropAnswer();
            }
        }
    }

    private Task<TurnAnswer?> OpenOnceAsync(ITurnSource source, CancellationToken any) =>
        _life.Open(
            () => _settings!.Telemetry is { WatchesStreams: true } telemetry
                ? OpenWatchedAsync(telemetry, source, any)
                : source.OpenAsync(StopCanceled, any),
            any);

    private async Task<TurnAnswer?> OpenWatchedAsync(ClientTelemetry telemetry, ITurnSource source, CancellationToken any)
    {
        StreamWatch watch = telemetry.BeginStream(new(source.Conversation, StreamNames.Of(source.Start), source.TraceId));
        _watch = watch;
        watch.Enter();
        try
        {
            TurnAnswer? answer = await source.OpenAsync(StopCanceled, any).ConfigureAwait(false);
            watch.Connected(answer?.Span ?? default);
            if (_life.Outcome is { } outcome)
            {
                // The stream was stopped before there was a watch to tell.
                watch.Ended(StreamNames.Of(outcome));
            }

            return answer;
        }
        catch (Exception exception)
        {
            watch.Ended(StreamNames.Of(StreamOutcome.Incomplete), exception);
            throw;
        }
    }

    private async Task EndAbandonedAsync()
    {
        _watch?.Abandoned();
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
                _watch?.Enter();
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
