using static Conversations.Client.Testing.Operation;
using static Conversations.Client.Testing.Routing.Scopes;

namespace Conversations.Client.Testing.Routing;

internal static partial class RouteTable
{
    /// <summary>
    /// Paths of fixed words come before paths with names, because the first path that fits is taken (docs/service/tickets.md 1.2,
    /// docs/service/conversations.md 1.3). Those of the widget end without a slash (docs/service/neighbours.md 1.1).
    /// </summary>
    public static IReadOnlyList<Route> Rows { get; } =
    [
        new("GET", "tickets/", TicketsList, TicketRead, TicketRead),
        new("POST", "tickets/", TicketsCreate, TicketWrite, TicketWrite),
        new("GET", "tickets/unread_count/", TicketsUnreadCount, TicketRead, SessionOnly),
        new("POST", "tickets/bulk_update_status/", TicketsBulkUpdateStatus, SessionOnly, Absent),
        new("POST", "tickets/bulk_update_tags/", TicketsBulkUpdateTags, SessionOnly, SessionOnly),
        new("POST", "tickets/compose/", TicketsCompose, TicketWrite, SessionOnly),
        new("GET", "tickets/{id}/", TicketsRetrieve, TicketRead, TicketRead),
        new("PATCH", "tickets/{id}/", TicketsUpdate, TicketWrite, TicketWrite),
        new("PUT", "tickets/{id}/", TicketsUpdate, TicketWrite, TicketWrite),
        new("DELETE", "tickets/{id}/", TicketsDelete, SessionOnly, TicketWrite),
        new("GET", "tickets/{id}/messages/", TicketsMessages, TicketRead, Absent),
        new("GET", "tickets/{id}/messages/{message_id}/full_email/", TicketsFullEmail, TicketRead, Absent),
        new("POST", "tickets/{id}/reply/", TicketsReply, TicketWrite, Absent),
        new("PATCH", "tickets/{id}/notes/{message_id}/", TicketsNoteUpdate, TicketWrite, Absent),
        new("DELETE", "tickets/{id}/notes/{message_id}/", TicketsNoteDelete, TicketWrite, Absent),
        new("POST", "tickets/{id}/ai_feedback/", TicketsAIFeedback, TicketWrite, Absent),
        new("POST", "tickets/{id}/suggest_reply/", TicketsSuggestReply, Absent, SessionOnly),

        new("GET", "views/", ViewsList, TicketRead, ConversationRead),
        new("POST", "views/", ViewsCreate, TicketWrite, ConversationWrite),
        new("GET", "views/{short_id}/", ViewsRetrieve, TicketRead, ConversationRead),
        new("PATCH", "views/{short_id}/", ViewsUpdate, TicketWrite, Absent),
        new("DELETE", "views/{short_id}/", ViewsDelete, TicketWrite, ConversationWrite),

        // Mapped but refused with 405. The scope is checked first, so a key without it is refused for that (docs/service/tickets.md 1.2).
        new("PUT", "views/{short_id}/", null, TicketWrite, Absent),

        new("GET", "", ConversationsList, ConversationRead, ConversationRead),
        new("POST", "", ConversationsCreate, ConversationWrite, ConversationWrite),
        new("GET", "{conversation}/", ConversationsRetrieve, ConversationRead, ConversationRead),
        new("DELETE", "{conversation}/", ConversationsDelete, ConversationWrite, Absent),
        new("POST", "{conversation}/append_message/", ConversationsAppendMessage, SessionOnly, SessionOnly),
        new("PATCH", "{conversation}/cancel/", ConversationsCancel, SessionOnly, SessionOnly),
        new("POST", "{conversation}/open/", null, SessionOnly, Absent),
        new("GET", "{conversation}/queue/", QueueList, SessionOnly, SessionOnly),
        new("POST", "{conversation}/queue/", QueueCreate, SessionOnly, SessionOnly),
        new("POST", "{conversation}/queue/clear/", QueueClear, SessionOnly, SessionOnly),
        new("PATCH", "{conversation}/queue/{queue_id}/", QueueUpdate, SessionOnly, SessionOnly),
        new("DELETE", "{conversation}/queue/{queue_id}/", QueueDelete, SessionOnly, SessionOnly),

        new("POST", "message", WidgetMessage, PublicToken, PublicToken, RouteBase.Widget),
        new("GET", "messages/{ticket}", WidgetMessages, PublicToken, PublicToken, RouteBase.Widget),
        new("POST", "messages/{ticket}/read", WidgetRead, PublicToken, PublicToken, RouteBase.Widget),
        new("GET", "tickets", WidgetTickets, PublicToken, PublicToken, RouteBase.Widget),
    ];
}
