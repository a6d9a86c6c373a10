namespace Conversations.Client.Tests.Paging;

/// <summary>A list ends even if its links never do. A list that shrinks while it is read says so.</summary>
public sealed class EndlessListTests
{
    private const int Runaway = 400;
    private const string Id = "00000000-0000-0000-0000-000000000001";

    public static IReadOnlyList<Func<ConversationsClient, Task>> Lists { get; } =
    [
        static client => client.Tickets.ListAsync().CountAsync().AsTask(),
        static client => client.Conversations.ListAsync().CountAsync().AsTask(),
        static client => client.Views.ListAsync().CountAsync().AsTask(),
        static client => client.Tickets.ListMessagesAsync(1).CountAsync().AsTask(),
    ];

    public static IEnumerable<int> Numbers => Enumerable.Range(0, Lists.Count);

    [Theory, BothTransports(Rows = nameof(Numbers))]
    public async Task A_list_whose_links_always_differ_ends_after_five_pages_without_a_new_entry(Transport transport, int list)
    {
        await using StubServer stub = await StubServer.StartAsync(transport);
        stub.Answer(_ => Endless(stub, Id));
        using ConversationsClient client = stub.CreateClient();

        Exception error = await Record.ExceptionAsync(() => Lists[list](client));

        Assert.InRange(stub.Requests.Count, 1, 6);
        Assert.Contains("nothing new", Assert.IsType<ConversationsException>(error).Message, StringComparison.Ordinal);
    }

    [Theory, BothTransports(Rows = nameof(Numbers))]
    public async Task A_list_of_empty_pages_whose_links_always_differ_ends_too(Transport transport, int list)
    {
        await using StubServer stub = await StubServer.StartAsync(transport);
        stub.Answer(_ => Endless(stub));
        using ConversationsClient client = stub.CreateClient();

        Exception error = await Record.ExceptionAsync(() => Lists[list](client));

        Assert.InRange(stub.Requests.Count, 1, 6);
        Assert.Contains("nothing new", Assert.IsType<ConversationsException>(error).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Four_pages_without_a_new_entry_are_no_end()
    {
        await using var stub = StubServer.InMemory();
        // Again and again, four pages repeat known entries, and the fifth brings a new one.
        stub.Answer(_ => StubAnswer.Json(Page(5, stub.Requests.Count == 41 ? null : $"/x?{stub.Requests.Count}", (stub.Requests.Count + 4) / 5)));
        using ConversationsClient client = stub.CreateClient();

        Assert.Equal(Enumerable.Range(1, 9), (await client.Tickets.ListAsync().ToListAsync()).Select(static ticket => ticket.TicketNumber));
        Assert.Equal(41, stub.Requests.Count);
    }

    [Theory, BothTransports]
    public async Task A_list_that_shrinks_while_it_is_read_says_so_after_what_it_gave(Transport transport)
    {
        await using StubServer stub = await StubServer.StartAsync(transport);
        stub.Answer(StubAnswer.Json(Page(5, "/x?2", 1, 2)), StubAnswer.Json(Page(4, "/x?3", 4)), StubAnswer.Json(Page(4, null, 5)));
        using ConversationsClient client = stub.CreateClient();
        var given = new List<int>();

        Exception error = await Record.ExceptionAsync(async () =>
        {
            await foreach (Ticket ticket in client.Tickets.ListAsync())
            {
                given.Add(ticket.TicketNumber);
            }
        });

        Assert.Equal([1, 2], given);
        string message = Assert.IsType<ConversationsException>(error).Message;
        Assert.All(["from 5 to 4", "Read the whole list first", "ListPageAsync"], text => Assert.Contains(text, message, StringComparison.Ordinal));
        Assert.Equal(2, stub.Requests.Count);
    }

    [Fact]
    public async Task A_list_that_shrinks_on_its_last_page_says_so_too()
    {
        await using var stub = StubServer.InMemory(StubAnswer.Json(Page(2, "/x?2", 1)), StubAnswer.Json(Page(1, null)));
        using ConversationsClient client = stub.CreateClient();

        _ = await Assert.ThrowsAsync<ConversationsException>(() => client.Tickets.ListAsync().ToListAsync().AsTask());
    }

    [Fact]
    public async Task A_list_that_grows_or_does_not_tell_its_length_is_read_to_its_end()
    {
        await using var stub = StubServer.InMemory(
            StubAnswer.Json(Page(3, "/x?2", 1)),
            StubAnswer.Json(Page(4, "/x?3", 2)),
            StubAnswer.Json(Page(4, "/x?4", 3).Replace("\"count\":4,", "", StringComparison.Ordinal)),
            StubAnswer.Json(Page(4, null, 4)));
        using ConversationsClient client = stub.CreateClient();

        Assert.Equal([1, 2, 3, 4], (await client.Tickets.ListAsync().ToListAsync()).Select(static ticket => ticket.TicketNumber));
    }

    [Fact]
    public async Task A_reader_who_stops_before_the_list_shrinks_is_told_nothing()
    {
        await using var stub = StubServer.InMemory(
            StubAnswer.Json(Page(5, "/x?2", 1, 2)),
            StubAnswer.Json(Page(1, null, 4)),
            StubAnswer.Json(Page(5, null, 1)),
            StubAnswer.Json(Page(1, null, 4)));
        using ConversationsClient client = stub.CreateClient();

        Assert.Equal(1, (await client.Tickets.ListAsync().FirstAsync()).TicketNumber);
        Assert.Equal(1, (await client.Tickets.ListPageAsync(limit: 1)).Count);
        Assert.Equal(5, (await client.Tickets.ListPageAsync(limit: 1)).Count);
        Assert.Equal(1, (await client.Tickets.ListPageAsync(limit: 1, offset: 1)).Count);
    }

    /// <summary>
    /// A page with a link that was never given before. It ends at some point, so that a client without a limit does not run the test
    /// forever.
    /// </summary>
    private static StubAnswer Endless(StubServer stub, params string[] ids)
    {
        string next = stub.Requests.Count < Runaway ? $"\"/x?page={stub.Requests.Count}\"" : "null";
        return StubAnswer.Json($$"""{"count":1,"next":{{next}},"previous":null,"results":[{{string.Join(",", ids.Select(static id => $"{{\"id\":\"{id}\"}}"))}}]}""");
    }

    private static string Page(int count, string? next, params int[] numbers) =>
        $$"""{"count":{{count}},"next":{{(next is null ? "null" : $"\"{next}\"")}},"previous":null,"results":[{{string.Join(",", numbers.Select(static number => $$"""{"id":"00000000-0000-0000-0000-{{number:d12}}","ticket_number":{{number}}}"""))}}]}""";
}
