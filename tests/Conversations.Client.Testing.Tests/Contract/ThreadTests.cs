using System.Text.Json;
using Conversations.Client.Testing.Tests.Shared;

namespace Conversations.Client.Testing.Tests.Contract;

/// <summary>tickets.md 1.7 and 9: the thread of a ticket.</summary>
public sealed class ThreadTests
{
    private const string Two = Service.Tickets + "2/";

    [Theory, BothDoors]
    public async Task A_thread_has_every_message_that_is_not_deleted_oldest_first_and_marks_nothing_as_read(Door door)
    {
        await using Service service = await Service.OpenAsync(door);
        Answer thread = await service.GetAsync(Service.Tickets + "4/messages/", Callers.TicketReader);
        Assert.Equal(["First message about passwords", "Thanks, 100% sorted now"], Contents(thread));
        Assert.Equal(["card number escalation"], Contents(await service.GetAsync(Service.Tickets + "5/messages/")));
        Assert.Contains(service.Fake.Tickets, ticket => ticket is { TicketNumber: 4, UnreadTeamCount: 5 });
        (await service.GetAsync(Service.Tickets + "99/messages/")).IsError(404, "invalid_request", "not_found", "Not found.");
    }

    [Theory, BothDoors]
    public async Task Pages_of_a_thread_are_of_50_and_at_most_200(Door door)
    {
        await using Service service = await Service.OpenAsync(door);
        Ticket ticket = service.Fake.Tickets.Add(new TicketSeed
        {
            Messages = [.. Enumerable.Range(0, 250).Select(i => new MessageSeed { Content = $"m{i}" })],
        });
        string thread = $"{Service.Tickets}{ticket.Id}/messages/";

        Answer first = await service.GetAsync(thread);
        Assert.Equal(50, Contents(first).Length);
        Assert.Equal(250, first.Json.GetProperty("count").GetInt32());
        Assert.EndsWith("?limit=50&offset=50", first.Json.Text("next"), StringComparison.Ordinal);
        Assert.Equal(200, Contents(await service.GetAsync(thread + "?limit=1000")).Length);
        Assert.Equal(["m249"], Contents(await service.GetAsync(thread + "?offset=249")));
    }

    [Theory, BothDoors]
    public async Task Authors_are_named_by_what_is_known_of_them(Door door)
    {
        await using Service service = await Service.OpenAsync(door);
        service.Fake.Directory.Add(new UserSeed { Id = 10, Email = "nameless@acme.example" });
        MessageSeed[] messages =
        [
            new() { Content = "a", AuthorType = AuthorType.Support, Author = 8 },
            new() { Content = "b", AuthorType = AuthorType.Support, Author = 10 },
            new() { Content = "c", AuthorType = AuthorType.AI, AuthorName = "ignored" },
            new() { Content = "d", AuthorName = "Ana on Slack" },
            new() { Content = "e" },
            new() { Content = "f", AuthorType = AuthorType.Support },
        ];
        Assert.Equal(
            ["Eva Stone", "nameless@acme.example", "PostHog Assistant", "Ana on Slack", "Carol", "Support"],
            await NamesAsync("""{"name": "Carol", "email": "c@x.example"}"""));
        Assert.Equal("c@x.example", (await NamesAsync("""{"email": "c@x.example"}"""))[4]);
        Assert.Equal("Customer", (await NamesAsync("{}"))[4]);

        async Task<string[]> NamesAsync(string traits)
        {
            Ticket ticket = service.Fake.Tickets.Add(new TicketSeed { AnonymousTraits = JsonSerializer.Deserialize<JsonElement>(traits), Messages = messages });
            Answer thread = await service.GetAsync($"{Service.Tickets}{ticket.Id}/messages/");
            return [.. thread.Is(200).Json.GetProperty("results").EnumerateArray().Select(message => message.Text("author_name")!)];
        }
    }

