using Conversations.Client.Testing.Tests.Shared;
using Microsoft.Extensions.Time.Testing;

namespace Conversations.Client.Testing.Tests;

/// <summary>A hundred tests at once, each with its own fake: none sees anything of another.</summary>
public sealed class ParallelTests
{
    [Theory, BothTransports]
    public async Task A_hundred_instances_share_nothing(Transport transport)
    {
        await Parallel.ForEachAsync(
            Enumerable.Range(0, 100),
            new ParallelOptions { MaxDegreeOfParallelism = 100 },
            async (number, _) => await TestAsync(transport, number));
    }

    private static async Task TestAsync(Transport transport, int number)
    {
        var clock = new FakeTimeProvider(Fixtures.Now.AddDays(number));
        await using var fake = new FakeConversationsServer(new() { TimeProvider = clock });
        using ConversationsClient client = await ClientAsync(fake, transport);
        var id = Guid.NewGuid();
        string name = $"instance {number}";

        for (int ticket = 0; ticket < 5; ticket++)
        {
#pragma warning disable CONV0001 // The fake creates tickets as documented.
            await client.Tickets.CreateAsync(
                new TicketCreate { Tags = [name], SlaDueAt = clock.GetUtcNow().AddMinutes(number % 2 == 0 ? 10 : 90) });
#pragma warning restore CONV0001
        }

        await client.Tickets.UpdateAsync(3, new TicketUpdate { Status = TicketStatus.Open });
        fake.Turns.Next(turn => turn.Say($"I am {name}.", partials: 3).Tool("count", "{}", result: "5").Say("All of them."));
        fake.Faults.On(Operation.TicketsUnreadCount).Nth(number % 3 + 1).Respond(503);
        ConversationReply reply = await client.Conversations.AskAsync(id, $"Who are you, {number}?");
        fake.Turns.Next(turn => turn.Pause(TimeSpan.FromMinutes(20)).Say("Late."));
        await using ConversationStream slow = client.Conversations.StreamAsync(id, "Wait");
        await slow.OpenAsync();
        clock.Advance(TimeSpan.FromMinutes(20));
        List<string> late = await slow.ReadTextAsync().ToListAsync();

        Assert.Equal([1, 2, 3, 4, 5], (await client.Tickets.ListAsync().ToListAsync()).Select(ticket => ticket.TicketNumber).Order());
        Assert.Equal(
            [3],
            (await client.Tickets.ListAsync(new() { Status = [TicketStatus.Open], Tags = [name] }).ToListAsync())
                .Select(ticket => ticket.TicketNumber));
        Assert.Equal(number % 2 == 0 ? 5 : 0, (await client.Tickets.ListPageAsync(new() { Sla = SlaState.Breached })).Count);
        Assert.Equal(("All of them.", StreamOutcome.Completed), (reply.Text, reply.Outcome));
        Assert.Contains(reply.Thread.Messages, message => message is AssistantMessage { Content: var content } && content == $"I am {name}.");
        Assert.Equal("Late.", string.Concat(late));
        Assert.All(
            fake.Requests, request => Assert.InRange(request.At, Fixtures.Now.AddDays(number), Fixtures.Now.AddDays(number).AddHours(1)));
        for (int call = 1; call <= 3; call++)
        {
            int status = (int?)(
                await Record.ExceptionAsync(() => client.Tickets.CountUnreadAsync()) as ConversationsApiException)?.StatusCode
                ?? 200;
            Assert.Equal(call == number % 3 + 1 ? 503 : 200, status);
        }

        Assert.Equal(id, fake.Conversations.Single().Id);
        Assert.Equal(fake.Requests.Count - 1, fake.Requests.Count(request => request.Status is 200 or 201));
        fake.Requests.AssertNone(Operation.TicketsDelete);
    }

    private static async Task<ConversationsClient> ClientAsync(FakeConversationsServer fake, Transport transport)
    {
        var options = new ConversationsClientOptions { ProjectId = fake.ProjectId, ApiKey = fake.ApiKey, Retry = { MaxAttempts = 1 } };
        if (transport == Transport.InMemory)
        {
            return new(options, fake.CreateHandler());
        }

        options.BaseAddress = (await fake.StartAsync()).BaseAddress;
        return new(options);
    }
}
