using Conversations.Client.Testing.Tests.Shared;

namespace Conversations.Client.Testing.Tests;

/// <summary>
/// A watch still sees changes after a ticket from the future, whatever the clocks show. No change is lost, and each state is given once.
/// </summary>
public sealed class FutureTicketTests
{
    private static readonly DateTimeOffset Start = Watched.Start;

    [Theory]
    [InlineData("9999-12-31T23:59:59.999999Z", 0)]
    [InlineData("9999-12-31T23:59:59.999999Z", 3)]
    [InlineData("9999-12-31T23:59:59.999999Z", -3)]
    [InlineData("9999-12-31T23:59:59.999999Z", -400_000)]
    [InlineData("2026-06-03T12:00:00Z", 0)]
    [InlineData("2026-06-03T12:00:00Z", -3)]
    public async Task A_ticket_from_the_future_does_not_hide_the_changes_after_it(string future, int hoursAhead)
    {
        await using var watched = new Watched(TimeSpan.FromHours(hoursAhead));
        watched.Add(1, Start.AddMinutes(-10));
        watched.Add(2, DateTimeOffset.Parse(future, System.Globalization.CultureInfo.InvariantCulture));
        await using Watch watch = watched.Watch(since: Start.AddHours(-1));

        Assert.Equal([1, 2], await watch.LookAsync());
        for (int number = 3; number < 8; number++)
        {
            watched.Add(number, watched.Clock.GetUtcNow());
            Assert.Equal([number], await watch.LookAsync());
        }

        Assert.Equal([], await watch.LookAsync());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    [InlineData(-3)]
    public async Task A_ticket_from_the_future_that_changes_is_given_again(int hoursAhead)
    {
        await using var watched = new Watched(TimeSpan.FromHours(hoursAhead));
        watched.Add(1, Start.AddYears(1));
        await using Watch watch = watched.Watch(since: Start.AddHours(-1));
        Assert.Equal([1], await watch.LookAsync());

        await watched.Client.Tickets.UpdateAsync(1, new TicketUpdate { Status = TicketStatus.Resolved });

        Assert.Equal([1], await watch.LookAsync());
        Assert.Equal(TicketStatus.Resolved, watch.Last?.Status);
        Assert.Equal([], await watch.LookAsync());
    }

    /// <summary>The clocks of all servers, of one server, or of the client differ.</summary>
    [Theory]
    [InlineData(-1)]
    [InlineData(1)]
    [InlineData(-30)]
    [InlineData(30)]
    public async Task Clocks_that_differ_by_hours_lose_and_repeat_nothing(int hoursAhead)
    {
        await using var watched = new Watched(TimeSpan.FromHours(hoursAhead));
        for (int number = 1; number <= 50; number++)
        {
            watched.Add(number, Start.AddMinutes(-number));
        }

        await using Watch watch = watched.Watch(since: Start.AddHours(-2));
        Assert.Equal(Enumerable.Range(1, 50).Reverse(), await watch.LookAsync());
        for (int number = 51; number < 200; number++)
        {
            // Each ticket is stored as late as a watch looks back.
            watched.Add(number, watched.Clock.GetUtcNow().AddSeconds(-29));
            Assert.Equal([number], await watch.LookAsync());
        }

        Assert.Equal([], await watch.LookAsync());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    [InlineData(-2)]
    public async Task A_time_to_start_from_that_lies_ahead_of_the_clock_is_now(int hoursAhead)
    {
        await using var watched = new Watched(TimeSpan.FromHours(hoursAhead));
        watched.Add(1, Start.AddDays(-1));
        // As after the end of a watch that continues from the last time that it read.
        await using Watch watch = watched.Watch(since: DateTimeOffset.MaxValue);
        Assert.Equal([], await watch.LookAsync());

        watched.Clock.Advance(TimeSpan.FromHours(Math.Max(0, hoursAhead)));
        watched.Add(2, watched.Clock.GetUtcNow());

        Assert.Equal([2], await watch.LookAsync());
        Assert.Equal([], await watch.LookAsync());
    }

    [Fact]
    public async Task A_clock_that_is_behind_costs_pages_and_no_busy_loop()
    {
        await using var watched = new Watched(TimeSpan.FromHours(-3));
        for (int number = 1; number <= 7000; number++)
        {
            watched.Add(number, Start.AddSeconds(-number));
        }

        await using Watch watch = watched.Watch(since: Start.AddHours(-2));
        Assert.Equal(7000, (await watch.LookAsync()).Count());
        int calls = watched.Fake.Requests.Count;

        // The watch reads all changes since the client's own time again, but knows them already.
        Assert.Equal([], await watch.LookAsync());
        Assert.InRange(watched.Fake.Requests.Count - calls, 7, 9);
    }
}
