using System.Text.Json;
using WireMock.RequestBuilders;
using WireMock.ResponseBuilders;
using WireMock.Server;

namespace Conversations.Client.Testing.WireMock.Tests;

/// <summary>
/// The client against plain stubs of WireMock, which share no code with the fake. The client and the fake could be wrong in the same way;
/// these stubs could not.
/// </summary>
public sealed class SecondOpinionTests
{
    private const string Ticket = """
        {"id":"0197a1b2-0000-7000-8000-000000000001","ticket_number":12,"channel_source":"email","channel_detail":null,"distinct_id":"u-1",
        "status":"on_hold","priority":"","assignee":{"id":7,"type":"user","user":{"email":"max@acme.example"},"role":null},"anonymous_traits":{},
        "created_at":"2026-05-04T09:15:02.123456Z","updated_at":"2026-05-04T09:15:02Z","message_count":3,"unread_team_count":1,
        "unread_customer_count":0,"tags":["vip"],"a_member_of_tomorrow":{"x":1}}
        """;

    [Fact]
    public async Task Pages_are_followed_by_their_links()
    {
        using var server = WireMockServer.Start();
        Stub(server, "limit=100", Page(Ticket, $"\"{server.Url}/api/projects/5/conversations/tickets/?limit=100&offset=100\""));
        Stub(server, "limit=100&offset=100", Page(Ticket.Replace("0001", "0002", StringComparison.Ordinal), "null"));
        using ConversationsClient client = ClientOf(server);

        var tickets = new List<Ticket>();
        await foreach (Page<Ticket> page in client.Tickets.ListAsync(new TicketQuery()).AsPagesAsync(pageSize: 100))
        {
            tickets.AddRange(page.Results);
        }

        Assert.Equal(2, tickets.Count);
        Assert.Equal(TicketStatus.OnHold, tickets[0].Status);
        Assert.Equal(("", 12, "u-1"), (tickets[0].Priority?.Value, tickets[0].TicketNumber, tickets[0].DistinctId));
        Assert.Equal(new DateTimeOffset(2026, 5, 4, 9, 15, 2, TimeSpan.Zero).AddTicks(1234560), tickets[0].CreatedAt);
        Assert.All(server.LogEntries, static entry => Assert.Equal("Bearer phx_stub", entry.RequestMessage!.Headers!["Authorization"][0]));

        static string Page(string ticket, string next) => $$"""{"count":2,"next":{{next}},"previous":null,"results":[{{ticket}}]}""";
    }

    [Theory]
    [InlineData(400, """{"type":"validation_error","code":"invalid_choice","detail":"No.","attr":"status"}""", typeof(ConversationsValidationException))]
    [InlineData(402, """{"type":"server_error","code":"quota_limit_exceeded","detail":"No.","attr":null}""", typeof(ConversationsQuotaException))]
    [InlineData(403, """{"error":"No."}""", typeof(ConversationsPermissionException))]
    [InlineData(404, """{"detail":"No."}""", typeof(ConversationsNotFoundException))]
    [InlineData(405, """{"type":"invalid_request","code":"method_not_allowed","detail":"No.","attr":null}""", typeof(ConversationsNotSupportedException))]
    [InlineData(409, """{"detail":"No.","error_type":"compose_in_progress"}""", typeof(ConversationsConflictException))]
    [InlineData(502, "<html>No.</html>", typeof(ConversationsApiException))]
    public async Task An_error_is_the_exception_of_its_status(int status, string body, Type expected)
    {
        using var server = WireMockServer.Start();
        server.Given(Request.Create().UsingPatch()).RespondWith(Response.Create().WithStatusCode(status).WithHeader("X-Request-Id", "r-1").WithBody(body));
        using ConversationsClient client = ClientOf(server);

        var error = (ConversationsApiException)await Assert.ThrowsAsync(
            expected, () => client.Tickets.UpdateAsync(12, new TicketUpdate { Status = TicketStatus.Open }));

        Assert.Equal((status, "r-1"), ((int)error.StatusCode, error.RequestId));
        Assert.Contains("No.", error.Body, StringComparison.Ordinal);
        Assert.Equal("""{"status":"open"}""", Assert.Single(server.LogEntries).RequestMessage!.Body);
    }

    /// <summary>Uses WireMock's own streams; each serves one request. Only a broken test takes a minute.</summary>
    [Fact(Timeout = 60_000)]
    public async Task A_stream_is_read_event_by_event()
    {
        using var server = WireMockServer.Start();
        var id = Guid.NewGuid();
        var more = new TaskCompletionSource();
        server.Given(Request.Create().UsingPost().WithPath("/api/environments/5/conversations/")).RespondWith(Response.Create()
            .WithHeader("Content-Type", "text/event-stream")
            .WithSseBody(async (_, queue) =>
            {
                queue.Write("event: message\ndata: {\"content\":\"hi\",\"id\":\"h\",\"type\":\"human\"}\n\n");
                queue.Write("event: message\ndata: {\"content\":\"Hel\",\"id\":\"temp-0\",\"type\":\"ai\"}\n\n");
                await more.Task;
                queue.Write(": keepalive\n\nevent: message\ndata: {\"content\":\"Hello\",\"id\":\"a\",\"type\":\"ai\"}\n\n");
                queue.Close();
            }, TimeSpan.FromMinutes(1)));
        server.Given(Request.Create().UsingGet()).RespondWith(Response.Create().WithBody($$"""
            {"id":"{{id}}","status":"idle","title":null,"created_at":null,"updated_at":null,"type":"assistant",
            "user":{"id":1,"uuid":"{{id}}","first_name":"","last_name":"","email":"a@b.example"},
            "messages":[{"content":"hi","id":"h","type":"human"},{"content":"Hello","id":"a","type":"ai"}],"pending_approvals":[]}
            """));
        using ConversationsClient client = ClientOf(server);

        var texts = new List<string>();
        await using ConversationStream stream = client.Conversations.StreamAsync(id, "hi");
        await foreach (string text in stream.ReadTextAsync())
        {
            texts.Add(text);
            more.TrySetResult();
        }

        Assert.Equal(["Hel", "lo"], texts);
        Assert.Equal(StreamOutcome.Completed, stream.Outcome);
        JsonElement sent = JsonDocument.Parse(server.LogEntries[0].RequestMessage!.Body!).RootElement;
        Assert.Equal(("hi", id), (sent.GetProperty("content").GetString(), sent.GetProperty("conversation").GetGuid()));
    }

    private static void Stub(WireMockServer server, string query, string page) => server
        .Given(Request.Create().UsingGet().WithUrl($"{server.Url}/api/projects/5/conversations/tickets/?{query}"))
        .RespondWith(Response.Create().WithBody(page));

    private static ConversationsClient ClientOf(WireMockServer server) =>
        new(new ConversationsClientOptions { BaseAddress = new Uri(server.Url!), ProjectId = "5", ApiKey = "phx_stub" });
}
