namespace Conversations.Client.Testing;

/// <summary>One member for each operation of the service, in the order of its groups.</summary>
public enum Operation
{
    /// <summary><c>GET …/conversations/</c></summary>
    ConversationsList,

    /// <summary><c>POST …/conversations/</c>: create, continue, reconnect, resume.</summary>
    ConversationsCreate,

    /// <summary><c>GET …/conversations/{conversation}/</c></summary>
    ConversationsRetrieve,

    /// <summary><c>DELETE …/conversations/{conversation}/</c></summary>
    ConversationsDelete,

    /// <summary><c>POST …/conversations/{conversation}/append_message/</c></summary>
    ConversationsAppendMessage,

    /// <summary><c>PATCH …/conversations/{conversation}/cancel/</c></summary>
    ConversationsCancel,

    /// <summary><c>GET …/conversations/{conversation}/queue/</c></summary>
    QueueList,

    /// <summary><c>POST …/conversations/{conversation}/queue/</c></summary>
    QueueCreate,

    /// <summary><c>PATCH …/conversations/{conversation}/queue/{queue_id}/</c></summary>
    QueueUpdate,

    /// <summary><c>DELETE …/conversations/{conversation}/queue/{queue_id}/</c></summary>
    QueueDelete,

    /// <summary><c>POST …/conversations/{conversation}/queue/clear/</c></summary>
    QueueClear,

    /// <summary><c>GET …/tickets/</c></summary>
    TicketsList,

    /// <summary><c>POST …/tickets/</c></summary>
    TicketsCreate,

    /// <summary><c>GET …/tickets/{id}/</c></summary>
    TicketsRetrieve,

    /// <summary><c>PATCH</c> and <c>PUT …/tickets/{id}/</c></summary>
    TicketsUpdate,

    /// <summary><c>DELETE …/tickets/{id}/</c></summary>
    TicketsDelete,

    /// <summary><c>GET …/tickets/unread_count/</c></summary>
    TicketsUnreadCount,

    /// <summary><c>POST …/tickets/bulk_update_status/</c></summary>
    TicketsBulkUpdateStatus,

    /// <summary><c>POST …/tickets/bulk_update_tags/</c></summary>
    TicketsBulkUpdateTags,

    /// <summary><c>POST …/tickets/compose/</c></summary>
    TicketsCompose,

    /// <summary><c>POST …/tickets/{id}/reply/</c></summary>
    TicketsReply,

    /// <summary><c>GET …/tickets/{id}/messages/</c></summary>
    TicketsMessages,

    /// <summary><c>GET …/tickets/{id}/messages/{message_id}/full_email/</c></summary>
    TicketsFullEmail,

    /// <summary><c>PATCH …/tickets/{id}/notes/{message_id}/</c></summary>
    TicketsNoteUpdate,

    /// <summary><c>DELETE …/tickets/{id}/notes/{message_id}/</c></summary>
    TicketsNoteDelete,

    /// <summary><c>POST …/tickets/{id}/ai_feedback/</c></summary>
    TicketsAIFeedback,

    /// <summary><c>POST …/tickets/{id}/suggest_reply/</c>, of the legacy version only.</summary>
    TicketsSuggestReply,

    /// <summary><c>GET …/views/</c></summary>
    ViewsList,

    /// <summary><c>POST …/views/</c></summary>
    ViewsCreate,

    /// <summary><c>GET …/views/{short_id}/</c></summary>
    ViewsRetrieve,

    /// <summary><c>PATCH …/views/{short_id}/</c></summary>
    ViewsUpdate,

    /// <summary><c>DELETE …/views/{short_id}/</c></summary>
    ViewsDelete,

    /// <summary><c>POST …/widget/message</c>: a customer opens a ticket or writes to one.</summary>
    WidgetMessage,

    /// <summary><c>GET …/widget/messages/{ticket}</c></summary>
    WidgetMessages,

    /// <summary><c>POST …/widget/messages/{ticket}/read</c></summary>
    WidgetRead,

    /// <summary><c>GET …/widget/tickets</c></summary>
    WidgetTickets,
}
