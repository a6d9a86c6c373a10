using System.Text.Json;
using Conversations.Client.Testing.Tests.Contract.Tickets;
using Conversations.Client.Testing.Tests.Shared;

namespace Conversations.Client.Testing.Tests.Contract.Widget.Sending;

/// <summary>docs/service/neighbours.md 1.3: what a message does to its ticket.</summary>
public sealed class TicketTests
{
    [Theory, BothTransports, Rule("docs/service/neighbours.md 1.3", Evidence.Code)]
    public async Task The_answer_is_200_and_names_ticket_message_status_counter_and_instant(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        Answer sent = await service.WriteAsync();
        string ticket = sent.Is(200).Json.Text("ticket_id")!;
        string message = (await service.GetAsync($"{Service.Tickets}{ticket}/messages/")).Results()[0].Text("id")!;
        Assert.Equal(
            $$"""{"ticket_id":"{{ticket}}","message_id":"{{message}}","ticket_status":"new","unread_count":0,"created_at":"2026-06-03T11:00:00+00:00"}""", sent.Text);

        _ = (await service.PostAsync($"{Service.Tickets}{ticket}/reply/", new { message = "Hello back" })).Is(201);
        _ = await service.PatchTicketAsync(6, new { status = "pending" });
        JsonElement again = (await service.WriteAsync(("ticket_id", ticket))).Is(200).Json;
        Assert.Equal(("pending", 1), (again.Text("ticket_status"), again.Number("unread_count")));
    }

    [Theory, BothTransports, Rule("docs/service/neighbours.md 1.3", Evidence.Tested)]
    public async Task A_new_ticket_is_new_unread_and_of_a_customer_who_is_not_verified(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        string ticket = await service.OpenTicketAsync(
            ("traits", new { name = "Ana" }), ("session_id", "replay-1"), ("session_context", new { current_url = "https://acme.example/" }));

        JsonElement stored = (await service.GetAsync(Service.Tickets)).Results().Single(row => row.Text("id") == ticket);
        Assert.Equal(
            (6, "widget", "widget_embedded", "u-1", "new"),
            (stored.Number("ticket_number"), stored.Text("channel_source"), stored.Text("channel_detail"), stored.Text("distinct_id"), stored.Text("status")));
        Assert.True(stored.IsNull("priority"));
        Assert.Equal((1, 0, 1), (stored.Number("unread_team_count"), stored.Number("unread_customer_count"), stored.Number("message_count")));
        Assert.Equal(
            ("""{"name":"Ana"}""", "replay-1", """{"current_url":"https://acme.example/"}""", "false"),
            (stored.Raw("anonymous_traits"), stored.Text("session_id"), stored.Raw("session_context"), stored.Raw("identity_verified")));
        Assert.DoesNotContain(WidgetCalls.Session, stored.GetRawText(), StringComparison.Ordinal);
    }

    [Theory, BothTransports, Rule("docs/service/neighbours.md 1.3", Evidence.Tested)]
    public async Task A_new_ticket_of_an_identity_is_verified_in_the_newest_version(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        service.SignWith();
        Assert.True(service.Find((await service.WriteSignedAsync()).Json.Text("ticket_id")!).IdentityVerified);
        service.Options.ServiceVersion = ServiceVersion.Legacy;
        Assert.Null(service.Find((await service.WriteSignedAsync()).Json.Text("ticket_id")!).IdentityVerified);
        Assert.Null(service.Find(await service.OpenTicketAsync()).IdentityVerified);
    }

    [Theory, BothTransports, Rule("docs/service/neighbours.md 1.3", Evidence.Tested)]
    public async Task A_widget_that_is_not_shown_closes_nothing_and_changes_the_detail(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        service.Fake.Directory.Add(new ProjectSeed { Id = 1, WidgetEnabled = false });
        Assert.Equal("widget_api", service.Find(await service.OpenTicketAsync()).ChannelDetail?.Value);
    }

