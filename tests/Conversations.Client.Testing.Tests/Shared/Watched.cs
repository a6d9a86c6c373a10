namespace Conversations.Client.Testing.Tests.Shared;

/// <summary>A fake with tickets, and a client on its clock.</summary>
internal sealed class Watched : IAsyncDisposable
{
    internal static readonly DateTimeOffset Start = new(2026, 6, 3, 11, 0, 0, TimeSpan.Zero);
    internal static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    /// <summary>A fake whose clock shows <see cref="Start"/>, and a client.</summary>
    /// <param name="ahead">How far the client's clock is ahead of the fake's; negative when it is behind.</param>
    public Watched(TimeSpan ahead = default)
    {
        Fake = new(new() { TimeProvider = Clock });
        Client = Fake.CreateClient(configure: options => options.TimeProvider = new ShiftedClock(Clock, ahead));
    }

    public TestClock Clock { get; } = new(Start);

    public FakeConversationsServer Fake { get; }

    public IConversationsClient Client { get; }

    public void Add(int number, DateTimeOffset updatedAt, params string[] tags) =>
        Fake.Tickets.Add(new TicketSeed { TicketNumber = number, UpdatedAt = updatedAt, Tags = tags });

    public Watch Watch(DateTimeOffset since, TicketQuery? query = null) =>
        new(Client.Tickets.WatchAsync(query, since, Interval).GetAsyncEnumerator(), Clock);

    public ValueTask DisposeAsync() => Fake.DisposeAsync();
}

/// <summary>Reads a watch one look at a time.</summary>
internal sealed class Watch(IAsyncEnumerator<TicketChange> changes, TestClock clock) : IAsyncDisposable
{
    private Task<bool>? _next;

    public Ticket? Last { get; private set; }

    public async Task<bool> NextAsync()
    {
        bool more = await changes.MoveNextAsync();
        Last = changes.Current.Ticket;
        return more;
    }

    /// <summary>The numbers of the tickets that the next look returns, until the wait after it.</summary>
    public async Task<IEnumerable<int>> LookAsync()
    {
        if (_next is not null)
        {
            clock.Advance(Watched.Interval);
        }

        var numbers = new List<int>();
        _next ??= changes.MoveNextAsync().AsTask();
        while (await Task.WhenAny(_next, clock.WaitedAsync(Watched.Interval)) == _next)
        {
            Assert.True(await _next);
            Last = changes.Current.Ticket;
            numbers.Add(Last.TicketNumber);
            _next = changes.MoveNextAsync().AsTask();
        }

        return numbers;
    }

    public async ValueTask DisposeAsync()
    {
        if (_next is null or { IsCompleted: true })
        {
            await changes.DisposeAsync();
        }
    }
}

/// <summary>A clock that runs with another clock but shows another time.</summary>
internal sealed class ShiftedClock(TimeProvider clock, TimeSpan ahead) : TimeProvider
{
    public override long TimestampFrequency => clock.TimestampFrequency;

    public override DateTimeOffset GetUtcNow() => clock.GetUtcNow() + ahead;

    public override long GetTimestamp() => clock.GetTimestamp();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        clock.CreateTimer(callback, state, dueTime, period);
}
