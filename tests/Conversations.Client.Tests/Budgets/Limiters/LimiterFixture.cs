using System.Threading.RateLimiting;
using Conversations.Client.Budgets;

namespace Conversations.Client.Tests.Budgets.Limiters;

/// <summary>What the tests of a limiter share: a clock, and limiters on it.</summary>
public abstract class LimiterFixture
{
    protected static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private protected WatchedClock Clock { get; } = new();

    protected static BudgetLimit Limit(LimitWindow[] windows, TimeSpan margin, TimeSpan maxWait, TimeProvider clock) => new(
        "test", LimitClass.Turns, new(new() { Margin = margin, MaxWait = maxWait, Windows = { [LimitClass.Turns] = windows } }), clock);

    protected static TimeSpan? RetryAfter(RateLimitLease lease) =>
        lease.TryGetMetadata(MetadataName.RetryAfter, out TimeSpan wait) ? wait : null;

    private protected SlidingLogLimiter Create(LimitWindow[] windows, TimeSpan margin = default, TimeSpan? maxWait = null) =>
        new(Limit(windows, margin, maxWait ?? TimeSpan.FromDays(2), Clock));
}
