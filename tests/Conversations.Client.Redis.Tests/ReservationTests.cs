using System.Threading.RateLimiting;
using Conversations.Fleet;
using StackExchange.Redis;

namespace Conversations.Client.Redis.Tests;

/// <summary>What the script in a real Redis gives away, on a time that the test sets, so that hours and days pass at once.</summary>
public sealed class ReservationTests : IAsyncLifetime
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private RedisServer? _server;
    private ConnectionMultiplexer? _redis;

    public async Task InitializeAsync()
    {
        if (RedisServer.Path is not null)
        {
            _server = await RedisServer.StartAsync();
            _redis = await ConnectionMultiplexer.ConnectAsync(_server.Address);
        }
    }

    public async Task DisposeAsync()
    {
        if (_redis is not null)
        {
            await _redis.DisposeAsync();
        }

        _server?.Dispose();
    }

    [SkippableTheory]
    [InlineData(480, 60, 4800, 3600)]
    [InlineData(10, 60, 60, 3600)]
    [InlineData(10, 60, 100, 86400)]
    [InlineData(3, 60, 10, 86400)]
    public async Task Reservations_keep_every_window_over_hours_and_days_and_use_it_whole(int limit, int seconds, int longerLimit, int longerSeconds)
    {
        NeedRedis();
        LimitWindow[] windows = [new(limit, TimeSpan.FromSeconds(seconds)), new(longerLimit, TimeSpan.FromSeconds(longerSeconds))];
        ReservationScript script = Script("days", windows, now: 1_764_000_000_000_000);
        var times = new List<TimeSpan>();
        for (int call = 0; call < 2 * longerLimit; call++)
        {
            times.Add((await script.ReserveAsync(Timeout.InfiniteTimeSpan)).Wait);
        }

        Assert.All(windows, window => Assert.All(
            Enumerable.Range(window.Limit, times.Count - window.Limit),
            index => Assert.True(times[index] - times[index - window.Limit] >= window.Length)));
        Assert.Equal(windows[1].Length, times[longerLimit]);
    }

    [SkippableFact]
    public async Task Times_that_are_over_are_forgotten_and_the_keys_do_not_stay()
    {
        NeedRedis();
        for (int minute = 0; minute < 20; minute++)
        {
            ReservationScript script = Script("trim", [new(1, Minute)], 1_764_000_000_000_000 + (minute * 60_000_000L));
            Reservation place = await script.ReserveAsync(TimeSpan.Zero);
            Assert.NotNull(place.Id);
        }

        IDatabase database = _redis!.GetDatabase();
        Assert.InRange(await database.SortedSetLengthAsync("conversations-budget:{trim:Turns}:times"), 1, 2);
        Assert.All(
            new[] { "times", "state" },
            key => Assert.InRange(database.KeyTimeToLive("conversations-budget:{trim:Turns}:" + key)!.Value, Minute, 3 * Minute));
    }

    [SkippableFact]
    public async Task A_clock_that_jumps_back_takes_its_times_with_it()
    {
        NeedRedis();
        const long Start = 1_764_000_000_000_000;
        ReservationScript before = Script("jump", [new(2, Minute)], Start);
        Assert.Equal(TimeSpan.Zero, (await before.ReserveAsync(TimeSpan.Zero)).Wait);
        Assert.Equal(TimeSpan.Zero, (await before.ReserveAsync(TimeSpan.Zero)).Wait);
        ReservationScript after = Script("jump", [new(2, Minute)], Start - 3_600_000_000);
        Assert.Equal(Minute, (await after.ReserveAsync(Minute)).Wait);
    }

    [SkippableFact]
    public async Task Who_would_wait_too_long_gets_no_place_and_hears_for_how_long()
    {
        NeedRedis();
        ReservationScript script = Script("most", [new(1, Minute)], 1_764_000_000_000_000);
        Assert.NotNull((await script.ReserveAsync(TimeSpan.Zero)).Id);
        Assert.Equal(new Reservation(null, Minute), await script.ReserveAsync(Minute - TimeSpan.FromMilliseconds(1)));
        Assert.Equal(Minute, (await script.ReserveAsync(Minute)).Wait);
    }

    [SkippableFact]
    public async Task A_place_that_is_given_back_goes_to_the_next()
    {
        NeedRedis();
        ReservationScript script = Script("back", [new(1, Minute)], 1_764_000_000_000_000);
        Assert.NotNull((await script.ReserveAsync(TimeSpan.Zero)).Id);
        Reservation waiting = await script.ReserveAsync(Minute);
        script.GiveBack(waiting.Id!.Value);
        Assert.Equal(Minute, (await script.ReserveAsync(Minute)).Wait);
    }

    [SkippableFact]
    public async Task Closing_holds_for_everybody_and_a_shorter_one_changes_nothing()
    {
        NeedRedis();
        ReservationScript script = Script("close", [new(9, Minute)], 1_764_000_000_000_000);
        await script.CloseAsync(TimeSpan.FromSeconds(40));
        await script.CloseAsync(TimeSpan.FromSeconds(5));
        Assert.Equal(TimeSpan.FromSeconds(40), (await Script("close", [new(9, Minute)], 1_764_000_000_000_000).ReserveAsync(Minute)).Wait);
    }

    [SkippableFact]
    public async Task A_429_of_one_process_closes_the_class_in_the_others()
    {
        NeedRedis();
        using var one = new ConversationsBudget("shared", Options());
        using var other = new ConversationsBudget("shared", Options());
        ConversationsBudget[] both = [one, other];
        foreach (ConversationsBudget budget in both)
        {
            Assert.True((await budget.AcquireAsync("", LimitClass.Mail, TimeProvider.System, default)).IsAcquired);
        }

        await one.CloseAsync("", LimitClass.Mail, TimeProvider.System, TimeSpan.FromSeconds(50), default);
        Assert.False((await other.AcquireAsync("", LimitClass.Mail, TimeProvider.System, default)).IsAcquired);
    }

    [SkippableFact]
    public async Task Without_Redis_a_process_counts_by_itself_and_tells_so()
    {
        NeedRedis();
        var failures = new List<Exception>();
        using var budget = new ConversationsBudget("alone", Options(new() { Unavailable = failures.Add, Pause = TimeSpan.FromHours(1) }));
        for (int call = 0; call < 4; call++)
        {
            Assert.True((await budget.AcquireAsync("", LimitClass.Mail, TimeProvider.System, default)).IsAcquired);
        }

        _server!.Dispose();
        for (int call = 4; call < 10; call++)
        {
            Assert.True((await budget.AcquireAsync("", LimitClass.Mail, TimeProvider.System, default)).IsAcquired);
        }

        Assert.False((await budget.AcquireAsync("", LimitClass.Mail, TimeProvider.System, default)).IsAcquired);
        _ = Assert.Single(failures);
    }

    [SkippableFact]
    public async Task A_cancel_in_the_wait_ends_it_and_disposing_ends_those_who_wait()
    {
        NeedRedis();
        var budget = new ConversationsBudget("cancel", Options(maxWait: TimeSpan.FromHours(1)));
        for (int call = 0; call < 10; call++)
        {
            Assert.True((await budget.AcquireAsync("", LimitClass.Mail, TimeProvider.System, default)).IsAcquired);
        }

        using var cancel = new CancellationTokenSource();
        Task<RateLimitLease> canceled = budget.AcquireAsync("", LimitClass.Mail, TimeProvider.System, cancel.Token).AsTask();
        Task<RateLimitLease> waiting = budget.AcquireAsync("", LimitClass.Mail, TimeProvider.System, default).AsTask();
        await cancel.CancelAsync();
        OperationCanceledException thrown = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => canceled);
        Assert.Equal(cancel.Token, thrown.CancellationToken);
        budget.Dispose();
        _ = await Assert.ThrowsAsync<ObjectDisposedException>(() => waiting);
    }

    private static void NeedRedis() =>
        Skip.If(RedisServer.Path is null, "There is no redis-server on this machine: install Debian's package redis-server.");

    private BudgetOptions Options(RedisBudgetOptions? options = null, TimeSpan? maxWait = null) =>
        new() { CreateLimiter = RedisBudget.Over(_redis!, options), MaxWait = maxWait ?? TimeSpan.Zero };

    private ReservationScript Script(string name, LimitWindow[] windows, long now) => new(
        _redis!,
        new(),
        new(name, LimitClass.Turns, new(new() { Margin = TimeSpan.Zero, Windows = { [LimitClass.Turns] = windows } }), TimeProvider.System),
        now);
}
