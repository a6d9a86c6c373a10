using System.Threading.Channels;
using Conversations.Client.Testing.Exchange;
using Conversations.Client.Testing.State;
using Conversations.Client.Testing.Wire;
using Conversations.Client.Testing.Wire.Messages;

namespace Conversations.Client.Testing.Turns;

/// <summary>Owns the bytes that one response still has to send, its keepalives and its time limits.</summary>
internal sealed class TurnReader : IBodySource
{
    // How long the service waits for the first event of a run (docs/service/conversations.md 6.6).
    private static readonly TimeSpan FirstEventPatience = TimeSpan.FromSeconds(60);

    private readonly FakeState _state;
    private readonly EventStream _stream;
    private readonly TimeSpan _keepAliveInterval;
    private readonly GatedTime.Wait[] _waits;
    private readonly Channel<ReadOnlyMemory<byte>> _writes = Channel.CreateUnbounded<ReadOnlyMemory<byte>>();
    private TimeSpan _lastSentAt;
    private bool _hasSent;
    private bool _isClosed;

    /// <summary>The caller holds the gate.</summary>
    /// <param name="state">The state of the fake.</param>
    /// <param name="stream">The stream that it reads.</param>
    /// <param name="limit">How long the service keeps the response open.</param>
    public TurnReader(FakeState state, EventStream stream, TimeSpan limit)
    {
        _state = state;
        _stream = stream;
        _state.OpenStreams++;
        _lastSentAt = state.Time.Elapsed;
        _keepAliveInterval = state.Options.KeepAliveInterval;
        GatedTime.Wait? keepAlive = null;
        keepAlive = state.Time.After(_keepAliveInterval, () => keepAlive!.Restart(KeepAlive()));
        _waits =
        [
            keepAlive,
            state.Time.After(limit, Fail),
            state.Time.After(FirstEventPatience, FailUnlessSent),
        ];
    }

    /// <inheritdoc/>
    public async ValueTask<ReadOnlyMemory<byte>?> ReadAsync(CancellationToken cancellationToken)
    {
        ChannelReader<ReadOnlyMemory<byte>> writes = _writes.Reader;
        while (await writes.WaitToReadAsync(cancellationToken).ConfigureAwait(false))
        {
            if (writes.TryRead(out ReadOnlyMemory<byte> bytes))
            {
                return bytes;
            }
        }

        return null;
    }

    /// <summary>The caller holds the gate.</summary>
    public void Send(ReadOnlyMemory<byte> bytes)
    {
        _hasSent = true;
        Write(bytes);
    }

    /// <summary>The caller holds the gate.</summary>
    public void Close(Exception? error)
    {
        if (_isClosed)
        {
            return;
        }

        _isClosed = true;
        _state.OpenStreams--;
        Array.ForEach(_waits, static wait => wait.Dispose());
        _ = _writes.Writer.TryComplete(error);
    }

    /// <summary>The client has disconnected or has read everything.</summary>
    public void Dispose()
    {
        using (_state.Enter())
        {
            Leave();
        }
    }

    private void Leave()
    {
        Close(error: null);
        _stream.Leave(this);
    }

    private void Write(ReadOnlyMemory<byte> bytes)
    {
        _lastSentAt = _state.Time.Elapsed;
        int size = _stream.ChunkBytes ?? bytes.Length;
        while (bytes.Length > size)
        {
            _ = _writes.Writer.TryWrite(bytes[..size]);
            bytes = bytes[size..];
        }

        _ = _writes.Writer.TryWrite(bytes);
    }

    /// <summary>
    /// Sends a keepalive after enough silence, and returns the time until the next check. The check is needed because sending an event
    /// moves no timer.
    /// </summary>
    private TimeSpan KeepAlive()
    {
        TimeSpan left = _lastSentAt + _keepAliveInterval - _state.Time.Elapsed;
        if (left > TimeSpan.Zero)
        {
            return left;
        }

        Write(EventBytes.KeepAlive);
        return _keepAliveInterval;
    }

    private void FailUnlessSent()
    {
        if (!_hasSent)
        {
            Fail();
        }
    }

    /// <summary>Ends only this response with a failure. A running turn continues.</summary>
    private void Fail()
    {
        Send(EventBytes.Message(TurnMessages.Failure(DefaultReply.Failure, _state.Ids.Next().ToString())));
        Leave();
    }
}
