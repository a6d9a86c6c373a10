using System.Text.Json;
using Conversations.Client.Testing.Tests.Shared;

namespace Conversations.Client.Testing.Tests.Contract.Tickets.Single;

/// <summary>docs/service/tickets.md 2, 2.1, 2.3: the ticket as it is sent.</summary>
public sealed class TicketObjectTests
{
    private static readonly string[] Newest =
    [
        "id", "ticket_number", "channel_source", "channel_detail", "distinct_id", "status", "priority", "assignee", "anonymous_traits",
        "identity_verified", "ai_resolved", "escalation_reason", "ai_triage", "created_at", "updated_at", "message_count", "last_message_at",
        "last_message_text", "unread_team_count", "unread_customer_count", "session_id", "session_context", "sla_due_at", "snoozed_until",
        "slack_channel_id", "slack_thread_ts", "slack_team_id", "email_subject", "email_from", "email_to", "cc_participants", "github_repo",
        "github_issue_number", "zendesk_ticket_id", "organization_id", "organization_id_source", "person", "tags", "user_access_level",
    ];

    private static readonly string[] OnlyNewest =
        ["identity_verified", "ai_triage", "zendesk_ticket_id", "organization_id", "organization_id_source", "user_access_level"];

    [Theory, BothTransports, Rule("docs/service/tickets.md 2", Evidence.Code)]
    public async Task A_ticket_of_the_newest_service_has_39_members_in_one_order(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        Assert.Equal(39, Newest.Length);
        Assert.Equal(Newest, (await service.GetAsync(Service.Tickets)).Results()[0].Names());
        Assert.Equal(Newest, (await service.OpenTicketAsync(1)).Names());
        Assert.Equal(Newest, (await service.PatchTicketAsync(1, new { })).Names());
        Assert.Equal(Newest, (await service.PostAsync(Service.Tickets, new { })).Is(201).Json.Names());
    }