    [Theory, BothDoors]
    public async Task A_whole_email_is_had_where_there_is_one(Door door)
    {
        await using Service service = await Service.OpenAsync(door);
        var id = Guid.NewGuid();
        Ticket ticket = service.Fake.Tickets.Add(new TicketSeed { Messages = [new() { Id = id, Content = "Hi", FullEmail = "Hi\n> quoted" }, new() { Content = "short" }] });
        string thread = $"{Service.Tickets}{ticket.TicketNumber}/messages/";
        JsonElement[] messages = [.. (await service.GetAsync(thread)).Json.GetProperty("results").EnumerateArray()];

        Assert.Equal([true, false], messages.Select(message => message.GetProperty("has_full_email_content").GetBoolean()));
        Assert.Equal("""{"content":"Hi\n> quoted"}""", (await service.GetAsync($"{thread}{id}/full_email/")).Is(200).Text);
        foreach (string other in new[] { messages[1].Text("id")!, Guid.NewGuid().ToString(), "nonsense" })
        {
            JsonElement missing = (await service.GetAsync($"{thread}{other}/full_email/")).Is(404).Json;
            Assert.Equal(["detail", "error_type"], missing.EnumerateObject().Select(member => member.Name));
            Assert.Equal("full_email_not_found", missing.Text("error_type"));
        }
    }

    [Theory, BothDoors]
    public async Task A_public_reply_is_an_update_and_a_note_is_not(Door door)
    {
        await using Service service = await Service.OpenAsync(door);

        JsonElement note = (await service.PostAsync(Two + "reply/", new { message = " Look here ", is_private = true })).Is(201).Json;
        Ticket ticket = service.Fake.Tickets.Single(it => it is { TicketNumber: 2 });
        Assert.Equal((0, null, 0, new DateTimeOffset(2026, 6, 2, 0, 0, 0, TimeSpan.Zero)), (ticket.MessageCount, ticket.LastMessageText, ticket.UnreadCustomerCount, ticket.UpdatedAt));
        Assert.Equal(
            $$$"""{"id":"{{{note.Text("id")}}}","content":"Look here","rich_content":null,"author_type":"support","author_name":"Max","author_email":"max@acme.example","is_private":true,"has_full_email_content":false,"version":0,"created_at":"2026-06-03T11:00:00Z"}""",
            note.GetRawText());

        JsonElement reply = (await service.PostAsync(Two + "reply/", new { message = "On it", rich_content = new { type = "doc" } })).Is(201).Json;
        ticket = service.Fake.Tickets.Single(it => it is { TicketNumber: 2 });
        Assert.Equal(("""{"type":"doc"}""", false), (reply.GetProperty("rich_content").GetRawText(), reply.GetProperty("is_private").GetBoolean()));
        Assert.Equal((1, "On it", 1, Fixtures.Now, Fixtures.Now), (ticket.MessageCount, ticket.LastMessageText, ticket.UnreadCustomerCount, ticket.UpdatedAt, ticket.LastMessageAt));
        Assert.Equal((TicketStatus.Open, 2), (ticket.Status, ticket.UnreadTeamCount));
    }

    [Theory, BothDoors]
    public async Task Replies_are_checked_after_the_project(Door door)
    {
        await using Service service = await Service.OpenAsync(door);
        await RefusedAsync(new { }, "required", "message");
        await RefusedAsync(new { message = "  " }, "blank", "message");
        await RefusedAsync(new { message = new string('x', 5001) }, "max_length", "message");
        await RefusedAsync(new { message = "x", is_private = "maybe" }, "invalid_input", "is_private");
        await RefusedAsync(new { message = "x", rich_content = new string('x', 100_000) }, "invalid_input", "rich_content");
        service.Fake.Load("""{"projects": [{"id": 1, "support_enabled": false, "organization": "org-1"}]}""");
        Assert.Equal("""{"detail":"Support is not enabled."}""", (await service.PostAsync(Two + "reply/", new { })).Is(400).Text);
        (await service.PostAsync(Service.Tickets + "99/reply/", new { })).IsError(404, "invalid_request", "not_found");

        async Task RefusedAsync(object body, string code, string attribute) => (await service.PostAsync(Two + "reply/", body)).IsInvalid(code, attribute);
    }

