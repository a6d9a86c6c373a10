using System.Threading.RateLimiting;

namespace Conversations.Client;

/// <summary>The options of a <see cref="ConversationsBudget"/>. Changes after it was made have no effect.</summary>
public sealed class BudgetOptions
{
    /// <summary>
    /// How long a call may wait for its budget. A call that would have to wait longer is not sent, and fails at once with a
    /// <see cref="ConversationsRateLimitException"/> that says how long.
    /// </summary>
    /// <value>1 minute by default; zero to never wait, or <see cref="Timeout.InfiniteTimeSpan"/> for no limit.</value>
    public TimeSpan MaxWait { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>
    /// What is added to the length of each window. The service counts when a call arrives, and not when it was let go, so that two calls
    /// can arrive closer together than they left.
    /// </summary>
    /// <value>500 milliseconds by default; zero or more, a day at most. See <c>docs/limits.md</c> for what was measured.</value>
    public TimeSpan Margin { get; set; } = TimeSpan.FromMilliseconds(500);

    /// <summary>
    /// The limits of the service where they are not those of PostHog Cloud, as on your own installation. A class with an empty list is not
    /// limited.
    /// </summary>
    /// <value>Empty by default: the limits that <see cref="LimitClass"/> names.</value>
    public IDictionary<LimitClass, IReadOnlyList<LimitWindow>> Windows { get; } = new Dictionary<LimitClass, IReadOnlyList<LimitWindow>>();

    /// <summary>
    /// Makes the limiter of a class, when the first call needs it, such as one that several processes share. The budget asks it for one
    /// permit before each sending, holds that until there is a response, and disposes the limiter. If it is an
    /// <see cref="IClosableLimiter"/>, it hears what the service refused.
    /// </summary>
    /// <value><see langword="null"/> by default: an exact count in this process. A budget with limiters of its own needs a name.</value>
    public Func<BudgetLimit, RateLimiter>? CreateLimiter { get; set; }

    /// <summary>The clock of the budget's counts and waits.</summary>
    /// <value><see langword="null"/> by default: that of the first client that uses the budget.</value>
    public TimeProvider? TimeProvider { get; set; }
}
