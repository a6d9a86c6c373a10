namespace Conversations.Client.Testing.Tests;

/// <summary>Pages larger than the serializer's buffers, so that it reads them piece by piece.</summary>
public sealed class LargePageTests
{
    [Fact]
    public async Task A_page_of_many_tickets_with_members_that_are_skipped_is_read_whole()
    {
        await using var fake = new FakeConversationsServer();
        fake.Directory.Add(new PersonSeed { DistinctIds = ["u-1"] });
        for (int number = 0; number < 1000; number++)
        {
            fake.Tickets.Add(
                new TicketSeed
                {
                    DistinctId = "u-1",
                    Assignee = Assignee.User(1),
                    Tags = ["vip", "billing"],
                    Messages = [new MessageSeed { Content = "Any news on my invoice?" }]
                });
        }

        Page<Ticket> page = await fake.CreateClient().Tickets.ListPageAsync(limit: 1000);

        Assert.Equal(1000, page.Results.Count);
        Assert.All(page.Results, ticket => Assert.Equal(1, ticket.Assignee?.UserId));
        Assert.All(page.Results, ticket => Assert.NotNull(ticket.Person));
    }
}
