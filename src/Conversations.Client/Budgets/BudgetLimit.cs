using System.Threading.RateLimiting;
using Conversations.Client.Budgets;

namespace Conversations.Client;

/// <summary>What one limiter beneath a budget has to keep: the limits of one class under one name.</summary>
public sealed class BudgetLimit
{
    internal BudgetLimit(string name, LimitClass limitClass, BudgetSettings settings, TimeProvider timeProvider)
    {
        Name = name;
        LimitClass = limitClass;
        Windows = settings.WindowsOf(limitClass);
        Margin = settings.Margin;
        MaxWait = settings.MaxWait;
        TimeProvider = timeProvider;
    }

    /// <summary>The name of the budget. Budgets of one name count together.</summary>
    public string Name { get; }

    /// <summary>The class.</summary>
    public LimitClass LimitClass { get; }

    /// <summary>The limits, all of which count at once. Empty for a class that is not limited.</summary>
    public IReadOnlyList<LimitWindow> Windows { get; }

    /// <summary>What to add to the length of each window.</summary>
    public TimeSpan Margin { get; }

    /// <summary>How long a permit may be waited for, or <see cref="Timeout.InfiniteTimeSpan"/>.</summary>
    public TimeSpan MaxWait { get; }

    /// <summary>The clock for waits.</summary>
    public TimeProvider TimeProvider { get; }

    /// <summary>
    /// Creates the limiter that a budget has by itself: an exact count in this process, with waits in the order of arrival. It is an
    /// <see cref="IClosableLimiter"/>.
    /// </summary>
    /// <returns>The limiter, which the caller disposes.</returns>
    public RateLimiter CreateLocal() => new SlidingLogLimiter(this);
}
