using System.Net.Sockets;
using Conversations.Client.Testing.Tests.Shared;

namespace Conversations.Client.Testing.Tests.Faults;

/// <summary>How each fault appears to a caller, for a single response and for a stream, over both transports.</summary>
public sealed class FaultTests
{
    [Theory, BothTransports]
    public async Task Respond_answers_in_place_of_the_service(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        service.Fake.Faults.On(Operation.TicketsCreate).Respond(503, """{"detail":"later"}""", TimeSpan.FromSeconds(1.5));

        Answer answer = await service.PostAsync(Service.Tickets, new { }, Callers.Nobody);

        Assert.Equal((503, """{"detail":"later"}""", "application/json"), (answer.Status, answer.Text, answer.ContentType?.ToString()));
        Assert.Equal(TimeSpan.FromSeconds(2), answer.Headers.RetryAfter?.Delta);
        Assert.Equal(6, service.Fake.Tickets.Count());
        Assert.Equal((Operation.TicketsCreate, 503), service.Recorded());
    }

    [Theory, BothTransports]
    public async Task Respond_can_be_empty_and_of_any_text(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        service.Fake.Faults.Any().Nth(1).Respond(503);
        service.Fake.Faults.Any().Nth(2).Respond(502, "<h1>Bad gateway</h1>");

        Answer empty = await service.GetAsync(Service.Tickets);
        Answer page = await service.GetAsync(Service.Tickets);

        Assert.Equal((503, "", null), (empty.Status, empty.Text, empty.ContentType));
        Assert.Equal((502, "<h1>Bad gateway</h1>", "text/plain"), (page.Status, page.Text, page.ContentType?.MediaType));
    }

    [Theory, BothTransports]
    public async Task Respond_takes_the_place_of_a_stream(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        service.Fake.Faults.On(Operation.ConversationsCreate).Respond(503);

        using TurnStream stream = await service.SendAsync(Fault.Turn());

        Assert.Equal(503, (int)stream.Response.StatusCode);
        Assert.Empty(service.Fake.Conversations);
        Assert.Equal((Operation.ConversationsCreate, 503), service.Recorded());
    }

    [Theory, BothTransports]
    public async Task Reset_resets_the_connection_before_anything_happens(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        service.Fake.Faults.On(Operation.TicketsCreate).Reset();
        service.Fake.Faults.On(Operation.ConversationsCreate).Reset();

        HttpRequestException unary = await Assert.ThrowsAsync<HttpRequestException>(() => service.PostAsync(Service.Tickets, new { }));
        HttpRequestException stream = await Assert.ThrowsAsync<HttpRequestException>(() => service.SendAsync(Fault.Turn()));

        Assert.All([unary, stream], error =>
        {
            Assert.Equal(HttpRequestError.Unknown, error.HttpRequestError);
            Assert.Equal(
                SocketError.ConnectionReset,
                Assert.IsType<SocketException>(Assert.IsType<IOException>(error.InnerException).InnerException).SocketErrorCode);
        });
        Assert.Equal((6, 0), (service.Fake.Tickets.Count(), service.Fake.Conversations.Count()));
        Assert.Equal([0, 0], service.Fake.Requests.Select(request => request.Status));
    }

    [Theory, BothTransports]
    public async Task Reset_reaches_the_caller_on_a_connection_that_was_used_before(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        _ = await service.GetAsync(Service.Tickets);
        service.Fake.Faults.Any().Times(1).Reset();

        _ = await Assert.ThrowsAsync<HttpRequestException>(() => service.GetAsync(Service.Tickets));

        Assert.Equal([200, 0], service.Fake.Requests.Select(request => request.Status));
        Assert.Equal(200, (await service.GetAsync(Service.Tickets)).Status);
    }

