using System.Text.Json;
using Conversations.Client.Testing.Tests.Shared;

namespace Conversations.Client.Testing.Tests.Contract.Tickets.Thread;

/// <summary>docs/service/tickets.md 9: replies of the team.</summary>
public sealed class ReplyTests
{
    private static readonly string Reply = TicketCalls.Of(2) + "reply/";

    [Theory, BothTransports, Rule("docs/service/tickets.md 9", Evidence.Tested)]
    public async Task A_public_reply_moves_the_counts_the_last_message_and_updated_at(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        JsonElement reply = (await service.PostAsync(Reply, new { message = " On it ", rich_content = new { type = "doc" } })).Is(201).Json;
        Assert.Equal(("On it", """{"type":"doc"}""", false), (reply.Text("content"), reply.Raw("rich_content"), reply.GetProperty("is_private").GetBoolean()));
        Ticket ticket = service.Stored(2);
        Assert.Equal(
            (1, "On it", 1, Fixtures.Now, Fixtures.Now),
            (ticket.MessageCount, ticket.LastMessageText, ticket.UnreadCustomerCount, ticket.UpdatedAt, ticket.LastMessageAt));
    }

    [Theory, BothTransports, Rule("docs/service/tickets.md 9", Evidence.Tested)]
    public async Task A_private_reply_moves_neither_counts_nor_the_last_message_nor_updated_at(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        Assert.True((await service.PostAsync(Reply, new { message = "Look here", is_private = true })).Is(201).Json.GetProperty("is_private").GetBoolean());
        Ticket ticket = service.Stored(2);
        Assert.Equal((0, null, 0, null), (ticket.MessageCount, ticket.LastMessageText, ticket.UnreadCustomerCount, ticket.LastMessageAt));
        Assert.Equal(new DateTimeOffset(2026, 6, 2, 0, 0, 0, TimeSpan.Zero), ticket.UpdatedAt);
    }

    [Theory, BothTransports, Rule("docs/service/tickets.md 9", Evidence.Tested)]
    public async Task A_reply_leaves_status_and_unread_count_of_the_team(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        _ = (await service.PostAsync(TicketCalls.Of(4) + "reply/", new { message = "On it" })).Is(201);
        Assert.Equal((TicketStatus.Resolved, 5), (service.Stored(4).Status, service.Stored(4).UnreadTeamCount));
    }

    [Theory, BothTransports, Rule("docs/service/tickets.md 9", Evidence.Tested)]
    public async Task The_message_of_a_reply_is_required_and_not_blank_and_of_at_most_5000_characters(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        (await service.PostAsync(Reply, new { })).IsInvalid("required", "message", "This field is required.");
        (await service.PostAsync(Reply, new { message = "" })).IsInvalid("blank", "message", "This field may not be blank.");
        (await service.PostAsync(Reply, new { message = " \n " })).IsInvalid("blank", "message", "This field may not be blank.");
        (await service.PostAsync(Reply, new { message = new string('x', 5001) })).IsInvalid("max_length", "message", "Ensure this field has no more than 5000 characters.");
        _ = (await service.PostAsync(Reply, new { message = new string('x', 5000) })).Is(201);
    }

    [Theory, BothTransports, Rule("docs/service/tickets.md 9", Evidence.Framework)]
    public async Task Is_private_of_a_reply_is_a_boolean_and_rich_content_any_json_that_is_not_too_large(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        (await service.PostAsync(Reply, new { message = "x", is_private = "maybe" })).IsInvalid("invalid_input", "is_private", "Must be a valid boolean.");
        (await service.PostAsync(Reply, new { message = "x", rich_content = new string('x', 100_000) })).IsInvalid("invalid_input", "rich_content", "Rich content too large (max 100KB).");
        Assert.Equal("[1]", (await service.PostAsync(Reply, new { message = "x", rich_content = new[] { 1 } })).Is(201).Json.Raw("rich_content"));
    }

    [Theory, BothTransports, Rule("docs/service/tickets.md 9", Evidence.Code)]
    public async Task Where_support_is_off_a_reply_is_refused_before_its_fields_are_checked(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        service.SwitchSupportOff();
        (await service.PostAsync(Reply, new { })).IsDetail(400, "Support is not enabled.");
        (await service.PostAsync(Reply, new { message = "x", is_private = true })).IsDetail(400, "Support is not enabled.");
    }
}
