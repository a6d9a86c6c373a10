namespace Conversations.Client;

/// <summary>How full a class of a budget is.</summary>
public sealed class BudgetStatistics
{
    /// <summary>How much of the fullest window is used.</summary>
    /// <value>From 0 to 1; <see langword="null"/> if the limiter beneath the budget does not tell.</value>
    public double? Used { get; init; }

    /// <summary>How many calls of this process wait.</summary>
    public int Waiting { get; init; }

    /// <summary>How long a call would wait that came now.</summary>
    /// <value>Zero also if the limiter beneath the budget does not tell.</value>
    public TimeSpan ExpectedWait { get; init; }
}
