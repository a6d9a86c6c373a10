using Conversations.Client.Streaming.Reading;

namespace Conversations.Client.Streaming;

/// <summary>
/// Owns how far a stream is, and what belongs to it, behind one lock: a stream is read by one thread, cancelled and disposed by
/// others, and given up by the finalizer. Nothing that others wrote is called behind the lock.
/// </summary>
internal sealed class StreamLife
{
    private readonly object _gate = new();
    private State _state;
    private Task<TurnAnswer?>? _opening;
    private StreamReading? _reading;
    private IEventReader? _reader;
    private StreamOutcome? _outcome;
    private Task? _cancel;

    /// <summary>A stream goes through these in their order, may leave some out, and never goes back.</summary>
    private enum State
    {
        /// <summary>Nothing was sent.</summary>
        NotOpened,

        /// <summary>It is being sent, or was, and nobody reads yet.</summary>
        Opening,

        /// <summary>A loop reads, or has begun to.</summary>
        Reading,

        /// <summary>It is known how it ended. A loop that waits may not have seen it yet.</summary>
        Ended,

        /// <summary>The connection is free, or is being freed.</summary>
        Disposed,
    }

    public bool IsDisposed => Get(static life => life._state == State.Disposed);

    /// <summary>How it ended; null while that is not known.</summary>
    public StreamOutcome? Outcome => Get(static life => life._outcome);

    /// <summary>The sending, once it has begun.</summary>
    public Task<TurnAnswer?>? Opening => Get(static life => life._opening);

    /// <summary>The reading, once there is one.</summary>
    public StreamReading? Reading => Get(static life => life._reading);

    /// <summary>Where the events come from, once it was asked for.</summary>
    public IEventReader? Reader => Get(static life => life._reader);

    /// <summary>The last cancellation.</summary>
    public Task? Cancel => Get(static life => life._cancel);

    /// <summary>Sends once; who comes later gets the same sending.</summary>
    public Task<TurnAnswer?> Open(Func<Task<TurnAnswer?>> send)
    {
        Task<Task<TurnAnswer?>> sending;
        Task<TurnAnswer?> opening;
        lock (_gate)
        {
            if (_opening is not null)
            {
                return _opening;
            }

            sending = new(send, CancellationToken.None);
            _opening = opening = sending.Unwrap();
            Reach(State.Opening);
        }

        sending.RunSynchronously(TaskScheduler.Default);
        return opening;
    }

    /// <summary>Lets a reading be the only one.</summary>
    public void Begin(StreamReading reading)
    {
        lock (_gate)
        {
            if (_reading is not null)
            {
                throw new InvalidOperationException("A stream can be enumerated once, because its events are not kept. Read Thread for what they add up to, or call StreamAsync or ReconnectAsync again.");
            }

            ObjectDisposedException.ThrowIf(_state == State.Disposed, typeof(ConversationStream));
            _reading = reading;
            Reach(State.Reading);
        }
    }

    /// <summary>Says where the events come from.</summary>
    public void Read(IEventReader reader)
    {
        lock (_gate)
        {
            _reader = reader;
        }
    }

    /// <summary>Says how the stream ended, unless that is known.</summary>
    public bool TryEnd(StreamOutcome outcome)
    {
        lock (_gate)
        {
            bool isFirst = _outcome is null;
            _outcome ??= outcome;
            Reach(State.Ended);
            return isFirst;
        }
    }

    /// <summary>Cancels once, and again after a cancellation that failed, because the turn may run on.</summary>
    public Task CancelOnce(Func<Task> cancel, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (_cancel is { IsCompleted: true, IsCompletedSuccessfully: false } || (_cancel is null && _outcome is null))
            {
                return _cancel = Task.Run(cancel, CancellationToken.None);
            }

            return _cancel?.WaitAsync(cancellationToken) ?? Task.CompletedTask;
        }
    }

    /// <summary>The connection is free, or is being freed.</summary>
    public void End()
    {
        lock (_gate)
        {
            Reach(State.Disposed);
        }
    }

    private void Reach(State state) => _state = state > _state ? state : _state;

    private T Get<T>(Func<StreamLife, T> member)
    {
        lock (_gate)
        {
            return member(this);
        }
    }
}
