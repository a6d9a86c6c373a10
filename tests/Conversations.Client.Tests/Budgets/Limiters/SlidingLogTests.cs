using Conversations.Client.Budgets;

namespace Conversations.Client.Tests.Budgets.Limiters;

/// <summary>The log of sendings, compared with counting them one by one.</summary>
public sealed class SlidingLogTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);
    private static readonly LimitWindow[] Windows = [new(3, 5 * Second), new(7, 20 * Second), new(40, 300 * Second)];

    [Theory, InlineData(1), InlineData(2), InlineData(3)]
    public void It_knows_how_full_its_windows_are_and_when_the_next_may_go_as_if_it_counted_each_sending(int seed)
    {
        var log = new SlidingLog(Windows, margin: Second);
        var random = new Random(seed);
        var sent = new List<TimeSpan>();
        TimeSpan now = TimeSpan.Zero;
        for (int step = 0; step < 600; step++)
        {
            now += Second * (random.Next(20) == 0 ? random.Next(200) : random.Next(5));
            Assert.Equal(
                (Windows.Min(window => window.Limit - Count(sent, window, now)),
                    Windows.Max(window => (double)Count(sent, window, now) / window.Limit)),
                log.Fullest(now));
            Assert.Equal(Next(sent, now), log.Next(now));
            while (log.Next(now) == now && random.Next(3) > 0)
            {
                log.Sent(now);
                sent.Add(now);
            }
        }

        Assert.InRange(sent.Count, 200, 600);
    }

    [Theory, InlineData(0), InlineData(11), InlineData(40), InlineData(77)]
    public void What_is_planned_keeps_every_window_and_is_as_early_as_that_allows_and_is_forgotten_whole(int before)
    {
        var log = new SlidingLog(Windows, margin: TimeSpan.Zero);
        var all = new List<TimeSpan>();
        for (int sending = 0; sending < before; sending++)
        {
            all.Add(log.Next(all.LastOrDefault()));
            log.Sent(all[^1]);
        }

        TimeSpan now = all.LastOrDefault();
        TimeSpan first = log.Next(now);
        for (int plan = 0; plan < 100; plan++)
        {
            TimeSpan next = log.Next(now);
            TimeSpan earliest = Windows.Where(window => all.Count >= window.Limit).Select(window => all[^window.Limit] + window.Length)
                .Append(now).Max();
            Assert.Equal(earliest, next);
            log.Plan(next);
            all.Add(next);
        }

        Assert.Equal(100, log.Planned);
        log.ForgetPlans();
        Assert.Equal((0, first), (log.Planned, log.Next(now)));
    }

    [Fact]
    public void Without_windows_nothing_is_ever_full()
    {
        var log = new SlidingLog([], margin: Second);
        for (int sending = 0; sending < 100; sending++)
        {
            log.Sent(TimeSpan.Zero);
        }

        Assert.Equal((int.MaxValue, 0), log.Fullest(TimeSpan.Zero));
        Assert.Equal(TimeSpan.Zero, log.Next(TimeSpan.Zero));
    }

    /// <summary>How many sendings a window with its margin has.</summary>
    private static int Count(List<TimeSpan> sent, LimitWindow window, TimeSpan now) =>
        sent.Count(time => time > now - window.Length - Second);

    /// <summary>The first second in which no window is full.</summary>
    private static TimeSpan Next(List<TimeSpan> sent, TimeSpan now)
    {
        while (Windows.Any(window => Count(sent, window, now) >= window.Limit))
        {
            now += Second;
        }

        return now;
    }
}
