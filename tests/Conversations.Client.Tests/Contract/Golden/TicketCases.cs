using System.Globalization;
using System.Text.Json;
using static Conversations.Client.Tests.Contract.Golden.GoldenCase;

namespace Conversations.Client.Tests.Contract.Golden;

/// <summary>Operations on single tickets, except updates: docs/service/tickets.md 2, 6.1, 6.4, 7, 8.1, 8.4.</summary>
internal static class TicketCases
{
    private const string Tickets = Projects + "/tickets/";
    private const string Composed = """{"id":"01978c3e-52aa-0000-91d4-3b6f2f0c7e12","ticket_number":43}""";

    /// <summary>A value in every member, including values that are newer than this package.</summary>
    private const string Full = """{"id":"01978c3e-52aa-0000-91d4-3b6f2f0c7e11","ticket_number":1042,"channel_source":"fax","channel_detail":"slack_emoji_reaction","distinct_id":"u-1","status":"on_hold","priority":"critical","assignee":{"id":"5f0c2b1e-9d40-4a86-8f0e-1c2d3e4f5a6b","type":"role","user":null,"role":{"name":"Tier 2"}},"anonymous_traits":{"name":"Ana Ruiz","deep":[{"a":1.50}]},"identity_verified":false,"ai_resolved":true,"escalation_reason":"größer <b>","ai_triage":{"status":"done","result":"persisted","confidence":0.9},"created_at":"2026-06-02T08:00:00Z","updated_at":"2026-06-03T10:30:00.554321Z","message_count":12,"last_message_at":"2026-06-03T10:30:00.554321Z","last_message_text":"Any news \"now\"?","unread_team_count":2,"unread_customer_count":1,"session_id":"0197-session","session_context":{"current_url":"https://lumen.example/"},"sla_due_at":"2026-06-03T12:00:00Z","snoozed_until":"2026-06-10T08:00:00.000001Z","slack_channel_id":"C01","slack_thread_ts":"1717.0001","slack_team_id":"T01","email_subject":"","email_from":"ana@lumen.example","email_to":"help@acme.example","cc_participants":[],"github_repo":"acme/app","github_issue_number":17,"zendesk_ticket_id":9007199254740993,"organization_id":"lumen","organization_id_source":"slack_channel_account","person":{"id":"01970000-1111-0000-aaaa-222233334444","name":"7","distinct_ids":[],"properties":{},"created_at":"2026-01-15T07:00:00Z","is_identified":false},"tags":["vip"],"user_access_level":"manager"}""";

    public static IReadOnlyList<GoldenCase> All { get; } =
    [
        new("tickets.retrieve", "by UUID", $"GET {Tickets}{Examples.TicketId}/")
        {
            Call = static async client => await client.Tickets.GetAsync(Guid.Parse(Examples.TicketId)),
            Answer = Examples.Ticket,
            Check = IsTheContracts,
        },
        new("tickets.retrieve", "by number, a value in every member", $"GET {Tickets}1042/")
        {
            Call = static async client => await client.Tickets.GetAsync(1042),
            Answer = Full,
        },
        new("tickets.retrieve", "the members of older servers", $"GET {Tickets}42/")
        {
            Call = static async client => await client.Tickets.GetAsync(42),
            Answer = Examples.SeedTicket,
        },
        new("tickets.create", "every member", $"POST {Tickets}")
        {
#pragma warning disable CONV0001 // What is sent is the point, whoever accepts it.
            Call = static async client => await client.Tickets.CreateAsync(new()
#pragma warning restore CONV0001
            {
                Status = TicketStatus.Open,
                Priority = TicketPriority.High,
                AnonymousTraits = JsonElement.Parse("""{"name":"Ana Ruiz"}"""),
                AIResolved = true,
                EscalationReason = "größer <b>",
                SlaDueAt = new DateTimeOffset(2026, 6, 3, 12, 0, 0, TimeSpan.Zero),
                SnoozedUntil = new DateTimeOffset(2026, 6, 4, 8, 0, 0, 250, TimeSpan.FromHours(-5)),
                Tags = ["vip"],
            }),
            Body = """{"status":"open","priority":"high","anonymous_traits":{"name":"Ana Ruiz"},"ai_resolved":true,"escalation_reason":"größer <b>","sla_due_at":"2026-06-03T12:00:00+00:00","snoozed_until":"2026-06-04T08:00:00.25-05:00","tags":["vip"]}""",
            Status = 201,
            Answer = Examples.Ticket,
        },
        new("tickets.create", "no member, and no null", $"POST {Tickets}")
        {
#pragma warning disable CONV0001 // What is sent is the point, whoever accepts it.
            Call = static async client => await client.Tickets.CreateAsync(new()),
#pragma warning restore CONV0001
            Body = "{}",
            Status = 201,
            Answer = Examples.SeedTicket,
        },
        new("tickets.delete", "by number", $"DELETE {Tickets}42/")
        {
            Call = Done(static client => client.Tickets.DeleteAsync(42)),
            Status = 204,
        },
        new("tickets.delete", "by UUID", $"DELETE {Tickets}{Examples.TicketId}/")
        {
            Call = Done(static client => client.Tickets.DeleteAsync(Guid.Parse(Examples.TicketId))),
            Status = 204,
        },
        new("tickets.unread_count", "a number", $"GET {Tickets}unread_count/")
        {
            Call = static async client => await client.Tickets.CountUnreadAsync(),
            Answer = """{"count":7}""",
            Check = static result => Assert.Equal(7, result),
        },
        new("tickets.compose", "every member", $"POST {Tickets}compose/")
        {
            Call = static async client => await client.Tickets.ComposeAsync(new()
            {
                RecipientEmail = "ana@lumen.example",
                EmailConfigId = Guid.Parse("01970000-2222-0000-aaaa-222233334444"),
                Message = "Your invoice was \"corrected\".",
                EmailSubject = "Invoice 881 für Sie",
                RecipientDistinctId = "u-1",
                RichContent = JsonElement.Parse("""{"type":"doc","content":[]}"""),
                Tags = ["billing"],
            }),
            Body = """{"recipient_email":"ana@lumen.example","email_config_id":"01970000-2222-0000-aaaa-222233334444","message":"Your invoice was \"corrected\".","email_subject":"Invoice 881 für Sie","recipient_distinct_id":"u-1","rich_content":{"type":"doc","content":[]},"tags":["billing"]}""",
            Status = 201,
            Answer = Composed,
        },
        new("tickets.compose", "what is required, and an e-mail that was sent before", $"POST {Tickets}compose/")
        {
            Call = static async client =>
                await client.Tickets.ComposeAsync(new() { RecipientEmail = "ana@lumen.example", EmailConfigId = Guid.Parse("01970000-2222-0000-aaaa-222233334444"), Message = "Hi" }),
            Body = """{"recipient_email":"ana@lumen.example","email_config_id":"01970000-2222-0000-aaaa-222233334444","message":"Hi"}""",
            Answer = Composed,
        },
        new("tickets.suggest_reply", "a text", $"POST {Tickets}42/suggest_reply/")
        {
            Call = static async client => await client.Tickets.SuggestReplyAsync(42),
            Answer = """{"suggestion":"We are looking into it."}""",
            Check = static result => Assert.Equal("We are looking into it.", result),
        },
    ];

