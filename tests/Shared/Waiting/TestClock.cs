using Microsoft.Extensions.Time.Testing;

namespace Conversations.Tests.Waiting;

/// <summary>
/// A clock that a test moves, and that knows who waits on it and for how long. So a test waits until somebody waits, and moves the clock
/// by exactly that time. A pause is a wait by <c>Task.Delay</c>: nothing else goes on there until it is over. Every other wait is a
/// limit on something that may be under way, so the clock passes it only when the test names its length.
/// </summary>
public sealed class TestClock : FakeTimeProvider
{
    private const int TooMany = 20_000;

    private readonly Changes _changes = new();
    private readonly List<Wait> _pending = [];
    private int _begun;

    public TestClock()
    {
    }

    public TestClock(DateTimeOffset start)
        : base(start)
    {
    }

    /// <summary>The clock's time, read without moving it, even if a test makes the clock advance on each read.</summary>
    private DateTimeOffset Now => new(GetTimestamp(), TimeSpan.Zero);

    private string Pending
    {
        get
        {
            lock (_pending)
            {
                return $"It is {Now:HH:mm:ss.fff}, and waited for: {string.Join(", ", _pending.Select(static wait => $"{(wait.IsPause ? "a pause" : "a limit")} of {wait.Length} until {wait.Due:HH:mm:ss.fff}"))}.";
            }
        }
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var wait = new Wait(this, IsPause(state));
        wait.Timer = base.CreateTimer(
            given =>
            {
                wait.Fire();
                callback(given);
            },
            state,
            Timeout.InfiniteTimeSpan,
            Timeout.InfiniteTimeSpan);
        _ = Interlocked.Increment(ref _begun);
        _ = wait.Change(dueTime, period);
        _changes.Tell();
        return wait;
    }

    /// <summary>Completes when this many waits, limits and pauses, have begun since the clock was made.</summary>
    public Task BegunAsync(int waits) => _changes.UntilAsync(() => Volatile.Read(ref _begun) >= waits, () => $"{_begun} waits have begun.");

    /// <summary>Completes when somebody waits for exactly this time.</summary>
    public Task WaitedAsync(TimeSpan length) => UntilAsync(wait => wait.Length == length);

    /// <summary>Completes when somebody pauses.</summary>
    public Task PausedAsync() => UntilAsync(static wait => wait.IsPause);

    /// <summary>Completes when nobody waits.</summary>
    public Task QuietAsync() => _changes.UntilAsync(() => Next(static _ => true) is null, () => Pending);

    /// <summary>Waits until somebody waits for exactly this time, and moves to the end of that wait.</summary>
    public async Task PassAsync(TimeSpan length)
    {
        await WaitedAsync(length).ConfigureAwait(false);
        Move(wait => wait.Length == length, default);
    }

    /// <summary>Moves to the end of each pause until a task has completed.</summary>
    /// <param name="task">The task to wait for.</param>
    /// <param name="atLeast">The least that the clock moves each time, for a clock that jumps.</param>
    public async Task<T> RunAsync<T>(Task<T> task, TimeSpan atLeast = default)
    {
        await RunAsync(task, static wait => wait.IsPause, atLeast).ConfigureAwait(false);
        return await task.ConfigureAwait(false);
    }

    /// <summary>Moves to the end of each pause until a task has completed.</summary>
    public async Task RunAsync(Task task)
    {
        await RunAsync(task, static wait => wait.IsPause, default).ConfigureAwait(false);
        await task.ConfigureAwait(false);
    }

    /// <summary>Moves to the end of each wait of exactly this length until a task has completed.</summary>
    public async Task RunAsync(Task task, TimeSpan length)
    {
        await RunAsync(task, wait => wait.Length == length, default).ConfigureAwait(false);
        await task.ConfigureAwait(false);
    }

    private async Task RunAsync(Task task, Func<Wait, bool> passes, TimeSpan atLeast)
    {
        _ = task.ContinueWith(
            _ => _changes.Tell(), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        for (int move = 0; ; move++)
        {
            Xunit.Assert.True(move < TooMany, $"It does not end. {Pending}");
            await _changes.UntilAsync(() => task.IsCompleted || Next(passes) is not null, () => Pending).ConfigureAwait(false);
            if (task.IsCompleted)
            {
                return;
            }

            Move(passes, atLeast);
        }
    }

    private Task UntilAsync(Func<Wait, bool> isMeant) => _changes.UntilAsync(() => Next(isMeant) is not null, () => Pending);

    /// <summary>The end of the first matching wait, or null when there is none.</summary>
    private DateTimeOffset? Next(Func<Wait, bool> isMeant)
    {
        lock (_pending)
        {
            return _pending.Where(isMeant).Min(static wait => (DateTimeOffset?)wait.Due);
        }
    }

    /// <summary>
    /// Moves to the end of the first matching wait. Stops at the end of every other wait in between, so that each waiter sees the time it
    /// waited for.
    /// </summary>
    private void Move(Func<Wait, bool> isMeant, TimeSpan atLeast)
    {
        if (Next(isMeant) is not { } end)
        {
            return;
        }

        end = end - Now < atLeast ? Now + atLeast : end;
        while (Next(wait => wait.Due > Now && wait.Due < end) is { } between)
        {
            SetUtcNow(between);
        }

        if (end > Now)
        {
            SetUtcNow(end);
        }
    }

    // The framework's name for the promise of Task.Delay; that of Task.WaitAsync has another type.
    private static bool IsPause(object? state) => state?.GetType().Name.StartsWith("DelayPromise", StringComparison.Ordinal) == true;

    private sealed class Wait(TestClock clock, bool isPause) : ITimer
    {
        private TimeSpan _period;

        internal ITimer Timer { get; set; } = null!;

        internal bool IsPause => isPause;

        internal TimeSpan Length { get; private set; }

        internal DateTimeOffset Due { get; private set; }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (clock._pending)
            {
                _ = clock._pending.Remove(this);
                if (dueTime > TimeSpan.Zero)
                {
                    (Length, Due, _period) = (dueTime, clock.Now + dueTime, period);
                    clock._pending.Add(this);
                }
            }

            // Outside the lock, because callbacks that are due run in here.
            bool isChanged = Timer.Change(dueTime, period);
            clock._changes.Tell();
            return isChanged;
        }

        public void Dispose()
        {
            Remove();
            Timer.Dispose();
        }

        public ValueTask DisposeAsync()
        {
            Remove();
            return Timer.DisposeAsync();
        }

        internal void Fire()
        {
            lock (clock._pending)
            {
                if (_period > TimeSpan.Zero)
                {
                    Due += _period;
                    return;
                }

                _ = clock._pending.Remove(this);
            }

            clock._changes.Tell();
        }

        private void Remove()
        {
            lock (clock._pending)
            {
                _ = clock._pending.Remove(this);
            }

            clock._changes.Tell();
        }
    }
}
