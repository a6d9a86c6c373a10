using System.Text.Json;
using Conversations.Client.Testing.Tests.Shared;

namespace Conversations.Client.Testing.Tests.Contract;

/// <summary>tickets.md 8.4: a ticket that opens with an e-mail to the customer.</summary>
public sealed class ComposeTests
{
    private const string Compose = Service.Tickets + "compose/";
    private const string Channel = "0198f3a1-0000-7000-8000-00000000000a";
    private const string Unverified = "0198f3a1-0000-7000-8000-00000000000b";
    private const string Elsewhere = "0198f3a1-0000-7000-8000-00000000000c";

    private const string Channels = $$$"""
        {"email_channels": [{"id": "{{{Channel}}}", "project": 1, "address": "help@acme.example", "verified": true},
                            {"id": "{{{Unverified}}}", "project": 1, "address": "new@acme.example", "verified": false},
                            {"id": "{{{Elsewhere}}}", "project": 2, "address": "two@acme.example", "verified": true}],
         "persons": [{"project": 1, "distinct_ids": ["pa", "pa-2"], "properties": {"email": "ana@lumen.example"}, "is_identified": true}]}
        """;

    [Theory, BothDoors]
    public async Task Composing_opens_a_ticket_with_a_message_of_its_own_kind(Door door)
    {
        await using Service service = await OpenAsync(door);

        JsonElement made = (await service.PostAsync(Compose, Body(email_subject: "Welcome", tags: ["VIP"]))).Is(201).Json;

        Assert.Equal(["id", "ticket_number"], made.EnumerateObject().Select(member => member.Name));
        Assert.Equal(6, made.GetProperty("ticket_number").GetInt32());
        JsonElement ticket = (await service.GetAsync(Service.Tickets + "6/")).Json;
        Assert.Equal(("email", "open", "new@x.example", "help@acme.example", "Welcome"), (ticket.Text("channel_source"), ticket.Text("status"), ticket.Text("email_from"), ticket.Text("email_to"), ticket.Text("email_subject")));
        Assert.Equal(("new@x.example", """{"email":"new@x.example"}""", """["vip"]"""), (ticket.Text("distinct_id"), ticket.GetProperty("anonymous_traits").GetRawText(), ticket.GetProperty("tags").GetRawText()));
        Assert.Equal((1, "Hello"), (ticket.GetProperty("message_count").GetInt32(), ticket.Text("last_message_text")));
        JsonElement message = (await service.GetAsync(Service.Tickets + "6/messages/")).Json.GetProperty("results")[0];
        Assert.Equal(("human", "Max", "Hello"), (message.Text("author_type"), message.Text("author_name"), message.Text("content")));
    }

    [Theory, BothDoors]
    public async Task Fields_are_checked_before_the_project_and_its_channels(Door door)
    {
        await using Service service = await OpenAsync(door);
        await RefusedAsync(new { }, "required", "recipient_email");
        await RefusedAsync(new { recipient_email = "nobody" }, "invalid_input", "recipient_email", "Enter a valid email address.");
        await RefusedAsync(new { recipient_email = "a@x.example" }, "required", "email_config_id");
        await RefusedAsync(new { recipient_email = "a@x.example", email_config_id = "x" }, "invalid_input", "email_config_id", "Must be a valid UUID.");
        await RefusedAsync(Body(message: "  "), "blank", "message");
        await RefusedAsync(Body(message: new string('x', 5001)), "max_length", "message");
        await RefusedAsync(Body(email_subject: ""), "blank", "email_subject");
        await RefusedAsync(Body(recipient_distinct_id: ""), "blank", "recipient_distinct_id");
        await RefusedAsync(new { recipient_email = "a@x.example", email_config_id = Channel, message = "x", email_subject = (string?)null }, "null", "email_subject");
        await RefusedAsync(Body(rich_content: new string('x', 100_000)), "invalid_input", "rich_content", "Rich content too large (max 100KB).");
        await RefusedAsync(Body(tags: [""]), "blank", "tags__0");

        await RefusedObjectAsync(Body(email_config_id: Unverified), "Email configuration not found or domain not verified.");
        await RefusedObjectAsync(Body(email_config_id: Elsewhere), "Email configuration not found or domain not verified.");
        await RefusedObjectAsync(Body(email_config_id: Guid.NewGuid().ToString()), "Email configuration not found or domain not verified.");
        service.Fake.Load("""{"projects": [{"id": 1, "support_enabled": false, "organization": "org-1"}]}""");
        await RefusedObjectAsync(Body(), "Support is not enabled.");
        service.Options.Generation = Generation.SeedEra;
        await RefusedObjectAsync(Body(tags: [""]), "Conversations is not enabled.");

        async Task RefusedAsync(object body, string code, string attribute, string? detail = null) =>
            (await service.PostAsync(Compose, body)).IsInvalid(code, attribute, detail);
        async Task RefusedObjectAsync(object body, string detail) =>
            Assert.Equal($$"""{"detail":"{{detail}}"}""", (await service.PostAsync(Compose, body, Callers.Session)).Is(400).Text);
    }