    [Theory, BothTransports, Rule("docs/service/neighbours.md 1.3", Evidence.Tested)]
    public async Task A_later_message_merges_traits_and_context_and_replaces_the_session_that_is_sent(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        string ticket = await service.OpenTicketAsync(
            ("traits", new { name = "Ana", plan = "free" }), ("session_id", "one"), ("session_context", new { a = "1", b = "2" }));

        _ = (await service.WriteAsync(("ticket_id", ticket), ("traits", new { plan = "team", seats = 3 }), ("session_context", new { b = 3 }), ("session_id", "two"))).Is(200);
        _ = (await service.WriteAsync(("ticket_id", ticket), ("session_id", null))).Is(200);

        Ticket stored = service.Find(ticket);
        Assert.Equal(
            ("""{"name":"Ana","plan":"team","seats":"3"}""", """{"a":"1","b":3}""", "two"),
            (stored.AnonymousTraits.GetRawText(), stored.SessionContext.GetRawText(), stored.SessionId));
    }

    [Theory, BothTransports, Rule("docs/service/neighbours.md 1.3", Evidence.Code)]
    public async Task Every_message_counts_and_moves_what_says_when_the_ticket_changed_and_the_status_stays(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        string ticket = await service.OpenTicketAsync();
        _ = await service.PatchTicketAsync(6, new { status = "resolved" });
        service.Clock.Advance(TimeSpan.FromMinutes(5));

        _ = (await service.WriteAsync(("ticket_id", ticket), ("message", new string('x', 501)))).Is(200);

        Ticket stored = service.Find(ticket);
        DateTimeOffset now = service.Clock.GetUtcNow();
        Assert.Equal(
            (TicketStatus.Resolved, 2, 2, 0),
            (stored.Status.Known, stored.MessageCount, stored.UnreadTeamCount, stored.UnreadCustomerCount));
        Assert.Equal((new string('x', 500), now, now), (stored.LastMessageText, stored.LastMessageAt, stored.UpdatedAt));
    }

    [Theory, BothTransports, Rule("docs/service/neighbours.md 1.3", Evidence.Tested)]
    public async Task A_later_message_by_session_leaves_the_distinct_id_and_one_by_identity_binds_the_ticket(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        service.SignWith();
        string ticket = await service.OpenTicketAsync(("distinct_id", "phone"));
        _ = (await service.WriteAsync(("ticket_id", ticket), ("distinct_id", "u-2"))).Is(200);
        Assert.Equal(("phone", false), (service.Find(ticket).DistinctId, service.Find(ticket).IdentityVerified));
        service.Fake.Directory.Add(new PersonSeed { DistinctIds = [WidgetCalls.SignedId, "phone"] });

        _ = (await service.WriteSignedAsync(("ticket_id", ticket))).Is(200);

        Assert.Equal((WidgetCalls.SignedId, true), (service.Find(ticket).DistinctId, service.Find(ticket).IdentityVerified));
    }

    [Theory, BothTransports, Rule("docs/service/neighbours.md 1.3", Evidence.Code)]
    public async Task In_the_legacy_version_a_later_message_overwrites_the_distinct_id(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport, static options => options.ServiceVersion = ServiceVersion.Legacy);
        string ticket = await service.OpenTicketAsync();
        _ = (await service.WriteAsync(("ticket_id", ticket), ("distinct_id", "u-2"))).Is(200);
        Assert.Equal("u-2", service.Find(ticket).DistinctId);
    }

    [Theory, BothTransports, Rule("docs/service/neighbours.md 1.3", Evidence.Code)]
    public async Task The_same_message_again_is_another_one(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        string ticket = await service.OpenTicketAsync();
        string first = (await service.WriteAsync(("ticket_id", ticket))).Is(200).Json.Text("message_id")!;
        string second = (await service.WriteAsync(("ticket_id", ticket))).Is(200).Json.Text("message_id")!;

        Assert.NotEqual(first, second);
        Assert.Equal(["Hello", "Hello", "Hello"], await service.ContentsAsync(ticket, WidgetCalls.BySession));
        Assert.NotEqual(ticket, await service.OpenTicketAsync());
    }
}
