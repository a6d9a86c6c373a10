using Conversations.Client.Testing.Tests.Shared;

namespace Conversations.Client.Testing.Tests.Properties;

/// <summary>What the fake holds before the first request, and the ids that requests are made with.</summary>
internal static class Rows
{
    public const string Idle = "00000000-0000-4000-8000-0000000000c1";
    public const string Running = "00000000-0000-4000-8000-0000000000c2";
    public const string Asking = "00000000-0000-4000-8000-0000000000c3";
    public const string Proposal = "proposal-1";
    public const string Nowhere = "00000000-0000-4000-8000-00000000dead";
    public const string Channel = "00000000-0000-4000-8000-0000000000e1";

    private const string Talk = "00000000-0000-4000-8000-0000000000c4";
    private const string Sandbox = "00000000-0000-4000-8000-0000000000c5";
    private const string Research = "00000000-0000-4000-8000-0000000000c6";
    private const string Untitled = "00000000-0000-4000-8000-0000000000c7";
    private const string Unreadable = "00000000-0000-4000-8000-0000000000c8";
    private const string OfOther = "00000000-0000-4000-8000-0000000000d1";
    private const string Elsewhere = "00000000-0000-4000-8000-0000000000d2";
    private const string Deleted = "00000000-0000-4000-8000-0000000000d3";
    private const string Ticket = "00000000-0000-4000-8000-0000000000a1";
    private const string TicketElsewhere = "00000000-0000-4000-8000-0000000000a2";
    private const string Customer = "00000000-0000-4000-8000-0000000000b1";
    private const string Note = "00000000-0000-4000-8000-0000000000b2";
    private const string NoteOfOther = "00000000-0000-4000-8000-0000000000b3";
    private const string Mail = "00000000-0000-4000-8000-0000000000b4";
    private const string Unverified = "00000000-0000-4000-8000-0000000000e2";

    public static string Json { get; } = $$$"""
        {
          "persons": [
            {"id": "00000000-0000-4000-8000-0000000000f1", "project": 1, "distinct_ids": ["bob@example.com", "u-1"], "properties": {"email": "bob@example.com"}, "is_identified": true}
          ],
          "email_channels": [
            {"id": "{{{Channel}}}", "project": 1, "address": "help@acme.example", "verified": true},
            {"id": "{{{Unverified}}}", "project": 1, "address": "old@acme.example", "verified": false}
          ],
          "tickets": [
            {"project": 1, "ticket_number": 1, "status": "new", "channel_source": "widget", "channel_detail": "widget_embedded", "distinct_id": "u-1",
             "anonymous_traits": {"name": "Alice", "email": "alice@example.com"}, "tags": ["billing"], "unread_team_count": 3},
            {"project": 1, "ticket_number": 2, "status": "open", "priority": "high", "channel_source": "email", "distinct_id": "bob@example.com",
             "email_subject": "Billing", "email_from": "bob@example.com", "sla_due_at": "2026-06-03T10:00:00Z", "tags": ["billing", "urgent"],
             "assignee": {"type": "user", "id": 7}},
            {"project": 1, "ticket_number": 3, "status": "pending", "priority": "low", "channel_source": "slack", "channel_detail": "slack_bot_mention",
             "distinct_id": "u-3", "ai_triage": {"status": "done", "result": "persisted"}, "assignee": {"type": "role", "id": "{{{Fixtures.Role}}}"}},
            {"project": 1, "ticket_number": 4, "status": "resolved", "priority": "", "channel_source": "github", "channel_detail": "github_issue",
             "distinct_id": "u-4", "snoozed_until": "2026-06-05T00:00:00Z"},
            {"project": 2, "id": "{{{TicketElsewhere}}}", "ticket_number": 1, "distinct_id": "u-1"}
          ],
          "views": [
            {"project": 1, "short_id": "Mine1234", "name": "Mine", "filters": {"status": ["new"], "assignee": ["me"], "sorting": {"columnKey": "created_at", "order": 1}} },
            {"project": 1, "short_id": "Older123", "name": "Odd", "filters": {"status": "new", "sla": 5, "else": null}, "favorited_by": [7]},
            {"project": 2, "short_id": "Else1234", "name": "Else"}
          ],
          "conversations": [
            {"id": "{{{Idle}}}", "user": 7, "title": "Idle"},
            {"id": "{{{Running}}}", "user": 7, "title": "Running"},
            {"id": "{{{Asking}}}", "user": 7, "title": "Asking"},
            {"id": "{{{Talk}}}", "user": 7, "title": "All kinds", "topic": "surveys", "messages": [
              {"type": "human", "id": "m1", "content": "Hi", "trace_id": "{{{Talk}}}"},
              {"type": "ai", "id": "m2", "content": "Look", "meta": {"form": {"options": [{"value": "yes"}]}, "thinking": [{}]}, "tool_calls": [{"id": "t", "name": "search", "args": {}, "type": "tool_call"}]},
              {"type": "tool", "id": "m3", "content": "42", "tool_call_id": "t", "ui_payload": {"search": 1}},
              {"type": "ai/failure", "id": "m4", "content": "Oops"},
              {"type": "ai/artifact", "id": "m5", "artifact_id": "a", "source": "artifact", "content": {"content_type": "notebook", "blocks": [], "title": ""}},
              {"type": "ai/viz", "id": "m6", "query": "q", "answer": {}},
              {"type": "ai/multi_viz", "id": "m7", "visualizations": [{"query": "a", "answer": {}}], "commentary": "two"},
              {"type": "ai/notebook", "id": "m8", "notebook_id": "n", "content": {}},
              {"type": "ai/reasoning", "id": "m9", "content": "thinking", "substeps": ["one"]},
              {"type": "ai/planning", "id": "m10", "steps": [{"description": "x", "status": "completed"}]},
              {"type": "ai/task_execution", "id": "m11", "tasks": [{"id": "1", "description": "d", "prompt": "p", "status": "failed", "task_type": "x"}]},
              {"type": "context", "id": "m12", "content": "mode", "meta": {"type": "mode"}}]},
            {"id": "{{{Sandbox}}}", "user": 7, "title": "Sandbox", "is_sandbox": true},
            {"id": "{{{Research}}}", "user": 7, "title": "Research", "type": "deep_research"},
            {"id": "{{{Untitled}}}", "user": 7},
            {"id": "{{{Unreadable}}}", "user": 7, "title": "Unreadable", "readable": false},
            {"id": "{{{OfOther}}}", "user": 8, "title": "Eva's"},
            {"id": "{{{Elsewhere}}}", "user": 7, "project": 2, "title": "Elsewhere"},
            {"id": "{{{Deleted}}}", "user": 7, "title": "Gone", "deleted": true}
          ]
        }
        """;