    [Theory, BothTransports, Rule("docs/service/tickets.md 2", Evidence.Code)]
    public async Task A_ticket_of_the_legacy_version_lacks_six_of_them(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport, options => options.ServiceVersion = ServiceVersion.Legacy);
        Assert.Equal(Newest.Except(OnlyNewest), (await service.GetAsync(Service.Tickets)).Results()[0].Names());
        Assert.Equal(Newest.Except(OnlyNewest), (await service.OpenTicketAsync(1)).Names());
    }

    [Theory, BothTransports, Rule("docs/service/tickets.md 2", Evidence.Code)]
    public async Task Every_member_is_sent_as_it_is_kept(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        const string Kept = """
            {"ticket_number":42,"channel_source":"email","channel_detail":null,"distinct_id":"ana@lumen.example","status":"open","priority":"high","anonymous_traits":{"name":"Ana Ruiz"},"identity_verified":true,"ai_resolved":false,"escalation_reason":"","ai_triage":{"status":"done"},"created_at":"2026-06-02T08:00:00.120000Z","updated_at":"2026-06-03T10:30:00.554321Z","message_count":3,"last_message_at":"2026-06-03T10:30:00.554321Z","last_message_text":"Any news on my invoice?","unread_team_count":0,"unread_customer_count":4,"session_id":"s-1","session_context":{"current_url":"https://x.example"},"sla_due_at":"2026-06-03T12:00:00Z","snoozed_until":null,"slack_channel_id":"C1","slack_thread_ts":"1.5","slack_team_id":"T1","email_subject":"Invoice 881","email_from":"ana@lumen.example","email_to":"help@acme.example","cc_participants":["boss@lumen.example"],"github_repo":"acme/app","github_issue_number":12,"zendesk_ticket_id":9007199254740993,"organization_id":"lumen","organization_id_source":"person","tags":["billing","vip"],"user_access_level":"editor"}
            """;
        service.Fake.Load($$"""{"tickets": [{{Kept}}]}""");

        JsonElement sent = await service.OpenTicketAsync(42);

        foreach (JsonProperty member in TicketCalls.Parse(Kept).EnumerateObject())
        {
            Assert.Equal(member.Value.GetRawText(), sent.Raw(member.Name));
        }
    }

    [Theory, BothTransports, Rule("docs/service/tickets.md 2", Evidence.Code)]
    public async Task Message_count_and_last_message_are_those_of_the_public_messages_that_are_not_deleted(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        JsonElement four = await service.OpenTicketAsync(4);
        Assert.Equal((2, "Thanks, 100% sorted now", "2026-05-20T00:00:00Z"), (four.Number("message_count"), four.Text("last_message_text"), four.Text("last_message_at")));
        JsonElement five = await service.OpenTicketAsync(5);
        Assert.Equal((0, true, true), (five.Number("message_count"), five.IsNull("last_message_text"), five.IsNull("last_message_at")));
    }

    [Theory, BothTransports, Rule("docs/service/tickets.md 2", Evidence.Code)]
    public async Task The_text_of_the_last_message_is_its_first_500_characters(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        _ = (await service.PostAsync(TicketCalls.Of(1) + "reply/", new { message = string.Concat(Enumerable.Repeat("😀", 501)) })).Is(201);
        Assert.Equal(string.Concat(Enumerable.Repeat("😀", 500)), (await service.OpenTicketAsync(1)).Text("last_message_text"));
    }

    [Theory, BothTransports, Rule("docs/service/tickets.md 2", Evidence.Code)]
    public async Task Ids_grow_with_time(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        List<string> ids = [];
        for (int i = 0; i < 5; i++)
        {
            service.Clock.Advance(TimeSpan.FromMilliseconds(i));
            ids.Add((await service.PostAsync(Service.Tickets, new { })).Is(201).Json.Text("id")!);
        }

        Assert.Equal(ids.Order(StringComparer.Ordinal), ids);
        Assert.Equal(5, ids.Distinct().Count());
    }

    [Theory, BothTransports, Rule("docs/service/tickets.md 2.1", Evidence.Code)]
    public async Task A_status_is_one_of_five_words(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        foreach (string status in new[] { "new", "open", "pending", "on_hold", "resolved" })
        {
            Assert.Equal(status, (await service.PatchTicketAsync(1, new { status })).Text("status"));
        }

        await service.RefusesPatchAsync(1, new { status = "closed" }, "invalid_choice", "status", "\"closed\" is not a valid choice.");
    }

    [Theory, BothTransports, Rule("docs/service/tickets.md 2.1", Evidence.Code)]
    public async Task A_priority_is_low_medium_high_or_on_the_newest_service_critical(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        foreach (string priority in new[] { "low", "medium", "high", "critical" })
        {
            Assert.Equal(priority, (await service.PatchTicketAsync(1, new { priority })).Text("priority"));
        }

        service.Options.CriticalPriority = false;
        await service.RefusesPatchAsync(1, new { priority = "critical" }, "invalid_choice", "priority", "\"critical\" is not a valid choice.");
        service.Options.CriticalPriority = true;
        service.Options.ServiceVersion = ServiceVersion.Legacy;
        await service.RefusesPatchAsync(1, new { priority = "critical" }, "invalid_choice", "priority", "\"critical\" is not a valid choice.");
    }

    [Theory, BothTransports, Rule("docs/service/tickets.md 2.3", Evidence.Tested)]
    public async Task An_assigned_user_has_a_number_and_an_email_and_an_assigned_role_a_uuid_and_a_name(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        Assert.Equal("""{"id":7,"type":"user","user":{"email":"max@acme.example"},"role":null}""", (await service.OpenTicketAsync(2)).Raw("assignee"));
        Assert.Equal($$$"""{"id":"{{{Fixtures.Role}}}","type":"role","user":null,"role":{"name":"Tier 2"}}""", (await service.OpenTicketAsync(3)).Raw("assignee"));
        Assert.True((await service.OpenTicketAsync(1)).IsNull("assignee"));
    }
}
