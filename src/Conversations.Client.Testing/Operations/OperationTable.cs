using Conversations.Client.Testing.Access;
using Conversations.Client.Testing.Exchange;
using Conversations.Client.Testing.Operations.Conversations;
using Conversations.Client.Testing.Routing;

namespace Conversations.Client.Testing.Operations;

/// <summary>Maps each operation to the code that answers it.</summary>
internal static class OperationTable
{
    /// <summary>
    /// Whether the service marks the operation as in progress while it sends, so that the same request is refused meanwhile
    /// (docs/service/tickets.md 8.4, 9).
    /// </summary>
    public static bool IsMarked(Operation? operation) => operation is Operation.TicketsCompose or Operation.TicketsReply;

    /// <summary>Runs the part of such an operation before it sends, and returns the rest.</summary>
    public static Func<FakeResponse> Begin(Call call, Route route, RateLimits limits)
    {
        Count(call, route, limits);
        return route.Operation == Operation.TicketsReply ? ReplyOperation.Begin(call) : ComposeOperation.Begin(call);
    }

    public static FakeResponse Answer(Call call, Route route, RateLimits limits)
    {
        Count(call, route, limits);
        return route.Operation switch
        {
            Operation.ConversationsList => ConversationOperations.List(call),
            Operation.ConversationsCreate => SendOperation.Send(call, limits),
            Operation.ConversationsRetrieve => ConversationOperations.Retrieve(call),
            Operation.ConversationsDelete => ConversationOperations.Delete(call),
            Operation.ConversationsAppendMessage => ConversationOperations.Append(call),
            Operation.ConversationsCancel => CancelOperation.Cancel(call),
            Operation.QueueList => QueueOperations.List(call),
            Operation.QueueCreate => QueueOperations.Create(call),
            Operation.QueueUpdate => QueueOperations.Update(call),
            Operation.QueueDelete => QueueOperations.Delete(call),
            Operation.QueueClear => QueueOperations.Clear(call),
            Operation.TicketsList => TicketOperations.List(call),
            Operation.TicketsCreate => TicketOperations.Create(call),
            Operation.TicketsRetrieve => TicketOperations.Retrieve(call),
            Operation.TicketsUpdate => TicketOperations.Update(call),
            Operation.TicketsDelete => TicketOperations.Delete(call),
            Operation.TicketsUnreadCount => TicketOperations.CountUnread(call),
            Operation.TicketsBulkUpdateStatus => BulkOperations.UpdateStatus(call),
            Operation.TicketsBulkUpdateTags => BulkOperations.UpdateTags(call),
            Operation.TicketsCompose => ComposeOperation.Begin(call)(),
            Operation.TicketsReply => ReplyOperation.Begin(call)(),
            Operation.TicketsMessages => ThreadOperations.List(call),
            Operation.TicketsFullEmail => ThreadOperations.FullEmail(call),
            Operation.TicketsNoteUpdate => NoteOperations.Update(call),
            Operation.TicketsNoteDelete => NoteOperations.Delete(call),
            Operation.TicketsAIFeedback => ThreadOperations.RateAnswer(call),
            Operation.TicketsSuggestReply => ThreadOperations.SuggestReply(call),
            Operation.ViewsList => ViewOperations.List(call),
            Operation.ViewsCreate => ViewOperations.Create(call),
            Operation.ViewsRetrieve => ViewOperations.Retrieve(call),
            Operation.ViewsUpdate => ViewOperations.Update(call),
            Operation.ViewsDelete => ViewOperations.Delete(call),
            null when route.Path == OpenOperation.Path => OpenOperation.Open(call, limits),
            null when route.Verb == "PUT" => throw Refusal.MethodNotAllowed(route.Verb),
            _ => throw Refusal.NotImplemented(route.Name),
        };
    }

    // Sends, e-mails and suggestions have limits of their own instead of the usual ones (docs/service/conversations.md 1.7,
    // docs/service/tickets.md 1.7, docs/service/tickets.md 9.2).
    private static void Count(Call call, Route route, RateLimits limits)
    {
        switch (route.Operation)
        {
            case Operation.ConversationsCreate:
            case null when route.Path == OpenOperation.Path:
                break;
            case Operation.TicketsCompose or Operation.TicketsReply:
                limits.CountMail(call.State, call.Caller);
                break;
            case Operation.TicketsSuggestReply:
                limits.CountSuggestion(call.State, call.Caller);
                break;
            default:
                limits.CountCall(call.State, call.Caller);
                break;
        }
    }
}
