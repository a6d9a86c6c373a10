using System.Text.Json;

namespace Conversations.Client.Testing.Tests.Snippets;

/// <summary>The code of docs/newer-servers.md, compiled and run.</summary>
public sealed class NewerServers
{
    [Fact]
    public async Task A_member_is_read_before_the_package_has_it()
    {
        await using var fake = new FakeConversationsServer();
        IConversationsClient client = fake.CreateClient();
        CancellationToken cancellationToken = default;
        fake.Faults.On(Operation.TicketsRetrieve).Respond(200, """{"ticket_number":42,"csat_score":5}""");
        List<string> shown = [];
        void Show(string text) => shown.Add(text);

        Ticket ticket = await client.Tickets.GetAsync(42, cancellationToken);
        if (ticket.AdditionalMembers.TryGetValue("csat_score", out JsonElement score) && score.TryGetInt32(out int stars))
        {
            Show($"{stars} stars");
        }

        Assert.Equal(["5 stars"], shown);
    }
}
