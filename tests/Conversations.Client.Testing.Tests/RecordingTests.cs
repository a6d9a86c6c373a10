using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Conversations.Client.Testing.Tests.Contract.Widget;
using Conversations.Client.Testing.Tests.Shared;

namespace Conversations.Client.Testing.Tests;

public sealed class RecordingTests
{
    [Theory, BothTransports]
    public async Task Requests_are_recorded_without_their_secrets(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        _ = await service.PatchAsync(Service.Tickets + "1/?x=1&personal_api_key=phx_secret", new { status = "open", personal_api_key = "phx_\"secret" }, Callers.Session);
        _ = await service.GetAsync(Service.Tickets);

        RecordedRequest request = service.Fake.Requests[0];

        Assert.Equal((Operation.TicketsUpdate, "PATCH", 401), (request.Operation, request.Method, request.Status));
        Assert.Equal("/api/projects/1/conversations/tickets/1/?x=1&personal_api_key=***", request.PathAndQuery);
        Assert.Equal(("/api/projects/1/conversations/tickets/1/", "?x=1&personal_api_key=***"), (request.Path, request.Query));
        Assert.Equal("PATCH /api/projects/1/conversations/tickets/1/?x=1&personal_api_key=*** (tickets.update) -> 401", request.ToString());
        Assert.Equal("""{"status":"open","personal_api_key":"***"}""", request.Body);
        Assert.Equal(("***", "***"), (request.Headers["cookie"], request.Headers["x-csrftoken"]));
        Assert.Equal("***", service.Fake.Requests[1].Headers["Authorization"]);
        Assert.Equal(Fixtures.Now, request.At);
        Assert.Equal(2, service.Fake.Requests.Count);
        string transcript = service.Fake.Requests.Transcript();
        Assert.DoesNotContain("secret", transcript, StringComparison.Ordinal);
        Assert.DoesNotContain("phx_all", transcript, StringComparison.Ordinal);
        Assert.Contains("2. 11:00:00.000 GET /api/projects/1/conversations/tickets/ (tickets.list) -> 200\n", transcript, StringComparison.Ordinal);
    }

    [Theory, BothTransports]
    public async Task What_opens_the_tickets_of_a_customer_is_not_recorded(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        service.SignWith();
        _ = (await service.WriteSignedAsync(("widget_session_id", WidgetCalls.Session))).Is(200);
        _ = await service.SeenAsync($"{WidgetCalls.ByIdentity}&widget_session_id={WidgetCalls.Session}");

        string transcript = service.Fake.Requests.Transcript();

        Assert.Equal(
            """{"message":"Hello","identity_distinct_id":"user_123","identity_hash":"***","widget_session_id":"***"}""", service.Fake.Requests[0].Body);
        Assert.Equal("?identity_distinct_id=user_123&identity_hash=***&widget_session_id=***", service.Fake.Requests[1].Query);
        Assert.DoesNotContain(WidgetCalls.Hash, transcript, StringComparison.Ordinal);
        Assert.DoesNotContain(WidgetCalls.Session, transcript, StringComparison.Ordinal);
    }

    [Theory, BothTransports]
    public async Task A_request_of_the_widget_that_no_route_takes_is_recorded_with_the_nearest_of_the_widget(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        _ = await service.PostAsync(WidgetCalls.Message + "/", WidgetCalls.Sent(), WidgetCalls.Customer);

        Assert.Equal("POST /api/conversations/v1/widget/message", service.Fake.Requests.Single().Nearest[0]);
    }

