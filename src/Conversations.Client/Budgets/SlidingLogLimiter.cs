using System.Threading.RateLimiting;

namespace Conversations.Client.Budgets;

/// <summary>
/// Keeps all windows of a class in one process, exactly. Owns the log of what was let go, those who wait in the order of their arrival,
/// and one timer for the first of them.
/// </summary>
internal sealed class SlidingLogLimiter : RateLimiter, IClosableLimiter
{
    private readonly object _gate = new();
    private readonly SlidingLog _log;
    private readonly LinkedList<BudgetWaiter> _waiters = new();
    private readonly TimeProvider _timeProvider;
    private readonly TimeSpan _maxWait;
    private readonly long _origin;
    private readonly ITimer _timer;
    private TimeSpan _closedUntil;
    private long _granted;
    private long _refused;
    private bool _isDisposed;

    public SlidingLogLimiter(BudgetLimit limit)
    {
        _log = new(limit.Windows, limit.Margin);
        _timeProvider = limit.TimeProvider;
        _maxWait = limit.MaxWait == Timeout.InfiniteTimeSpan ? TimeSpan.MaxValue : limit.MaxWait;
        _origin = _timeProvider.GetTimestamp();
        // The timer belongs to the budget and not to the call that needs it first.
        using (ExecutionContext.IsFlowSuppressed() ? default : ExecutionContext.SuppressFlow())
        {
            _timer = _timeProvider.CreateTimer(
                static limiter => ((SlidingLogLimiter)limiter!).LetGo(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }
    }

    public override TimeSpan? IdleDuration => null;

    /// <summary>Whether nothing waits and no window has a sending, so that nothing is lost if the limiter is.</summary>
    public bool IsUnused
    {
        get
        {
            lock (_gate)
            {
                TimeSpan now = Now();
                return _waiters.Count == 0 && _closedUntil <= now && _log.Fullest(now).Used == 0;
            }
        }
    }

    /// <summary>How full the class is.</summary>
    public BudgetStatistics Describe()
    {
        lock (_gate)
        {
            TimeSpan now = Now();
            return new() { Used = _log.Fullest(now).Used, Waiting = _waiters.Count, ExpectedWait = NextFree(now) - now };
        }
    }

    public override RateLimiterStatistics GetStatistics()
    {
        lock (_gate)
        {
            TimeSpan now = Now();
            return new()
            {
                CurrentAvailablePermits = _closedUntil > now ? 0 : _log.Fullest(now).Left,
                CurrentQueuedCount = _waiters.Count,
                TotalSuccessfulLeases = _granted,
                TotalFailedLeases = _refused,
            };
        }
    }

    public ValueTask CloseAsync(TimeSpan time, CancellationToken cancellationToken = default)
    {
        lock (_gate)
        {
            TimeSpan now = Now();
            TimeSpan until = now + time;
            if (until > _closedUntil)
            {
                _closedUntil = until;
                RefuseWhoWouldWaitTooLong(now);
            }
        }

        return default;
    }

    protected override RateLimitLease AttemptAcquireCore(int permitCount)
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, typeof(ConversationsBudget));
            TimeSpan now = Now();
            return Enter(permitCount, now) ?? Refuse(NextFree(now) - now);
        }
    }

    protected override ValueTask<RateLimitLease> AcquireAsyncCore(int permitCount, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, typeof(ConversationsBudget));
            TimeSpan now = Now();
            if (Enter(permitCount, now) is { } granted)
            {
                return new(granted);
            }

            TimeSpan free = NextFree(now);
            if (free - now > _maxWait)
            {
                return new(Refuse(free - now));
            }

            var waiter = new BudgetWaiter(Cancel, now);
            _log.Plan(free);
            _waiters.AddLast(waiter.Node);
            if (_waiters.Count == 1)
            {
                Arm(free - now);
            }

            waiter.Watch(cancellationToken);
            return new(waiter.Task);
        }
    }

    protected override void Dispose(bool disposing)
    {
        lock (_gate)
        {
            _isDisposed = true;
            _timer.Dispose();
            _log.ForgetPlans();
            while (_waiters.First is { } first)
            {
                Leave(first.Value).Disposed();
            }
        }

        base.Dispose(disposing);
    }

    private TimeSpan Now() => _timeProvider.GetElapsedTime(_origin);

    /// <summary>A permit, if nobody waits and no window is full.</summary>
    private BudgetLease? Enter(int permitCount, TimeSpan now)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(permitCount, 1);
        if (_waiters.Count > 0 || _log.Next(Earliest(now)) > now)
        {
            return null;
        }

        if (permitCount > 0)
        {
            Send(now);
        }

        return BudgetLease.Granted;
    }

    private void Send(TimeSpan now)
    {
        _log.Sent(now);
        _granted++;
    }

    private BudgetLease Refuse(TimeSpan wait)
    {
        _refused++;
        return BudgetLease.Refused(wait);
    }

    private TimeSpan Earliest(TimeSpan now) => Times.Longer(_closedUntil, now);

    /// <summary>The time of a sending behind all that wait. Plans anew what they wait for, if that is not known any more.</summary>
    private TimeSpan NextFree(TimeSpan now)
    {
        // Either all of them are planned for, or nobody is.
        for (int index = _log.Planned; index < _waiters.Count; index++)
        {
            _log.Plan(_log.Next(Earliest(now)));
        }

        return _log.Next(Earliest(now));
    }

    /// <summary>Lets everybody go whose time has come, and waits for the next one.</summary>
    private void LetGo()
    {
        lock (_gate)
        {
            _log.ForgetPlans();
            TimeSpan now = Now();
            while (_waiters.First is { } first)
            {
                TimeSpan free = _log.Next(Earliest(now));
                if (free > now)
                {
                    // A timer may fire a little early.
                    Arm(free - now);
                    return;
                }

                Send(now);
                Leave(first.Value).Answered(BudgetLease.Granted);
            }
        }
    }

    private void RefuseWhoWouldWaitTooLong(TimeSpan now)
    {
        _log.ForgetPlans();
        LinkedListNode<BudgetWaiter>? next = _waiters.First;
        while (next is { Value: var waiter })
        {
            next = next.Next;
            TimeSpan free = _log.Next(Earliest(now));
            if (free - waiter.Since > _maxWait)
            {
                Leave(waiter).Answered(Refuse(free - now));
            }
            else
            {
                _log.Plan(free);
            }
        }
    }

    /// <summary>Timers count in whole milliseconds, and must not fire before the time.</summary>
    private void Arm(TimeSpan wait) =>
        _timer.Change(TimeSpan.FromMilliseconds(Math.Ceiling(wait.TotalMilliseconds)), Timeout.InfiniteTimeSpan);

    /// <summary>Takes a waiter out. The times of those behind it must be planned anew.</summary>
    private BudgetWaiter Leave(BudgetWaiter waiter)
    {
        _waiters.Remove(waiter.Node);
        return waiter;
    }

    private void Cancel(BudgetWaiter waiter, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (waiter.Node.List is not null)
            {
                _log.ForgetPlans();
                Leave(waiter).Canceled(cancellationToken);
            }
        }
    }
}
