using Conversations.Client.Testing.Exchange;
using Conversations.Client.Testing.State;

namespace Conversations.Client.Testing.Turns;

/// <summary>Owns the events of one conversation's running turn and sends each to every reader.</summary>
internal sealed class EventStream(FakeState state)
{
    // How many events of a turn the service keeps before it drops the oldest, and how long it keeps a response open
    // (docs/service/conversations.md 6.6).
    private static readonly (int Events, TimeSpan Time) ChatLimits = (1000, TimeSpan.FromMinutes(30));
    private static readonly (int Events, TimeSpan Time) ResearchLimits = (10_000, TimeSpan.FromMinutes(60));

    private readonly Queue<ReadOnlyMemory<byte>> _buffer = new();
    private readonly List<TurnReader> _readers = [];
    private Action? _joined;
    private GatedTime.Wait? _patience;

    /// <summary>The largest write, in bytes. Null: one write for each event.</summary>
    public int? ChunkBytes { get; set; }

    /// <summary>Whether this is a research turn, which has higher limits.</summary>
    public bool IsResearch { get; set; }

    private (int Events, TimeSpan Time) Limits => IsResearch ? ResearchLimits : ChatLimits;

    /// <summary>Adds a reader. It gets the buffered events, then the new ones. A turn that waits for a reader continues.</summary>
    public TurnReader Attach()
    {
        var reader = new TurnReader(state, this, Limits.Time);
        _readers.Add(reader);
        foreach (ReadOnlyMemory<byte> bytes in _buffer)
        {
            reader.Send(bytes);
        }

        GoOn();
        return reader;
    }

    public void Send(ReadOnlyMemory<byte> bytes)
    {
        _buffer.Enqueue(bytes);
        if (_buffer.Count > Limits.Events)
        {
            _ = _buffer.Dequeue();
        }

        foreach (TurnReader reader in _readers)
        {
            reader.Send(bytes);
        }
    }

    /// <summary>
    /// The turn was cancelled. Its readers stay, and can even receive the events of the next turn (docs/service/conversations.md 6.8).
    /// </summary>
    public void FallSilent() => _buffer.Clear();

    /// <summary>
    /// The turn is over. With <see cref="ReplayMode.TailOnly"/> the first reader that ends removes the buffer, and the other readers never
    /// see the end (docs/service/conversations.md 6.7). The newest reader counts as that first one, because the fake may not have noticed
    /// yet that an older one is gone.
    /// </summary>
    public void Complete()
    {
        if (state.Options.Replay == ReplayMode.TailOnly && _readers is [.., TurnReader last])
        {
            last.Close(error: null);
            _ = _readers.Remove(last);
            _buffer.Clear();
        }
        else
        {
            Close();
        }
    }

    /// <summary>Ends every response normally.</summary>
    public void Close()
    {
        CloseReaders(error: null);
        _buffer.Clear();
    }

    /// <summary>
    /// Breaks the connection of every reader. <see cref="FakeConversationsOptions.Replay"/> decides whether the next one gets the buffer.
    /// </summary>
    /// <param name="joined">Called once: when the next reader comes, or when none has come for as long as a response may be open. So a turn
    /// ends even if nobody reads it.</param>
    public void Cut(Action? joined = null)
    {
        CloseReaders(BrokenConnection.InBody());
        ForgetWhatWasRead();
        _joined = joined;
        _patience?.Dispose();
        _patience = joined is null ? null : state.Time.After(Limits.Time, GoOn);
    }

    public void Leave(TurnReader reader)
    {
        if (_readers.Remove(reader))
        {
            ForgetWhatWasRead();
        }
    }

    private void GoOn()
    {
        _patience?.Dispose();
        _patience = null;
        Action? joined = _joined;
        _joined = null;
        joined?.Invoke();
    }

    private void CloseReaders(Exception? error)
    {
        foreach (TurnReader reader in _readers)
        {
            reader.Close(error);
        }

        _readers.Clear();
    }

    // The service deletes the buffer when any reader's stream ends (docs/service/conversations.md 6.7).
    private void ForgetWhatWasRead()
    {
        if (state.Options.Replay == ReplayMode.TailOnly)
        {
            _buffer.Clear();
        }
    }
}
