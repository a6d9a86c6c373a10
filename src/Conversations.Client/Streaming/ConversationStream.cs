using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using Conversations.Client.Streaming;

namespace Conversations.Client;

/// <summary>The events of a turn as they come.</summary>
/// <remarks>
/// <para>Lazy: nothing is sent before <see cref="OpenAsync"/> or the first event is asked for. It can be enumerated once, by the
/// events themselves, <see cref="TextAsync"/> or neither; leaving the loop frees the connection. The token given to the call and
/// the token given to the enumeration both stop it at any time.</para>
/// <para>A turn that the service reports as failed ends the enumeration without an exception and with
/// <see cref="StreamOutcome.Failed"/>. A connection that breaks before the service closed the stream throws a
/// <see cref="ConversationsStreamException"/>.</para>
/// <para>A stream is read by one thread at a time.</para>
/// </remarks>
public sealed class ConversationStream : IAsyncEnumerable<ConversationStreamEvent>, IAsyncDisposable
{
    private readonly ITurnSource? _source;
    private readonly IAsyncEnumerable<ConversationStreamEvent>? _given;
    private readonly CancellationToken _callToken;
    private TurnAnswer? _answer;
    private bool _isDisposed;
    private int _enumerations;

    /// <summary>Makes a stream of given events, for tests of code that reads streams. It ends as <see cref="StreamOutcome.Completed"/>.</summary>
    /// <param name="events">The events.</param>
    public ConversationStream(IAsyncEnumerable<ConversationStreamEvent> events)
    {
        ArgumentNullException.ThrowIfNull(events);
        _given = events;
    }

    internal ConversationStream(ITurnSource source, CancellationToken callToken)
    {
        _source = source;
        _callToken = callToken;
    }

    /// <summary>What the events so far add up to.</summary>
    public ConversationThread Thread { get; } = new();

    /// <summary>How the stream ended; <see langword="null"/> while it runs.</summary>
    public StreamOutcome? Outcome { get; private set; }

    /// <summary>Sends now, so that a refusal is thrown here and not at the first event. Optional; a second call does nothing.</summary>
    /// <param name="cancellationToken">Cancels the sending, not what is read later.</param>
    /// <returns>A task that ends when the service has accepted the call.</returns>
    /// <exception cref="ConversationsApiException">The service refused: 402, 409, 429 …</exception>
    /// <exception cref="ConversationsConnectionException">The service could not be reached.</exception>
    /// <exception cref="ConversationsTimeoutException">The service did not answer in time.</exception>
    /// <exception cref="ObjectDisposedException">The stream was disposed.</exception>
    public async Task OpenAsync(CancellationToken cancellationToken = default)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        if (_source is null || _answer is not null)
        {
            return;
        }

        using var both = CancellationTokenSource.CreateLinkedTokenSource(_callToken, cancellationToken);
        _answer = await _source.OpenAsync(both.Token).ConfigureAwait(false);
    }

    /// <summary>Only the text, as it grows: every assistant message of the turn, with a blank line between two.</summary>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <returns>The pieces to write one after the other. When the service replaces text that it already sent, the whole new text comes as a new paragraph.</returns>
    /// <exception cref="InvalidOperationException">The stream was enumerated before.</exception>
    public async IAsyncEnumerable<string> TextAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var text = new TextTracker();
        await foreach (var streamEvent in this.WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            if (streamEvent is MessageEvent { Message: AssistantMessage message, IsPartial: var isPartial } && text.Next(message, isPartial) is { } piece)
            {
                yield return piece;
            }
        }
    }

    /// <summary>Reads the events.</summary>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <returns>The events.</returns>
    /// <exception cref="InvalidOperationException">The stream was enumerated before.</exception>
    /// <exception cref="ObjectDisposedException">The stream was disposed.</exception>
    public IAsyncEnumerator<ConversationStreamEvent> GetAsyncEnumerator(CancellationToken cancellationToken = default)
    {
        // A stream that was read to its end is disposed too; that it was read is what helps.
        ObjectDisposedException.ThrowIf(_isDisposed && _enumerations == 0, this);
        return Interlocked.Increment(ref _enumerations) == 1
            ? ReadAsync(cancellationToken)
            : throw new InvalidOperationException("A stream can be enumerated once, because its events are not kept. Read Thread for what they add up to, or call StreamAsync or ReconnectAsync again.");
    }

    /// <summary>Frees the connection. The turn goes on at the service.</summary>
    /// <returns>A task that is done.</returns>
    public ValueTask DisposeAsync()
    {
        _isDisposed = true;
        _answer?.Dispose();
        if (_enumerations > 0 || _answer is not null)
        {
            Outcome ??= StreamOutcome.Incomplete;
        }

        return ValueTask.CompletedTask;
    }

    private async IAsyncEnumerator<ConversationStreamEvent> ReadAsync(CancellationToken cancellationToken)
    {
        using var both = CancellationTokenSource.CreateLinkedTokenSource(_callToken, cancellationToken);
        try
        {
            var events = await EventsAsync(both.Token).ConfigureAwait(false);
            await using (events.ConfigureAwait(false))
            {
                while (await MoveNextAsync(events).ConfigureAwait(false))
                {
                    Thread.Apply(events.Current);
                    yield return events.Current;
                }
            }

            Outcome = _source is not null && Thread.EndsInFailure ? StreamOutcome.Failed : StreamOutcome.Completed;
        }
        finally
        {
            Thread.End();
            await DisposeAsync().ConfigureAwait(false);
        }
    }

    private async Task<IAsyncEnumerator<ConversationStreamEvent>> EventsAsync(CancellationToken cancellationToken)
    {
        if (_given is not null)
        {
            return _given.GetAsyncEnumerator(cancellationToken);
        }

        await OpenAsync(cancellationToken).ConfigureAwait(false);
        return ParseAsync(_answer!.Body, cancellationToken);
    }

    private static async IAsyncEnumerator<ConversationStreamEvent> ParseAsync(Stream body, CancellationToken cancellationToken)
    {
        var parser = SseParser.Create(body, EventReader.Read);
        await foreach (var item in parser.EnumerateAsync(cancellationToken).ConfigureAwait(false))
        {
            yield return item.Data;
        }
    }

    private async ValueTask<bool> MoveNextAsync(IAsyncEnumerator<ConversationStreamEvent> events)
    {
        try
        {
            return await events.MoveNextAsync().ConfigureAwait(false);
        }
        catch (Exception exception) when (_source is not null && exception is IOException or HttpRequestException)
        {
            Outcome = StreamOutcome.Incomplete;
            throw new ConversationsStreamException("The connection broke before the service ended the stream, and the turn may still be running. Join it with ReconnectAsync or read the result with GetAsync; do not send the text again.", exception);
        }
    }
}
