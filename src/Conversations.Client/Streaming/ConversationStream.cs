using Conversations.Client.Streaming;
using Conversations.Client.Streaming.Reading;
using Conversations.Client.Streaming.Recovery;
using Conversations.Client.Streaming.Text;

namespace Conversations.Client;

/// <summary>The events of a turn as they come.</summary>
/// <remarks>
/// <para>Lazy: nothing is sent before <see cref="OpenAsync"/> or the first event is asked for. It can be enumerated once, as
/// events, as <see cref="TextAsync"/> or as <see cref="TextUpdatesAsync"/>; leaving the loop frees the connection. The token given
/// to the call and the token given to the enumeration both stop it at any time.</para>
/// <para>A connection that breaks or falls silent is followed by another one that joins the turn, each event is delivered once,
/// and what was missed is filled in. When the stream has ended, <see cref="Outcome"/> says how. A turn that failed or was
/// cancelled ends the enumeration without an exception; one that cannot be followed to its end throws a
/// <see cref="ConversationsStreamException"/>. <c>docs/streaming.md</c> says what is guaranteed.</para>
/// <para>A stream is read by one thread at a time; <see cref="CancelAsync"/> may be called from any.</para>
/// </remarks>
public sealed class ConversationStream : IAsyncEnumerable<ConversationStreamEvent>, IAsyncDisposable
{
    private readonly ITurnSource? _source;
    private readonly StreamSettings? _settings;
    private readonly IAsyncEnumerable<ConversationStreamEvent>? _given;
    private readonly CancellationToken _callToken;
    private readonly CancellationTokenSource _stop = new();
    private readonly object _gate = new();
    private Task<TurnAnswer>? _opening;
    private Task? _cancel;
    private IEventReader? _reader;
    private StreamOutcome? _outcome;
    private int _enumerations;
    private bool _isDisposed;

    /// <summary>Makes a stream of given events, for tests of code that reads streams. It ends as <see cref="StreamOutcome.Completed"/>.</summary>
    /// <param name="events">The events.</param>
    public ConversationStream(IAsyncEnumerable<ConversationStreamEvent> events)
    {
        ArgumentNullException.ThrowIfNull(events);
        _given = events;
    }

    internal ConversationStream(ITurnSource source, StreamSettings settings, CancellationToken callToken)
    {
        _source = source;
        _settings = settings;
        _callToken = callToken;
    }

    /// <summary>What the events so far add up to.</summary>
    public ConversationThread Thread { get; } = new();

    /// <summary>How the stream ended; <see langword="null"/> while it runs. When several turns followed each other on it, how the last one did.</summary>
    public StreamOutcome? Outcome
    {
        get
        {
            lock (_gate)
            {
                return _outcome;
            }
        }
    }

    /// <summary>How often the turn was joined again after a connection had ended before it.</summary>
    public int ReconnectCount => _reader?.ReconnectCount ?? 0;

    /// <summary>What the turn waits for with <see cref="StreamOutcome.ApprovalNeeded"/>; empty otherwise.</summary>
    public IReadOnlyList<PendingApproval> PendingApprovals => _reader?.PendingApprovals ?? [];

