using System.Text.Json;
using Conversations.Client.Testing.Tests.Shared;
using Conversations.Tests;

namespace Conversations.Client.Testing.Tests;

public sealed class SeedTests
{
    [Theory]
    [InlineData("""{"tickts": []}""", "tickts", 1)]
    [InlineData("{\n\"tickets\": [\n{\"project\": 1},\n{\"project\": 1,\n \"status\":\n   \"opn\"}]}", "tickets[1].status", 6)]
    [InlineData("{\"tickets\": [{\"status\": null}]}", "tickets[0].status", 1)]
    [InlineData("{\"tickets\": [{\"statuss\": \"open\"}]}", "tickets[0].statuss", 1)]
    [InlineData("{\"tickets\": [{\"ticket_number\": \"7\"}]}", "tickets[0].ticket_number", 1)]
    [InlineData("{\"tickets\": [{\"project\":\n 42}]}", "tickets[0].project", 2)]
    [InlineData("{\"tickets\": [{\"assignee\": {\"type\": \"user\", \"id\": 99}}]}", "tickets[0].assignee.id", 1)]
    [InlineData("{\"tickets\": [{\"messages\": [{\"content\": \"a\", \"author_type\": \"custmer\"}]}]}", "tickets[0].messages[0].author_type", 1)]
    [InlineData("{\"tickets\": [{\"messages\": [{}]}]}", "tickets[0].messages[0]", 1)]
    [InlineData("{\"tickets\": [{\"updated_at\": \"yesterday\"}]}", "tickets[0].updated_at", 1)]
    [InlineData("{\"users\": [{\"id\": 5, \"projects\": [1, 42]}]}", "users[0].projects[1]", 1)]
    [InlineData("{\"projects\": [{\"id\": 5, \"timezone\": \"Mars\"}]}", "projects[0].timezone", 1)]
    [InlineData("{\"keys\": [{\"key\": \"phx_x\", \"user\": 42}]}", "keys[0].user", 1)]
    [InlineData("{\"views\": [{\"name\": \"x\", \"filters\": []}]}", "views[0].filters", 1)]
    [InlineData("{\"conversations\": [{\"messages\": [{\"content\": \"no type\"}]}]}", "conversations[0].messages[0]", 1)]
    [InlineData("{\"conversations\": {}}", "conversations", 1)]
    [InlineData("[]", "", 1)]
    public void A_mistake_is_named_by_place_and_line(string json, string path, int line)
    {
        using var fake = new FakeConversationsServer();

        FakeSeedException mistake = Assert.Throws<FakeSeedException>(() => fake.Load(json));

        Assert.Equal((path, line), (mistake.Path, mistake.Line));
        Assert.StartsWith($"Line {line}{(path.Length == 0 ? "" : $", {path}")}: ", mistake.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_message_lists_what_would_do()
    {
        using var fake = new FakeConversationsServer();
        FakeSeedException mistake = Assert.Throws<FakeSeedException>(() => fake.Load("""{"tickets": [{"status": "opn"}]}"""));
        Assert.Equal("Line 1, tickets[0].status: \"opn\" is not one of new, open, pending, on_hold, resolved.", mistake.Message);
    }

    [Fact]
    public void Broken_json_is_named_by_line()
    {
        using var fake = new FakeConversationsServer();
        FakeSeedException mistake = Assert.Throws<FakeSeedException>(() => fake.Load("{\n\n  \"tickets\": [}\n}"));
        Assert.Equal(3, mistake.Line);
        _ = Assert.IsAssignableFrom<JsonException>(mistake.InnerException);
    }

    [Fact]
    public void Nothing_of_a_seed_with_a_mistake_is_kept()
    {
        using var fake = new FakeConversationsServer();
        _ = Assert.Throws<FakeSeedException>(() => fake.Load("""{"tickets": [{"status": "new"}, {"status": "nonsense"}], "views": [{"name": "x"}]}"""));
        Assert.Empty(fake.Tickets);
        Assert.Empty(fake.Views);
    }

    [Fact]
    public void Seeding_again_replaces_by_identity()
    {
        using var fake = new FakeConversationsServer();
        const string Id = "01990000-0000-7000-8000-000000000001";
        for (int i = 0; i < 2; i++)
        {
            fake.Load($$"""
                {"tickets": [{"project": 1, "ticket_number": 5, "email_subject": "{{i}}"}], "views": [{"name": "{{i}}", "short_id": "AbCd1234"}],
                 "conversations": [{"id": "{{Id}}", "title": "{{i}}"}], "persons": [{"id": "{{Id}}", "distinct_ids": ["p-{{i}}"]}]}
                """);
        }

        Assert.Equal("1", Assert.Single(fake.Tickets).EmailSubject);
        Assert.Equal("1", Assert.Single(fake.Views).Name);
        Assert.Equal("1", Assert.Single(fake.Conversations).Title);
        Assert.Null(fake.Tickets.Add(new TicketSeed { DistinctId = "p-0" }).Person);
        Assert.Equal("p-1", fake.Tickets.Add(new TicketSeed { DistinctId = "p-1" }).Person?.Name);
    }

    [Fact]
    public void Counters_come_from_the_messages_unless_given()
    {
        using var fake = new FakeConversationsServer();
        Ticket counted = fake.Tickets.Add(new TicketSeed
        {
            Messages =
            [
                new MessageSeed { Content = new string('x', 600), CreatedAt = Fixtures.Now },
                new MessageSeed { Content = "a note", IsPrivate = true },
                new MessageSeed { Content = "gone", Deleted = true },
            ],
        });
        Ticket given = fake.Tickets.Add(new TicketSeed { MessageCount = 9, Messages = [new MessageSeed { Content = "hi" }] });

        Assert.Equal((1, 500, Fixtures.Now), (counted.MessageCount, counted.LastMessageText!.Length, counted.LastMessageAt));
        Assert.Equal((1, 2, 9), (counted.TicketNumber, given.TicketNumber, given.MessageCount));
    }

    [Fact]
    public void A_seed_that_names_what_is_not_there_says_what_to_add()
    {
        using var fake = new FakeConversationsServer();
        InvalidOperationException mistake = Assert.Throws<InvalidOperationException>(() => fake.Tickets.Add(new TicketSeed { Assignee = Assignee.User(9) }));
        Assert.Equal("The user 9 is not in the fake. Add it first: fake.Directory.Add(new UserSeed { … }).", mistake.Message);
        Assert.Empty(fake.Tickets);
    }

    [Fact]
    public async Task The_quickstarts_seed_loads_and_reads_back()
    {
        await using var fake = new FakeConversationsServer();

        fake.Load(await File.ReadAllTextAsync(Repository.PathOf("samples", "Quickstart", "seed.json")));

        Assert.True(fake.Tickets.Count() >= 200);
        using var http = new HttpClient(fake.CreateHandler()) { BaseAddress = new Uri("https://fake.example/") };
        http.DefaultRequestHeaders.Add("Authorization", $"Bearer {fake.ApiKey}");
        Answer page = await Answer.ReadAsync(await http.GetAsync(new Uri(Service.Tickets + "?limit=50", UriKind.Relative)));
        Assert.Equal(fake.Tickets.Count(), page.Json.GetProperty("count").GetInt32());
        Assert.Equal(
            fake.Tickets.OrderByDescending(ticket => ticket.UpdatedAt).ThenByDescending(ticket => ticket.TicketNumber).Take(50).Select(ticket => ticket.TicketNumber),
            page.Numbers());
    }
}
