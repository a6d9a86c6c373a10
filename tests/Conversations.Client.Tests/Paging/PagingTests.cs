namespace Conversations.Client.Tests.Paging;

public sealed class PagingTests
{
    private static string Ticket(int number) => $$"""{"id":"00000000-0000-0000-0000-{{number:d12}}","ticket_number":{{number}}}""";

    private static string Page(int count, string? next, params IEnumerable<int> numbers) =>
        $$"""{"count":{{count}},"next":{{(next is null ? "null" : $"\"{next}\"")}},"previous":null,"results":[{{string.Join(",", numbers.Select(Ticket))}}]}""";

    [Theory, BothTransports]
    public async Task The_links_of_the_service_are_followed_as_they_are(Transport transport)
    {
        await using StubServer stub = await StubServer.StartAsync(transport);
        stub.Answer(
            StubAnswer.Json(Page(5, $"{stub.BaseAddress}api/projects/1/conversations/tickets/?limit=2&offset=2&status=new%2Copen&search=a+b%20%C3%BC", 1, 2)),
            StubAnswer.Json(Page(5, "/elsewhere/on/the/same/origin?cursor=x%2F", 3, 4)),
            StubAnswer.Json(Page(5, null, 5)));
        using ConversationsClient client = stub.CreateClient();

        IReadOnlyList<Ticket> tickets = await client.Tickets.ListAsync(new() { Status = [TicketStatus.New, TicketStatus.Open] })
            .ToListAsync();

        Assert.Equal([1, 2, 3, 4, 5], tickets.Select(static ticket => ticket.TicketNumber));
        Assert.Equal(
            ["/api/projects/1/conversations/tickets/?status=new%2Copen", "/api/projects/1/conversations/tickets/?limit=2&offset=2&status=new%2Copen&search=a+b%20%C3%BC", "/elsewhere/on/the/same/origin?cursor=x%2F"],
            stub.Requests.Select(static request => request.Target));
        Assert.All(stub.Requests, static request => Assert.Equal(("GET", "Bearer " + StubServer.Key), (request.Method, request["Authorization"])));
    }

    [Theory]
    [BothTransports("https://evil.example/api/")]
    [BothTransports("http://us.posthog.com/api/")]
    [BothTransports("//evil.example/api/")]
    [BothTransports("https://stub.example:8443/api/")]
    [BothTransports("https://stub.example@evil.example/")]
    [BothTransports("https://stub.example.evil.example/")]
    [BothTransports("http://stub.example/")]
    [BothTransports("file:///etc/passwd")]
    [BothTransports("javascript:alert(1)")]
    [BothTransports("https://")]
    [BothTransports("http://127.0.0.1:1/")]
    public async Task A_link_to_another_origin_ends_in_an_exception_and_the_key_stays(Transport transport, string link)
    {
        await using StubServer stub = await StubServer.StartAsync(transport);
        stub.Answer(StubAnswer.Json(Page(5, link, 1)));
        using ConversationsClient client = stub.CreateClient();
        var seen = new List<int>();

        ConversationsException error = await Assert.ThrowsAsync<ConversationsException>(async () =>
        {
            await foreach (Ticket ticket in client.Tickets.ListAsync())
            {
                seen.Add(ticket.TicketNumber);
            }
        });

        Assert.Contains("BaseAddress", error.Message, StringComparison.Ordinal);
        Assert.Equal([1], seen);
        Assert.Single(stub.Requests);
    }

    [Theory]
    [BothTransports("/api/projects/1/conversations/tickets/?limit=1")]
    [BothTransports("/loop")]
    public async Task A_link_that_does_not_move_ends_in_an_exception(Transport transport, string link)
    {
        await using StubServer stub = await StubServer.StartAsync(transport);
        stub.Answer(_ => StubAnswer.Json(Page(5, link, 1)));
        using ConversationsClient client = stub.CreateClient();
        var seen = new List<int>();

        _ = await Assert.ThrowsAsync<ConversationsException>(async () =>
        {
            await foreach (Page<Ticket> page in client.Tickets.ListAsync().AsPagesAsync(pageSize: 1))
            {
                seen.AddRange(page.Results.Select(static ticket => ticket.TicketNumber));
            }
        });

        Assert.Equal([1], seen);
        Assert.InRange(stub.Requests.Count, 1, 2);
    }