    /// <summary>Also compares by the member names of this package, so that names and values cannot be swapped together.</summary>
    private static void IsTheContracts(object? result)
    {
        ReadAs.Same(Examples.Ticket, result!);
        var ticket = (Ticket)result!;
        Assert.Equal(
            (Guid.Parse(Examples.TicketId), 42, ChannelSource.Email, null, "ana@lumen.example"),
            (ticket.Id, ticket.TicketNumber, ticket.ChannelSource.Known, ticket.ChannelDetail, ticket.DistinctId));
        Assert.Equal(
            (TicketStatus.Open, TicketPriority.High, true, false, null),
            (ticket.Status.Known, ticket.Priority!.Value.Known, ticket.IdentityVerified, ticket.AIResolved, ticket.EscalationReason));
        Assert.Equal(
            (AssigneeType.User, 7L, "max@acme.example", null, null),
            (ticket.Assignee!.Type.Known, ticket.Assignee.UserId, ticket.Assignee.UserEmail, ticket.Assignee.RoleId,
                ticket.Assignee.RoleName));
        Assert.Equal(
            ("Ana Ruiz", "{}", "{}", 1),
            (ticket.AnonymousTraits.GetProperty("name").GetString(), ticket.AITriage.GetRawText(), ticket.SessionContext.GetRawText(),
                ticket.CcParticipants.GetArrayLength()));
        Assert.Equal((Instant("2026-06-02T08:00:00.12Z"), Instant("2026-06-03T10:30:00.554321Z"), Instant("2026-06-03T10:30:00.554321Z")), (ticket.CreatedAt, ticket.UpdatedAt, ticket.LastMessageAt));
        Assert.Equal(
            (3, "Any news on my invoice?", 1, 0, null),
            (ticket.MessageCount, ticket.LastMessageText, ticket.UnreadTeamCount, ticket.UnreadCustomerCount, ticket.SessionId));
        Assert.Equal(
            (Instant("2026-06-03T12:00:00Z"), null, null, null, null),
            (ticket.SlaDueAt, ticket.SnoozedUntil, ticket.SlackChannelId, ticket.SlackThreadTs, ticket.SlackTeamId));
        Assert.Equal(
            ("Invoice 881", "ana@lumen.example", "help@acme.example", null, null),
            (ticket.EmailSubject, ticket.EmailFrom, ticket.EmailTo, ticket.GitHubRepo, ticket.GitHubIssueNumber));
        Assert.Equal(
            (null, null, null, "editor"),
            (ticket.ZendeskTicketId, ticket.OrganizationId, ticket.OrganizationIdSource, ticket.UserAccessLevel));
        Assert.Equal(
            (Guid.Parse("01970000-1111-0000-aaaa-222233334444"), "ana@lumen.example", Instant("2026-01-15T07:00:00Z"), true),
            (ticket.Person!.Id, ticket.Person.Name, ticket.Person.CreatedAt, ticket.Person.IsIdentified));
        Assert.Equal(["ana@lumen.example", "0196-anon"], ticket.Person.DistinctIds);
        Assert.Equal("team", ticket.Person.Properties.GetProperty("plan").GetString());
        Assert.Equal(["billing", "vip"], ticket.Tags);
    }

    private static DateTimeOffset Instant(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);
}
