namespace Conversations.Client;

/// <summary>
/// A limiter that is made for a budget: it can hear that the service refused a call, and then lets no other go for a time; and it keeps
/// <see cref="BudgetLimit.MaxWait"/> itself. For any other limiter the budget does both, in its own process.
/// </summary>
public interface IClosableLimiter
{
    /// <summary>Gives no permit for a time. A shorter time than is left of an earlier one changes nothing.</summary>
    /// <param name="time">How long; at most the longest window of the class.</param>
    /// <param name="cancellationToken">Cancels what has to be sent for it.</param>
    /// <returns>A task that completes when it is closed.</returns>
    ValueTask CloseAsync(TimeSpan time, CancellationToken cancellationToken = default);
}