    [Theory, BothDoors]
    public async Task The_same_reply_within_two_minutes_is_sent_once(Door door)
    {
        await using Service service = await Service.OpenAsync(door);
        string first = await SendAsync(201, new { message = "Same", is_private = true });
        service.Clock.Advance(TimeSpan.FromSeconds(119));
        Assert.Equal(first, await SendAsync(200, new { message = "Same ", is_private = true }));
        Assert.NotEqual(first, await SendAsync(201, new { message = "Same", is_private = true, rich_content = 1 }));
        Assert.NotEqual(first, await SendAsync(201, new { message = "Same" }));
        Assert.NotEqual(first, await SendAsync(201, new { message = "Same", is_private = true }, Callers.OtherUser));
        service.Clock.Advance(TimeSpan.FromSeconds(1));
        string second = await SendAsync(201, new { message = "Same", is_private = true });

        _ = (await service.PatchAsync($"{Two}notes/{second}/", new { message = "Edited" })).Is(200);
        string third = await SendAsync(201, new { message = "Same", is_private = true });
        _ = (await service.DeleteAsync($"{Two}notes/{third}/")).Is(204);
        Assert.NotEqual(third, await SendAsync(201, new { message = "Same", is_private = true }));

        async Task<string> SendAsync(int status, object body, Caller? caller = null) =>
            (await service.PostAsync(Two + "reply/", body, caller)).Is(status).Json.Text("id")!;
    }

    [Theory, BothDoors]
    public async Task An_edited_note_gains_a_version_and_loses_formatting_that_is_left_out(Door door)
    {
        await using Service service = await Service.OpenAsync(door);
        string id = (await service.PostAsync(Two + "reply/", new { message = "Draft", is_private = true, rich_content = 1 })).Is(201).Json.Text("id")!;

        JsonElement edited = (await service.PatchAsync($"{Two}notes/{id}/", new { message = " Final " })).Is(200).Json;

        Assert.Equal(("Final", 1), (edited.Text("content"), edited.GetProperty("version").GetInt32()));
        Assert.True(edited.IsNull("rich_content"));
        (await service.PatchAsync($"{Two}notes/{id}/", new { rich_content = 2 })).IsInvalid("required", "message");
        Assert.Equal(2, (await service.PatchAsync($"{Two}notes/{id}/", new { message = "x", rich_content = 2 })).Is(200).Json.GetProperty("version").GetInt32());
        Assert.Equal("2026-06-02T00:00:00Z", (await service.GetAsync(Two)).Json.Text("updated_at"));
        Assert.Equal([2], (await service.GetAsync(Service.Tickets + "?search=x&status=open")).Numbers());
    }

    [Theory, BothDoors]
    public async Task Only_its_author_changes_a_private_note(Door door)
    {
        await using Service service = await Service.OpenAsync(door);
        string note = (await service.PostAsync(Two + "reply/", new { message = "Mine", is_private = true })).Json.Text("id")!;
        string reply = (await service.PostAsync(Two + "reply/", new { message = "Public" })).Json.Text("id")!;

        await RefusedAsync(404, "nonsense", "note_not_found", "Note not found.", "Note not found.");
        await RefusedAsync(404, Guid.NewGuid().ToString(), "note_not_found", "Note not found.", "Note not found.");
        await RefusedAsync(400, reply, "not_private_note", "Only private notes can be edited.", "Only private notes can be deleted.");
        await RefusedAsync(403, note, "not_note_author", "You can only edit your own private notes.", "You can only delete your own private notes.", Callers.OtherUser);
        Assert.Equal("note_not_found", (await service.PatchAsync($"{Service.Tickets}3/notes/{note}/", new { message = "x" })).Is(404).Json.Text("error_type"));

        Assert.Equal("", (await service.DeleteAsync($"{Two}notes/{note}/")).Is(204).Text);
        await RefusedAsync(404, note, "note_not_found", "Note not found.", "Note not found.");
        Assert.Equal(["Public"], Contents(await service.GetAsync(Two + "messages/")));

        async Task RefusedAsync(int status, string id, string type, string edit, string delete, Caller? caller = null)
        {
            Assert.Equal($$"""{"detail":"{{edit}}","error_type":"{{type}}"}""", (await service.PatchAsync($"{Two}notes/{id}/", new { message = "x" }, caller)).Is(status).Text);
            Assert.Equal($$"""{"detail":"{{delete}}","error_type":"{{type}}"}""", (await service.DeleteAsync($"{Two}notes/{id}/", caller)).Is(status).Text);
        }
    }

