using System.Threading.RateLimiting;

namespace Conversations.Client.Budgets;

/// <summary>
/// Owns the limiter of one class. For a limiter of the application that knows neither the longest wait nor what the service refused, it
/// keeps both.
/// </summary>
internal sealed class ClassLimiter(RateLimiter limiter, BudgetLimit limit) : IDisposable
{
    private readonly object _gate = new();
    private readonly CancellationTokenSource _disposing = new();
    private readonly long _origin = limit.TimeProvider.GetTimestamp();
    private readonly TimeSpan _longest = limit.Windows.Select(static window => window.Length).DefaultIfEmpty(TimeSpan.Zero).Max();
    private TimeSpan _closedUntil;
    private int _taken;

    /// <summary>Whether nothing is lost if the limiter is.</summary>
    // First whether somebody has it, because who gives it back has used it by then.
    public bool IsUnused => Volatile.Read(ref _taken) == 0 && limiter is SlidingLogLimiter { IsUnused: true };

    /// <summary>Keeps the limiter from being forgotten until it is given back.</summary>
    public void Take() => Interlocked.Increment(ref _taken);

    /// <summary>Ends what <see cref="Take"/> began.</summary>
    public void GiveBack() => Interlocked.Decrement(ref _taken);

    /// <summary>How full the class is.</summary>
    public BudgetStatistics Describe()
    {
        if (limiter is SlidingLogLimiter own)
        {
            return own.Describe();
        }

        RateLimiterStatistics? statistics = limiter.GetStatistics();
        TimeSpan closed = Closed();
        return new()
        {
            Used = closed > TimeSpan.Zero || statistics is { CurrentAvailablePermits: <= 0 } or { CurrentQueuedCount: > 0 } ? 1 : null,
            Waiting = (int)Math.Min(statistics?.CurrentQueuedCount ?? 0, int.MaxValue),
            ExpectedWait = closed,
        };
    }

    /// <summary>Waits for a permit. The lease says whether there is one, and after which time there is.</summary>
    public ValueTask<RateLimitLease> AcquireAsync(CancellationToken cancellationToken) =>
        limit.Windows.Count == 0 ? new(BudgetLease.Granted)
        : limiter is IClosableLimiter ? limiter.AcquireAsync(1, cancellationToken)
        : AcquireOfOthersAsync(cancellationToken);

    /// <summary>Lets no call go for a time, because the service refused one.</summary>
    public ValueTask CloseAsync(TimeSpan time, CancellationToken cancellationToken)
    {
        time = Times.Shorter(time, _longest);
        if (limiter is IClosableLimiter closable)
        {
            return closable.CloseAsync(time, cancellationToken);
        }

        lock (_gate)
        {
            _closedUntil = Times.Longer(_closedUntil, Now() + time);
        }

        return default;
    }

    public void Dispose()
    {
        // First, so that a call that gets no permit because of it knows why.
        _disposing.Cancel();
        limiter.Dispose();
    }

    private async ValueTask<RateLimitLease> AcquireOfOthersAsync(CancellationToken cancellationToken)
    {
        TimeSpan began = Now();
        using var both = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _disposing.Token);
        RateLimitLease? lease = null;
        try
        {
            if (await WaitWhileClosedAsync(began, both.Token).ConfigureAwait(false) is { } refused)
            {
                return refused;
            }

            lease = await AcquireWithinMaxWaitAsync(began, both.Token).ConfigureAwait(false);
            if (!lease.IsAcquired)
            {
                // Limiters end those who wait with a refusal when they are disposed.
                both.Token.ThrowIfCancellationRequested();
                return lease;
            }

            // The class may have been closed while the call waited in the limiter.
            if (await WaitWhileClosedAsync(began, both.Token).ConfigureAwait(false) is { } tooLong)
            {
                lease.Dispose();
                return tooLong;
            }

            return lease;
        }
        catch (OperationCanceledException canceled)
        {
            lease?.Dispose();
            throw _disposing.IsCancellationRequested && !cancellationToken.IsCancellationRequested
                ? new ObjectDisposedException("The budget was disposed while a call waited for it.", canceled)
                : new OperationCanceledException(canceled.Message, canceled, cancellationToken);
        }
    }

    /// <summary>Waits until the class is open. Returns the refusal of a call that would wait too long.</summary>
    private async ValueTask<RateLimitLease?> WaitWhileClosedAsync(TimeSpan began, CancellationToken cancellationToken)
    {
        while (Closed() is var closed && closed > TimeSpan.Zero)
        {
            if (limit.MaxWait != Timeout.InfiniteTimeSpan && Now() - began + closed > limit.MaxWait)
            {
                return BudgetLease.Refused(closed);
            }

            await Task.Delay(closed, limit.TimeProvider, cancellationToken).ConfigureAwait(false);
        }

        return null;
    }

    private async ValueTask<RateLimitLease> AcquireWithinMaxWaitAsync(TimeSpan began, CancellationToken cancellationToken)
    {
        TimeSpan left = limit.MaxWait - (Now() - began);
        if (limit.MaxWait == Timeout.InfiniteTimeSpan || left > BudgetSettings.LongestTimer)
        {
            return await limiter.AcquireAsync(1, cancellationToken).ConfigureAwait(false);
        }

        if (limiter.AttemptAcquire(1) is { IsAcquired: true } free)
        {
            return free;
        }

        using var timer = new CancellationTokenSource(Times.Longer(left, TimeSpan.Zero), limit.TimeProvider);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timer.Token);
        try
        {
            return await limiter.AcquireAsync(1, both.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (timer.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            return BudgetLease.Refused(retryAfter: null);
        }
    }

    private TimeSpan Now() => limit.TimeProvider.GetElapsedTime(_origin);

    private TimeSpan Closed()
    {
        lock (_gate)
        {
            return Times.Longer(_closedUntil - Now(), TimeSpan.Zero);
        }
    }
}
