using System.Text.Json;
using Conversations.Client.Testing.State;

namespace Conversations.Client.Testing.Wire;

/// <summary>The ticket object, members in the order of docs/service/tickets.md 2.</summary>
internal static class TicketJson
{
    /// <param name="writer">Where to write.</param>
    /// <param name="ticket">The ticket.</param>
    /// <param name="person">The person. Null in every response to an update, even if there is one (docs/service/tickets.md 2.4).</param>
    /// <param name="directory">Has the names of assignees.</param>
    /// <param name="isCurrent">Whether to write the six members that the legacy version does not know.</param>
    public static void Write(Utf8JsonWriter writer, TicketRow ticket, PersonRow? person, DirectoryTable directory, bool isCurrent)
    {
        writer.WriteStartObject();
        writer.WriteString("id", ticket.Id);
        writer.WriteNumber("ticket_number", ticket.Number);
        writer.WriteString("channel_source", ticket.ChannelSource);
        writer.WriteString("channel_detail", ticket.ChannelDetail);
        writer.WriteString("distinct_id", ticket.DistinctId);
        writer.WriteString("status", ticket.Status);
        writer.WriteString("priority", ticket.Priority);
        WriteAssignee(writer, ticket.Assignee, directory);
        writer.WriteJson("anonymous_traits", ticket.AnonymousTraits);
        if (isCurrent)
        {
            writer.WriteBooleanOrNull("identity_verified", ticket.IdentityVerified);
        }

        writer.WriteBoolean("ai_resolved", ticket.AIResolved);
        writer.WriteString("escalation_reason", ticket.EscalationReason);
        if (isCurrent)
        {
            writer.WriteJson("ai_triage", ticket.AITriage);
        }

        writer.WriteInstant("created_at", ticket.CreatedAt);
        writer.WriteInstant("updated_at", ticket.UpdatedAt);
        writer.WriteNumber("message_count", ticket.MessageCount);
        writer.WriteInstant("last_message_at", ticket.LastMessageAt);
        writer.WriteString("last_message_text", ticket.LastMessageText);
        writer.WriteNumber("unread_team_count", ticket.UnreadTeamCount);
        writer.WriteNumber("unread_customer_count", ticket.UnreadCustomerCount);
        writer.WriteString("session_id", ticket.SessionId);
        writer.WriteJson("session_context", ticket.SessionContext);
        writer.WriteInstant("sla_due_at", ticket.SlaDueAt);
        writer.WriteInstant("snoozed_until", ticket.SnoozedUntil);
        WriteChannel(writer, ticket);
        if (isCurrent)
        {
            writer.WriteNumberOrNull("zendesk_ticket_id", ticket.ZendeskTicketId);
            writer.WriteString("organization_id", ticket.OrganizationId);
            writer.WriteString("organization_id_source", ticket.OrganizationIdSource);
        }

        PersonJson.Write(writer, "person", person);
        writer.WriteStrings("tags", ticket.Tags);
        if (isCurrent)
        {
            writer.WriteString("user_access_level", ticket.AccessLevel);
        }

        writer.WriteEndObject();
    }

    private static void WriteChannel(Utf8JsonWriter writer, TicketRow ticket)
    {
        writer.WriteString("slack_channel_id", ticket.SlackChannelId);
        writer.WriteString("slack_thread_ts", ticket.SlackThreadTs);
        writer.WriteString("slack_team_id", ticket.SlackTeamId);
        writer.WriteString("email_subject", ticket.EmailSubject);
        writer.WriteString("email_from", ticket.EmailFrom);
        writer.WriteString("email_to", ticket.EmailTo);
        writer.WriteJson("cc_participants", ticket.CcParticipants);
        writer.WriteString("github_repo", ticket.GitHubRepo);
        writer.WriteNumberOrNull("github_issue_number", ticket.GitHubIssueNumber);
    }

    private static void WriteAssignee(Utf8JsonWriter writer, AssigneeRow? assignee, DirectoryTable directory)
    {
        if (assignee is null)
        {
            writer.WriteNull("assignee");
            return;
        }

        writer.WriteStartObject("assignee");
        if (assignee.User is { } user)
        {
            // A number, although the published schema says text (docs/service/tickets.md 2.3).
            writer.WriteNumber("id", user);
            writer.WriteString("type", "user");
            WriteNamed(writer, "user", "email", directory.Users.GetValueOrDefault(user)?.Email);
            writer.WriteNull("role");
        }
        else if (assignee.Role is { } role)
        {
            writer.WriteString("id", role);
            writer.WriteString("type", "role");
            writer.WriteNull("user");
            WriteNamed(writer, "role", "name", directory.Roles.GetValueOrDefault(role)?.Name);
        }

        writer.WriteEndObject();
    }

    private static void WriteNamed(Utf8JsonWriter writer, string name, string member, string? value)
    {
        writer.WriteStartObject(name);
        writer.WriteString(member, value);
        writer.WriteEndObject();
    }
}