    [Theory, BothDoors]
    public async Task Feedback_is_accepted_and_its_message_is_not_looked_for(Door door)
    {
        await using Service service = await Service.OpenAsync(door);
        Answer accepted = await service.PostAsync(Two + "ai_feedback/", new { message_id = "any", rating = "good", feedback_text = "" });
        Assert.Equal("", accepted.Is(202).Text);
        await RefusedAsync(new { rating = "good" }, "required", "message_id");
        await RefusedAsync(new { message_id = new string('x', 201), rating = "good" }, "max_length", "message_id");
        await RefusedAsync(new { message_id = "any", rating = "fine" }, "invalid_choice", "rating");
        await RefusedAsync(new { message_id = "any", rating = "bad", feedback_text = new string('x', 2001) }, "max_length", "feedback_text");
        (await service.PostAsync(Service.Tickets + "99/ai_feedback/", new { })).IsError(404, "invalid_request", "not_found");

        async Task RefusedAsync(object body, string code, string attribute) => (await service.PostAsync(Two + "ai_feedback/", body)).IsInvalid(code, attribute);
    }

    [Theory, BothDoors]
    public async Task Suggestions_are_of_the_seed_era_and_need_a_message(Door door)
    {
        await using Service service = await Service.OpenAsync(door, options => options.Generation = Generation.SeedEra);
        Assert.Contains("sorted now", (await service.PostAsync(Service.Tickets + "4/suggest_reply/", new { }, Callers.Session)).Is(200).Json.Text("suggestion"), StringComparison.Ordinal);
        Assert.Equal("""{"detail":"No messages in this ticket"}""", (await service.PostAsync(Two + "suggest_reply/", new { }, Callers.Session)).Is(400).Text);
        service.Options.Generation = Generation.Newest;
        (await service.PostAsync(Two + "suggest_reply/", new { }, Callers.Session)).IsError(404, "invalid_request", "not_found", "Endpoint not found.");
    }

    [Theory, BothDoors]
    public async Task Replies_and_composed_tickets_share_ten_a_minute_for_each_user(Door door)
    {
        await using Service service = await Service.OpenAsync(door, options => options.RateLimits = true);
        for (int i = 0; i < 5; i++)
        {
            (await service.PostAsync(Two + "reply/", new { })).IsInvalid("required", "message");
            (await service.PostAsync(Service.Tickets + "compose/", new { }, Callers.Session)).IsInvalid("required", "recipient_email");
        }

        (await service.PostAsync("/api/projects/2/conversations/tickets/1/reply/", new { message = "x" }, Callers.Session))
            .IsError(429, "throttled_error", "throttled", "Request was throttled. Expected available in 60 seconds.");
        _ = (await service.PostAsync(Two + "reply/", new { message = "x" }, Callers.OtherUser)).Is(201);
        _ = (await service.GetAsync(Two)).Is(200);
        service.Clock.Advance(TimeSpan.FromSeconds(59));
        (await service.PostAsync(Two + "reply/", new { message = "x" })).IsError(429, "throttled_error", "throttled", "Request was throttled. Expected available in 1 second.");
        service.Clock.Advance(TimeSpan.FromSeconds(1));
        _ = (await service.PostAsync(Two + "reply/", new { message = "x" })).Is(201);
    }

    private static string[] Contents(Answer page) =>
        [.. page.Is(200).Json.GetProperty("results").EnumerateArray().Select(message => message.Text("content")!)];
}
