using System.Text.Json;
using Conversations.Client.Testing.Tests.Contract.Tickets;
using Conversations.Client.Testing.Tests.Shared;

namespace Conversations.Client.Testing.Tests.Contract.Widget.Sending;

/// <summary>docs/service/neighbours.md 1.3: the team and the customer have the same ticket before them.</summary>
public sealed class BothSidesTests
{
    [Theory, BothTransports, Rule("docs/service/neighbours.md 1.3", Evidence.Code)]
    public async Task The_team_lists_filters_updates_and_answers_a_ticket_that_a_customer_opened(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        string ticket = await service.OpenTicketAsync(("message", "Where is my zebra?"), ("traits", new { name = "Ana Ruiz" }));

        await service.HasAsync("search=ruiz", 6);
        await service.HasAsync("distinct_ids=u-1&status=new", 1, 6);
        JsonElement message = (await service.GetAsync(TicketCalls.Of(6) + "messages/")).Results().Single();
        Assert.Equal(("Where is my zebra?", "customer", "Ana Ruiz"), (message.Text("content"), message.Text("author_type"), message.Text("author_name")));
        Assert.True(message.IsNull("author_email"));
        Assert.Equal("open", (await service.PatchTicketAsync(6, new { status = "open" })).Text("status"));
        Assert.Equal("open", (await service.AskAsync(WidgetCalls.Thread(ticket) + WidgetCalls.BySession)).Is(200).Json.Text("ticket_status"));
    }

    [Theory, BothTransports, Rule("docs/service/neighbours.md 1.4", Evidence.Tested)]
    public async Task A_public_reply_is_shown_and_counts_for_the_customer_and_a_note_does_neither(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        string ticket = await service.OpenTicketAsync();
        _ = (await service.PostAsync(TicketCalls.Of(6) + "reply/", new { message = "For you" })).Is(201);
        _ = (await service.PostAsync(TicketCalls.Of(6) + "reply/", new { message = "Among us", is_private = true })).Is(201);

        JsonElement thread = (await service.AskAsync(WidgetCalls.Thread(ticket) + WidgetCalls.BySession)).Is(200).Json;

        Assert.Equal(1, thread.Number("unread_count"));
        Assert.Equal(["Hello", "For you"], await service.ContentsAsync(ticket, WidgetCalls.BySession));
        Assert.DoesNotContain("is_private", thread.GetRawText(), StringComparison.Ordinal);
    }

    [Theory, BothTransports, Rule("docs/service/neighbours.md 1.3", Evidence.Code)]
    public async Task A_customers_message_is_unread_for_the_team_and_ends_the_kept_sum(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        const string Count = Service.Tickets + "unread_count/";
        int before = (await service.GetAsync(Count)).Is(200).Json.Number("count");

        _ = await service.OpenTicketAsync();

        Assert.Equal(before + 1, (await service.GetAsync(Count)).Json.Number("count"));
    }

    [Theory, BothTransports, Rule("docs/service/neighbours.md 1.6", Evidence.Tested)]
    public async Task A_ticket_that_the_team_deleted_is_unknown_to_the_customer(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        string ticket = await service.OpenTicketAsync();
        _ = (await service.DeleteAsync(TicketCalls.Of(6), Callers.Session)).Is(204);

        Assert.Empty(await service.SeenAsync(WidgetCalls.BySession));
        (await service.AskAsync(WidgetCalls.Thread(ticket) + WidgetCalls.BySession)).IsBareError(404, "Ticket not found");
        (await service.WriteAsync(("ticket_id", ticket))).IsBareError(404, "Ticket not found");
    }
}
