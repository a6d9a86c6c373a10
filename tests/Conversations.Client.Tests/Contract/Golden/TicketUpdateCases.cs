using System.Text.Json;
using static Conversations.Client.Tests.Contract.Golden.GoldenCase;

namespace Conversations.Client.Tests.Contract.Golden;

/// <summary>Updates of tickets, member by member: docs/service/tickets.md 6.2.</summary>
internal static class TicketUpdateCases
{
    private const string Path = $"{Projects}/tickets/42/";

    /// <summary>In the answer to an update the person is always null (docs/service/tickets.md 2.4).</summary>
    private const string Answered = """{"id":"01978c3e-52aa-0000-91d4-3b6f2f0c7e11","ticket_number":42,"channel_source":"email","channel_detail":null,"distinct_id":"ana@lumen.example","status":"pending","priority":null,"assignee":null,"anonymous_traits":{},"identity_verified":null,"ai_resolved":false,"escalation_reason":"","ai_triage":{},"created_at":"2026-06-02T08:00:00.120000Z","updated_at":"2026-06-03T11:00:00.000001Z","message_count":3,"last_message_at":null,"last_message_text":null,"unread_team_count":0,"unread_customer_count":0,"session_id":null,"session_context":{},"sla_due_at":null,"snoozed_until":"2026-06-04T08:00:00Z","slack_channel_id":null,"slack_thread_ts":null,"slack_team_id":null,"email_subject":"Invoice 881","email_from":"ana@lumen.example","email_to":"help@acme.example","cc_participants":[],"github_repo":null,"github_issue_number":null,"zendesk_ticket_id":null,"organization_id":null,"organization_id_source":null,"person":null,"tags":[],"user_access_level":"editor"}""";
    private const string EveryMember = """{"status":"pending","priority":null,"assignee":{"type":"user","id":7},"anonymous_traits":{},"ai_resolved":false,"escalation_reason":"","sla_due_at":null,"snoozed_until":"2026-06-04T08:00:00+00:00","tags":[]}""";

    private static readonly DateTimeOffset Instant = new(2026, 6, 3, 12, 0, 0, TimeSpan.Zero);

    private static TicketUpdate Everything { get; } = new()
    {
        Status = TicketStatus.Pending,
        Priority = null,
        Assignee = Assignee.User(7),
        AnonymousTraits = JsonElement.Parse("{}"),
        AIResolved = false,
        EscalationReason = "",
        SlaDueAt = null,
        SnoozedUntil = new DateTimeOffset(2026, 6, 4, 8, 0, 0, TimeSpan.Zero),
        Tags = [],
    };

    public static IReadOnlyList<GoldenCase> All { get; } =
    [
        Update("every member", Everything, EveryMember),
        Update("status", new() { Status = TicketStatus.OnHold }, """{"status":"on_hold"}"""),
        Update("a status newer than the package", new() { Status = new OpenEnum<TicketStatus>("frozen") }, """{"status":"frozen"}"""),
        Update("priority", new() { Priority = TicketPriority.Critical }, """{"priority":"critical"}"""),
        Update("no priority", new() { Priority = null }, """{"priority":null}"""),
        Update("an empty priority, as the service stores it", new() { Priority = default(OpenEnum<TicketPriority>) }, """{"priority":""}"""),
        Update("a user", new() { Assignee = Assignee.User(7) }, """{"assignee":{"type":"user","id":7}}"""),
        Update("a role", new() { Assignee = Assignee.Role(Guid.Parse(Examples.RoleId)) }, """{"assignee":{"type":"role","id":"5f0c2b1e-9d40-4a86-8f0e-1c2d3e4f5a6b"}}"""),
        Update("nobody", new() { Assignee = null }, """{"assignee":null}"""),
        Update("traits", new() { AnonymousTraits = JsonElement.Parse("""{"name":"Ana \"R\" ü","n":[1.50,null]}""") }, """{"anonymous_traits":{"name":"Ana \"R\" ü","n":[1.50,null]}}"""),
        Update("resolved by the AI", new() { AIResolved = true }, """{"ai_resolved":true}"""),
        Update("a reason", new() { EscalationReason = "größer\n<b>" }, """{"escalation_reason":"größer\n<b>"}"""),
        Update("no reason", new() { EscalationReason = null }, """{"escalation_reason":null}"""),
        Update("due", new() { SlaDueAt = Instant }, """{"sla_due_at":"2026-06-03T12:00:00+00:00"}"""),
        Update("not due", new() { SlaDueAt = null }, """{"sla_due_at":null}"""),
        Update("asleep", new() { SnoozedUntil = Instant.AddTicks(1_234_560).ToOffset(TimeSpan.FromHours(5.5)) }, """{"snoozed_until":"2026-06-03T17:30:00.123456+05:30"}"""),
        Update("awake", new() { SnoozedUntil = null }, """{"snoozed_until":null}"""),
        Update("tags", new() { Tags = ["vip", "a \"b\"", "İstanbul"] }, """{"tags":["vip","a \"b\"","İstanbul"]}"""),
        Update("no tags", new() { Tags = [] }, """{"tags":[]}"""),
        new("tickets.update", "by UUID", $"PATCH {Projects}/tickets/{Examples.TicketId}/")
        {
            Call = static async client => await client.Tickets.UpdateAsync(Guid.Parse(Examples.TicketId), new() { Tags = [] }),
            Body = """{"tags":[]}""",
            Answer = Answered,
        },
        // Only the generated interface has the second form of an update. The service leaves members unchanged that it does not mention.
        new("tickets.replace", "every member", $"PUT {Path}")
        {
            Call = static async client => await client.Api.ReplaceTicketAsync("1", "42", Everything),
            Body = EveryMember,
            Answer = Answered,
        },
    ];

    private static GoldenCase Update(string variant, TicketUpdate update, string body) => new("tickets.update", variant, $"PATCH {Path}")
    {
        Call = async client => await client.Tickets.UpdateAsync(42, update),
        Body = body,
        Answer = Answered,
    };
}
