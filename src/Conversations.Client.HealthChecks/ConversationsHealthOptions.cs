namespace Conversations.Client.HealthChecks;

/// <summary>When a client counts as degraded or unhealthy.</summary>
public sealed class ConversationsHealthOptions
{
    /// <summary>How long back the check looks.</summary>
    /// <value>5 minutes by default; more than zero.</value>
    public TimeSpan Window { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>
    /// Which share of the calls must have failed for the client to be unhealthy. A call failed if it got no answer, a 401 or a status
    /// from 500 on; other refusals are answers, and calls that the application cancelled do not count.
    /// </summary>
    /// <value>0.5 by default; more than 0, at most 1.</value>
    public double FailedShare { get; set; } = 0.5;

    /// <summary>How many calls there must have been before their share is judged.</summary>
    /// <value>5 by default; 1 or more.</value>
    public int MinCalls { get; set; } = 5;

    /// <summary>How many times streams may have joined their turns again before the client is degraded.</summary>
    /// <value>5 by default; 0 or more.</value>
    public int MaxReconnects { get; set; } = 5;

    /// <summary>
    /// How long a call may have waited for the budget, or would wait that came now, before the client is degraded.
    /// </summary>
    /// <value>10 seconds by default; zero or more.</value>
    public TimeSpan MaxBudgetWait { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// How often the check may ask the service itself, while the application does not: by the count of unread tickets, the cheapest read,
    /// which needs <c>ticket:read</c> and counts as one call of the 480 a minute.
    /// </summary>
    /// <value><see langword="null"/> by default: the check sends nothing. Otherwise more than zero.</value>
    public TimeSpan? ProbeInterval { get; set; }

    /// <summary>Every mistake, with what to write instead.</summary>
    internal IEnumerable<string> Mistakes()
    {
        if (Window <= TimeSpan.Zero)
        {
            yield return "Window is not a time to look back: set more than zero.";
        }

        if (FailedShare is not (> 0 and <= 1))
        {
            yield return "FailedShare is no share: set more than 0, at most 1.";
        }

        if (MinCalls < 1)
        {
            yield return "MinCalls is no number of calls: set 1 or more.";
        }

        if (MaxReconnects < 0)
        {
            yield return "MaxReconnects is negative: set 0 or more.";
        }

        if (MaxBudgetWait < TimeSpan.Zero)
        {
            yield return "MaxBudgetWait is negative: set zero or more.";
        }

        if (ProbeInterval <= TimeSpan.Zero)
        {
            yield return "ProbeInterval is not a time to wait: set more than zero, or null to send nothing.";
        }
    }
}
