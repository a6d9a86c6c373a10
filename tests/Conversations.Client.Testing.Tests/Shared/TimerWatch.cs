namespace Conversations.Client.Testing.Tests.Shared;

/// <summary>The clock of a fake, which also says how many waits have begun on it, so that a test moves it neither too early nor by chance.</summary>
public sealed class TimerWatch(TimeProvider clock) : TimeProvider
{
    private readonly Lock _gate = new();
    private readonly List<(int Timers, TaskCompletionSource Waiter)> _waiters = [];
    private int _timers;

    public override TimeZoneInfo LocalTimeZone => clock.LocalTimeZone;

    public override long TimestampFrequency => clock.TimestampFrequency;

    public override DateTimeOffset GetUtcNow() => clock.GetUtcNow();

    public override long GetTimestamp() => clock.GetTimestamp();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        ITimer timer = clock.CreateTimer(callback, state, dueTime, period);
        lock (_gate)
        {
            _timers++;
            foreach ((int timers, TaskCompletionSource waiter) in _waiters.Where(waiting => waiting.Timers <= _timers))
            {
                waiter.TrySetResult();
            }
        }

        return timer;
    }

    /// <summary>Ends when so many timers were made since the beginning.</summary>
    public Task ReachedAsync(int timers)
    {
        lock (_gate)
        {
            var waiter = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            if (_timers >= timers)
            {
                return Task.CompletedTask;
            }

            _waiters.Add((timers, waiter));
            return waiter.Task;
        }
    }
}
