using System.Globalization;
using Conversations.Client;
using Conversations.Client.Testing;

namespace Conversations.Fleet;

/// <summary>What arrived of one class, and how that compares with its limits.</summary>
internal sealed class ClassArrivals(
    LimitClass limitClass,
    IReadOnlyList<LimitWindow> windows,
    TimeSpan margin,
    IReadOnlyList<RecordedRequest> arrived,
    DateTimeOffset killed,
    DateTimeOffset ended)
{
    private readonly TimeSpan[] _times = [.. arrived.Select(request => request.At - arrived[0].At)];

    public LimitClass Class => limitClass;

    public int Sent => arrived.Count;

    public int Refused => arrived.Count(static request => request.Status == 429);

    /// <summary>What each of the three sent while all lived.</summary>
    public IReadOnlyList<int> SharesBefore { get; } = Shares(arrived.Where(request => request.At < killed), [0, 1, 2]);

    /// <summary>What the two sent that lived on.</summary>
    public IReadOnlyList<int> SharesAfter { get; } = Shares(arrived.Where(request => request.At >= killed), [1, 2]);

    /// <summary>The most that arrived within any time of a window's length.</summary>
    public IEnumerable<(int Most, int Limit)> Fullest()
    {
        foreach (LimitWindow window in windows)
        {
            (int first, int most) = (0, 0);
            for (int last = 0; last < _times.Length; last++)
            {
                while (_times[last] - _times[first] >= window.Length)
                {
                    first++;
                }

                most = Math.Max(most, last - first + 1);
            }

            yield return (most, window.Limit);
        }
    }

    /// <summary>
    /// The worse of two: how many were sent of those that the budget may send, and how fast beside somebody who sends each call in the very
    /// moment in which the service allows it.
    /// </summary>
    public double Used()
    {
        int possible = Times(margin).TakeWhile(time => time <= ended - arrived[0].At).Count();
        TimeSpan best = Times(TimeSpan.Zero).ElementAt(Sent - 1);
        return Math.Min((double)Sent / possible, best == TimeSpan.Zero ? 1 : best / _times[^1]);
    }

    public IEnumerable<string> Broken()
    {
        foreach ((int most, int limit) in Fullest().Where(static window => window.Most > window.Limit))
        {
            yield return $"{limitClass}: {most} arrived in a window that allows {limit}.";
        }

        if (Refused > 0)
        {
            yield return $"{limitClass}: {Refused} were answered with 429.";
        }

        // The places that the killed process had reserved are a fifth of what research allows in a day.
        if (limitClass != LimitClass.Research && Used() < 0.93)
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"{limitClass}: only {Used() * 100:F1} % was used.");
        }

        foreach (IReadOnlyList<int> shares in new[] { SharesBefore, SharesAfter }.Where(shares => !AreEven(shares)))
        {
            yield return $"{limitClass}: the shares {string.Join(" : ", shares)} are not even.";
        }
    }

    /// <summary>
    /// Within a fifth of what is even, where there are hundreds. Where a window has a place for each caller, each that waits has one, and
    /// who asks first gets the rest: no process may have fewer than its callers' places. Where it has fewer places than callers, shares of
    /// one run say only who came first.
    /// </summary>
    private bool AreEven(IReadOnlyList<int> shares)
    {
        if (shares.Average() >= 100)
        {
            return shares.All(share => Math.Abs(share - shares.Average()) <= 0.2 * shares.Average());
        }

        (int limit, int callers) = (windows[0].Limit, FleetSettings.CallersOf(limitClass));
        return limit < callers * shares.Count || shares.All(share => share >= shares.Sum() / limit * callers);
    }

    private static IReadOnlyList<int> Shares(IEnumerable<RecordedRequest> requests, int[] workers)
    {
        ILookup<string, RecordedRequest> byAgent = requests.ToLookup(static request => request.Headers["User-Agent"]);
        return [.. workers.Select(worker => byAgent
            .Where(agent => agent.Key.EndsWith($"worker-{worker}", StringComparison.Ordinal))
            .Sum(static agent => agent.Count()))];
    }

    /// <summary>The earliest times that the windows allow.</summary>
    private IEnumerable<TimeSpan> Times(TimeSpan added)
    {
        var times = new List<TimeSpan>();
        while (true)
        {
            times.Add(windows
                .Where(window => times.Count >= window.Limit)
                .Select(window => times[^window.Limit] + window.Length + added)
                .Append(TimeSpan.Zero)
                .Max());
            yield return times[^1];
        }
    }
}
