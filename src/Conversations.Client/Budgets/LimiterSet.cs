namespace Conversations.Client.Budgets;

/// <summary>Owns the limiters of one name or one credential: one for each class, made when the first call needs it.</summary>
internal sealed class LimiterSet(string name, BudgetSettings settings, BudgetLimiterFactory factory, TimeProvider timeProvider)
    : IDisposable
{
    private readonly object _gate = new();
    private readonly ClassLimiter?[] _limiters = new ClassLimiter?[LimitClassTable.All.Count];

    public bool IsUnused
    {
        get
        {
            lock (_gate)
            {
                return _limiters.All(static limiter => limiter is null or { IsUnused: true });
            }
        }
    }

    public ClassLimiter Of(LimitClass limitClass)
    {
        lock (_gate)
        {
            return _limiters[(int)limitClass] ??= Create(new(name, limitClass, settings, timeProvider));
        }
    }

    /// <summary>How full a class is; null if no call has needed it yet.</summary>
    public BudgetStatistics? Describe(LimitClass limitClass)
    {
        lock (_gate)
        {
            return _limiters[(int)limitClass]?.Describe();
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            foreach (ClassLimiter? limiter in _limiters)
            {
                limiter?.Dispose();
            }
        }
    }

    private ClassLimiter Create(BudgetLimit limit)
    {
        // A timer that a limiter of the application makes is for all callers, and not a part of the call that needs it first.
        using (ExecutionContext.IsFlowSuppressed() ? default : ExecutionContext.SuppressFlow())
        {
            return new(
                factory(limit) ?? throw new InvalidOperationException("BudgetOptions.CreateLimiter returned null. Return a limiter, such as that of BudgetLimit.CreateLocal."),
                limit);
        }
    }
}

/// <summary>Makes the limiter of a class.</summary>
internal delegate System.Threading.RateLimiting.RateLimiter? BudgetLimiterFactory(BudgetLimit limit);
