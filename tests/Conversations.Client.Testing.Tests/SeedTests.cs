using System.Text.Json;
using Conversations.Client.Testing.Tests.Shared;

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
    [InlineData("{\"conversations\": [{\"topic\": 5}]}", "conversations[0].topic", 1)]
    [InlineData("{\"conversations\": [{\"task\": []}]}", "conversations[0].task", 1)]
    [InlineData("{\"users\": [{\"id\": 5, \"is_email_verified\": \"yes\"}]}", "users[0].is_email_verified", 1)]
    [InlineData("{\"projects\": [{\"timezone\": \"UTC\"}]}", "projects[0]", 1)]
    [InlineData("{\"projects\": [{\"id\": 5, \"support_enabled\": \"yes\"}]}", "projects[0].support_enabled", 1)]
    [InlineData("{\"users\": [{\"id\": \"5\"}]}", "users[0].id", 1)]
    [InlineData("{\"roles\": [{\"id\": \"x\", \"name\": \"y\"}]}", "roles[0].id", 1)]
    [InlineData("{\"keys\": [{\"key\": \"a\"}, {\"key\": \"b\", \"scopes\": \"*\"}]}", "keys[1].scopes", 1)]
    [InlineData("{\"keys\": [{\"key\": \"a\", \"projects\": [42]}]}", "keys[0].projects[0]", 1)]
    [InlineData("{\"keys\": [{\"token\": \"a\"}]}", "keys[0].token", 1)]
    [InlineData("{\"oauth_tokens\": [{\"scopes\": []}]}", "oauth_tokens[0]", 1)]
    [InlineData("{\"oauth_tokens\": [{\"token\": \"a\", \"user\": 42}]}", "oauth_tokens[0].user", 1)]
    [InlineData("{\"sessions\": [{\"session_id\": \"a\"}]}", "sessions[0]", 1)]
    [InlineData("{\"sessions\": [{\"session_id\": \"a\", \"csrf_token\": 5}]}", "sessions[0].csrf_token", 1)]
    [InlineData("{\"persons\": [{\"distinct_ids\": \"a\"}]}", "persons[0].distinct_ids", 1)]
    [InlineData("{\"persons\": [{\"distinct_ids\": [\"a\", 5]}]}", "persons[0].distinct_ids[1]", 1)]
    [InlineData("{\"persons\": [{\"properties\": []}]}", "persons[0].properties", 1)]
    [InlineData("{\"persons\": [{\"created_at\": \"2026-01-01\"}]}", "persons[0].created_at", 1)]
    [InlineData("{\"email_channels\": [{\"verified\": true}]}", "email_channels[0]", 1)]
    [InlineData("{\"email_channels\": [{\"address\": \"a@b.example\", \"project\": 42}]}", "email_channels[0].project", 1)]
    [InlineData("{\"tickets\": [{\"priority\": \"urgent\"}]}", "tickets[0].priority", 1)]
    [InlineData("{\"tickets\": [{\"ticket_number\": 0}]}", "tickets[0].ticket_number", 1)]
    [InlineData("{\"tickets\": [{\"channel_source\": \"fax\"}]}", "tickets[0].channel_source", 1)]
    [InlineData("{\"tickets\": [{\"message_count\": -1}]}", "tickets[0].message_count", 1)]
    [InlineData("{\"tickets\": [{\"tags\": [5]}]}", "tickets[0].tags[0]", 1)]
    [InlineData("{\"tickets\": [{\"user_access_level\": \"owner\"}]}", "tickets[0].user_access_level", 1)]
    [InlineData("{\"tickets\": [{\"person\": {}}]}", "tickets[0].person", 1)]
    [InlineData("{\"tickets\": [{\"assignee\": {\"type\": \"team\", \"id\": 1}}]}", "tickets[0].assignee.type", 1)]
    [InlineData("{\"tickets\": [{\"messages\": [{\"content\": \"a\", \"version\": 1}]}]}", "tickets[0].messages[0].version", 1)]
    [InlineData("{\"views\": [{\"filters\": {}}]}", "views[0]", 1)]
    [InlineData("{\"views\": [{\"name\": \"x\", \"favorited_by\": [1, 42]}]}", "views[0].favorited_by[1]", 1)]
    [InlineData("{\"views\": [{\"name\": \"x\", \"created_by\": 42}]}", "views[0].created_by", 1)]
    [InlineData("[]", "", 1)]
    [InlineData("{\"tickets\": [{\"tags\": [\"a\",\n \"\\ud83d\"]}]}", "tickets[0].tags[1]", 2)]
    [InlineData("{\"tickets\":\n [{\"\\udc00\": 1}]}", "tickets[0]", 2)]
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
        _ = Assert.Throws<FakeSeedException>(() => fake.Load("""
            {"projects": [{"id": 9}], "users": [{"id": 9, "email": "new@x.example"}], "keys": [{"key": "phx_new"}],
             "tickets": [{"status": "new"}, {"status": "nonsense"}], "views": [{"name": "x"}]}
            """));
        Assert.Empty(fake.Tickets);
        Assert.Empty(fake.Views);

        // The rejected file has added nothing, so a seed that refers to its content is invalid.
        Assert.Equal("tickets[0].project", Assert.Throws<FakeSeedException>(() => fake.Load("""{"tickets": [{"project": 9}]}""")).Path);
        Assert.Equal("keys[0].user", Assert.Throws<FakeSeedException>(() => fake.Load("""{"keys": [{"key": "k", "user": 9}]}""")).Path);
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
    public async Task An_entry_of_the_directory_replaces_the_one_of_its_identity()
    {
        await using Service service = await Service.OpenAsync(Transport.InMemory);
        service.Fake.Load($$"""
            {"projects": [{"id": 1, "support_enabled": false, "organization": "org-1"}],
             "users": [{"id": 7, "email": "moved@acme.example", "projects": [1]}],
             "roles": [{"id": "{{Fixtures.Role}}", "name": "Tier 3", "organization": "org-1"}],
             "keys": [{"key": "phx_tr", "user": 7, "scopes": ["conversation:read"]}],
             "oauth_tokens": [{"token": "pha_none", "user": 7, "scopes": ["ticket:read"]}],
             "sessions": [{"session_id": "sess-7", "csrf_token": "other", "user": 7}]}
            """);

        Assert.Equal("""{"count":0}""", (await service.GetAsync(Service.Tickets + "unread_count/")).Is(200).Text);
        Assert.Equal("moved@acme.example", (await service.GetAsync(Service.Tickets + "2/")).Json.GetProperty("assignee").GetProperty("user").Text("email"));
        Assert.Equal("Tier 3", (await service.GetAsync(Service.Tickets + "3/")).Json.GetProperty("assignee").GetProperty("role").Text("name"));
        (await service.GetAsync(Service.Tickets, Callers.TicketReader)).IsForbidden("API key missing required scope 'ticket:read'");
        _ = (await service.GetAsync(Service.Tickets, new Caller("pha_none"))).Is(200);
        (await service.PatchAsync(Service.Tickets + "1/", new { }, Callers.Session)).IsForbidden("CSRF Failed: CSRF cookie not set.");
        (await service.GetAsync("/api/projects/2/conversations/tickets/")).IsForbidden("You don't have access to the project.");
    }

    [Fact]
    public void A_distinct_id_stays_with_who_has_taken_it_over()
    {
        using var fake = new FakeConversationsServer();
        const string First = "01990000-0000-7000-8000-000000000001", Second = "01990000-0000-7000-8000-000000000002";
        fake.Load($$"""{"persons": [{"id": "{{First}}", "distinct_ids": ["p"]}]}""");
        fake.Load($$"""{"persons": [{"id": "{{Second}}", "distinct_ids": ["p"]}]}""");
        fake.Load($$"""{"persons": [{"id": "{{First}}", "distinct_ids": ["q"]}]}""");

        Assert.Equal(Guid.Parse(Second), fake.Tickets.Add(new TicketSeed { DistinctId = "p" }).Person?.Id);
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
        InvalidOperationException mistake = Assert.Throws<InvalidOperationException>(() =>
            fake.Tickets.Add(new TicketSeed { Assignee = Assignee.User(9) }));
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
            fake.Tickets.OrderByDescending(ticket => ticket.UpdatedAt)
                .ThenByDescending(ticket => ticket.TicketNumber)
                .Take(50)
                .Select(ticket => ticket.TicketNumber),
            page.Numbers());
    }
}