    [Fact]
    public async Task A_circle_of_links_ends_in_an_exception()
    {
        await using var stub = StubServer.InMemory();
        stub.Answer(request => StubAnswer.Json(Page(9, request.Query.EndsWith('1') ? "/x?p=2#b" : "/x?p=1#a", request.Query.Length)));
        using ConversationsClient client = stub.CreateClient();
        _ = await Assert.ThrowsAsync<ConversationsException>(() => client.Tickets.ListAsync().ToListAsync().AsTask());
        Assert.Equal(3, stub.Requests.Count);
    }

    [Fact]
    public async Task An_entry_that_moved_to_a_later_page_is_not_given_twice()
    {
        await using var stub = StubServer.InMemory(
            StubAnswer.Json(Page(5, "/x?2", 1, 2)), StubAnswer.Json(Page(5, "/x?3", 2, 3)), StubAnswer.Json(Page(5, null, 3, 3, 4)));
        using ConversationsClient client = stub.CreateClient();

        List<Page<Ticket>> pages = await client.Tickets.ListAsync().AsPagesAsync().ToListAsync();

        Assert.Equal([[1, 2], [3], [4]], pages.Select(static page => page.Results.Select(static ticket => ticket.TicketNumber).ToArray()));
        Assert.Equal([(5, true), (5, true), (5, false)], pages.Select(static page => (page.Count, page.HasNext)));
    }

    [Fact]
    public async Task Each_enumeration_starts_anew()
    {
        await using var stub = StubServer.InMemory();
        stub.Answer(_ => StubAnswer.Json(Page(1, null, 1)));
        using ConversationsClient client = stub.CreateClient();
        AsyncPageable<Ticket> list = client.Tickets.ListAsync();
        Assert.Empty(stub.Requests);
        Assert.Single(await list.ToListAsync());
        Assert.Single(await list.ToListAsync());
        Assert.Equal(2, stub.Requests.Count);
    }

    [Theory, BothTransports]
    public async Task The_page_size_is_asked_for_once_and_the_links_carry_it_on(Transport transport)
    {
        await using StubServer stub = await StubServer.StartAsync(transport);
        stub.Answer(
            StubAnswer.Json(Page(3, "/x?limit=2&offset=2", 1, 2)),
            StubAnswer.Json(Page(3, null, 3)),
            StubAnswer.Json(Examples.Page("", Examples.View)),
            StubAnswer.Json(Examples.Page("", Examples.ShortConversation)));
        using ConversationsClient client = stub.CreateClient();
        Assert.Equal(2, await client.Tickets.ListAsync().AsPagesAsync(pageSize: 2).CountAsync());
        Assert.Equal(1, await client.Views.ListAsync().AsPagesAsync(pageSize: 7).CountAsync());
        Assert.Equal(1, await client.Conversations.ListAsync().AsPagesAsync(pageSize: 8).CountAsync());
        Assert.Equal(["limit=2", "limit=2&offset=2", "limit=7", "limit=8"], stub.Requests.Select(static request => request.Query));
        _ = Assert.Throws<ArgumentOutOfRangeException>(() => client.Tickets.ListAsync().AsPagesAsync(pageSize: 0));
    }

