using System.Text.Json;
using Conversations.Client.Testing.State;

namespace Conversations.Client.Testing.Wire;

/// <summary>A message of a ticket's thread (docs/service/tickets.md 9.0).</summary>
internal static class TicketMessageJson
{
    public static void Write(Utf8JsonWriter writer, (TicketRow Ticket, TicketMessageRow Message, DirectoryTable Directory) parts) =>
        Write(writer, parts.Ticket, parts.Message, parts.Directory);

    public static void Write(Utf8JsonWriter writer, TicketRow ticket, TicketMessageRow message, DirectoryTable directory)
    {
        UserRow? author = message.Author is { } id ? directory.Users.GetValueOrDefault(id) : null;
        writer.WriteStartObject();
        writer.WriteString("id", message.Id);
        writer.WriteString("content", message.Content);
        writer.WriteJsonOrNull("rich_content", message.RichContent);
        writer.WriteString("author_type", message.AuthorType);
        writer.WriteString("author_name", NameOf(ticket, message, author));
        writer.WriteString("author_email", author?.Email);
        writer.WriteBoolean("is_private", message.IsPrivate);
        writer.WriteBoolean("has_full_email_content", message.FullEmail is not null);
        writer.WriteNumber("version", message.Version);
        writer.WriteInstant("created_at", message.CreatedAt);
        writer.WriteEndObject();
    }

    private static string NameOf(TicketRow ticket, TicketMessageRow message, UserRow? author) => message switch
    {
        _ when author is not null => author.FullName.Length > 0 ? author.FullName : author.Email,
        { AuthorType: "AI" } => "PostHog Assistant",
        { AuthorName: { Length: > 0 } name } => name,
        { AuthorType: "customer" } => ticket.Trait("name") ?? ticket.Trait("email") ?? "Customer",
        _ => "Support",
    };
}
