using System.Diagnostics;
using Microsoft.Extensions.Time.Testing;

namespace Conversations.FakeServer;

/// <summary>The fake's clock: it stands still until it is moved, or is moved along with the real time.</summary>
internal sealed class ControlledClock : IAsyncDisposable
{
    private static readonly TimeSpan Beat = TimeSpan.FromMilliseconds(10);

    private readonly SettableTime _time;
    private readonly CancellationTokenSource _stopping = new();
    private readonly Task _running;

    /// <param name="frozenAt">Where it stands still; null: it starts now and runs.</param>
    public ControlledClock(DateTimeOffset? frozenAt)
    {
        _time = new SettableTime(frozenAt ?? TimeProvider.System.GetUtcNow());
        _running = frozenAt is null ? RunAsync(_stopping.Token) : Task.CompletedTask;
    }

    public TimeProvider TimeProvider => _time;

    /// <summary>Moves the clock on; what is due by then runs before this returns.</summary>
    public void Advance(TimeSpan time) => _time.Advance(time);

    /// <summary>
    /// Sets the clock. Forwards, what is due by then runs before this returns; backwards, running waits keep their length.
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

    /// <summary>Ends the clock of a fake that was put away; its last beat is nobody's to wait for.</summary>
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

    /// <summary>As a machine's clock: setting it back leaves alone what measures how much time has gone by.</summary>
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
