using Conversations.Client.Testing.State;
using Conversations.Client.Testing.Transports;
using Conversations.Client.Testing.Wire;

namespace Conversations.Client.Testing.Turns;

/// <summary>Owns the events of one conversation's running turn and hands each to every reader.</summary>
internal sealed class EventStream(FakeState state)
{
    // The service keeps about so many and drops the oldest (conversations.md 6.6).
    private const int BufferedEvents = 1000;

    // How long the service waits for the first event of a run that never reports (6.6).
    private static readonly TimeSpan FirstEventPatience = TimeSpan.FromSeconds(60);

    private readonly Queue<ReadOnlyMemory<byte>> _buffer = new();
    private readonly List<TurnReader> _readers = [];
    private ITimer? _silence;

    /// <summary>The most bytes of one write; null: an event a write.</summary>
    public int? ChunkBytes { get; set; }

    /// <summary>A new reader gets what is buffered, then what comes.</summary>
    public TurnReader Attach()
    {
        var reader = new TurnReader(state, this);
        _readers.Add(reader);
        foreach (ReadOnlyMemory<byte> bytes in _buffer)
        {
            reader.Send(bytes);
        }

        return reader;
    }

    public void Send(ReadOnlyMemory<byte> bytes)
    {
        _buffer.Enqueue(bytes);
        if (_buffer.Count > BufferedEvents)
        {
            _ = _buffer.Dequeue();
        }

        foreach (TurnReader reader in _readers)
        {
            reader.Send(bytes);
        }
    }

    /// <summary>No turn is behind this stream: after the service's patience it reports a failure and closes.</summary>
    public void FailWhenSilent() =>
        _silence ??= state.Time.CreateTimer(_ => FailNow(), state: null, FirstEventPatience, Timeout.InfiniteTimeSpan);

    /// <summary>The turn was cancelled. Those who read stay, and can even receive the events of the next turn (6.8).</summary>
    public void FallSilent(TimeSpan limit)
    {
        StopWaiting();
        _buffer.Clear();

        // One that is past its limit already leaves at once.
        foreach (TurnReader reader in _readers.ToArray())
        {
            reader.Abandon(limit);
        }
    }

    public void Complete()
    {
        CloseReaders(error: null);
        _buffer.Clear();
    }

    /// <summary>Breaks the connection of every reader; what is buffered stays for the next one as far as the switch says.</summary>
    public void Cut()
    {
        CloseReaders(BrokenConnection.InBody());
        ForgetWhatWasRead();
    }

    public void Leave(TurnReader reader)
    {
        if (_readers.Remove(reader))
        {
            ForgetWhatWasRead();
        }
    }

    private void FailNow()
    {
        using (state.Enter())
        {
            Send(EventBytes.Message(TurnMessages.Failure(DefaultReply.Failure, state.Ids.Next().ToString())));
            Complete();
        }
    }

    private void CloseReaders(Exception? error)
    {
        StopWaiting();
        foreach (TurnReader reader in _readers)
        {
            reader.Close(error);
        }

        _readers.Clear();
    }

    private void StopWaiting()
    {
        _silence?.Dispose();
        _silence = null;
    }

    // The service deletes the buffer when any reader's stream ends (6.7).
    private void ForgetWhatWasRead()
    {
        if (state.Options.Replay == ReplayMode.TailOnly)
        {
            _buffer.Clear();
        }
    }
}
