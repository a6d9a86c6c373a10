using System.Runtime.InteropServices;

namespace Conversations.Client.Testing.State;

/// <summary>
/// Keeps the waits of the fake and runs each one when it is due. The clock of a test moves in jumps, so one jump can make several waits
/// due. They run in the order in which they are due. While one runs, <see cref="Elapsed"/> is its due time, and a wait that it starts
/// counts from there.
/// </summary>
/// <remarks>
/// The gate guards the waits. The clock is read, and its one timer is set, outside the gate: a clock that a test moves runs due callbacks,
/// and not only those of the fake, on the thread that reads it or sets a timer. Such a callback must not run in the middle of a change. So
/// while a thread holds the gate, time stands still at the reading that was taken just before.
/// </remarks>
internal sealed class GatedTime : TimeProvider
{
    // System timers accept at most about 49 days. An alarm that fires too early is set again.
    private static readonly TimeSpan LongestAlarm = TimeSpan.FromDays(40);

    // A movement up to this much while the alarm is set is real time. A larger one is a test that moves the clock.
    private static readonly TimeSpan Slack = TimeSpan.FromMilliseconds(10);

    private readonly TimeProvider _clock;
    private readonly object _gate;
    private readonly Action _onAlarm;
    private readonly long _start;
    private readonly SortedSet<Wait> _waits = new(Comparer<Wait>.Create(ByDue));
    private readonly object _alarmGate = new();
    private ITimer? _alarm;
    private bool _isAlarmWanted;
    private bool _isAlarmBeingSet;
    private Reading _reading;
    private TimeSpan? _playing;
    private long _count;
    private bool _isChanged;

    /// <param name="clock">The fake's clock.</param>
    /// <param name="gate">The lock of the fake's state.</param>
    /// <param name="onAlarm">Called outside the gate when a wait is due. It enters the gate and calls <see cref="PlayDue"/>.</param>
    public GatedTime(TimeProvider clock, object gate, Action onAlarm)
    {
        (_clock, _gate, _onAlarm) = (clock, gate, onAlarm);
        _start = clock.GetTimestamp();
        _reading = Read();
    }

    public override TimeZoneInfo LocalTimeZone => _clock.LocalTimeZone;

    public override long TimestampFrequency => _clock.TimestampFrequency;

    /// <summary>
    /// The time since the fake was made, measured by timestamps: setting the clock to another date does not change it. While a due wait
    /// runs: the due time of that wait.
    /// </summary>
    public TimeSpan Elapsed => Monitor.IsEntered(_gate) ? _playing ?? _reading.Elapsed : ElapsedOnClock;

    private TimeSpan ElapsedOnClock => _clock.GetElapsedTime(_start);

    public override DateTimeOffset GetUtcNow() =>
        Monitor.IsEntered(_gate) ? _reading.UtcNow - (_reading.Elapsed - Elapsed) : _clock.GetUtcNow();

    /// <summary>Reads the clock. Called before the gate is entered.</summary>
    public Reading Read() => new(_clock.GetUtcNow(), ElapsedOnClock);

    /// <summary>
    /// Sets the time that counts while the gate is held. It never goes back: another thread that entered meanwhile may have a later
    /// reading.
    /// </summary>
    public void Stand(Reading reading) => _reading = reading.Elapsed < _reading.Elapsed ? _reading : reading;

    public override long GetTimestamp() => _clock.GetTimestamp();

    /// <summary>Creates a timer on the underlying clock, for waits outside the gate.</summary>
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        _clock.CreateTimer(callback, state, dueTime, period);

    /// <summary>Schedules an action. The caller holds the gate. The action runs while the gate is held, too.</summary>
    public Wait After(TimeSpan time, Action act)
    {
        var wait = new Wait(this, act, ++_count);
        wait.Restart(time);
        return wait;
    }

