using System.Text.Json;
using Conversations.Client.Testing.State;

namespace Conversations.Client.Testing.Wire;

/// <summary>What customers are answered. Instants have an offset here (docs/service/neighbours.md 1.1, 1.3, 1.4).</summary>
internal static class WidgetJson
{
    public static void WriteSent(Utf8JsonWriter writer, (TicketRow Ticket, TicketMessageRow Message) sent)
    {
        writer.WriteStartObject();
        writer.WriteString("ticket_id", sent.Ticket.Id);
        writer.WriteString("message_id", sent.Message.Id);
        writer.WriteString("ticket_status", sent.Ticket.Status);
        writer.WriteNumber("unread_count", sent.Ticket.UnreadCustomerCount);
        writer.WriteString("created_at", WireTime.PythonText(sent.Message.CreatedAt));
        writer.WriteEndObject();
    }

    public static void WriteThread(
        Utf8JsonWriter writer, TicketRow ticket, IEnumerable<TicketMessageRow> messages, bool hasMore, FakeState state)
    {
        writer.WriteStartObject();
        writer.WriteString("ticket_id", ticket.Id);
        writer.WriteString("ticket_status", ticket.Status);
        writer.WriteNumber("unread_count", ticket.UnreadCustomerCount);
        writer.WriteStartArray("messages");
        foreach (TicketMessageRow message in messages)
        {
            WriteMessage(writer, ticket, message, state);
        }

        writer.WriteEndArray();
        writer.WriteBoolean("has_more", hasMore);
        writer.WriteEndObject();
    }

    public static void WriteList(Utf8JsonWriter writer, int count, IEnumerable<TicketRow> tickets, bool isCurrent)
    {
        writer.WriteStartObject();
        writer.WriteNumber("count", count);
        writer.WriteStartArray("results");
        foreach (TicketRow ticket in tickets)
        {
            writer.WriteStartObject();
            writer.WriteString("id", ticket.Id);
            if (isCurrent)
            {
                writer.WriteNumber("ticket_number", ticket.Number);
            }

            writer.WriteString("status", ticket.Status);
            writer.WriteNumber("unread_count", ticket.UnreadCustomerCount);
            writer.WriteString("last_message", ticket.LastMessageText);
            writer.WriteString("last_message_at", ticket.LastMessageAt is { } at ? WireTime.PythonText(at) : null);
            writer.WriteNumber("message_count", ticket.MessageCount);
            writer.WriteString("created_at", WireTime.PythonText(ticket.CreatedAt));
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    public static void WriteRead(Utf8JsonWriter writer, TicketRow ticket)
    {
        writer.WriteStartObject();
        writer.WriteBoolean("success", true);
        writer.WriteNumber("unread_count", ticket.UnreadCustomerCount);
        writer.WriteEndObject();
    }

    private static void WriteMessage(Utf8JsonWriter writer, TicketRow ticket, TicketMessageRow message, FakeState state)
    {
        UserRow? author = message.Author is { } id ? state.Directory.Users.GetValueOrDefault(id) : null;
        writer.WriteStartObject();
        writer.WriteString("id", message.Id);
        writer.WriteString("content", message.Content);
        if (state.IsCurrent)
        {
            writer.WriteJsonOrNull("rich_content", message.RichContent);
        }

        writer.WriteString("author_type", message.AuthorType);
        writer.WriteString("author_name", NameOf(ticket, message, author));
        writer.WriteString("created_at", WireTime.PythonText(message.CreatedAt));
        if (!state.IsCurrent)
        {
            writer.WriteBoolean("is_private", message.IsPrivate);
        }

        writer.WriteEndObject();
    }

    private static string NameOf(TicketRow ticket, TicketMessageRow message, UserRow? author) => message switch
    {
        _ when author is not null => author.FirstName.Length > 0 ? author.FirstName : author.Email,
        { AuthorType: "customer" } => ticket.Trait("name") ?? ticket.Trait("email") ?? "You",
        { AuthorType: "AI" } => "PostHog Assistant",
        _ => "Support",
    };
}
