using System.Text.Json;
using Conversations.Client.Testing.Tests.Shared;

namespace Conversations.Client.Testing.Tests.Contract.Tickets.Thread;

/// <summary>docs/service/tickets.md 9.0, 9: the messages of a ticket.</summary>
public sealed class MessageObjectTests
{
    [Theory, BothTransports, Rule("docs/service/tickets.md 9.0", Evidence.Tested)]
    public async Task A_message_has_ten_members_in_one_order(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        JsonElement reply = (await service.PostAsync(TicketCalls.Of(2) + "reply/", new { message = "On it" })).Is(201).Json;
        string expected = $$$"""{"id":"{{{reply.Text("id")}}}","content":"On it","rich_content":null,"author_type":"support","author_name":"Max","author_email":"max@acme.example","is_private":false,"has_full_email_content":false,"version":0,"created_at":"2026-06-03T11:00:00Z"}""";
        Assert.Equal(expected, reply.GetRawText());
        Assert.Equal(expected, (await service.GetAsync(TicketCalls.Of(2) + "messages/")).Results().Single().GetRawText());
    }

    [Theory, BothTransports, Rule("docs/service/tickets.md 9.0", Evidence.Tested)]
    public async Task An_author_is_named_by_first_and_last_name_or_email_and_only_users_show_an_email(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        service.Fake.Directory.Add(new UserSeed { Id = 10, Email = "nameless@acme.example" });
        JsonElement[] messages = await MessagesAsync(
            service,
            "{}",
            new() { Content = "a", AuthorType = AuthorType.Support, Author = 8 },
            new() { Content = "b", AuthorType = AuthorType.Support, Author = 10 },
            new() { Content = "c", AuthorType = AuthorType.Support });
        Assert.Equal(["Eva Stone", "nameless@acme.example", "Support"], messages.Select(message => message.Text("author_name")));
        Assert.Equal(["eva@acme.example", "nameless@acme.example", null], messages.Select(message => message.Text("author_email")));
    }

    [Theory, BothTransports, Rule("docs/service/tickets.md 9.0", Evidence.Tested)]
    public async Task The_ai_is_the_posthog_assistant(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        JsonElement message = (await MessagesAsync(service, "{}",
            new MessageSeed { Content = "a", AuthorType = AuthorType.AI, AuthorName = "ignored" })).Single();
        Assert.Equal(("AI", "PostHog Assistant", true), (message.Text("author_type"), message.Text("author_name"), message.IsNull("author_email")));
    }

    [Theory, BothTransports, Rule("docs/service/tickets.md 9.0", Evidence.Tested)]
    public async Task A_customer_is_named_by_the_channel_then_the_name_then_the_email_of_the_traits_then_customer(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        const string Traits = """{"name": "Carol", "email": "c@x.example"}""";
        Assert.Equal("Ana on Slack", await NameAsync(Traits, "Ana on Slack"));
        Assert.Equal("Carol", await NameAsync(Traits));
        Assert.Equal("c@x.example", await NameAsync("""{"name": "", "email": "c@x.example"}"""));
        Assert.Equal("Customer", await NameAsync("{}"));
        Assert.Equal("Customer", await NameAsync("[]"));

        async Task<string?> NameAsync(string traits, string? name = null) =>
            (await MessagesAsync(service, traits, new MessageSeed { Content = "x", AuthorName = name })).Single().Text("author_name");
    }

    [Theory, BothTransports, Rule("docs/service/tickets.md 9", Evidence.Code)]
    public async Task A_thread_is_oldest_first_with_private_notes_and_without_deleted_messages(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        Assert.Equal(["First message about passwords", "Thanks, 100% sorted now"], (await service.GetAsync(TicketCalls.Of(4) + "messages/")).Results().Select(message => message.Text("content")));
        JsonElement note = (await service.GetAsync(TicketCalls.Of(5) + "messages/")).Results().Single();
        Assert.Equal(("card number escalation", true), (note.Text("content"), note.GetProperty("is_private").GetBoolean()));
        JsonElement[] messages = await MessagesAsync(
            service, "{}", new() { Content = "late", CreatedAt = Fixtures.Now.AddHours(1) }, new() { Content = "early" });
        Assert.Equal(["early", "late"], messages.Select(message => message.Text("content")));
    }

    [Theory, BothTransports, Rule("docs/service/tickets.md 9", Evidence.Code)]
    public async Task Reading_a_thread_marks_nothing_as_read(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        _ = (await service.GetAsync(TicketCalls.Of(4) + "messages/")).Is(200);
        Assert.Equal(5, service.Stored(4).UnreadTeamCount);
    }

    [Theory, BothTransports, Rule("docs/service/tickets.md 9", Evidence.Code)]
    public async Task Every_route_of_a_thread_is_404_without_its_ticket(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        string missing = TicketCalls.Of(99), id = Guid.NewGuid().ToString();
        foreach ((HttpMethod method, string path) in new[]
        {
            (HttpMethod.Get, "messages/"), (HttpMethod.Get, $"messages/{id}/full_email/"), (HttpMethod.Post, "reply/"), (HttpMethod.Patch, $"notes/{id}/"),
            (HttpMethod.Delete, $"notes/{id}/"), (HttpMethod.Post, "ai_feedback/"),
        })
        {
            (await service.CallAsync(method, missing + path, body: method == HttpMethod.Get ? null : new { })).IsNotFound();
        }
    }

    [Theory, BothTransports, Rule("docs/service/tickets.md 9", Evidence.Code)]
    public async Task A_whole_email_is_had_where_there_is_one(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        JsonElement[] messages = await MessagesAsync(service, "{}", new() { Content = "Hi", FullEmail = "Hi\n> quoted" }, new() { Content = "short" });
        Assert.Equal([true, false], messages.Select(message => message.GetProperty("has_full_email_content").GetBoolean()));
        Assert.Equal("""{"content":"Hi\n> quoted"}""", (await service.GetAsync($"{TicketCalls.Of(6)}messages/{messages[0].Text("id")}/full_email/")).Is(200).Text);
        foreach (string other in new[] { messages[1].Text("id")!, Guid.NewGuid().ToString(), "nonsense" })
        {
            (await service.GetAsync($"{TicketCalls.Of(6)}messages/{other}/full_email/")).IsDetail(404, "Full email not found.", "full_email_not_found");
        }
    }

    private static async Task<JsonElement[]> MessagesAsync(Service service, string traits, params MessageSeed[] messages)
    {
        Ticket ticket = service.Fake.Tickets.Add(new TicketSeed { AnonymousTraits = TicketCalls.Parse(traits), Messages = messages });
        return (await service.GetAsync($"{Service.Tickets}{ticket.Id}/messages/")).Results();
    }
}
