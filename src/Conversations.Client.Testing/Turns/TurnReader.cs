using System.Threading.Channels;
using Conversations.Client.Testing.State;
using Conversations.Client.Testing.Transports;
using Conversations.Client.Testing.Wire;

namespace Conversations.Client.Testing.Turns;

/// <summary>Owns what one response still has to send, and its keepalives.</summary>
internal sealed class TurnReader : IBodySource
{
    private readonly FakeState _state;
    private readonly EventStream _stream;
    private readonly TimeSpan _keepAliveInterval;
    private readonly ITimer _keepAlive;
    private readonly DateTimeOffset _start;
    private readonly Channel<ReadOnlyMemory<byte>> _writes = Channel.CreateUnbounded<ReadOnlyMemory<byte>>();
    private ITimer? _limit;

    public TurnReader(FakeState state, EventStream stream)
    {
        _state = state;
        _stream = stream;
        _start = state.Time.GetUtcNow();
        _keepAliveInterval = state.Options.KeepAliveInterval;
        _keepAlive = state.Time.CreateTimer(_ => KeepAlive(), state: null, _keepAliveInterval, _keepAliveInterval);
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

    /// <summary>Called under the gate.</summary>
    public void Send(ReadOnlyMemory<byte> bytes)
    {
        _ = _keepAlive.Change(_keepAliveInterval, _keepAliveInterval);
        int size = _stream.ChunkBytes ?? bytes.Length;
        while (bytes.Length > size)
        {
            _ = _writes.Writer.TryWrite(bytes[..size]);
            bytes = bytes[size..];
        }

        _ = _writes.Writer.TryWrite(bytes);
    }

    /// <summary>
    /// Its turn was cancelled: nothing announces it, and at the time limit counted from its start the service reports a failure
    /// and closes (conversations.md 6.8). Called under the gate.
    /// </summary>
    public void Abandon(TimeSpan limit)
    {
        TimeSpan left = _start + limit - _state.Time.GetUtcNow();
        _limit ??= _state.Time.CreateTimer(_ => FailNow(), state: null, left > TimeSpan.Zero ? left : TimeSpan.Zero, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Called under the gate.</summary>
    public void Close(Exception? error)
    {
        _keepAlive.Dispose();
        _limit?.Dispose();
        _ = _writes.Writer.TryComplete(error);
    }

    /// <summary>The other side went away, or has read everything.</summary>
    public void Dispose()
    {
        using (_state.Enter())
        {
            Close(error: null);
            _stream.Leave(this);
        }
    }

    private void FailNow()
    {
        using (_state.Enter())
        {
            Send(EventBytes.Message(TurnMessages.Failure(DefaultReply.Failure, _state.Ids.Next().ToString())));
            Close(error: null);
            _stream.Leave(this);
        }
    }

    private void KeepAlive()
    {
        using (_state.Enter())
        {
            _ = _writes.Writer.TryWrite(EventBytes.KeepAlive);
        }
    }
}