    [Theory, BothTransports]
    public async Task A_request_no_route_takes_is_recorded_with_the_nearest(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        _ = await service.PostAsync("/api/projects/1/conversations/ticket/", new { });

        RecordedRequest request = service.Fake.Requests.Single();

        Assert.Null(request.Operation);
        Assert.Equal("POST /api/projects/{project_id}/conversations/tickets/", request.Nearest[0]);
        Assert.Equal(("/api/projects/1/conversations/ticket/", ""), (request.Path, request.Query));
        Assert.Contains("nearest: POST /api/projects/{project_id}/conversations/tickets/", service.Fake.Requests.Transcript(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Bodies_are_typed_too()
    {
        await using var fake = new FakeConversationsServer();
#pragma warning disable CONV0001 // The fake creates tickets as documented.
        Ticket ticket = await fake.CreateClient().Tickets.CreateAsync(new TicketCreate { Status = TicketStatus.Open, Tags = ["vip"] });
#pragma warning restore CONV0001

        RecordedRequest request = await fake.Requests.WaitForAsync(Operation.TicketsCreate, TimeSpan.FromSeconds(5));

        Assert.Equal(TicketStatus.Open, request.BodyAs<TicketCreate>()?.Status);
        Assert.Equal(
            "open", request.BodyAs((JsonTypeInfo<JsonElement>)JsonSerializerOptions.Default.GetTypeInfo(typeof(JsonElement))).Text("status"));
        Assert.Equal(1, ticket.TicketNumber);
    }

    [Fact]
    public async Task Waiting_ends_with_the_request_or_with_what_came_instead()
    {
        await using Service service = await Service.OpenAsync(Transport.InMemory);
        Task<RecordedRequest> coming = service.Fake.Requests.WaitForAsync(Operation.TicketsList, TimeSpan.FromSeconds(5));
        Task<RecordedRequest> never = service.Fake.Requests.WaitForAsync(Operation.ViewsDelete, TimeSpan.FromSeconds(5));
        _ = await service.GetAsync(Service.Tickets);

        Assert.Equal(200, (await coming).Status);
        service.Clock.Advance(TimeSpan.FromSeconds(5));
        TimeoutException timeout = await Assert.ThrowsAsync<TimeoutException>(() => never);
        Assert.Equal("No views.delete came within 00:00:05. The fake has had:\n1. 11:00:00.000 GET /api/projects/1/conversations/tickets/ (tickets.list) -> 200\n", timeout.Message);
        using var gone = new CancellationTokenSource();
        Task cancelled = service.Fake.Requests.WaitForAsync(Operation.ViewsDelete, TimeSpan.FromSeconds(5), gone.Token);
        await gone.CancelAsync();
        _ = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => cancelled);
    }

    [Fact]
    public async Task Asserting_none_lists_those_that_came()
    {
        await using Service service = await Service.OpenAsync(Transport.InMemory);
        _ = await service.GetAsync(Service.Tickets);

        service.Fake.Requests.AssertNone(Operation.TicketsDelete);
        FakeAssertionException failed = Assert.Throws<FakeAssertionException>(() =>
            service.Fake.Requests.AssertNone(Operation.TicketsList));
        Assert.Equal("Expected no tickets.list, but there was one:\n1. 11:00:00.000 GET /api/projects/1/conversations/tickets/ (tickets.list) -> 200\n", failed.Message);
    }

    [Fact]
    public async Task A_request_that_missed_its_route_is_named_where_it_was_waited_for()
    {
        await using Service service = await Service.OpenAsync(Transport.InMemory);
        Task<RecordedRequest> coming = service.Fake.Requests.WaitForAsync(Operation.TicketsCreate, TimeSpan.FromSeconds(5));
        _ = await service.GetAsync(Service.Tickets);
        _ = await service.PostAsync("/api/projects/1/conversations/ticket/", new { });

        service.Clock.Advance(TimeSpan.FromSeconds(5));

        TimeoutException timeout = await Assert.ThrowsAsync<TimeoutException>(() => coming);
        Assert.StartsWith(
            "No tickets.create came within 00:00:05. Near misses:\n2. 11:00:00.000 POST /api/projects/1/conversations/ticket/ (no route) -> 403\n   {}\n   nearest: POST /api/projects/{project_id}/conversations/tickets/; ",
            timeout.Message,
            StringComparison.Ordinal);
        Assert.Contains("The fake has had:\n1. 11:00:00.000 GET /api/projects/1/conversations/tickets/ (tickets.list) -> 200\n2. ", timeout.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Asserting_none_for_a_time_ends_with_the_clock_or_with_the_first_that_comes()
    {
        await using Service service = await Service.OpenAsync(Transport.InMemory);
        _ = await service.GetAsync(Service.Tickets);
        Task quiet = service.Fake.Requests.AssertNoneAsync(Operation.TicketsList, TimeSpan.FromMinutes(30));
        service.Clock.Advance(TimeSpan.FromMinutes(29));
        Assert.False(quiet.IsCompleted);
        service.Clock.Advance(TimeSpan.FromMinutes(1));
        await quiet;

        Task loud = service.Fake.Requests.AssertNoneAsync(Operation.TicketsList, TimeSpan.FromMinutes(30));
        _ = await service.GetAsync(Service.Tickets + "?status=new");

        FakeAssertionException failed = await Assert.ThrowsAsync<FakeAssertionException>(() => loud);
        Assert.StartsWith("Expected no tickets.list for 00:30:00, but there was one:\n2. 11:30:00.000 GET /api/projects/1/conversations/tickets/?status=new (tickets.list) -> 200\nThe fake has had:\n", failed.Message, StringComparison.Ordinal);
        using var gone = new CancellationTokenSource();
        Task cancelled = service.Fake.Requests.AssertNoneAsync(Operation.ViewsDelete, TimeSpan.FromSeconds(5), gone.Token);
        await gone.CancelAsync();
        _ = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => cancelled);
    }

    [Theory, BothTransports]
    public async Task The_transcript_shows_what_was_sent_of_a_stream_and_when(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        service.Options.Title = TitleMode.Never;
        service.Fake.Turns.Next(turn => turn.Say("Grüße").Pause(TimeSpan.FromSeconds(20)).Say(new string('x', 500)).ChunkEvery(7));
        using TurnStream stream = await service.SendAsync(ConversationCalls.Turn(Guid.NewGuid(), "Hi"));
        await stream.UntilAsync(read => read.Finished.Count == 2 && read.Text.EndsWith("\n\n", StringComparison.Ordinal));
        service.Clock.Advance(TimeSpan.FromSeconds(15));
        await stream.UntilAsync(read => read.Text.EndsWith(": keepalive\n\n", StringComparison.Ordinal));
        service.Clock.Advance(TimeSpan.FromSeconds(5));
        await stream.ToEndAsync();

        string[] lines = service.Fake.Requests.Transcript().Split('\n');

        Assert.EndsWith(" (conversations.create) -> 200", lines[0], StringComparison.Ordinal);
        Assert.StartsWith("   11:00:00.000 event: conversation data: {\"id\": ", lines[2], StringComparison.Ordinal);
        Assert.StartsWith("   11:00:00.000 event: message data: {\"content\":\"Hi\"", lines[3], StringComparison.Ordinal);
        Assert.StartsWith("   11:00:00.000 event: message data: {\"content\":\"Grüße\"", lines[4], StringComparison.Ordinal);
        Assert.Equal("   11:00:15.000 : keepalive", lines[5]);
        Assert.Matches("^   11:00:20.000 event: message data: {.content.:.x{100,}… \\([0-9]{3} bytes\\)$", lines[6]);
        Assert.Equal(["   11:00:20.000 closed", ""], lines[7..]);
    }

    [Fact]
    public async Task The_transcript_says_how_a_stream_ended_and_keeps_the_newest_of_a_long_one()
    {
        await using Service service = await Service.OpenAsync(Transport.InMemory);
        service.Fake.Turns.Next(turn => turn.Say("Hel").Raw("event: mess"u8).Cut());
        using (TurnStream cut = await service.SendAsync(ConversationCalls.Turn(Guid.NewGuid(), "Hi")))
        {
            await cut.ToEndAsync();
        }

        service.Fake.Turns.Next(turn => turn.Say(new string('x', 20_000), partials: 9).Hold(service.Fake.Turns.Hold()));
        using (TurnStream left = await service.SendAsync(ConversationCalls.Turn(Guid.NewGuid(), "Hi")))
        {
            await left.UntilAsync(read => read.Finished.Count == 2 && read.Text.EndsWith("\n\n", StringComparison.Ordinal));
        }

        string transcript = service.Fake.Requests.Transcript();

        Assert.Contains("   11:00:00.000 event: mess (not ended)\n   11:00:00.000 cut\n2. ", transcript, StringComparison.Ordinal);
        Assert.Contains("   … earlier events are not kept\n", transcript, StringComparison.Ordinal);
        Assert.EndsWith("   11:00:00.000 left by the reader\n", transcript, StringComparison.Ordinal);
        Assert.True(transcript.Length < 10_000);
    }
}
