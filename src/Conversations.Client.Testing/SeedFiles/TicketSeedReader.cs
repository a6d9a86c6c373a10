using System.Text.Json;
using Conversations.Client.Testing.Wire;

namespace Conversations.Client.Testing.SeedFiles;

/// <summary>Reads a ticket with all members of the contract (docs/service/tickets.md 2), and its thread.</summary>
internal static class TicketSeedReader
{
    public static TicketSeed Ticket(SeedNode node, SeedReferences known)
    {
        _ = node.Object(
            "project", "id", "ticket_number", "channel_source", "channel_detail", "distinct_id", "status", "priority", "assignee",
            "anonymous_traits", "identity_verified", "ai_resolved", "escalation_reason", "ai_triage", "created_at", "updated_at",
            "message_count", "last_message_at", "last_message_text", "unread_team_count", "unread_customer_count", "session_id",
            "widget_session_id", "session_context", "sla_due_at", "snoozed_until", "slack_channel_id", "slack_thread_ts", "slack_team_id", "email_subject",
            "email_from", "email_to", "cc_participants", "github_repo", "github_issue_number", "zendesk_ticket_id", "organization_id",
            "organization_id_source", "person", "tags", "user_access_level", "messages");

        if (node.FindValue("person") is { } person)
        {
            throw person.Mistake("a ticket finds its person by distinct_id. Put the person into \"persons\".");
        }

        TicketSeed seed = new();
        return seed with
        {
            Id = node.Find("id")?.Uuid(),
            TicketNumber = node.Find("ticket_number") is { } number ? Number(number) : null,
            ChannelSource = node.Find("channel_source")?.Choice<ChannelSource>(Vocabulary.ChannelSources) ?? seed.ChannelSource,
            ChannelDetail = node.FindValue("channel_detail")?.Choice<ChannelDetail>(Vocabulary.ChannelDetails),
            DistinctId = node.Find("distinct_id")?.Text() ?? seed.DistinctId,
            Status = node.Find("status")?.Choice<TicketStatus>(Vocabulary.TicketStatuses) ?? seed.Status,
            Priority = node.FindValue("priority") is { } priority ? Priority(priority) : null,
            Assignee = node.FindValue("assignee") is { } assignee ? Assignee(assignee, known) : null,
            AnonymousTraits = node.Find("anonymous_traits")?.Json,
            IdentityVerified = node.FindValue("identity_verified")?.Boolean(),
            AIResolved = node.Find("ai_resolved")?.Boolean() ?? seed.AIResolved,
            EscalationReason = Text(node, "escalation_reason"),
            AITriage = node.Find("ai_triage")?.Json,
            CreatedAt = node.Find("created_at")?.Instant(),
            UpdatedAt = node.Find("updated_at")?.Instant(),
            MessageCount = node.Find("message_count")?.Count(),
            LastMessageAt = node.FindValue("last_message_at")?.Instant(),
            LastMessageText = Text(node, "last_message_text"),
            UnreadTeamCount = node.Find("unread_team_count")?.Count() ?? seed.UnreadTeamCount,
            UnreadCustomerCount = node.Find("unread_customer_count")?.Count() ?? seed.UnreadCustomerCount,
            SessionId = Text(node, "session_id"),
            WidgetSessionId = node.FindValue("widget_session_id")?.Uuid(),
            SessionContext = node.Find("session_context")?.Json,
            SlaDueAt = node.FindValue("sla_due_at")?.Instant(),
            SnoozedUntil = node.FindValue("snoozed_until")?.Instant(),
            SlackChannelId = Text(node, "slack_channel_id"),
            SlackThreadTs = Text(node, "slack_thread_ts"),
            SlackTeamId = Text(node, "slack_team_id"),
            EmailSubject = Text(node, "email_subject"),
            EmailFrom = Text(node, "email_from"),
            EmailTo = Text(node, "email_to"),
            CcParticipants = node.Find("cc_participants")?.Json,
            GitHubRepo = Text(node, "github_repo"),
            GitHubIssueNumber = node.FindValue("github_issue_number")?.Int64(),
            ZendeskTicketId = node.FindValue("zendesk_ticket_id")?.Int64(),
            OrganizationId = Text(node, "organization_id"),
            OrganizationIdSource = Text(node, "organization_id_source"),
            Tags = node.Find("tags") is { } tags ? [.. tags.Items().Select(tag => tag.Text())] : seed.Tags,
            UserAccessLevel = node.Find("user_access_level")?.Word(Vocabulary.AccessLevels) ?? seed.UserAccessLevel,
            Messages = node.Find("messages") is { } messages ? [.. messages.Items().Select(item => Message(item, known))] : seed.Messages,
            Project = known.ProjectOf(node),
        };
    }

    private static MessageSeed Message(SeedNode node, SeedReferences known)
    {
        _ = node.Object(
            "id", "content", "rich_content", "author_type", "author", "author_name", "full_email", "is_private", "deleted", "created_at");
        var seed = new MessageSeed { Content = node.Get("content").Text() };
        return seed with
        {
            Id = node.Find("id")?.Uuid(),
            RichContent = node.FindValue("rich_content")?.Json,
            AuthorType = node.Find("author_type")?.Choice<AuthorType>(Vocabulary.AuthorTypes) ?? seed.AuthorType,
            Author = node.FindValue("author") is { } author ? known.User(author) : null,
            AuthorName = Text(node, "author_name"),
            FullEmail = Text(node, "full_email"),
            IsPrivate = node.Find("is_private")?.Boolean() ?? seed.IsPrivate,
            Deleted = node.Find("deleted")?.Boolean() ?? seed.Deleted,
            CreatedAt = node.Find("created_at")?.Instant(),
        };
    }

    private static Assignee Assignee(SeedNode node, SeedReferences known)
    {
        _ = node.Object("type", "id");
        OpenEnum<AssigneeType> type = node.Get("type").Choice<AssigneeType>(["user", "role"]);
        return type == AssigneeType.User
            ? Client.Assignee.User(known.User(node.Get("id")))
            : Client.Assignee.Role(known.Role(node.Get("id")));
    }

    private static int Number(SeedNode node) => node.Int32() is > 0 and int number ? number : throw node.Mistake("ticket numbers start at 1.");

    // The empty text is a priority of its own and is stored unchanged (docs/service/tickets.md 6.2).
    private static OpenEnum<TicketPriority> Priority(SeedNode node) =>
        node.Json.ValueKind == JsonValueKind.String && node.Text().Length == 0
            ? new OpenEnum<TicketPriority>("")
            : node.Choice<TicketPriority>(Vocabulary.AllPriorities);

    private static string? Text(SeedNode node, string name) => node.FindValue(name)?.Text();
}
