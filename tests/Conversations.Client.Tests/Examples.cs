namespace Conversations.Client.Tests;

/// <summary>The contract's own examples.</summary>
internal static class Examples
{
    public const string TicketId = "01978c3e-52aa-0000-91d4-3b6f2f0c7e11";
    public const string RoleId = "5f0c2b1e-9d40-4a86-8f0e-1c2d3e4f5a6b";
    public const string ConversationId = "0197cccc-0000-7000-8000-000000000001";
    public const string TraceId = "0197dddd-0000-7000-8000-000000000002";

    /// <summary>docs/service/tickets.md 13.</summary>
    public const string Ticket = """{"id":"01978c3e-52aa-0000-91d4-3b6f2f0c7e11","ticket_number":42,"channel_source":"email","channel_detail":null,"distinct_id":"ana@lumen.example","status":"open","priority":"high","assignee":{"id":7,"type":"user","user":{"email":"max@acme.example"},"role":null},"anonymous_traits":{"name":"Ana Ruiz","email":"ana@lumen.example"},"identity_verified":true,"ai_resolved":false,"escalation_reason":null,"ai_triage":{},"created_at":"2026-06-02T08:00:00.120000Z","updated_at":"2026-06-03T10:30:00.554321Z","message_count":3,"last_message_at":"2026-06-03T10:30:00.554321Z","last_message_text":"Any news on my invoice?","unread_team_count":1,"unread_customer_count":0,"session_id":null,"session_context":{},"sla_due_at":"2026-06-03T12:00:00Z","snoozed_until":null,"slack_channel_id":null,"slack_thread_ts":null,"slack_team_id":null,"email_subject":"Invoice 881","email_from":"ana@lumen.example","email_to":"help@acme.example","cc_participants":["boss@lumen.example"],"github_repo":null,"github_issue_number":null,"zendesk_ticket_id":null,"organization_id":null,"organization_id_source":null,"person":{"id":"01970000-1111-0000-aaaa-222233334444","name":"ana@lumen.example","distinct_ids":["ana@lumen.example","0196-anon"],"properties":{"email":"ana@lumen.example","plan":"team"},"created_at":"2026-01-15T07:00:00Z","is_identified":true},"tags":["billing","vip"],"user_access_level":"editor"}""";

    /// <summary>docs/service/tickets.md 13: the 18 members of the first stored version would do as well.</summary>
    public const string SeedTicket = """{"id":"01978c3e-52aa-0000-91d4-3b6f2f0c7e11","ticket_number":42,"channel_source":"email","distinct_id":"","status":"open","priority":"","assignee":{"id":"5f0c2b1e-9d40-4a86-8f0e-1c2d3e4f5a6b","type":"role","user":null,"role":{"name":"Tier 2"}},"anonymous_traits":{},"ai_resolved":false,"created_at":"2026-06-02T08:00:00Z","updated_at":"2026-06-02T08:00:00Z","message_count":0,"tags":[]}""";

    /// <summary>docs/service/tickets.md 13.</summary>
    public const string View = """{"id":"01979999-aaaa-0000-bbbb-ccccddddeeee","short_id":"kT3xQ9aZ","name":"Breached and mine","filters":{"status":["new","open"],"sla":"breached","assignee":["me"],"sorting":{"columnKey":"sla_due_at","order":1}},"created_at":"2026-06-01T12:00:00.000100Z","created_by":{"id":7,"uuid":"01960000-0000-0000-0000-000000000007","distinct_id":"u7","first_name":"Max","last_name":"","email":"max@acme.example","is_email_verified":true,"hedgehog_config":null,"role_at_organization":"engineering"},"is_favorited":false}""";

    /// <summary>docs/service/conversations.md 2, in the short form with the stream's spaces.</summary>
    public const string ShortConversation = """{"id": "0197cccc-0000-7000-8000-000000000001", "status": "in_progress", "title": null, "topic": null, "user": {"id": 7, "uuid": "01960000-0000-0000-0000-000000000007", "distinct_id": "u7", "first_name": "Max", "last_name": "", "email": "max@acme.example", "is_email_verified": null, "hedgehog_config": null, "role_at_organization": "data"}, "created_at": "2026-06-01T12:00:00.000100Z", "updated_at": "2026-06-01T12:00:00.000100Z", "type": "assistant", "is_internal": false, "slack_thread_key": null, "slack_workspace_domain": null, "task": null}""";

    /// <summary>docs/service/conversations.md 2, in the full form.</summary>
    public const string FullConversation = """{"id":"0197cccc-0000-7000-8000-000000000001","status":"idle","title":"Signups","topic":"product_analytics","user":{"id":7,"uuid":"01960000-0000-0000-0000-000000000007","distinct_id":null,"first_name":"Max","last_name":"","email":"max@acme.example","is_email_verified":true,"hedgehog_config":{"color":"red"},"role_at_organization":""},"created_at":"2026-06-01T12:00:00.000100Z","updated_at":"2026-06-01T12:05:00Z","type":"assistant","is_internal":null,"slack_thread_key":"k","slack_workspace_domain":"d","task":{"id":"t"},"messages":[{"content":"How many signups?","id":"5e0d","parent_tool_call_id":null,"trace_id":"0197dddd-0000-7000-8000-000000000002","type":"human","ui_context":null},{"content":"42","id":"77aa","meta":null,"parent_tool_call_id":null,"tool_calls":[],"type":"ai"}],"has_unsupported_content":false,"agent_mode":"sql","is_sandbox":false,"agent_runtime":"langgraph","pending_approvals":[{"proposal_id":"p1","decision_status":"pending","tool_name":"create_insight","preview":"# P","payload":{"a":1},"original_tool_call_id":null,"message_id":"77aa"}]}""";

    public static string Page(string next, params string[] results) => $$"""{"count":{{results.Length}},"next":{{(next.Length == 0 ? "null" : $"\"{next}\"")}},"previous":null,"results":[{{string.Join(",", results)}}]}""";
}
