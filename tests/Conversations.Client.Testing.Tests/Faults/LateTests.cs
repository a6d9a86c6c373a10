using Conversations.Client.Testing.Tests.Contract.Tickets;
using Conversations.Client.Testing.Tests.Contract.Widget;
using Conversations.Client.Testing.Tests.Shared;

namespace Conversations.Client.Testing.Tests.Faults;

/// <summary>A lost answer of an operation that runs later, after its caller has looked.</summary>
public sealed class LateTests
{
    private static readonly TimeSpan Late = TimeSpan.FromSeconds(10);

    [Theory, BothTransports]
    public async Task A_message_whose_connection_was_reset_is_not_there_until_its_time_has_come(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        service.Fake.Faults.On(Operation.WidgetMessage).Nth(1).RunAfter(Late).Reset();

        _ = await Assert.ThrowsAsync<HttpRequestException>(() => service.WriteAsync());

        Assert.Empty(await service.SeenAsync(WidgetCalls.BySession));
        service.Clock.Advance(Late - TimeSpan.FromMilliseconds(1));
        Assert.Empty(await service.SeenAsync(WidgetCalls.BySession));
        service.Clock.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Equal([6], await service.SeenAsync(WidgetCalls.BySession));
        Assert.Equal(("Hello", Fixtures.Now + Late), (service.Stored(6).LastMessageText, service.Stored(6).CreatedAt));
        Assert.Equal([0, 200, 200, 200], service.Fake.Requests.Select(static request => request.Status));
    }

    [Theory, BothTransports]
    public async Task A_message_that_was_answered_with_a_status_comes_later_and_beside_the_one_that_was_sent_again(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        service.Fake.Faults.On(Operation.WidgetMessage).Nth(1).RunAfter(Late).Respond(504);

        _ = (await service.WriteAsync()).Is(504);
        _ = (await service.WriteAsync()).Is(200);

        Assert.Equal([6], await service.SeenAsync(WidgetCalls.BySession));
        service.Clock.Advance(Late);
        Assert.Equal([6, 7], await service.SeenAsync(WidgetCalls.BySession));
    }

    [Theory, BothTransports]
    public async Task A_message_that_its_caller_gave_up_comes_later(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        service.Fake.Faults.On(Operation.WidgetMessage).RunAfter(Late).HangBeforeHeaders();
        using var gone = new CancellationTokenSource();
        Task<Answer> waiting = service.PostAsync(WidgetCalls.Message, WidgetCalls.Sent(), WidgetCalls.Customer, gone.Token);
        _ = await service.Fake.Requests.WaitForAsync(Operation.WidgetMessage, Fault.Patience);
        await gone.CancelAsync();
        _ = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);

        Assert.Empty(await service.SeenAsync(WidgetCalls.BySession));
        service.Clock.Advance(Late);

        Assert.Equal([6], await service.SeenAsync(WidgetCalls.BySession));
    }

    [Theory, BothTransports]
    public async Task Any_operation_can_run_late_and_a_refusal_changes_nothing_then_either(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        service.Fake.Faults.Any().Times(4).RunAfter(Late).Respond(502);

        _ = (await service.PatchAsync(TicketCalls.Of(1), new { status = "resolved" })).Is(502);
        _ = (await service.PostAsync(TicketCalls.Of(1) + "reply/", new { message = "Late" })).Is(502);
        _ = (await service.PatchAsync(TicketCalls.Of(2), new { status = "bogus" })).Is(502);
        using (TurnStream stream = await service.SendAsync(Fault.Turn()))
        {
            Assert.Equal(502, (int)stream.Response.StatusCode);
        }

        Assert.Equal((TicketStatus.New, 0, 0), Seen(service));
        service.Clock.Advance(Late);
        Assert.Equal((TicketStatus.Resolved, 1, 1), Seen(service));
        Assert.Equal(TicketStatus.Open, service.Stored(2).Status.Known);
    }

    [Theory, BothTransports]
    public async Task What_was_to_run_late_ends_with_a_reset_of_the_fake(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        service.Fake.Faults.On(Operation.WidgetMessage).RunAfter(Late).Respond(504);
        _ = (await service.WriteAsync()).Is(504);

        service.Fake.Reset();
        service.Clock.Advance(Late);

        Assert.Empty(service.Fake.Tickets);
    }

    [Fact]
    public async Task Faults_whose_operation_runs_anyway_refuse_to_run_it_late_and_set_nothing()
    {
        await using Service service = await Service.OpenAsync(Transport.InMemory);
        FaultRule Begin() => service.Fake.Faults.Any().RunAfter(Late);

        foreach (Action refused in new Action[]
        {
            () => Begin().HangInBody(), () => Begin().CutAfterBytes(0), () => Begin().CutAfterEvents(1), () => Begin().Malformed(),
            () => Begin().Delay(Late),
        })
        {
            Assert.Contains("Respond, Reset and HangBeforeHeaders", Assert.Throws<InvalidOperationException>(refused).Message, StringComparison.Ordinal);
        }

        _ = (await service.GetAsync(Service.Tickets)).Is(200);
    }

    private static (TicketStatus? Status, int Messages, int Conversations) Seen(Service service) =>
        (service.Stored(1).Status.Known, service.Stored(1).MessageCount, service.Fake.Conversations.Count());
}
