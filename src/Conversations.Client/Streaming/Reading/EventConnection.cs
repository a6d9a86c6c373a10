using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using Conversations.Client.Errors;

namespace Conversations.Client.Streaming.Reading;

/// <summary>
/// Owns one connection: the response, its parser, and two idle clocks. One clock watches the bytes below the parser, the other the events
/// above it.
/// </summary>
internal sealed class EventConnection : IAsyncDisposable
{
    private readonly TurnAnswer _answer;
    private readonly CancellationToken _caller;
    private readonly CancellationTokenSource _connection;
    private readonly IdleClock _bytes;
    private readonly IdleClock _events;
    private readonly IAsyncEnumerator<SseItem<ConversationStreamEvent>> _items;
    private readonly TimeProvider _time;
    private readonly long _begin;

    public EventConnection(
        TurnAnswer answer, StreamSettings settings, SseItemParser<ConversationStreamEvent> read, CancellationToken cancellationToken)
    {
        _answer = answer;
        _time = settings.TimeProvider;
        _begin = _time.GetTimestamp();
        _caller = cancellationToken;
        _connection = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        _bytes = new(settings.ByteIdleTimeout, settings.TimeProvider, _connection);
        _events = new(settings.EventIdleTimeout, settings.TimeProvider, _connection);
        int limit = settings.MaxEventBytes;
        // The parser keeps the name of an event without data for the next event, while the standard drops it. This does not matter: the
        // service names every event and sends none without data (docs/service/conversations.md 6.1).
        _items = SseParser
            .Create(
                new WatchedBody(answer.Body, _bytes, limit),
                (name, data) => data.Length <= limit
                    ? read(name.Length == 0 ? SseParser.EventTypeDefault : name, data)
                    : throw WatchedBody.TooLarge(limit))
            .EnumerateAsync(_connection.Token)
            .GetAsyncEnumerator(CancellationToken.None);
    }

    public ConversationStreamEvent Current => _items.Current.Data;

    /// <summary>Why the connection ended before the service closed it; <see langword="null"/> after a proper end.</summary>
    public ConversationsException? Fault { get; private set; }

    /// <summary>What did not come in time, <c>byte</c> or <c>event</c>; null if the connection was not silent for too long.</summary>
    public string? Idle => _bytes.HasExpired ? "byte" : _events.HasExpired ? "event" : null;

    /// <summary>How long the connection carried data, without the silence for which it was given up.</summary>
    public TimeSpan HealthyTime =>
        _time.GetElapsedTime(_begin) - (_bytes.HasExpired ? _bytes.Limit : _events.HasExpired ? _events.Limit : TimeSpan.Zero);

    /// <summary>The next event; false when the connection has ended, properly or not.</summary>
    /// <exception cref="OperationCanceledException">The caller cancelled.</exception>
    /// <exception cref="ConversationsStreamException">An event is too large.</exception>
    public ValueTask<bool> MoveNextAsync()
    {
        ValueTask<bool> next = _items.MoveNextAsync();
        return next.IsCompletedSuccessfully ? next : WaitAsync(next);
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<bool> WaitAsync(ValueTask<bool> next)
    {
        try
        {
            if (next.IsCompleted || _events.IsOff)
            {
                return await next.ConfigureAwait(false);
            }

            _events.Start();
            try
            {
                return await next.ConfigureAwait(false);
            }
            finally
            {
                _events.Stop();
            }
        }
        catch (Exception exception) when (exception is IOException or HttpRequestException or InvalidDataException
            or OperationCanceledException or ObjectDisposedException)
        {
            // A socket that the caller's cancellation closed may throw an exception of its own.
            _caller.ThrowIfCancellationRequested();
            if (FaultOf(Redaction.Clean(exception, _answer.Secrets)) is not { } fault)
            {
                throw;
            }

            Fault = fault;
            return false;
        }
    }

    public async ValueTask DisposeAsync()
    {
        // Cancel the connection first, so that nothing waits for bytes any more.
        await _connection.CancelAsync().ConfigureAwait(false);
        _answer.Dispose();
        await _items.DisposeAsync().ConfigureAwait(false);
        _bytes.Dispose();
        _events.Dispose();
        _connection.Dispose();
    }

    private ConversationsException? FaultOf(Exception exception) => exception switch
    {
        _ when _bytes.HasExpired => new ConversationsTimeoutException($"The stream brought no byte for {_bytes.Limit}. Raise Streaming.ByteIdleTimeout if the server is older and sends no signs of life; the turn may still be running: join it with ReconnectAsync or read the result with GetAsync.", exception),
        _ when _events.HasExpired => new ConversationsTimeoutException($"The stream brought no event for {_events.Limit}. Raise Streaming.EventIdleTimeout if turns may be silent for longer; the turn may still be running: join it with ReconnectAsync or read the result with GetAsync.", exception),
        InvalidDataException => new ConversationsConnectionException("The stream is not compressed as its Content-Encoding says. Take the compression off the proxy before the service; the turn may still be running: join it with ReconnectAsync or read the result with GetAsync; do not send the text again.", exception),
        IOException or HttpRequestException => new ConversationsConnectionException("The connection broke before the service ended the stream, and the turn may still be running. Join it with ReconnectAsync or read the result with GetAsync; do not send the text again.", exception),
        _ => null,
    };
}
