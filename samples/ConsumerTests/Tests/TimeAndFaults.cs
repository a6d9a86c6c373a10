using ConsumerTests.App;
using Conversations.Client.Testing;
using Microsoft.Extensions.Time.Testing;
using Xunit.Abstractions;

namespace ConsumerTests.Tests;

/// <summary>What is hard to test against the real service: passing time, stalled turns, broken connections.</summary>
public sealed class TimeAndFaults : IDisposable
{
    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2026, 6, 3, 11, 0, 0, TimeSpan.Zero));
    private readonly FakeConversationsServer _fake;
    private readonly ITestOutputHelper _output;

    public TimeAndFaults(ITestOutputHelper output)
    {
        _output = output;
        _fake = new FakeConversationsServer(new FakeConversationsOptions { TimeProvider = _clock });
    }

    public void Dispose()
    {
        // xunit shows the transcript with the failed test.
        _output.WriteLine(_fake.Requests.Transcript());
        _fake.Dispose();
    }

    [Fact]
    public async Task A_late_ticket_is_escalated_by_the_round_after_its_hour()
    {
        _fake.Tickets.Add(new TicketSeed { SlaDueAt = _clock.GetUtcNow().AddMinutes(3) });
        using var stopping = new CancellationTokenSource();
        Task running = new TriageJob(_fake.CreateClient(), _clock).RunAsync(stopping.Token);
        await _fake.Requests.WaitForAsync(Operation.TicketsList, TimeSpan.FromMinutes(1));
        _fake.Requests.AssertNone(Operation.TicketsUpdate);

        _clock.Advance(TimeSpan.FromMinutes(5));

        RecordedRequest escalation = await _fake.Requests.WaitForAsync(Operation.TicketsUpdate, TimeSpan.FromMinutes(1));
        Assert.Equal(TicketPriority.High, escalation.BodyAs<TicketUpdate>()!.Priority);
        Assert.Equal(_clock.GetUtcNow(), escalation.At);
        await stopping.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
    }

    [Fact]
    public async Task A_turn_stands_still_while_the_test_looks()
    {
        TurnHold hold = _fake.Turns.Hold();
        _fake.Turns.Next(turn => turn.Say("Let me look.").Hold(hold).Say("It is 42."));
        var id = Guid.NewGuid();
        var response = new StringWriter();

        Task asking = new AskEndpoint(_fake.CreateClient()).AskAsync(id, "How many?", response);
        await hold.ReachedAsync();
        Assert.Equal(ConversationStatus.InProgress, _fake.Conversations[id].Status);
        hold.Release();
        await asking;

        Assert.Equal("Let me look.\n\nIt is 42.", response.ToString());
    }

    [Fact]
    public async Task A_pause_of_the_model_takes_no_time_here()
    {
        _fake.Turns.Next(turn => turn.Say("Let me look.").Pause(TimeSpan.FromMinutes(2)).Say("It is 42."));
        Task<ConversationReply> asking = _fake.CreateClient().Conversations.AskAsync(Guid.NewGuid(), "How many?");
        await _fake.Requests.WaitForAsync(Operation.ConversationsCreate, TimeSpan.FromMinutes(1));

        _clock.Advance(TimeSpan.FromMinutes(2));

        Assert.Equal("It is 42.", (await asking).Text);
    }

    [Fact]
    public async Task A_question_that_needs_an_approval_says_so()
    {
        _fake.Turns.Next(turn => turn.Say("I would delete it.").Approval("proposal-1", "delete_dashboard"));
        var response = new StringWriter();

        await new AskEndpoint(_fake.CreateClient()).AskAsync(Guid.NewGuid(), "Delete the dashboard", response);

        Assert.Equal("I would delete it. [Please approve in PostHog.]", response.ToString());
    }

    [Fact]
    public async Task A_connection_that_breaks_costs_no_word()
    {
        _fake.Turns.Next(turn => turn.Say("Let me look.").Say("It is 42."));
        _fake.Faults.On(Operation.ConversationsCreate).Nth(1).CutAfterEvents(3);
        var response = new StringWriter();

        await new AskEndpoint(_fake.CreateClient()).AskAsync(Guid.NewGuid(), "How many?", response);

        Assert.Equal("Let me look.\n\nIt is 42.", response.ToString());
    }

    [Fact]
    public async Task A_ticket_that_is_gone_does_not_stop_the_round()
    {
        MessageSeed[] invoice = [new MessageSeed { Content = "My invoice is wrong." }];
        _fake.Tickets.Add(new TicketSeed { Messages = invoice });
        _fake.Tickets.Add(new TicketSeed { Messages = invoice });
        _fake.Faults.On(Operation.TicketsUpdate).Nth(1).Respond(404, """{"detail":"Not found."}""");

        Assert.Equal([2], await new TriageJob(_fake.CreateClient(), _clock).RunOnceAsync());
    }
}
