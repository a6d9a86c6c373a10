namespace Conversations.Client.Testing.State;

/// <summary>
/// Owns the timers that are set under the gate until it is left. A clock that a test moves runs what is due on the thread that
/// sets a timer, callbacks and whoever waits for them, and none of that may happen in the middle of a change.
/// </summary>
internal sealed class GatedTime(TimeProvider clock, object gate) : TimeProvider
{
    private readonly TimeProvider _clock = clock;
    private readonly object _gate = gate;
    private List<GatedTimer>? _waiting;

    public override TimeZoneInfo LocalTimeZone => _clock.LocalTimeZone;

    public override long TimestampFrequency => _clock.TimestampFrequency;

    public override DateTimeOffset GetUtcNow() => _clock.GetUtcNow();

    public override long GetTimestamp() => _clock.GetTimestamp();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new GatedTimer(this, callback, state);
        _ = timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>What was set and has to be started by whoever leaves the gate, outside of it. Called under the gate.</summary>
    public List<GatedTimer>? TakeWaiting()
    {
        List<GatedTimer>? waiting = _waiting;
        _waiting = null;
        return waiting;
    }

    private void StartOrWait(GatedTimer timer)
    {
        if (Monitor.IsEntered(_gate))
        {
            (_waiting ??= []).Add(timer);
        }
        else
        {
            timer.Start();
        }
    }

    /// <summary>A timer that is set when nothing is being changed, by one thread at a time: what others want meanwhile is set by that one.</summary>
    internal sealed class GatedTimer(GatedTime time, TimerCallback callback, object? state) : ITimer
    {
        private readonly object _gate = new();
        private ITimer? _timer;
        private (TimeSpan DueTime, TimeSpan Period)? _wanted;
        private bool _isDisposed;
        private bool _isBusy;
        private bool _isEnded;

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (_gate)
            {
                _wanted = (dueTime, period);
            }

            time.StartOrWait(this);
            return !_isDisposed;
        }

        /// <summary>Outside of the gate.</summary>
        public void Start()
        {
            lock (_gate)
            {
                if (_isBusy)
                {
                    return;
                }

                _isBusy = true;
            }

            // Without the lock, because the clock may run callbacks that wait for other threads.
            while (Next() is { } set)
            {
                set();
            }
        }

        public void Dispose()
        {
            lock (_gate)
            {
                _isDisposed = true;
            }

            time.StartOrWait(this);
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }

        private void Set(TimeSpan dueTime, TimeSpan period)
        {
            if (_timer is null)
            {
                _timer = time._clock.CreateTimer(callback, state, dueTime, period);
            }
            else
            {
                _ = _timer.Change(dueTime, period);
            }
        }

        /// <summary>What is left to do, for the one thread that does it.</summary>
        private Action? Next()
        {
            lock (_gate)
            {
                if (_isDisposed)
                {
                    // It stays busy, so that nobody sets it again.
                    Action? end = _isEnded ? null : () => _timer?.Dispose();
                    _isEnded = true;
                    return end;
                }

                if (_wanted is var (dueTime, period))
                {
                    _wanted = null;
                    return () => Set(dueTime, period);
                }

                _isBusy = false;
                return null;
            }
        }
    }
}