    [Theory, BothTransports]
    public async Task Leaving_the_loop_stops_the_requests(Transport transport)
    {
        await using StubServer stub = await StubServer.StartAsync(transport);
        stub.Answer(_ => StubAnswer.Json(Page(9, "/x?2", 1, 2)));
        using ConversationsClient client = stub.CreateClient();
        await foreach (Ticket ticket in client.Tickets.ListAsync())
        {
            if (ticket.TicketNumber == 2)
            {
                break;
            }
        }

        Assert.Single(stub.Requests);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_token_of_the_call_and_that_of_the_enumeration_both_stop_it(bool ofCall)
    {
        using var source = new CancellationTokenSource();
        await using var stub = StubServer.InMemory(StubAnswer.Json(Page(9, "/x?2", 1)));
        stub.Answer(_ =>
        {
            source.Cancel();
            return StubAnswer.Silence();
        });
        using ConversationsClient client = stub.CreateClient();
        AsyncPageable<Ticket> list = client.Tickets.ListAsync(cancellationToken: ofCall ? source.Token : CancellationToken.None);
        int seen = 0;

        _ = await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (Ticket? _ in list.WithCancellation(ofCall ? CancellationToken.None : source.Token))
            {
                seen++;
            }
        });

        Assert.Equal((1, 2), (seen, stub.Requests.Count));
    }

    [Fact]
    public async Task An_error_of_a_later_page_comes_after_the_entries_before_it()
    {
        await using var stub = StubServer.InMemory(StubAnswer.Json(Page(9, "/api/projects/1/conversations/tickets/?offset=1", 1)), StubAnswer.Json("""{"detail":"x"}""", 429));
        using ConversationsClient client = stub.CreateClient();
        int seen = 0;
        ConversationsRateLimitException error = await Assert.ThrowsAsync<ConversationsRateLimitException>(async () =>
        {
            await foreach (Ticket _ in client.Tickets.ListAsync())
            {
                seen++;
            }
        });
        Assert.Equal((1, "/api/projects/{project_id}/conversations/tickets/"), (seen, error.Route));
    }

    [Fact]
    public async Task Nulls_in_a_page_are_no_entries()
    {
        await using var stub = StubServer.InMemory(StubAnswer.Json("""{"count":1,"next":null,"results":null}"""), StubAnswer.Json("{}"), StubAnswer.Json("""{"results":[null]}"""));
        using ConversationsClient client = stub.CreateClient();
        Assert.Empty((await client.Tickets.ListPageAsync()).Results);
        Assert.Empty(await client.Tickets.ListAsync().ToListAsync());
        Assert.Empty(await client.Tickets.ListAsync().ToListAsync());
    }

    [Fact]
    public async Task Ten_thousand_entries_come_in_order()
    {
        await using var stub = StubServer.InMemory();
        stub.Answer(request =>
        {
            int offset = int.Parse(request.Parameter("offset") ?? "0", System.Globalization.CultureInfo.InvariantCulture);
            return StubAnswer.Json(Page(10_000, offset + 500 < 10_000 ? $"/x?limit=500&offset={offset + 500}" : null, Enumerable.Range(offset, 500)));
        });
        using ConversationsClient client = stub.CreateClient();
        Assert.Equal(
            Enumerable.Range(0, 10_000), (await client.Tickets.ListAsync().ToListAsync()).Select(static ticket => ticket.TicketNumber));
        Assert.Equal(20, stub.Requests.Count);
    }

    [Fact]
    public async Task Given_pages_need_no_server()
    {
        var list = AsyncPageable<string>.FromPages(
            [new() { Results = ["a", "b"], Next = "x" }, new() { Results = null! }, new() { Results = ["c"] }]);
        Assert.Equal(["a", "b", "c"], await list.ToListAsync());
        Assert.Equal(3, await list.AsPagesAsync(pageSize: 1).CountAsync());
        _ = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => list.ToListAsync(new CancellationToken(canceled: true)).AsTask());
        _ = await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            list.AsPagesAsync(cancellationToken: new CancellationToken(canceled: true)).ToListAsync().AsTask());
    }

    [Fact]
    public void A_page_prints_no_entries() => Assert.Equal("Page { Count = 3, Results = 1, HasNext = True }", new Page<string> { Count = 3, Next = "https://secret", Results = ["secret"] }.ToString());
}
