using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Conversations.Client.Testing.Tests.Shared;

namespace Conversations.Client.Testing.Tests;

public sealed class RecordingTests
{
    [Theory, BothDoors]
    public async Task Requests_are_recorded_without_their_secrets(Door door)
    {
        await using Service service = await Service.OpenAsync(door);
        _ = await service.PatchAsync(Service.Tickets + "1/?x=1&personal_api_key=phx_secret", new { status = "open", personal_api_key = "phx_\"secret" }, Callers.Session);
        _ = await service.GetAsync(Service.Tickets);

        RecordedRequest request = service.Fake.Requests[0];

        Assert.Equal((Operation.TicketsUpdate, "PATCH", 401), (request.Operation, request.Method, request.Status));
        Assert.Equal("/api/projects/1/conversations/tickets/1/?x=1&personal_api_key=***", request.PathAndQuery);
        Assert.Equal("""{"status":"open","personal_api_key":"***"}""", request.Body);
        Assert.Equal(("***", "***"), (request.Headers["cookie"], request.Headers["x-csrftoken"]));
        Assert.Equal("***", service.Fake.Requests[1].Headers["Authorization"]);
        Assert.Equal(Fixtures.Now, request.At);
        Assert.Equal(2, service.Fake.Requests.Count);
        string transcript = service.Fake.Requests.Transcript();
        Assert.DoesNotContain("secret", transcript, StringComparison.Ordinal);
        Assert.DoesNotContain("phx_all", transcript, StringComparison.Ordinal);
        Assert.Contains("2. GET /api/projects/1/conversations/tickets/ (tickets.list) -> 200\n", transcript, StringComparison.Ordinal);
    }

    [Theory, BothDoors]
    public async Task A_request_no_route_takes_is_recorded_with_the_nearest(Door door)
    {
        await using Service service = await Service.OpenAsync(door);
        _ = await service.PostAsync("/api/projects/1/conversations/ticket/", new { });

        RecordedRequest request = service.Fake.Requests.Single();

        Assert.Null(request.Operation);
        Assert.Equal("POST /api/projects/{project_id}/conversations/tickets/", request.Nearest[0]);
        Assert.Contains("nearest: POST /api/projects/{project_id}/conversations/tickets/", service.Fake.Requests.Transcript(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Bodies_are_typed_too()
    {
        await using var fake = new FakeConversationsServer();
        Ticket ticket = await fake.CreateClient().Tickets.CreateAsync(new TicketCreate { Status = TicketStatus.Open, Tags = ["vip"] });

        RecordedRequest request = await fake.Requests.WaitForAsync(Operation.TicketsCreate, TimeSpan.FromSeconds(5));

        Assert.Equal(TicketStatus.Open, request.BodyAs<TicketCreate>()?.Status);
        Assert.Equal("open", request.BodyAs((JsonTypeInfo<JsonElement>)JsonSerializerOptions.Default.GetTypeInfo(typeof(JsonElement))).Text("status"));
        Assert.Equal(1, ticket.TicketNumber);
    }

    [Fact]
    public async Task Waiting_ends_with_the_request_or_with_what_came_instead()
    {
        await using Service service = await Service.OpenAsync(Door.InMemory);
        Task<RecordedRequest> coming = service.Fake.Requests.WaitForAsync(Operation.TicketsList, TimeSpan.FromSeconds(5));
        Task<RecordedRequest> never = service.Fake.Requests.WaitForAsync(Operation.ViewsDelete, TimeSpan.FromSeconds(5));
        _ = await service.GetAsync(Service.Tickets);

        Assert.Equal(200, (await coming).Status);
        service.Clock.Advance(TimeSpan.FromSeconds(5));
        TimeoutException timeout = await Assert.ThrowsAsync<TimeoutException>(() => never);
        Assert.Equal("No views.delete came within 00:00:05. The fake has had:\n1. GET /api/projects/1/conversations/tickets/ (tickets.list) -> 200\n", timeout.Message);
        using var gone = new CancellationTokenSource();
        Task cancelled = service.Fake.Requests.WaitForAsync(Operation.ViewsDelete, TimeSpan.FromSeconds(5), gone.Token);
        await gone.CancelAsync();
        _ = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => cancelled);
    }

    [Fact]
    public async Task Asserting_none_lists_those_that_came()
    {
        await using Service service = await Service.OpenAsync(Door.InMemory);
        _ = await service.GetAsync(Service.Tickets);

        service.Fake.Requests.AssertNone(Operation.TicketsDelete);
        FakeAssertionException failed = Assert.Throws<FakeAssertionException>(() => service.Fake.Requests.AssertNone(Operation.TicketsList));
        Assert.Equal("Expected no tickets.list, but there was one:\n1. GET /api/projects/1/conversations/tickets/ (tickets.list) -> 200\n", failed.Message);
    }
}