    /// <summary>Runs all due waits in order. The caller holds the gate.</summary>
    public void PlayDue()
    {
        try
        {
            while (_waits.Min is { } next && next.Due <= _reading.Elapsed)
            {
                _ = _waits.Remove(next);
                _playing = next.Due;
                next.Act();
            }
        }
        finally
        {
            _playing = null;
            _isChanged = true;
        }
    }

    /// <summary>Removes all waits. The caller holds the gate.</summary>
    public void Clear()
    {
        _waits.Clear();
        _isChanged = true;
    }

    /// <summary>
    /// Returns whether the alarm has to be set again, and resets that flag. The caller holds the gate and is about to leave it.
    /// </summary>
    public bool TakeChange()
    {
        bool isChanged = _isChanged;
        _isChanged = false;
        return isChanged;
    }

    /// <summary>
    /// Sets the alarm to the earliest wait. Only one thread does so at a time. If other threads ask for it meanwhile, that thread sets the
    /// alarm again. Called outside the gate.
    /// </summary>
    public void SetAlarm()
    {
        lock (_alarmGate)
        {
            _isAlarmWanted = true;
            if (_isAlarmBeingSet)
            {
                return;
            }

            _isAlarmBeingSet = true;
        }

        // Outside the lock, because the clock may run callbacks that wait for other threads.
        while (IsAlarmWanted())
        {
            // One retry is enough. More would never end with a clock that moves on every read.
            if (!TrySetAlarm())
            {
                _ = TrySetAlarm();
            }
        }
    }

    /// <summary>Returns false if the clock was moved meanwhile, so that the alarm would come too late.</summary>
    private bool TrySetAlarm()
    {
        TimeSpan before = ElapsedOnClock;
        SetAlarm(Earliest() is { } due ? due - before : Timeout.InfiniteTimeSpan);
        return ElapsedOnClock - before <= Slack;
    }

    private void SetAlarm(TimeSpan time)
    {
        TimeSpan left = time == Timeout.InfiniteTimeSpan ? time : TimeSpan.FromTicks(Math.Clamp(time.Ticks, 0, LongestAlarm.Ticks));
        if (_alarm is null)
        {
            _alarm = _clock.CreateTimer(_ => _onAlarm(), state: null, left, Timeout.InfiniteTimeSpan);
        }
        else
        {
            _ = _alarm.Change(left, Timeout.InfiniteTimeSpan);
        }
    }

    private bool IsAlarmWanted()
    {
        lock (_alarmGate)
        {
            _isAlarmBeingSet = _isAlarmWanted;
            _isAlarmWanted = false;
            return _isAlarmBeingSet;
        }
    }

    // Waits with the same due time run in the order in which they were created.
    private static int ByDue(Wait one, Wait other) => (one.Due, one.Number).CompareTo((other.Due, other.Number));

    private TimeSpan? Earliest()
    {
        lock (_gate)
        {
            return _waits.Min?.Due;
        }
    }

    /// <summary>One reading of the clock.</summary>
    [StructLayout(LayoutKind.Auto)]
    internal readonly record struct Reading(DateTimeOffset UtcNow, TimeSpan Elapsed);

    /// <summary>
    /// An action that runs when its time has come, unless it is disposed before. The caller of every member holds the gate.
    /// </summary>
    internal sealed class Wait(GatedTime time, Action act, long number) : IDisposable
    {
        /// <summary>The order of creation.</summary>
        public long Number => number;

        public TimeSpan Due { get; private set; }

        public void Act() => act();

        /// <summary>Starts the wait from now, even if it has already run. With an infinite time it never runs.</summary>
        public void Restart(TimeSpan left)
        {
            Dispose();
            if (left != Timeout.InfiniteTimeSpan)
            {
                Due = time.Elapsed + left;
                _ = time._waits.Add(this);
                time._isChanged |= time._waits.Min == this;
            }
        }

        public void Dispose() => _ = time._waits.Remove(this);
    }
}