    /// <summary>Sends now, so that a refusal is thrown here and not at the first event. Optional; a second call sends nothing and ends as the first one did.</summary>
    /// <param name="cancellationToken">Cancels the sending, not what is read later.</param>
    /// <returns>A task that ends when the service has accepted the call.</returns>
    /// <exception cref="ConversationsApiException">The service refused: 402, 409, 429 …</exception>
    /// <exception cref="ConversationsConnectionException">The service could not be reached.</exception>
    /// <exception cref="ConversationsTimeoutException">The service did not answer in time.</exception>
    /// <exception cref="InvalidOperationException">Another stream of this client has sent something to the conversation and has not ended.</exception>
    /// <exception cref="ObjectDisposedException">The stream was disposed.</exception>
    public async Task OpenAsync(CancellationToken cancellationToken = default)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        if (_source is not null)
        {
            using var any = CancellationTokenSource.CreateLinkedTokenSource(_callToken, cancellationToken, _stop.Token);
            _ = await (_opening ??= _source.OpenAsync(() => Stop(StreamOutcome.Canceled), any.Token)).ConfigureAwait(false);
            if (Outcome is not null && _enumerations == 0)
            {
                // It was stopped in the moment in which the answer came.
                DropAnswer();
            }
        }
    }

    /// <summary>Cancels the turn at the service and stops reading: the enumeration ends, and <see cref="Outcome"/> is <see cref="StreamOutcome.Canceled"/>. Works with <see cref="ConversationsCredential.Session"/> only.</summary>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>A task that ends when the service has cancelled the turn. After the end of the stream it does nothing; before its sending nothing is sent.</returns>
    /// <exception cref="ConversationsPermissionException">The credential is a key or a token, which the service does not let cancel.</exception>
    /// <exception cref="ConversationsException">The turn was not cancelled. The reading stops all the same, and <see cref="Outcome"/> is <see cref="StreamOutcome.Incomplete"/>.</exception>
    public Task CancelAsync(CancellationToken cancellationToken = default)
    {
        lock (_gate)
        {
            return _outcome is not null ? Task.CompletedTask : _cancel ??= CancelOnceAsync(cancellationToken);
        }
    }

    /// <summary>Only the text, as it grows: every assistant message of the stream, with a blank line between two. For people.</summary>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <returns>The pieces to write one after the other. When the service replaces text that it already sent, the whole new text comes as a new paragraph; <see cref="TextUpdatesAsync"/> is exact.</returns>
    /// <exception cref="InvalidOperationException">The stream was enumerated before.</exception>
    public IAsyncEnumerable<string> TextAsync(CancellationToken cancellationToken = default) => new Enumeration<string>(this, static () => new TextView(), cancellationToken);

    /// <summary>Only the text, exactly: what each event appends to an assistant message, or puts in its place. For programs.</summary>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <returns>The changes. Applied in order they give the text of each assistant message.</returns>
    /// <exception cref="InvalidOperationException">The stream was enumerated before.</exception>
    public IAsyncEnumerable<TextUpdate> TextUpdatesAsync(CancellationToken cancellationToken = default) => new Enumeration<TextUpdate>(this, static () => new TextUpdateView(), cancellationToken);

    /// <summary>Reads the events.</summary>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <returns>The events.</returns>
    /// <exception cref="InvalidOperationException">The stream was enumerated before.</exception>
    /// <exception cref="ObjectDisposedException">The stream was disposed.</exception>
    public IAsyncEnumerator<ConversationStreamEvent> GetAsyncEnumerator(CancellationToken cancellationToken = default) => Enumerate(new EventView(), cancellationToken, CancellationToken.None);

    /// <summary>Stops reading and frees the connection. The turn goes on at the service.</summary>
    /// <returns>A task that ends when the connection is free.</returns>
    public async ValueTask DisposeAsync()
    {
        _isDisposed = true;
        if (_enumerations > 0 || _opening is not null)
        {
            Stop(StreamOutcome.Incomplete);
        }

        if (_enumerations == 0)
        {
            await FreeAsync().ConfigureAwait(false);
        }
    }

    /// <summary>Reads the whole answer to the message that was sent; turns that follow it are not waited for.</summary>
    internal async Task<ConversationReply> ReplyAsync(CancellationToken cancellationToken)
    {
        var people = new Enumeration<HumanMessage>(this, static () => new PersonView(), cancellationToken);
        await foreach (var _ in people.ConfigureAwait(false))
        {
            if (!_reader!.MayLack && Thread.TurnOf(_source!.IsOwn) is { IsLast: false })
            {
                // The next turn begins, which ends the own one. After a break its missing messages may turn up later only.
                break;
            }
        }

        var (turn, isLast) = Thread.TurnOf(_source!.IsOwn) ?? (Thread, true);
        return new()
        {
            Text = turn.LastText,
            Outcome = isLast ? Outcome!.Value : turn.EndsInFailure ? StreamOutcome.Failed : StreamOutcome.Completed,
            Thread = turn,
            PendingApprovals = isLast ? PendingApprovals : [],
        };
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

    private void Stop(StreamOutcome outcome)
    {
        if (TryEnd(outcome))
        {
            _stop.Cancel();
            if (_enumerations == 0)
            {
                // Nobody reads who would do it.
                Thread.End();
                DropAnswer();
            }
        }
    }

    private void DropAnswer()
    {
        if (_opening is { IsCompletedSuccessfully: true })
        {
            _opening.GetAwaiter().GetResult().Dispose();
        }

        _source?.Dispose();
    }

    private bool TryEnd(StreamOutcome outcome)
    {
        lock (_gate)
        {
            var isFirst = _outcome is null;
            _outcome ??= outcome;
            return isFirst;
        }
    }

    private IAsyncEnumerator<T> Enumerate<T>(StreamView<T> view, CancellationToken first, CancellationToken second)
    {
        // A stream that was read to its end is disposed too; that it was read is what helps.
        ObjectDisposedException.ThrowIf(_isDisposed && _enumerations == 0, this);
        return Interlocked.Increment(ref _enumerations) == 1
            ? ReadAsync(view, first, second)
            : throw new InvalidOperationException("A stream can be enumerated once, because its events are not kept. Read Thread for what they add up to, or call StreamAsync or ReconnectAsync again.");
    }

    private async IAsyncEnumerator<T> ReadAsync<T>(StreamView<T> view, CancellationToken first, CancellationToken second)
    {
        using var any = CancellationTokenSource.CreateLinkedTokenSource([_callToken, first, second, _stop.Token]);
        try
        {
            while (await MoveNextAsync(view, any.Token, first, second).ConfigureAwait(false))
            {
                if (view.TryTake(_reader!.Current, _reader.IsLate, out var item))
                {
                    yield return item;
                }
            }

            _ = TryEnd(_reader?.Outcome ?? StreamOutcome.Incomplete);
        }
        finally
        {
            _ = TryEnd(StreamOutcome.Incomplete);
            Thread.End();
            view.Dispose();
            _isDisposed = true;
            await FreeAsync().ConfigureAwait(false);
        }
    }

    private ValueTask<bool> MoveNextAsync(IEventDecoder decoder, CancellationToken any, CancellationToken first, CancellationToken second)
    {
        if (_reader is null)
        {
            return WaitAsync(StartAndMoveAsync(decoder, any), first, second);
        }

        // What is there already is handed on without a state machine.
        var next = _reader.MoveNextAsync();
        return next.IsCompletedSuccessfully ? next : WaitAsync(next, first, second);
    }

    private async ValueTask<bool> StartAndMoveAsync(IEventDecoder decoder, CancellationToken any)
    {
        _reader = await StartAsync(decoder, any).ConfigureAwait(false);
        return await _reader.MoveNextAsync().ConfigureAwait(false);
    }

    private async ValueTask<bool> WaitAsync(ValueTask<bool> next, CancellationToken first, CancellationToken second)
    {
        try
        {
            return await next.ConfigureAwait(false);
        }
        catch (OperationCanceledException canceled)
        {
            foreach (var token in new[] { first, second, _callToken })
            {
                if (token.IsCancellationRequested)
                {
                    // With the caller's own token, which is what callers compare.
                    throw new OperationCanceledException(canceled.Message, canceled, token);
                }
            }

            if (_stop.IsCancellationRequested)
            {
                return false;
            }

            throw;
        }
    }

    private async Task<IEventReader> StartAsync(IEventDecoder decoder, CancellationToken any)
    {
        if (_source is null)
        {
            return new GivenEvents(_given!, Thread, any);
        }

        any.ThrowIfCancellationRequested();
        var answer = await (_opening ??= _source.OpenAsync(() => Stop(StreamOutcome.Canceled), any)).ConfigureAwait(false);
        return new TurnReader(_source, answer, _settings!, Thread, decoder, () => _cancel ?? Task.CompletedTask, any);
    }

    private async ValueTask FreeAsync()
    {
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

    /// <summary>One way of reading the stream. The tokens of the call that made it and of the loop both count.</summary>
    private sealed class Enumeration<T>(ConversationStream stream, Func<StreamView<T>> view, CancellationToken callToken) : IAsyncEnumerable<T>
    {
        public IAsyncEnumerator<T> GetAsyncEnumerator(CancellationToken cancellationToken = default) => stream.Enumerate(view(), callToken, cancellationToken);
    }
}
