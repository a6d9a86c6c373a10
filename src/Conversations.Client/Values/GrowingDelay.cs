namespace Conversations.Client.Values;

/// <summary>
/// Waits that double with each attempt, up to a limit. Half of each is random, so that many clients do not come back at once.
/// </summary>
/// <param name="First">The wait before the first repetition.</param>
/// <param name="Longest">The longest wait.</param>
internal sealed record GrowingDelay(TimeSpan First, TimeSpan Longest)
{
    /// <summary>Returns a random number from 0 to 1.</summary>
#pragma warning disable RS0030 // The only use of the shared random numbers; tests set others.
    public static Func<double> RandomShare { get; } = Random.Shared.NextDouble;
#pragma warning restore RS0030

    /// <summary>The wait before a repetition.</summary>
    /// <param name="repetition">0 for the first repetition.</param>
    /// <param name="share">A number from 0 to 1: 0 gives half of the wait, 1 all of it.</param>
    public TimeSpan Before(int repetition, double share)
    {
        double whole = Math.Min(First.Ticks * Math.Pow(2, repetition), Longest.Ticks);
        return TimeSpan.FromTicks((long)(whole * (0.5 + (share / 2))));
    }
}
