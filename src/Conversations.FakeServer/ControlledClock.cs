using System.Diagnostics;
using Microsoft.Extensions.Time.Testing;

namespace Conversations.FakeServer;

/// <summary>The fake's clock. It stands still until it is moved, or it follows real time.</summary>
internal sealed class ControlledClock : IAsyncDisposable
{
    private static readonly TimeSpan Beat = TimeSpan.FromMilliseconds(10);

    private readonly SettableTime _time;
    private readonly CancellationTokenSource _stopping = new();
    private readonly Task _running;

    /// <param name="frozenAt">The time at which it stands still. Null: it starts now and runs.</param>
    public ControlledClock(DateTimeOffset? frozenAt)
    {
        _time = new SettableTime(frozenAt ?? TimeProvider.System.GetUtcNow());
        _running = frozenAt is null ? RunAsync(_stopping.Token) : Task.CompletedTask;
    }

    public TimeProvider TimeProvider => _time;

    /// <summary>Moves the clock forwards. Everything that becomes due runs before this returns.</summary>
    public void Advance(TimeSpan time) => _time.Advance(time);

    /// <summary>
    /// Sets the clock. Forwards, everything that becomes due runs before this returns. Backwards, running waits keep their length.
    /// </summary>
    public void Set(DateTimeOffset instant)
    {
        if (instant < _time.GetUtcNow())
        {
            _time.SetBack(instant);
        }
        else
        {
            _time.SetUtcNow(instant);
        }
    }

    /// <summary>Ends the clock of a fake that was replaced. Nobody waits for its last beat.</summary>
    public void Stop() => _stopping.Cancel();

    public async ValueTask DisposeAsync()
    {
        Stop();
        await _running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stopping.Dispose();
    }

    private async Task RunAsync(CancellationToken cancellationToken)
    {
        using var beat = new PeriodicTimer(Beat);
        long last = Stopwatch.GetTimestamp();
        while (await beat.WaitForNextTickAsync(cancellationToken))
        {
            long now = Stopwatch.GetTimestamp();
            _time.Advance(Stopwatch.GetElapsedTime(last, now));
            last = now;
        }
    }

    /// <summary>Behaves like a machine's clock: setting it back does not change the measured elapsed time.</summary>
    private sealed class SettableTime(DateTimeOffset start) : FakeTimeProvider(start)
    {
        private long _setBackTicks;

        public override long GetTimestamp() => base.GetTimestamp() + Interlocked.Read(ref _setBackTicks);

        public void SetBack(DateTimeOffset instant)
        {
            _ = Interlocked.Add(ref _setBackTicks, (GetUtcNow() - instant).Ticks);
            AdjustTime(instant);
        }
    }
}
