using Conversations.Client;

namespace Conversations.Fleet;

/// <summary>What one run does.</summary>
/// <param name="Scale">How long windows are, as a share of the service's.</param>
/// <param name="Length">How long it runs.</param>
/// <param name="Margin">The budgets' margin.</param>
/// <param name="Limiter"><c>reservation</c> or <c>redisratelimiting</c>.</param>
internal sealed record FleetSettings(double Scale, TimeSpan Length, TimeSpan Margin, string Limiter)
{
    /// <summary>How many callers of each process never rest.</summary>
    public static int CallersOf(LimitClass limitClass) => limitClass == LimitClass.Calls ? 4 : 2;

    /// <summary>The windows of a class.</summary>
    public IReadOnlyList<LimitWindow> WindowsOf(LimitClass limitClass) => limitClass switch
    {
        LimitClass.Calls => [Window(480, 60), Window(4800, 3600)],
        LimitClass.Mail => [Window(10, 60), Window(60, 3600)],
        LimitClass.Turns => [Window(10, 60), Window(100, 86400)],
        _ => [Window(3, 60), Window(10, 86400)],
    };

    private LimitWindow Window(int limit, double seconds) => new(limit, TimeSpan.FromSeconds(seconds * Scale));
}