    [Theory, BothDoors]
    public async Task A_project_without_an_address_has_no_email_channel(Door door)
    {
        await using Service service = await Service.OpenAsync(door);
        Assert.Equal("""{"detail":"Email channel is not enabled."}""", (await service.PostAsync(Compose, Body())).Is(400).Text);
    }

    [Theory, BothDoors]
    public async Task The_recipient_is_matched_with_the_person(Door door)
    {
        await using Service service = await OpenAsync(door);
        Assert.Equal(
            """{"detail":"Recipient email does not match the person's email on file."}""",
            (await service.PostAsync(Compose, Body(recipient_distinct_id: "pa"))).Is(400).Text);
        Assert.Equal("pa-2", await DistinctIdAsync(Body(recipient_email: "ANA@lumen.example", recipient_distinct_id: "pa-2")));
        Assert.Equal("pa", await DistinctIdAsync(Body(recipient_email: "ana@lumen.example")));
        Assert.Equal("pa", await DistinctIdAsync(Body(recipient_email: "ana@lumen.example", recipient_distinct_id: "nobody", message: "again")));
        Assert.Equal("somebody", await DistinctIdAsync(Body(recipient_distinct_id: "somebody")));

        service.Options.Generation = Generation.SeedEra;
        Assert.Equal("pa", await DistinctIdAsync(Body(recipient_distinct_id: "pa")));
        Assert.Equal("nobody", await DistinctIdAsync(Body(recipient_email: "ana@lumen.example", recipient_distinct_id: "nobody")));
        Assert.Equal("pa", await DistinctIdAsync(Body(recipient_email: "ana@lumen.example")));

        async Task<string?> DistinctIdAsync(object body)
        {
            JsonElement made = (await service.PostAsync(Compose, body, Callers.Session)).Is(201).Json;
            return (await service.GetAsync($"{Service.Tickets}{made.Text("id")}/")).Json.Text("distinct_id");
        }
    }

    [Theory, BothDoors]
    public async Task The_same_again_within_two_minutes_opens_nothing(Door door)
    {
        await using Service service = await OpenAsync(door);
        string first = (await service.PostAsync(Compose, Body(tags: ["a", "b"]))).Is(201).Text;
        service.Clock.Advance(TimeSpan.FromSeconds(119));
        Assert.Equal(first, (await service.PostAsync(Compose, Body(tags: ["B", "a"]))).Is(200).Text);
        _ = (await service.PostAsync(Compose, Body())).Is(201);
        _ = (await service.PostAsync(Compose, Body(tags: ["a", "b"]), Callers.OtherUser)).Is(201);
        service.Clock.Advance(TimeSpan.FromSeconds(1));
        _ = (await service.PostAsync(Compose, Body(tags: ["a", "b"]))).Is(201);

        service.Options.Generation = Generation.SeedEra;
        _ = (await service.PostAsync(Compose, Body(), Callers.Session)).Is(201);
    }

    private static async Task<Service> OpenAsync(Door door)
    {
        Service service = await Service.OpenAsync(door);
        service.Fake.Load(Channels);
        return service;
    }

    private static Dictionary<string, object> Body(
        string recipient_email = "new@x.example",
        string email_config_id = Channel,
        string message = "Hello",
        string? email_subject = null,
        string? recipient_distinct_id = null,
        object? rich_content = null,
        string[]? tags = null)
    {
        Dictionary<string, object?> body = new()
        {
            [nameof(recipient_email)] = recipient_email,
            [nameof(email_config_id)] = email_config_id,
            [nameof(message)] = message,
            [nameof(email_subject)] = email_subject,
            [nameof(recipient_distinct_id)] = recipient_distinct_id,
            [nameof(rich_content)] = rich_content,
            [nameof(tags)] = tags,
        };
        return body.Where(member => member.Value is not null).ToDictionary(member => member.Key, member => member.Value!);
    }
}
