using System.Text.Json;

namespace Conversations.Client.Tests.Tickets;

/// <summary>Changes of many tickets: batches that the service accepts, and the exception when a later batch fails.</summary>
public sealed class BulkTests
{
    private const string Changed = """{"updated":1,"ids":["01978c3e-52aa-0000-91d4-3b6f2f0c7e11"]}""";
    private const string Tagged = """{"updated":[],"skipped":[]}""";

    private static readonly Guid[] Ids = [.. Enumerable.Range(0, 1200).Select(static _ => Guid.NewGuid())];

    [Fact]
    public async Task Ids_go_out_in_batches_of_500_each_once_and_the_answers_are_put_together()
    {
        var server = StubServer.InMemory(StubAnswer.Json(Changed), StubAnswer.Json(Changed), StubAnswer.Json(Changed));
        using ConversationsClient client = Client(server);

        BulkStatusResult result = await client.Tickets.SetStatusAsync([.. Ids, Ids[0]], TicketStatus.Resolved);

        Assert.Equal([500, 500, 200], server.Requests.Select(static request => IdsOf(request).Length));
        Assert.Equal(Ids, server.Requests.SelectMany(IdsOf));
        Assert.Equal((3, 3), (result.Updated, result.Ids.Count));
    }

    [Fact]
    public async Task Ids_times_tags_stay_within_what_the_service_takes()
    {
        var server = StubServer.InMemory([.. Enumerable.Range(0, 12).Select(static _ => StubAnswer.Json(Tagged))]);
        using ConversationsClient client = Client(server);

        await client.Tickets.AddTagsAsync(Ids, Enumerable.Range(0, 100).Select(static number => $"tag {number}"));

        Assert.All(server.Requests, static request => Assert.Equal(100, IdsOf(request).Length));
    }

    [Fact]
    public async Task A_later_batch_that_fails_says_what_was_done_and_why_it_stopped()
    {
        var server = StubServer.InMemory(StubAnswer.Json(Changed), StubAnswer.Json("""{"detail":"Slow down."}""", 429));
        using ConversationsClient client = Client(server);

        ConversationsBulkException stopped = await Assert.ThrowsAsync<ConversationsBulkException>(() =>
            client.Tickets.SetStatusAsync(Ids, TicketStatus.Resolved));

        // The whole batch, although the service said that it changed only one of the tickets.
        Assert.Equal(Ids[..500], stopped.Completed);
        Assert.IsType<ConversationsRateLimitException>(stopped.InnerException);
        Assert.Equal(2, server.Requests.Count);
    }

    [Fact]
    public async Task A_first_batch_that_fails_is_the_service_s_own_error()
    {
        var server = StubServer.InMemory(StubAnswer.Json("""{"detail":"This action does not support personal API key access"}""", 403));
        using ConversationsClient client = Client(server);

        ConversationsPermissionException refused = await Assert.ThrowsAsync<ConversationsPermissionException>(() =>
            client.Tickets.SetStatusAsync(Ids, TicketStatus.Resolved));

        Assert.True(refused.RequiresSession);
    }

    [Fact]
    public async Task What_cannot_be_sent_is_refused_before_it_is()
    {
        var server = StubServer.InMemory();
        using ConversationsClient client = Client(server);

        await Assert.ThrowsAsync<ArgumentException>(() => client.Tickets.SetStatusAsync([], TicketStatus.Open));
        await Assert.ThrowsAsync<ArgumentException>(() => client.Tickets.SetStatusAsync([Guid.Empty], TicketStatus.Open));
        await Assert.ThrowsAsync<ArgumentException>(() => client.Tickets.SetStatusAsync(Ids, default));
        await Assert.ThrowsAsync<ArgumentException>(() => client.Tickets.AddTagsAsync(Ids, []));
        await Assert.ThrowsAsync<ArgumentException>(() => client.Tickets.RemoveTagsAsync(Ids, [" "]));
        await Assert.ThrowsAsync<ArgumentException>(() =>
            client.Tickets.SetTagsAsync(Ids, Enumerable.Range(0, 101).Select(static number => $"{number}")));
        Assert.Empty(server.Requests);
    }

    private static ConversationsClient Client(StubServer server) =>
        new(new() { ProjectId = "1", BaseAddress = server.BaseAddress, ApiKey = StubServer.Key }, server.CreateHandler());

    private static Guid[] IdsOf(StubRequest request) =>
        [.. JsonDocument.Parse(request.Body).RootElement.GetProperty("ids").EnumerateArray().Select(static id => id.GetGuid())];
}
