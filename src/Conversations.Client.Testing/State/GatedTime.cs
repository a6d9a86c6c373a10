using System.Runtime.InteropServices;

namespace Conversations.Client.Testing.State;

/// <summary>
/// Owns what is due when. A clock that a test moves jumps, so what is due is played in its order, each wait at the instant it
/// was due and not at the one the clock jumped to; a wait that such a one begins is due from there on.
/// </summary>
/// <remarks>
/// Waits are kept under the gate, but the clock is read and its one timer set outside of it: a clock that a test moves runs what is
/// due, anybody's, on the thread that reads it or sets a timer, and none of that may happen in the middle of a change. So while the
/// gate is held, it is as late as it was just before.
/// </remarks>
internal sealed class GatedTime : TimeProvider
{
    // Timers of the system take no more than about 49 days; an alarm that comes too early is set again.
    private static readonly TimeSpan LongestAlarm = TimeSpan.FromDays(40);

    // A clock that moves by no more than this while the alarm is set was not moved by a test.
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

    /// <param name="clock">What says how late it is.</param>
    /// <param name="gate">The gate of the state.</param>
    /// <param name="onAlarm">Called outside of the gate when something is due; it enters and calls <see cref="PlayDue"/>.</param>
    public GatedTime(TimeProvider clock, object gate, Action onAlarm)
    {
        (_clock, _gate, _onAlarm) = (clock, gate, onAlarm);
        _start = clock.GetTimestamp();
        _reading = Read();
    }

    public override TimeZoneInfo LocalTimeZone => _clock.LocalTimeZone;

    public override long TimestampFrequency => _clock.TimestampFrequency;

    /// <summary>
    /// Since the fake was made, whatever the clock was set to meanwhile; while something that was due is played, up to that instant.
    /// </summary>
    public TimeSpan Elapsed => Monitor.IsEntered(_gate) ? _playing ?? _reading.Elapsed : ElapsedOnClock;

    private TimeSpan ElapsedOnClock => _clock.GetElapsedTime(_start);

    public override DateTimeOffset GetUtcNow() =>
        Monitor.IsEntered(_gate) ? _reading.UtcNow - (_reading.Elapsed - Elapsed) : _clock.GetUtcNow();

    /// <summary>How late it is. Called outside of the gate by whoever is about to enter.</summary>
    public Reading Read() => new(_clock.GetUtcNow(), ElapsedOnClock);

    /// <summary>So late it is until the gate is left, unless another one who entered meanwhile knows it to be later.</summary>
    public void Stand(Reading reading) => _reading = reading.Elapsed < _reading.Elapsed ? _reading : reading;

    public override long GetTimestamp() => _clock.GetTimestamp();

    /// <summary>A timer of the clock itself, for what waits outside of the gate.</summary>
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        _clock.CreateTimer(callback, state, dueTime, period);

    /// <summary>Called under the gate, as is what was asked for when it is due.</summary>
    public Wait After(TimeSpan time, Action act)
    {
        var wait = new Wait(this, act, ++_count);
        wait.Restart(time);
        return wait;
    }

    /// <summary>Plays everything that is due, in order. Called under the gate.</summary>
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

    /// <summary>Forgets every wait. Called under the gate.</summary>
    public void Clear()
    {
        _waits.Clear();
        _isChanged = true;
    }

    /// <summary>Whether the alarm has to be set anew. Called under the gate by whoever leaves it.</summary>
    public bool TakeChange()
    {
        bool isChanged = _isChanged;
        _isChanged = false;
        return isChanged;
    }

    /// <summary>
    /// Sets the alarm to the earliest wait, by one thread at a time: what others want meanwhile is set by that one. Called outside of the
    /// gate.
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

        // Without the lock, because the clock may run callbacks that wait for other threads.
        while (IsAlarmWanted())
        {
            // Once more is enough, and a clock that moves whenever it is asked would never be done.
            if (!TrySetAlarm())
            {
                _ = TrySetAlarm();
            }
        }
    }

    /// <summary>False: the clock was moved on meanwhile, so that the alarm would come late.</summary>
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

    // Of two that are due at the same instant, the one that was made first.
    private static int ByDue(Wait one, Wait other) => (one.Due, one.Number).CompareTo((other.Due, other.Number));

    private TimeSpan? Earliest()
    {
        lock (_gate)
        {
            return _waits.Min?.Due;
        }
    }

    /// <summary>What the clock showed.</summary>
    [StructLayout(LayoutKind.Auto)]
    internal readonly record struct Reading(DateTimeOffset UtcNow, TimeSpan Elapsed);

    /// <summary>
    /// Something that is done once its time has come, unless it is disposed before. Every member is called under the gate.
    /// </summary>
    internal sealed class Wait(GatedTime time, Action act, long number) : IDisposable
    {
        /// <summary>In the order in which they were made.</summary>
        public long Number => number;

        public TimeSpan Due { get; private set; }

        public void Act() => act();

        /// <summary>Counts from now, also after it was done; an infinite time never comes.</summary>
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
