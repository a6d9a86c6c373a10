namespace Conversations.Client.Testing.Tests.Snippets;

/// <summary>The code block of docs/diagnostics.md.</summary>
public sealed class CreatingATicket
{
    [Fact]
    public async Task On_a_server_that_does_as_published()
    {
        await using var fake = new FakeConversationsServer();
        IConversationsClient client = fake.CreateClient();

#pragma warning disable CONV0001 // Our own server creates tickets.
        Ticket ticket = await client.Tickets.CreateAsync(new TicketCreate { Tags = ["vip"] });
#pragma warning restore CONV0001

        Assert.Equal(["vip"], ticket.Tags);
    }
}
