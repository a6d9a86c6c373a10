using Microsoft.Extensions.Time.Testing;

namespace Conversations.Client.Tests.Budgets;

/// <summary>A clock that counts what is done with it, and lets something happen between two steps of somebody who reads it.</summary>
internal sealed class WatchedClock : FakeTimeProvider
{
    private int _live;

    /// <summary>How many timers were made and not disposed.</summary>
    public int Live => _live;

    /// <summary>How often a timer was wound.</summary>
    public int Wound { get; private set; }

    /// <summary>How often its time was read.</summary>
    public int Reads { get; private set; }

    /// <summary>Whether the last timer keeps the context of who made it.</summary>
    public bool KeepsContext { get; private set; }

    /// <summary>What happens once, before its time is read the next time.</summary>
    public Action? Meanwhile { get; set; }

    public override long GetTimestamp()
    {
        Reads++;
        (Action? meanwhile, Meanwhile) = (Meanwhile, null);
        meanwhile?.Invoke();
        return base.GetTimestamp();
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        KeepsContext = ExecutionContext.Capture() is not null;
        _live++;
        return new Watched(this, base.CreateTimer(callback, state, dueTime, period));
    }

    private sealed class Watched(WatchedClock clock, ITimer timer) : ITimer
    {
        private int _isDisposed;

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            clock.Wound++;
            return timer.Change(dueTime, period);
        }

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _isDisposed, 1) == 0)
            {
                Interlocked.Decrement(ref clock._live);
            }

            timer.Dispose();
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return default;
        }
    }
}
