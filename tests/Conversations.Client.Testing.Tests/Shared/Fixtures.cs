namespace Conversations.Client.Testing.Tests.Shared;

/// <summary>The people and tickets that most tests start with.</summary>
public static class Fixtures
{
    public const string Role = "5f0c2b1e-9d40-4a86-8f0e-1c2d3e4f5a6b";
    public const string RoleOfOtherOrganization = "6f0c2b1e-9d40-4a86-8f0e-1c2d3e4f5a6b";

    public const string People = $$$"""
        {
          "projects": [
            {"id": 1, "timezone": "UTC", "support_enabled": true, "organization": "org-1"},
            {"id": 2, "timezone": "Europe/Berlin", "support_enabled": true, "organization": "org-1"},
            {"id": 3, "timezone": "UTC", "support_enabled": true, "organization": "org-2"}
          ],
          "users": [
            {"id": 7, "email": "max@acme.example", "first_name": "Max", "last_name": "", "projects": [1, 2]},
            {"id": 8, "email": "eva@acme.example", "first_name": "Eva", "last_name": "Stone", "projects": [1, 2]},
            {"id": 9, "email": "zoe@else.example", "first_name": "Zoe", "last_name": "", "projects": [3]}
          ],
          "roles": [
            {"id": "{{{Role}}}", "name": "Tier 2", "organization": "org-1"},
            {"id": "{{{RoleOfOtherOrganization}}}", "name": "Else", "organization": "org-2"}
          ],
          "keys": [
            {"key": "phx_all", "user": 7, "scopes": ["*"], "projects": null},
            {"key": "phx_tr", "user": 7, "scopes": ["ticket:read"], "projects": null},
            {"key": "phx_cr", "user": 7, "scopes": ["conversation:read"], "projects": null},
            {"key": "phx_cw", "user": 7, "scopes": ["conversation:write"], "projects": null},
            {"key": "phx_u8", "user": 8, "scopes": ["*"], "projects": null},
            {"key": "phx_p2", "user": 7, "scopes": ["*"], "projects": [2]},
            {"key": "phx_u9", "user": 9, "scopes": ["*"], "projects": null}
          ],
          "oauth_tokens": [
            {"token": "pha_all", "user": 7, "scopes": ["*"], "projects": null},
            {"token": "pha_none", "user": 7, "scopes": [], "projects": null}
          ],
          "sessions": [
            {"session_id": "sess-7", "csrf_token": "csrf-7", "user": 7},
            {"session_id": "sess-8", "csrf_token": "csrf-8", "user": 8}
          ]
        }
        """;

    public const string Tickets = $$$"""
        {
          "tickets": [
            {"project": 1, "ticket_number": 1, "status": "new", "priority": null, "channel_source": "widget", "channel_detail": "widget_embedded",
             "distinct_id": "u-1", "anonymous_traits": {"name": "Alice Wonder", "email": "alice@example.com"},
             "created_at": "2026-05-01T00:00:00Z", "updated_at": "2026-06-01T00:00:00Z", "tags": ["billing"], "unread_team_count": 3},
            {"project": 1, "ticket_number": 2, "status": "open", "priority": "high", "channel_source": "email", "channel_detail": null,
             "distinct_id": "bob@example.com", "email_subject": "Billing issue", "email_from": "bob@example.com",
             "created_at": "2026-05-02T00:00:00Z", "updated_at": "2026-06-02T00:00:00Z", "sla_due_at": "2026-06-03T10:00:00Z",
             "tags": ["billing", "urgent"], "unread_team_count": 2, "assignee": {"type": "user", "id": 7}},
            {"project": 1, "ticket_number": 3, "status": "pending", "priority": "low", "channel_source": "slack", "channel_detail": "slack_bot_mention",
             "distinct_id": "u-3", "anonymous_traits": {"name": "Carol"}, "ai_triage": {"status": "done", "result": "persisted"},
             "created_at": "2026-05-03T00:00:00Z", "updated_at": "2026-06-03T10:30:00Z", "sla_due_at": "2026-06-03T11:30:00Z",
             "assignee": {"type": "role", "id": "{{{Role}}}"}},
            {"project": 1, "ticket_number": 4, "status": "resolved", "priority": "medium", "channel_source": "github", "channel_detail": "github_issue",
             "distinct_id": "u-4", "created_at": "2026-05-04T00:00:00Z", "updated_at": "2026-05-20T00:00:00Z",
             "sla_due_at": "2026-06-03T16:00:00Z", "tags": ["urgent"], "unread_team_count": 5, "ai_triage": {"status": "in_progress"},
             "messages": [
               {"content": "First message about passwords", "author_type": "customer", "created_at": "2026-05-04T00:00:00Z"},
               {"content": "A deleted word: zebra", "author_type": "customer", "deleted": true, "created_at": "2026-05-05T00:00:00Z"},
               {"content": "Thanks, 100% sorted now", "author_type": "customer", "created_at": "2026-05-20T00:00:00Z"}]},
            {"project": 1, "ticket_number": 5, "status": "on_hold", "priority": "", "channel_source": "teams", "channel_detail": "teams_channel_message",
             "distinct_id": "u-5", "created_at": "2026-05-05T00:00:00Z", "updated_at": "2026-05-25T00:00:00Z", "tags": ["vip"],
             "snoozed_until": "2026-06-05T00:00:00Z", "assignee": {"type": "user", "id": 8},
             "messages": [{"content": "card number escalation", "author_type": "support", "author": 7, "is_private": true, "created_at": "2026-05-25T00:00:00Z"}]},
            {"project": 2, "ticket_number": 1, "status": "new", "distinct_id": "u-1", "created_at": "2026-05-01T00:00:00Z", "updated_at": "2026-06-01T00:00:00Z"}
          ]
        }
        """;

    public static DateTimeOffset Now { get; } = new(2026, 6, 3, 11, 0, 0, TimeSpan.Zero);
}
