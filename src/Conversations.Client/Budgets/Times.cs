namespace Conversations.Client.Budgets;

/// <summary>Compares times.</summary>
internal static class Times
{
    /// <summary>The longer of two times, or the later of two moments.</summary>
    public static TimeSpan Longer(TimeSpan one, TimeSpan other) => TimeSpan.FromTicks(Math.Max(one.Ticks, other.Ticks));

    /// <summary>The shorter of two times.</summary>
    public static TimeSpan Shorter(TimeSpan one, TimeSpan other) => TimeSpan.FromTicks(Math.Min(one.Ticks, other.Ticks));
}
