using Conversations.Client.Streaming;
using Conversations.Client.Streaming.Text;

namespace Conversations.Client;

/// <summary>The events of a turn, as they arrive.</summary>
/// <remarks>
/// <para>The stream is lazy: it sends nothing before <see cref="OpenAsync"/> is called or the first event is read. It can be
/// enumerated once: as events, as <see cref="ReadTextAsync"/> or as <see cref="ReadTextUpdatesAsync"/>. Leaving the loop frees the
/// connection. The token of the call and the token of the enumeration both stop the stream at any time.</para>
/// <para>When a connection breaks or falls silent, the stream opens another one and joins the turn again. It delivers each event once
/// and fills in what was missed. When the stream has ended, <see cref="Outcome"/> says how. A turn that failed or was cancelled ends
/// the enumeration without an exception. If the stream cannot follow a turn to its end, it throws a
/// <see cref="ConversationsStreamException"/>. <c>docs/streaming.md</c> says what is guaranteed.</para>
/// <para>Only one thread at a time may read a stream; <see cref="CancelAsync"/> may be called from any thread.</para>
/// </remarks>
public sealed class ConversationStream : IAsyncEnumerable<ConversationStreamEvent>, IAsyncDisposable
{
    private readonly StreamRun _run;
    private readonly StreamLease? _lease;

    /// <summary>
    /// Creates a stream from given events, to test code that reads streams. It ends as <see cref="StreamOutcome.Completed"/>.
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

    /// <summary>The messages so far, folded from the events.</summary>
    public ConversationThread Thread => _run.Thread;

    /// <summary>
    /// How the stream ended; <see langword="null"/> while it runs. If several turns followed each other on the stream, how the last one
    /// ended.
    /// </summary>
    public StreamOutcome? Outcome => _run.Outcome;

    /// <summary>The number of times that the stream joined the turn again after a connection had ended before the turn did.</summary>
    public int ReconnectCount => _run.ReconnectCount;

    /// <summary>The approvals that the turn waits for with <see cref="StreamOutcome.ApprovalNeeded"/>; empty otherwise.</summary>
    public IReadOnlyList<PendingApproval> PendingApprovals => _run.PendingApprovals;

    /// <summary>
    /// Sends the request now, so that a refusal is thrown here and not at the first event. The call is optional. A second call sends
    /// nothing and has the result of the first.
    /// </summary>
    /// <param name="cancellationToken">Cancels the sending, but not the reading after it.</param>
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
        // The caller that awaits the opening still has the stream, even if nothing else refers to it.
        GC.KeepAlive(this);
    }

    /// <summary>
    /// Cancels the turn at the service and stops reading: the enumeration ends, and <see cref="Outcome"/> is
    /// <see cref="StreamOutcome.Canceled"/>. Works with <see cref="ConversationsCredential.Session"/> only.
    /// </summary>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>A task that ends when the service has cancelled the turn. After the end of the stream the call does nothing. If the stream
    /// was to send something and has not yet, no cancel request is sent.</returns>
    /// <exception cref="ConversationsPermissionException">The credential is a key or a token. The service refuses both for a
    /// cancel.</exception>
    /// <exception cref="ConversationsException">The turn was not cancelled. Reading stops all the same, and <see cref="Outcome"/> is
    /// <see cref="StreamOutcome.Incomplete"/>.</exception>
    public Task CancelAsync(CancellationToken cancellationToken = default) => _run.CancelAsync(cancellationToken);

    /// <summary>
    /// Reads only the text, as it grows: every assistant message of the stream, with a blank line between two. For display to people.
    /// </summary>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <returns>The pieces of text, to be written one after the other. If the service replaces text that it already sent, the whole new
    /// text is a new paragraph; <see cref="ReadTextUpdatesAsync"/> is exact.</returns>
    /// <exception cref="InvalidOperationException">The stream was enumerated before.</exception>
    public IAsyncEnumerable<string> ReadTextAsync(CancellationToken cancellationToken = default) =>
        new Enumeration<string>(this, static () => new TextView(), cancellationToken);

    /// <summary>
    /// Reads only the text changes, exactly: what each event appends to an assistant message, or puts in its place. For programs.
    /// </summary>
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

    /// <summary>Reads the whole answer to the message that was sent. Does not wait for the turns that follow it.</summary>
    internal async Task<ConversationReply> ReplyAsync(CancellationToken cancellationToken)
    {
        var people = new Enumeration<HumanMessage>(this, static () => new PersonView(), cancellationToken);
        await foreach (HumanMessage? _ in people.ConfigureAwait(false))
        {
            if (!_run.MayLack && Thread.TurnOf(_run.IsOwn) is { IsLast: false })
            {
                // The next turn has begun, so the own turn is over. After a break, messages of the own turn may still arrive later.
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

    /// <summary>One way to read the stream. The token of the call that created it and the token of the loop both apply.</summary>
    private sealed class Enumeration<T>(
        ConversationStream stream, Func<StreamView<T>> view, CancellationToken callToken) : IAsyncEnumerable<T>
    {
        public IAsyncEnumerator<T> GetAsyncEnumerator(CancellationToken cancellationToken = default) =>
            stream.Enumerate(view(), callToken, cancellationToken);
    }

    /// <summary>
    /// The enumerator that a loop holds. It refers to the stream, and nothing that waits for the service refers to it. So the garbage
    /// collector can collect a loop that was abandoned while it waited, and its connection with it.
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
