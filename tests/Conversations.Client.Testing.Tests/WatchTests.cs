using Conversations.Client.Testing.Tests.Shared;

namespace Conversations.Client.Testing.Tests;

/// <summary>A watch gives each state of a ticket once, and misses none.</summary>
public sealed class WatchTests
{
    private static readonly DateTimeOffset Start = Watched.Start;
    private static readonly TimeSpan Interval = Watched.Interval;

    [Fact]
    public async Task What_changed_since_comes_first_oldest_change_first_then_what_changes_later()
    {
        await using var watched = new Watched();
        watched.Add(1, Start.AddMinutes(-30));
        watched.Add(2, Start.AddMinutes(-10));
        watched.Add(3, Start.AddMinutes(-20));
        await using Watch watch = watched.Watch(since: Start.AddMinutes(-20));

        Assert.Equal([3, 2], await watch.LookAsync());
        Assert.Equal([], await watch.LookAsync());
        await watched.Client.Tickets.UpdateAsync(1, new TicketUpdate { Status = TicketStatus.Open });
        watched.Clock.Advance(TimeSpan.FromSeconds(1));
        await watched.Client.Tickets.UpdateAsync(2, new TicketUpdate { Status = TicketStatus.Open });
        await watched.Client.Tickets.UpdateAsync(2, new TicketUpdate { Status = TicketStatus.Resolved });
        Assert.Equal([1, 2], await watch.LookAsync());
        Assert.Equal(TicketStatus.Resolved, watch.Last?.Status);
        Assert.Equal([], await watch.LookAsync());
    }

    [Fact]
    public async Task Everything_comes_when_there_is_no_time_to_start_from()
    {
        await using var watched = new Watched();
        watched.Add(1, new DateTimeOffset(2001, 1, 1, 0, 0, 0, TimeSpan.Zero));
        await using Watch watch = watched.Watch(since: default);

        Assert.Equal([1], await watch.LookAsync());
        Assert.DoesNotContain("date_from", watched.Fake.Requests.ElementAt(0).PathAndQuery, StringComparison.Ordinal);
        Assert.Equal([], await watch.LookAsync());
    }

    [Fact]
    public async Task The_query_narrows_the_watch()
    {
        await using var watched = new Watched();
        watched.Add(1, Start);
        watched.Add(2, Start, "vip");
        await using Watch watch = watched.Watch(since: default, new() { Tags = ["vip"] });

        Assert.Equal([2], await watch.LookAsync());
        watched.Add(3, Start, "vip");
        Assert.Equal([3], await watch.LookAsync());
    }

    [Fact]
    public async Task A_change_that_is_stored_up_to_30_seconds_late_is_found_and_given_once()
    {
        await using var watched = new Watched();
        watched.Add(1, Start);
        await using Watch watch = watched.Watch(since: Start.AddHours(-1));
        Assert.Equal([1], await watch.LookAsync());

        watched.Add(2, Start.AddSeconds(-29));
        watched.Add(3, Start.AddSeconds(-31));

        Assert.Equal([2], await watch.LookAsync());
        Assert.Equal([], await watch.LookAsync());
    }

    [Fact]
    public async Task More_changes_than_a_page_holds_are_all_given_also_when_they_share_one_instant()
    {
        await using var watched = new Watched();
        for (int number = 1; number <= 2500; number++)
        {
            watched.Add(number, number <= 2300 ? Start : Start.AddSeconds(number));
        }

        await using Watch watch = watched.Watch(since: Start);

        Assert.Equal(Enumerable.Range(1, 2500), (await watch.LookAsync()).Order());
        Assert.Equal([], await watch.LookAsync());
    }

    [Fact]
    public async Task A_ticket_that_changes_while_the_pages_are_read_hides_no_other()
    {
        await using var watched = new Watched();
        for (int number = 1; number <= 1500; number++)
        {
            watched.Add(number, Start.AddSeconds(number));
        }

        watched.Clock.Advance(TimeSpan.FromHours(1));
        await using Watch watch = watched.Watch(since: default);
        Assert.True(await watch.NextAsync());
        await watched.Client.Tickets.UpdateAsync(500, new TicketUpdate { Status = TicketStatus.Open });

        IEnumerable<int> others = await watch.LookAsync();

        Assert.Equal(Enumerable.Range(2, 1499).Append(500).Order(), others.Order());
    }

    [Fact]
    public async Task A_refusal_ends_the_watch_and_another_goes_on_from_the_last_time()
    {
        await using var watched = new Watched();
        watched.Add(1, Start);
        await using Watch watch = watched.Watch(since: default);
        Assert.Equal([1], await watch.LookAsync());
        watched.Fake.Faults.On(Operation.TicketsList).Nth(1).Respond(403);
        await Assert.ThrowsAsync<ConversationsPermissionException>(() => watch.LookAsync());

        watched.Add(2, Start.AddSeconds(1));
        await using Watch next = watched.Watch(since: watch.Last!.UpdatedAt);

        Assert.Equal([1, 2], await next.LookAsync());
    }

    [Theory, InlineData(true), InlineData(false)]
    public async Task Either_token_ends_the_wait(bool ofTheCall)
    {
        await using var watched = new Watched();
        using var gone = new CancellationTokenSource();
        IAsyncEnumerable<TicketChange> changes = watched.Client.Tickets.WatchAsync(null, Start, Interval, ofTheCall ? gone.Token : default);
        await using IAsyncEnumerator<TicketChange> reading = changes.GetAsyncEnumerator(ofTheCall ? default : gone.Token);
        Task<bool> next = reading.MoveNextAsync().AsTask();
        await watched.Clock.WaitedAsync(Watched.Interval);

        await gone.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => next);
    }
}