    [Theory, BothTransports]
    public async Task Hanging_before_the_headers_lasts_until_the_caller_goes(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        service.Fake.Faults.On(Operation.TicketsCreate).HangBeforeHeaders();
        service.Fake.Faults.On(Operation.ConversationsCreate).HangBeforeHeaders();
        using var gone = new CancellationTokenSource();

        Task<Answer> unary = service.PostAsync(Service.Tickets, new { }, gone: gone.Token);
        Task<TurnStream> stream = service.SendAsync(Fault.Turn(), gone: gone.Token);
        Assert.Equal(0, (await service.Fake.Requests.WaitForAsync(Operation.TicketsCreate, Fault.Patience)).Status);
        Assert.Equal(0, (await service.Fake.Requests.WaitForAsync(Operation.ConversationsCreate, Fault.Patience)).Status);
        Assert.False(unary.IsCompleted || stream.IsCompleted);
        await gone.CancelAsync();

        _ = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => unary);
        _ = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => stream);
        Assert.Equal((6, 0), (service.Fake.Tickets.Count(), service.Fake.Conversations.Count()));
    }

    [Theory, BothTransports]
    public async Task Hanging_in_the_body_sends_headers_and_no_keepalive(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        service.Fake.Faults.Any().HangInBody();
        using TurnStream stream = await service.SendAsync(Fault.Turn());
        using HttpResponseMessage unary = await service.OpenAnswerAsync(HttpMethod.Post, Service.Tickets, new { });

        service.Clock.Advance(TimeSpan.FromMinutes(1));

        await Fault.IsSilentAsync(unary);
        await Fault.IsSilentAsync(stream.Response);
        Assert.Equal((200, 201), ((int)stream.Response.StatusCode, (int)unary.StatusCode));
        Assert.Equal((7, 1), (service.Fake.Tickets.Count(), service.Fake.Conversations.Count()));
        Assert.Equal([200, 201], service.Fake.Requests.Select(request => request.Status));
    }

    [Theory, BothTransports]
    public async Task Ending_the_fake_ends_what_hangs(Transport transport)
    {
        Service service = await Service.OpenAsync(transport);
        service.Fake.Faults.On(Operation.TicketsList).HangBeforeHeaders();
        service.Fake.Faults.On(Operation.TicketsCreate).HangInBody();
        service.Fake.Faults.On(Operation.ViewsList).Delay(TimeSpan.FromHours(1));
        Task<Answer> hanging = service.GetAsync(Service.Tickets);
        Task<Answer> delayed = service.GetAsync(Service.Views);
        using HttpResponseMessage begun = await service.OpenAnswerAsync(HttpMethod.Post, Service.Tickets, new { });
        _ = await service.Fake.Requests.WaitForAsync(Operation.TicketsList, Fault.Patience);

        await service.Fake.DisposeAsync();

        _ = await Assert.ThrowsAnyAsync<HttpRequestException>(() => hanging);
        _ = await Assert.ThrowsAnyAsync<HttpRequestException>(() => delayed);
        _ = await Assert.ThrowsAnyAsync<IOException>(() => Fault.BytesAsync(begun));
        await service.DisposeAsync();
    }

    [Theory, BothTransports]
    public async Task Delay_waits_on_the_fakes_clock_and_then_runs(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        service.Fake.Faults.On(Operation.TicketsCreate).Delay(TimeSpan.FromSeconds(30));
        service.Fake.Faults.On(Operation.ConversationsCreate).Delay(TimeSpan.FromSeconds(30));

        Task<Answer> unary = service.PostAsync(Service.Tickets, new { });
        Task<TurnStream> stream = service.SendAsync(Fault.Turn());
        await service.Clock.BegunAsync(2);
        Assert.Equal((6, 0), (service.Fake.Tickets.Count(), service.Fake.Conversations.Count()));
        Assert.Empty(service.Fake.Requests);
        service.Clock.Advance(TimeSpan.FromSeconds(30));

        Assert.Equal(201, (await unary).Status);
        using TurnStream begun = await (await stream).ToEndAsync();
        Assert.Equal(service.Clock.GetUtcNow(), service.Fake.Requests[0].At);
        Assert.Equal((7, 1), (service.Fake.Tickets.Count(), service.Fake.Conversations.Count()));
    }

    [Theory, BothTransports]
    public async Task A_caller_that_goes_during_a_delay_has_had_nothing_run(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        service.Fake.Faults.Any().Delay(TimeSpan.FromSeconds(30));
        using var gone = new CancellationTokenSource();
        Task<Answer> waiting = service.PostAsync(Service.Tickets, new { }, gone: gone.Token);
        await service.Clock.BegunAsync(1);

        await gone.CancelAsync();

        _ = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        Assert.Equal(0, (await service.Fake.Requests.WaitForAsync(Operation.TicketsCreate, Fault.Patience)).Status);
        service.Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(6, service.Fake.Tickets.Count());
    }

    [Theory, BothTransports]
    public async Task Malformed_takes_the_first_character_of_the_json(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        service.Fake.Faults.On(Operation.TicketsCreate).Malformed();
        service.Fake.Faults.On(Operation.ViewsDelete).Malformed();

        Answer answer = await service.PostAsync(Service.Tickets, new { });
        Answer empty = await service.DeleteAsync(Service.Views + service.Fake.Views.Add(new ViewSeed { Name = "x" }).ShortId);

        Assert.StartsWith("<\"id\":\"", answer.Text, StringComparison.Ordinal);
        Assert.EndsWith("}", answer.Text, StringComparison.Ordinal);
        Assert.Equal((201, "application/json", 204), (answer.Status, answer.ContentType?.ToString(), empty.Status));
        Assert.Equal(7, service.Fake.Tickets.Count());
    }

    [Theory, BothTransports]
    public async Task Malformed_leaves_the_events_of_a_stream_their_frame(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        string whole = await Fault.WholeAsync(service, chunk: 1);
        service.Fake.Faults.Any().Malformed();
        service.Fake.Turns.Next(turn => turn.Say("Hé", partials: 2).ChunkEvery(1));

        using TurnStream stream = await (await service.SendAsync(Fault.Turn())).ToEndAsync();

        Assert.False(stream.WasCut);
        Assert.Equal(whole.Split("\n\n").Length, stream.Text.Split("\n\n").Length);
        Assert.All(stream.Blocks, block => Assert.Matches("^event: [a-z]+\ndata: <[^\n]+}$", block));
    }

    [Theory, BothTransports]
    public async Task A_client_of_the_package_tells_the_faults_apart(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        using ConversationsClient client = service.CreateClient();
        FakeFaults faults = service.Fake.Faults;

        List<Type> errors = [];
        foreach (Action<FaultRule> fault in (Action<FaultRule>[])[rule => rule.Reset(), rule => rule.CutAfterBytes(10),
            rule => rule.Respond(503), rule => rule.Malformed()])
        {
            faults.Clear();
            fault(faults.On(Operation.TicketsList));
            errors.Add((await Assert.ThrowsAnyAsync<ConversationsException>(() => client.Tickets.ListPageAsync())).GetType());
        }

        faults.Clear();
        Assert.Equal(errors[0], errors[1]);
        Assert.Equal(typeof(ConversationsConnectionException), errors[0]);
        Assert.Equal(3, errors.Distinct().Count());
        Assert.Equal(5, (await client.Tickets.ListPageAsync()).Count);
    }
}
