namespace Conversations.Client;

/// <summary>One limit of a class: how many calls there may be within any time of this length.</summary>
/// <param name="limit">The number of calls; 1 or more.</param>
/// <param name="length">The length of the window; more than zero, and with the margin of the budget 49 days at most.</param>
public sealed class LimitWindow(int limit, TimeSpan length)
{
    /// <summary>The number of calls.</summary>
    public int Limit => limit;

    /// <summary>The length of the window.</summary>
    public TimeSpan Length => length;
}
