using System.Runtime.CompilerServices;
using Conversations.Client.Testing.Tests.Shared;

namespace Conversations.Client.Testing.Tests;

/// <summary>The log of requests is bounded, says what it has dropped, and releases the memory.</summary>
public sealed class RequestLogTests
{
    [Theory, BothTransports]
    public async Task The_oldest_go_first_and_are_counted(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport, options => options.MaxRecordedRequests = 3);
        for (int number = 1; number <= 5; number++)
        {
            _ = await service.GetAsync($"{Service.Tickets}?limit={number}");
        }

        FakeRequests requests = service.Fake.Requests;

        Assert.Equal((3, 2), (requests.Count, requests.Dropped));
        Assert.Equal(["3", "4", "5"], requests.Select(request => request.PathAndQuery[^1..]));
        Assert.Equal("3", requests[0].PathAndQuery[^1..]);
        Assert.StartsWith("… the 2 before are no longer kept\n3. 11:00:00.000 GET ", requests.Transcript(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task By_default_ten_thousand_are_kept()
    {
        await using var fake = new FakeConversationsServer();
        using var http = new HttpClient(fake.CreateHandler()) { BaseAddress = new Uri("https://fake.example/") };
        for (int number = 0; number < 10_001; number++)
        {
            using HttpResponseMessage answer = await http.GetAsync(new Uri("/", UriKind.Relative));
        }

        Assert.Equal((10_000, 1), (fake.Requests.Count, fake.Requests.Dropped));
    }

    [Theory, BothTransports]
    public async Task Bodies_count_and_the_newest_stays_however_large_it_is(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport, options => options.MaxRecordedBytes = 1_000_000);
        string large = $$"""{"tags":["{{new string('x', 300_000)}}"]}""";
        for (int number = 0; number < 4; number++)
        {
            _ = await service.CallAsync(HttpMethod.Patch, Service.Tickets + "1/", body: large);
        }

        // Each request takes 600 kB, at two bytes a character.
        Assert.Equal((1, 3), (service.Fake.Requests.Count, service.Fake.Requests.Dropped));

        service.Options.MaxRecordedBytes = 0;
        _ = await service.CallAsync(HttpMethod.Patch, Service.Tickets + "1/", body: large);

        Assert.Equal((1, 4, large), (service.Fake.Requests.Count, service.Fake.Requests.Dropped, service.Fake.Requests[0].Body));
    }

    [Fact]
    public async Task What_was_sent_of_streams_counts_too()
    {
        await using Service service = await Service.OpenAsync(Transport.InMemory, options => options.MaxRecordedBytes = 200_000);
        for (int number = 0; number < 6; number++)
        {
            service.Fake.Turns.Next(turn => turn.Say(new string('x', 50_000)));
            using TurnStream stream = await (await service.SendAsync(ConversationCalls.Turn(Guid.NewGuid(), "Hi"))).ToEndAsync();
        }

        // About 50 kB each. If their events did not count, all six would fit.
        Assert.InRange(service.Fake.Requests.Count, 2, 4);
        Assert.Equal(6, service.Fake.Requests.Count + service.Fake.Requests.Dropped);
    }

    [Fact]
    public async Task A_stream_that_goes_on_after_it_was_dropped_counts_for_nothing()
    {
        await using Service service = await Service.OpenAsync(Transport.InMemory, options => options.MaxRecordedBytes = 100_000);
        TurnHold hold = service.Fake.Turns.Hold();
        service.Fake.Turns.Next(turn => turn.Hold(hold).Say(new string('x', 80_000), partials: 5));
        using TurnStream stream = await service.SendAsync(ConversationCalls.Turn(Guid.NewGuid(), "Hi"));
        service.Options.MaxRecordedRequests = 1;
        _ = await service.GetAsync(Service.Tickets);
        service.Options.MaxRecordedRequests = 100;

        hold.Release();
        await stream.ToEndAsync();
        _ = await service.GetAsync(Service.Tickets);

        Assert.Equal((2, 1), (service.Fake.Requests.Count, service.Fake.Requests.Dropped));
        Assert.DoesNotContain("xxx", service.Fake.Requests.Transcript(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Checks_of_a_truncated_log_say_so()
    {
        await using Service service = await Service.OpenAsync(Transport.InMemory, options => options.MaxRecordedRequests = 1);
        _ = await service.GetAsync(Service.Views);
        _ = await service.GetAsync(Service.Tickets);
        _ = await service.GetAsync(Service.Tickets + "?limit=1");
        FakeRequests requests = service.Fake.Requests;

        requests.AssertNone(Operation.TicketsDelete);
        Assert.Equal(
            "Expected no views.list, but there was one, 1 of them no longer kept. MaxRecordedRequests and MaxRecordedBytes of the fake's options say how many are kept.\n… the 2 before are no longer kept\n",
            Assert.Throws<FakeAssertionException>(() => requests.AssertNone(Operation.ViewsList)).Message);
        Assert.StartsWith(
            "Expected no tickets.list, but there were 2, 1 of them no longer kept. ",
            Assert.Throws<FakeAssertionException>(() => requests.AssertNone(Operation.TicketsList)).Message,
            StringComparison.Ordinal);

        FakeAssertionException lost = await Assert.ThrowsAsync<FakeAssertionException>(() =>
            requests.WaitForAsync(Operation.TicketsList, TimeSpan.FromSeconds(1)));
        Assert.Equal("The first tickets.list is no longer kept: the 2 oldest requests were dropped, 1 such among them. MaxRecordedRequests and MaxRecordedBytes of the fake's options say how many are kept.", lost.Message);

        Task<RecordedRequest> never = requests.WaitForAsync(Operation.ViewsDelete, TimeSpan.FromSeconds(1));
        service.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Contains("The fake has had:\n… the 2 before are no longer kept\n3. ", (await Assert.ThrowsAsync<TimeoutException>(() => never)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Whoever_waits_gets_a_request_that_is_not_kept()
    {
        await using Service service = await Service.OpenAsync(Transport.InMemory, options => options.MaxRecordedRequests = 0);
        Task<RecordedRequest> coming = service.Fake.Requests.WaitForAsync(Operation.TicketsList, TimeSpan.FromSeconds(1));

        _ = await service.GetAsync(Service.Tickets);

        Assert.Equal(200, (await coming).Status);
        Assert.Equal((0, 1), (service.Fake.Requests.Count, service.Fake.Requests.Dropped));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Their_memory_is_given_back(bool resets)
    {
        await using Service service = await Service.OpenAsync(Transport.InMemory, options => options.MaxRecordedRequests = resets ? 10 : 1);
        WeakReference first = await RecordAsync(service);
        GC.Collect();
        Assert.True(first.IsAlive);

        if (resets)
        {
            service.Fake.Reset();
            Assert.Equal((0, 0), (service.Fake.Requests.Count, service.Fake.Requests.Dropped));
        }
        else
        {
            _ = await service.GetAsync(Service.Views);
        }

        GC.Collect();
        Assert.False(first.IsAlive);
    }

    [Fact]
    public void Limits_below_zero_are_refused()
    {
        var options = new FakeConversationsOptions();
        Assert.Throws<ArgumentOutOfRangeException>(() => options.MaxRecordedRequests = -1);
        Assert.Throws<ArgumentOutOfRangeException>(() => options.MaxRecordedBytes = -1);
        Assert.Equal((10_000, 64L * 1024 * 1024), (options.MaxRecordedRequests, options.MaxRecordedBytes));
    }

    // A separate method, so that no local variable holds the request any more.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static async Task<WeakReference> RecordAsync(Service service)
    {
        _ = await service.PatchAsync(Service.Tickets + "1/", new { tags = new[] { new string('x', 100_000) } });
        return new WeakReference(service.Fake.Requests[0].Body);
    }
}
