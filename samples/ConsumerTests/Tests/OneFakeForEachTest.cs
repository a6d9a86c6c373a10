using ConsumerTests.App;
using Conversations.Client.Testing;

namespace ConsumerTests.Tests;

/// <summary>The usual way: each test has its own fake. It needs no port and no cleanup, and tests run in parallel.</summary>
public sealed class OneFakeForEachTest
{
    [Fact]
    public async Task A_question_is_answered()
    {
        await using var fake = new FakeConversationsServer();
        var response = new StringWriter();
        fake.Turns.Next(turn => turn.Say("It is 42."));

        await new AskEndpoint(fake.CreateClient()).AskAsync(Guid.NewGuid(), "How many?", response);

        Assert.Equal("It is 42.", response.ToString());
    }

    [Fact]
    public async Task A_ticket_about_an_invoice_goes_to_billing_and_the_others_stay()
    {
        await using var fake = new FakeConversationsServer();
        Ticket invoice = fake.Tickets.Add(new TicketSeed { Tags = ["vip"], Messages = [new MessageSeed { Content = "My invoice is wrong." }] });
        Ticket other = fake.Tickets.Add(new TicketSeed { Messages = [new MessageSeed { Content = "Thank you!" }] });

        IReadOnlyList<int> sorted = await new TriageJob(fake.CreateClient(), fake.TimeProvider).RunOnceAsync();

        Assert.Equal([invoice.TicketNumber], sorted);
        Assert.Equal(["billing", "vip"], fake.Tickets.Single(ticket => ticket.Id == invoice.Id).Tags.Order());
        Assert.Equal(TicketStatus.New, fake.Tickets.Single(ticket => ticket.Id == other.Id).Status);
        fake.Requests.AssertNone(Operation.TicketsDelete);
    }

    [Fact]
    public async Task The_job_needs_no_more_than_these_scopes()
    {
        await using var fake = new FakeConversationsServer();
        fake.Tickets.Add(new TicketSeed { Messages = [new MessageSeed { Content = "My invoice is wrong." }] });
        IConversationsClient client = fake.CreateClient(FakeCaller.ApiKey("ticket:read", "ticket:write"));

        Assert.Equal([1], await new TriageJob(client, fake.TimeProvider).RunOnceAsync());
    }
}
