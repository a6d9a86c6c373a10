using Conversations.Client.Streaming;
using Conversations.Client.Streaming.Text;

namespace Conversations.Client;

/// <summary>The events of a turn as they come.</summary>
/// <remarks>
/// <para>Lazy: nothing is sent before <see cref="OpenAsync"/> or the first event is asked for. It can be enumerated once, as
/// events, as <see cref="ReadTextAsync"/> or as <see cref="ReadTextUpdatesAsync"/>; leaving the loop frees the connection. The token given
/// to the call and the token given to the enumeration both stop it at any time.</para>
/// <para>A connection that breaks or falls silent is followed by another one that joins the turn, each event is delivered once,
/// and what was missed is filled in. When the stream has ended, <see cref="Outcome"/> says how. A turn that failed or was
/// cancelled ends the enumeration without an exception; one that cannot be followed to its end throws a
/// <see cref="ConversationsStreamException"/>. <c>docs/streaming.md</c> says what is guaranteed.</para>
/// <para>A stream is read by one thread at a time; <see cref="CancelAsync"/> may be called from any.</para>
/// </remarks>
public sealed class ConversationStream : IAsyncEnumerable<ConversationStreamEvent>, IAsyncDisposable
{
    private readonly StreamRun _run;
    private readonly StreamLease? _lease;

    /// <summary>
    /// Makes a stream of given events, for tests of code that reads streams. It ends as <see cref="StreamOutcome.Completed"/>.
    /// </summary>
    /// <param name="events">The events.</param>
    public ConversationStream(IAsyncEnumerable<ConversationStreamEvent> events)
    {
        ArgumentNullException.ThrowIfNull(events);
        _run = new(events);
    }

    internal ConversationStream(ITurnSource source, StreamSettings settings, CancellationToken callToken)
    {
        _run = new(source, settings, callToken);
        _lease = new(_run);
    }

    /// <summary>What the events so far add up to.</summary>
    public ConversationThread Thread => _run.Thread;

    /// <summary>
    /// How the stream ended; <see langword="null"/> while it runs. When several turns followed each other on it, how the last one did.
    /// </summary>
    public StreamOutcome? Outcome => _run.Outcome;

    /// <summary>How often the turn was joined again after a connection had ended before it.</summary>
    public int ReconnectCount => _run.ReconnectCount;

    /// <summary>What the turn waits for with <see cref="StreamOutcome.ApprovalNeeded"/>; empty otherwise.</summary>
    public IReadOnlyList<PendingApproval> PendingApprovals => _run.PendingApprovals;

    /// <summary>
    /// Sends now, so that a refusal is thrown here and not at the first event. Optional; a second call sends nothing and ends as the first
    /// one did.
    /// </summary>
    /// <param name="cancellationToken">Cancels the sending, not what is read later.</param>
    /// <returns>A task that ends when the service has accepted the call.</returns>
    /// <exception cref="ConversationsApiException">The service refused: 402, 409, 429 …</exception>
    /// <exception cref="ConversationsConnectionException">The service could not be reached.</exception>
    /// <exception cref="ConversationsTimeoutException">The service did not answer in time.</exception>
    /// <exception cref="InvalidOperationException">
    /// Another stream of this client has sent something to the conversation and has not ended.
    /// </exception>
    /// <exception cref="ObjectDisposedException">The stream was disposed.</exception>
    public async Task OpenAsync(CancellationToken cancellationToken = default)
    {
        await _run.OpenAsync(cancellationToken).ConfigureAwait(false);
        // Who waits for the opening has the stream, although nothing else may show it.
        GC.KeepAlive(this);
    }

    /// <summary>
    /// Cancels the turn at the service and stops reading: the enumeration ends, and <see cref="Outcome"/> is
    /// <see cref="StreamOutcome.Canceled"/>. Works with <see cref="ConversationsCredential.Session"/> only.
    /// </summary>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>
    /// A task that ends when the service has cancelled the turn. After the end of the stream it does nothing; before its sending nothing is
    /// sent.
    /// </returns>
    /// <exception cref="ConversationsPermissionException">
    /// The credential is a key or a token, which the service does not let cancel.
    /// </exception>
    /// <exception cref="ConversationsException">
    /// The turn was not cancelled. The reading stops all the same, and <see cref="Outcome"/> is <see cref="StreamOutcome.Incomplete"/>.
    /// </exception>
    public Task CancelAsync(CancellationToken cancellationToken = default) => _run.CancelAsync(cancellationToken);