    /// <summary>A ticket with a thread. Only a test can set the ids of its messages, a seed file cannot.</summary>
    public static TicketSeed Thread { get; } = new()
    {
        Project = 1,
        Id = Guid.Parse(Ticket),
        TicketNumber = 5,
        Status = TicketStatus.OnHold,
        ChannelSource = ChannelSource.Email,
        DistinctId = "u-5",
        UnreadTeamCount = 1,
        Messages = [
            new() { Id = Guid.Parse(Customer), Content = "Where is it?" },
            new() { Id = Guid.Parse(Mail), Content = "Long ago", FullEmail = "Long ago\n> quoted" },
            new() { Id = Guid.Parse(Note), Content = "A note", AuthorType = AuthorType.Support, Author = 7, IsPrivate = true },
            new() { Id = Guid.Parse(NoteOfOther), Content = "Eva's", AuthorType = AuthorType.Support, Author = 8, IsPrivate = true },
            new() { Content = "Gone", Deleted = true },
        ],
    };

    /// <summary>Conversations that may get their first message.</summary>
    private static string[] New { get; } = [.. Enumerable.Range(1, 4).Select(static number => $"00000000-0000-4000-8000-0000000001{number:00}")];

    /// <summary>Ids that lead somewhere, by the name of the path's parameter.</summary>
    public static IReadOnlyDictionary<string, string[]> Known { get; } = new Dictionary<string, string[]>
    {
        ["project_id"] = ["1", "1", "1", "1", "1", "1", "1", "1", "@current", "2"],
        ["conversation_id"] =
        [
            Idle, Running, Running, Running, Running, Asking, Talk, Sandbox, Research, Untitled, Unreadable, OfOther, Elsewhere, Deleted,
            .. New,
        ],
        ["ticket_id"] = ["1", "2", "3", "4", "5", Ticket, Ticket, Ticket, Ticket, "5", TicketElsewhere, "made:ticket_id:0", "made:ticket_id:1"],
        ["message_id"] = [Customer, Note, NoteOfOther, Mail, "made:message_id:0", "made:message_id:1", "made:message_id:2"],
        ["item_id"] = ["made:item_id:0", "made:item_id:1", "made:item_id:2", Nowhere],
        ["short_id"] = ["Mine1234", "Older123", "Else1234", "made:short_id:0", "made:short_id:1"],
    };

    /// <summary>Values of a body that mean something, as JSON, by the name of the member.</summary>
    public static IReadOnlyDictionary<string, string[]> Meaningful { get; } = new Dictionary<string, string[]>
    {
        ["conversation"] = Quoted([.. Known["conversation_id"], .. New, Nowhere]),
        ["trace_id"] = Quoted([Nowhere, Idle]),
        ["email_config_id"] = Quoted([Channel, Channel, Channel, Unverified, Nowhere]),
        ["recipient_email"] = Quoted(["bob@example.com", "new@example.com"]),
        ["recipient_distinct_id"] = Quoted(["u-1", "bob@example.com", "nobody"]),
        ["ids"] = [$"[\"{Ticket}\"]", $"[\"{Ticket}\",\"{TicketElsewhere}\",\"{Nowhere}\"]", $"[\"{Ticket}\",\"{Ticket}\"]"],
        ["assignee"] = ["null", """{"type":"user","id":7}""", """{"type":"user","id":8}""", """{"type":"user","id":99}""", OfRole(Fixtures.Role), OfRole(Fixtures.RoleOfOtherOrganization)],
        ["contextual_tools"] = ["{}", """{"search":{"a":1}}"""],
        ["ui_context"] = ["{}", """{"voice_mode":true}""", """{"dashboards":[]}""", """{"events":[{"type":"event","id":"e"}]}""", """{"form_answers":{"a":"b"}}"""],
        ["billing_context"] = ["{}", """{"has_active_subscription":true,"subscription_level":"free","billing_plan":null,"products":[],"settings":{"autocapture_on":true,"active_destinations":1}}"""],
        ["resume_payload"] = ["null", $$"""{"action":"approve","proposal_id":"{{Proposal}}" }""", $$"""{"action":"reject","proposal_id":"{{Proposal}}","feedback":"no"}""", """{"action":"dismiss_form"}""", """{"action":"approve","proposal_id":"nobody"}"""],
        ["message_id"] = Quoted([Customer, "any"]),
    };

    private static string OfRole(string id) => $$"""{"type":"role","id":"{{id}}" }""";

    private static string[] Quoted(string[] values) => [.. values.Select(static value => $"\"{value}\"")];
}
