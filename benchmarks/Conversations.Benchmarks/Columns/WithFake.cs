using Conversations.Client;
using Conversations.Client.Testing;

namespace Conversations.Benchmarks.Columns;

/// <summary>The cost for a test: the client over the in-memory fake.</summary>
internal static class WithFake
{
    // The fake logs its requests. No test makes a hundred thousand, so the figures leave out what such a log costs the collector.
    private const int CallsOfOneFake = 1_000;

    private static TicketSeed Seed => new()
    {
        TicketNumber = 1,
        DistinctId = "ana@lumen.example",
        Status = TicketStatus.Open,
        Priority = TicketPriority.High,
        Tags = ["billing", "vip"],
        Messages = [new() { Content = "Any news on my invoice?" }],
    };

    /// <summary>The fake's response, so that the floor gets the same one.</summary>
    public static async Task<Payload> AnswerAsync()
    {
        await using var fake = new FakeConversationsServer();
        _ = fake.Tickets.Add(Seed);
        using var http = new HttpClient(fake.CreateHandler()) { BaseAddress = new("http://service.invalid/") };
        http.DefaultRequestHeaders.Authorization = new("Bearer", fake.ApiKey);
        return Payload.OfJson(await http.GetStringAsync($"api/projects/{fake.ProjectId}/conversations/tickets/1/"));
    }

    public static Call Ticket()
    {
        int calls = 0;
        IConversationsClient? client = null;
        return async verify =>
        {
            if (client is null || calls++ % CallsOfOneFake == 0)
            {
                var fake = new FakeConversationsServer();
                _ = fake.Tickets.Add(Seed);
                client = fake.CreateClient();
            }

            Ticket ticket = await client.Tickets.GetAsync(1);
            Check.Must(ticket.TicketNumber == 1 && ticket.Tags.Count == 2, "ticket");
        };
    }

    public static Call NewFake() => async verify =>
    {
        await using var fake = new FakeConversationsServer();
        Check.Must(fake.ApiKey.Length > 0, "key");
    };

    /// <summary>A whole small test: a fake, a ticket, a client and a call.</summary>
    public static Call NewFakeAndCall() => async verify =>
    {
        await using var fake = new FakeConversationsServer();
        _ = fake.Tickets.Add(Seed);
        Ticket ticket = await fake.CreateClient().Tickets.GetAsync(1);
        Check.Must(ticket.TicketNumber == 1, "ticket");
    };
}
