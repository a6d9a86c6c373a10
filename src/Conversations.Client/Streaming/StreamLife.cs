using Conversations.Client.Streaming.Reading;

namespace Conversations.Client.Streaming;

/// <summary>
/// Owns the life of a stream, behind one lock: opened once there is an opening, read once there is a reading, ended once there is an
/// outcome, and disposed. One thread reads a stream, other threads cancel and dispose it, and the
/// finalizer abandons it. The lock is never held while code of others runs.
/// </summary>
internal sealed class StreamLife
{
    private readonly object _gate = new();
    private bool _isDisposed;
    private Task<TurnAnswer?>? _opening;
    private StreamReading? _reading;
    private IEventReader? _reader;
    private StreamOutcome? _outcome;
    private Task? _cancel;

    public bool IsDisposed => Get(static life => life._isDisposed);

    /// <summary>How the stream ended; null while that is not known.</summary>
    public StreamOutcome? Outcome => Get(static life => life._outcome);

    /// <summary>The task that sends the request; null before it has begun.</summary>
    public Task<TurnAnswer?>? Opening => Get(static life => life._opening);

    /// <summary>The one reading of the stream; null before it has begun.</summary>
    public StreamReading? Reading => Get(static life => life._reading);

    /// <summary>The source of the events; null before the reading needs it.</summary>
    public IEventReader? Reader => Get(static life => life._reader);

    /// <summary>The task of the last cancellation; null if there was none.</summary>
    public Task? Cancel => Get(static life => life._cancel);

    /// <summary>Sends the request once. A later call gets the same task.</summary>
    public Task<TurnAnswer?> Open(Func<Task<TurnAnswer?>> send, CancellationToken cancellationToken)
    {
        Task<Task<TurnAnswer?>> sending;
        Task<TurnAnswer?> opening;
        lock (_gate)
        {
            if (_opening is not null)
            {
                return _opening.WaitAsync(cancellationToken);
            }

            ObjectDisposedException.ThrowIf(_isDisposed, typeof(ConversationStream));
            sending = new(send, CancellationToken.None);
            _opening = opening = sending.Unwrap();
        }

        sending.RunSynchronously(TaskScheduler.Default);
        return opening;
    }

    /// <summary>Sets the reading. Throws if there is one already.</summary>
    public void Begin(StreamReading reading)
    {
        lock (_gate)
        {
            if (_reading is not null)
            {
                throw new InvalidOperationException("A stream can be enumerated once, because its events are not kept. Read Thread for what they add up to, or call StreamAsync or ReconnectAsync again.");
            }

            ObjectDisposedException.ThrowIf(_isDisposed, typeof(ConversationStream));
            _reading = reading;
        }
    }

    /// <summary>Sets the source of the events.</summary>
    public void Read(IEventReader reader)
    {
        lock (_gate)
        {
            _reader = reader;
        }
    }

    /// <summary>Sets the outcome, unless it is already known.</summary>
    public bool TryEnd(StreamOutcome outcome)
    {
        lock (_gate)
        {
            bool isFirst = _outcome is null;
            _outcome ??= outcome;
            return isFirst;
        }
    }

    /// <summary>Cancels once. Cancels again only if the last cancellation failed, because the turn may still be running.</summary>
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

    /// <summary>Marks the stream as disposed: the connection is free, or is being freed.</summary>
    public void MarkDisposed()
    {
        lock (_gate)
        {
            _isDisposed = true;
        }
    }

    private T Get<T>(Func<StreamLife, T> member)
    {
        lock (_gate)
        {
            return member(this);
        }
    }
}
