using System.Threading.RateLimiting;
using StackExchange.Redis;

namespace Conversations.Client.Redis;

/// <summary>Lets the budgets of several processes count together, over Redis.</summary>
public static class RedisBudget
{
    /// <summary>
    /// The limiters to put beneath a budget, as <see cref="BudgetOptions.CreateLimiter"/>. Budgets of one name on one Redis count together,
    /// whatever process they are in. They must have the same windows and margin.
    /// </summary>
    /// <remarks>
    /// Redis keeps the times and its clock counts, so that the clocks of the machines do not matter. Each call asks once, and hears at once
    /// how long it has to wait, so that nobody polls and those who wait go in the order in which they asked. A process that dies leaves
    /// behind the places for which its calls waited, and nothing else. While Redis does not answer, each process counts by itself, and
    /// learns from the service's 429.
    /// </remarks>
    /// <param name="redis">The connection, which is shared and not disposed. Redis 5 or newer; a cluster too.</param>
    /// <param name="options">The options.</param>
    /// <returns>What makes the limiter of a class.</returns>
    /// <exception cref="ArgumentException">An option is wrong.</exception>
    public static Func<BudgetLimit, RateLimiter> Over(IConnectionMultiplexer redis, RedisBudgetOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(redis);
        RedisBudgetOptions copy = (options ?? new()).Checked(nameof(options));
        return limit => new RedisLimiter(limit, new ReservationScript(redis, copy, limit), copy);
    }
}
