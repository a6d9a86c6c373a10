using Conversations.Client.Testing.Tests.Shared;
using Microsoft.Extensions.Time.Testing;

namespace Conversations.Client.Testing.Tests;

/// <summary>
/// A wait on a clock that nobody moves fails and does not hang. The limit is in real time, so these tests wait for a short one.
/// </summary>
public sealed class RealWaitTests
{
    private static readonly TimeSpan Guard = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    // Only a broken test takes this long.
    private const int Patience = 20_000;

    [Fact(Timeout = Patience)]
    public async Task Waiting_on_a_clock_that_is_never_moved_ends_with_the_near_misses()
    {
        await using Service service = await Service.OpenAsync(Transport.InMemory, options => options.MaxRealWait = Guard);
        _ = await service.PostAsync("/api/projects/1/conversations/ticket/", new { });

        FakeAssertionException failed = await Assert.ThrowsAsync<FakeAssertionException>(() =>
            service.Fake.Requests.WaitForAsync(Operation.TicketsCreate, Minute));

        Assert.StartsWith(
            "No tickets.create came. The fake's clock stands still: it was moved by 00:00:00 of the 00:01:00 to wait, and then not for 00:00:00.0500000 of real time. Move it on, or set MaxRealWait of the fake's options higher. Near misses:\n1. 11:00:00.000 POST /api/projects/1/conversations/ticket/ (no route) -> 403\n",
            failed.Message,
            StringComparison.Ordinal);
        Assert.Contains("The fake has had:\n1. ", failed.Message, StringComparison.Ordinal);
    }

    [Fact(Timeout = Patience)]
    public async Task Waiting_on_a_clock_that_is_not_moved_far_enough_ends_too()
    {
        await using Service service = await Service.OpenAsync(Transport.InMemory, options => options.MaxRealWait = Guard);

        Task<RecordedRequest> waiting = service.Fake.Requests.WaitForAsync(Operation.TicketsCreate, Minute);
        service.Clock.Advance(TimeSpan.FromSeconds(59));

        FakeAssertionException failed = await Assert.ThrowsAsync<FakeAssertionException>(() => waiting);
        Assert.Contains("it was moved by 00:00:59 of the 00:01:00 to wait", failed.Message, StringComparison.Ordinal);
        Assert.Contains("The fake has had no request at all.", failed.Message, StringComparison.Ordinal);
    }

    [Fact(Timeout = Patience)]
    public async Task Waiting_without_end_on_a_clock_that_is_never_moved_says_so()
    {
        await using Service service = await Service.OpenAsync(Transport.InMemory, options => options.MaxRealWait = Guard);

        FakeAssertionException failed = await Assert.ThrowsAsync<FakeAssertionException>(() =>
            service.Fake.Requests.WaitForAsync(Operation.TicketsCreate, Timeout.InfiniteTimeSpan));

        Assert.Contains("it was moved by 00:00:00 of a wait without end, and then not for", failed.Message, StringComparison.Ordinal);
    }

    [Fact(Timeout = Patience)]
    public async Task A_clock_that_is_moved_to_the_end_ends_it_as_before()
    {
        await using Service service = await Service.OpenAsync(Transport.InMemory, options => options.MaxRealWait = Minute);

        Task<RecordedRequest> waiting = service.Fake.Requests.WaitForAsync(Operation.TicketsCreate, Minute);
        service.Clock.Advance(Minute);

        _ = await Assert.ThrowsAsync<TimeoutException>(() => waiting);
    }

    [Fact(Timeout = Patience)]
    public async Task Asserting_none_on_a_clock_that_is_never_moved_ends_and_says_that_the_time_did_not_pass()
    {
        await using Service service = await Service.OpenAsync(Transport.InMemory, options => options.MaxRealWait = Guard);
        _ = await service.GetAsync(Service.Tickets);

        FakeAssertionException failed = await Assert.ThrowsAsync<FakeAssertionException>(() =>
            service.Fake.Requests.AssertNoneAsync(Operation.TicketsList, Minute));

        Assert.StartsWith("Expected no tickets.list for 00:01:00, and none came, but that time did not pass. The fake's clock stands still: it was moved by 00:00:00 of the 00:01:00", failed.Message, StringComparison.Ordinal);
        Assert.Contains("The fake has had:\n1. ", failed.Message, StringComparison.Ordinal);
    }

    [Fact(Timeout = Patience)]
    public async Task A_clock_that_runs_with_the_real_time_is_waited_for()
    {
        await using Service service = await Service.OpenAsync(Transport.InMemory);
        await using var running = new FakeConversationsServer(
            new FakeConversationsOptions { TimeProvider = new Running(), MaxRealWait = Guard });
        await using var system = new FakeConversationsServer(new FakeConversationsOptions { MaxRealWait = TimeSpan.FromMilliseconds(1) });

        _ = await Assert.ThrowsAsync<TimeoutException>(() => running.Requests.WaitForAsync(Operation.TicketsList, 4 * Guard));
        _ = await Assert.ThrowsAsync<TimeoutException>(() => system.Requests.WaitForAsync(Operation.TicketsList, Guard));
        await system.Requests.AssertNoneAsync(Operation.TicketsList, Guard);
    }

    [Fact(Timeout = Patience)]
    public async Task Cancelling_is_no_clock_that_stands_still()
    {
        await using Service service = await Service.OpenAsync(Transport.InMemory);
        using var gone = new CancellationTokenSource();
        Task<RecordedRequest> waiting = service.Fake.Requests.WaitForAsync(Operation.TicketsList, Minute, gone.Token);
        Task<RecordedRequest> coming = service.Fake.Requests.WaitForAsync(Operation.TicketsList, Minute);

        await gone.CancelAsync();
        _ = await service.GetAsync(Service.Tickets);

        _ = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        Assert.Equal(200, (await coming).Status);
    }

    [Fact]
    public void The_guard_is_half_a_minute_and_can_be_switched_off()
    {
        var options = new FakeConversationsOptions { TimeProvider = new FakeTimeProvider() };

        Assert.Equal(TimeSpan.FromSeconds(30), options.MaxRealWait);
        options.MaxRealWait = Timeout.InfiniteTimeSpan;
        Assert.Throws<ArgumentOutOfRangeException>(() => options.MaxRealWait = TimeSpan.Zero);
        Assert.Throws<ArgumentOutOfRangeException>(() => options.MaxRealWait = TimeSpan.FromSeconds(-2));
        Assert.Throws<ArgumentOutOfRangeException>(() => options.MaxRealWait = TimeSpan.FromDays(50));
    }

    /// <summary>The system clock under another name, as in a test's wrapper.</summary>
    private sealed class Running : TimeProvider;
}