    /// <summary>Only the text, as it grows: every assistant message of the stream, with a blank line between two. For people.</summary>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <returns>
    /// The pieces to write one after the other. When the service replaces text that it already sent, the whole new text comes as a new
    /// paragraph; <see cref="ReadTextUpdatesAsync"/> is exact.
    /// </returns>
    /// <exception cref="InvalidOperationException">The stream was enumerated before.</exception>
    public IAsyncEnumerable<string> ReadTextAsync(CancellationToken cancellationToken = default) =>
        new Enumeration<string>(this, static () => new TextView(), cancellationToken);

    /// <summary>Only the text, exactly: what each event appends to an assistant message, or puts in its place. For programs.</summary>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <returns>The changes. Applied in order they give the text of each assistant message.</returns>
    /// <exception cref="InvalidOperationException">The stream was enumerated before.</exception>
    public IAsyncEnumerable<TextUpdate> ReadTextUpdatesAsync(CancellationToken cancellationToken = default) =>
        new Enumeration<TextUpdate>(this, static () => new TextUpdateView(), cancellationToken);

    /// <summary>Reads the events.</summary>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <returns>The events.</returns>
    /// <exception cref="InvalidOperationException">The stream was enumerated before.</exception>
    /// <exception cref="ObjectDisposedException">The stream was disposed.</exception>
    public IAsyncEnumerator<ConversationStreamEvent> GetAsyncEnumerator(CancellationToken cancellationToken = default) =>
        Enumerate(new EventView(), cancellationToken, CancellationToken.None);

    /// <summary>Stops reading and frees the connection. The turn goes on at the service.</summary>
    /// <returns>A task that ends when the connection is free.</returns>
    public ValueTask DisposeAsync()
    {
        _lease?.Dispose();
        return _run.DisposeAsync();
    }

    /// <summary>Reads the whole answer to the message that was sent; turns that follow it are not waited for.</summary>
    internal async Task<ConversationReply> ReplyAsync(CancellationToken cancellationToken)
    {
        var people = new Enumeration<HumanMessage>(this, static () => new PersonView(), cancellationToken);
        await foreach (HumanMessage? _ in people.ConfigureAwait(false))
        {
            if (!_run.MayLack && Thread.TurnOf(_run.IsOwn) is { IsLast: false })
            {
                // The next turn begins, which ends the own one. After a break its missing messages may turn up later only.
                break;
            }
        }

        (ConversationThread? turn, bool isLast) = Thread.TurnOf(_run.IsOwn) ?? (Thread, true);
        return new()
        {
            Text = turn.LastText,
            Outcome = isLast ? Outcome!.Value : turn.EndsInFailure ? StreamOutcome.Failed : StreamOutcome.Completed,
            Thread = turn,
            PendingApprovals = isLast ? PendingApprovals : [],
        };
    }

    private Enumerator<T> Enumerate<T>(StreamView<T> view, CancellationToken first, CancellationToken second)
    {
        var reading = new StreamReading<T>(_run, view, first, second);
        _run.Begin(reading);
        return new(this, reading);
    }

    /// <summary>One way of reading the stream. The tokens of the call that made it and of the loop both count.</summary>
    private sealed class Enumeration<T>(
        ConversationStream stream, Func<StreamView<T>> view, CancellationToken callToken) : IAsyncEnumerable<T>
    {
        public IAsyncEnumerator<T> GetAsyncEnumerator(CancellationToken cancellationToken = default) =>
            stream.Enumerate(view(), callToken, cancellationToken);
    }

    /// <summary>
    /// What a loop holds. It holds the stream, and nothing that waits for the service holds it: a loop that was forgotten while it
    /// waited is collected, and its connection with it.
    /// </summary>
    private sealed class Enumerator<T>(ConversationStream stream, StreamReading<T> reading) : IAsyncEnumerator<T>
    {
        public T Current => reading.Current;

        public ValueTask<bool> MoveNextAsync()
        {
            ValueTask<bool> next = reading.MoveNextAsync();
            GC.KeepAlive(this);
            return next;
        }

        public ValueTask DisposeAsync()
        {
            stream._lease?.Dispose();
            return reading.DisposeAsync();
        }
    }
}
