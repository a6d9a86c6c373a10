namespace Conversations.Client.Tests.Tickets;

/// <summary>A look of a watch ends, whatever the service responds.</summary>
public sealed class EndlessWatchTests
{
    private const int Runaway = 400;
    private static readonly DateTimeOffset Start = new(2026, 6, 3, 11, 0, 0, TimeSpan.Zero);

    [Theory, BothTransports]
    public async Task A_look_whose_pages_always_link_on_ends_after_five_without_a_new_ticket(Transport transport)
    {
        await using StubServer stub = await StubServer.StartAsync(transport);
        using var enough = new CancellationTokenSource();
        stub.Answer(_ => Endless(stub, enough, (1, Start), (2, Start.AddSeconds(1))));
        using ConversationsClient client = Client(stub);
        var given = new List<int>();

        Exception error = await Record.ExceptionAsync(async () =>
        {
            await foreach (TicketChange change in client.Tickets.WatchAsync(null, Start.AddHours(-1), TimeSpan.FromMinutes(1),
                enough.Token))
            {
                given.Add(change.Ticket.TicketNumber);
            }
        });

        Assert.InRange(stub.Requests.Count, 1, 6);
        Assert.Equal([1, 2], given);
        Assert.Contains("nothing new", Assert.IsType<ConversationsException>(error).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_service_that_ignores_order_and_bounds_gives_each_state_once_and_ends_too()
    {
        await using var stub = StubServer.InMemory();
        using var enough = new CancellationTokenSource();
        stub.Answer(_ => Endless(stub, enough, (1, Start.AddYears(-1)), (2, Start), (3, Start.AddHours(-5))));
        using ConversationsClient client = Client(stub);
        var given = new List<int>();

        Exception error = await Record.ExceptionAsync(async () =>
        {
            await foreach (TicketChange change in client.Tickets.WatchAsync(null, Start.AddHours(-1), TimeSpan.FromMinutes(1),
                enough.Token))
            {
                given.Add(change.Ticket.TicketNumber);
            }
        });

        Assert.IsType<ConversationsException>(error);
        Assert.Equal([1, 2, 3], given);
        Assert.InRange(stub.Requests.Count, 1, 7);
    }

    [Fact]
    public async Task A_page_that_is_empty_and_links_on_ends_the_look_and_the_watch_waits()
    {
        await using var stub = StubServer.InMemory();
        stub.Answer(_ => Page(stub, more: true));
        var clock = new TestClock(Start);
        using ConversationsClient client = stub.CreateClient(options => options.TimeProvider = clock);
        using var enough = new CancellationTokenSource();

        Task<int> watching = client.Tickets.WatchAsync(null, Start, TimeSpan.FromMinutes(1), enough.Token).CountAsync().AsTask();
        await clock.WaitedAsync(TimeSpan.FromMinutes(1));

        Assert.False(watching.IsCompleted);
        Assert.Single(stub.Requests);
        await enough.CancelAsync();
        _ = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => watching);
    }

    private static ConversationsClient Client(StubServer stub) =>
        stub.CreateClient(static options => options.TimeProvider = new TestClock(Start));

    /// <summary>Ends a watch without a limit of its own, so that the test does not run forever.</summary>
    private static StubAnswer Endless(StubServer stub, CancellationTokenSource enough, params (int Number, DateTimeOffset At)[] tickets)
    {
        if (stub.Requests.Count >= Runaway)
        {
            enough.Cancel();
        }

        return Page(stub, more: true, tickets);
    }

    private static StubAnswer Page(StubServer stub, bool more, params (int Number, DateTimeOffset At)[] tickets) => StubAnswer.Json(
        $$"""{"count":9999,"next":{{(more ? $"\"{stub.BaseAddress}x?page={stub.Requests.Count}\"" : "null")}},"results":[{{string.Join(",", tickets.Select(static ticket => $$"""{"id":"00000000-0000-0000-0000-{{ticket.Number:d12}}","ticket_number":{{ticket.Number}},"updated_at":"{{ticket.At:O}}"}"""))}}]}""");
}
