using Conversations.Client.Testing.Access;
using Conversations.Client.Testing.Routing;
using Conversations.Client.Testing.Transports;

namespace Conversations.Client.Testing.Operations;

/// <summary>Which code answers an operation.</summary>
internal static class OperationTable
{
    public static FakeResponse Answer(Call call, Route route, RateLimits limits)
    {
        // Sending has limits of its own, in place of these (conversations.md 1.7).
        if (route.Operation != Operation.ConversationsCreate)
        {
            limits.CountCall(call.State, call.Caller);
        }

        return route.Operation switch
        {
            Operation.ConversationsList => ConversationOperations.List(call),
            Operation.ConversationsCreate => SendOperation.Send(call, limits),
            Operation.ConversationsRetrieve => ConversationOperations.Retrieve(call),
            Operation.TicketsList => TicketOperations.List(call),
            Operation.TicketsCreate => TicketOperations.Create(call),
            Operation.TicketsRetrieve => TicketOperations.Retrieve(call),
            Operation.TicketsUpdate => TicketOperations.Update(call),
            Operation.ViewsList => ViewOperations.List(call),
            Operation.ViewsCreate => ViewOperations.Create(call),
            Operation.ViewsRetrieve => ViewOperations.Retrieve(call),
            Operation.ViewsUpdate => ViewOperations.Update(call),
            Operation.ViewsDelete => ViewOperations.Delete(call),
            null when route.Verb == "PUT" => throw Refusal.MethodNotAllowed(route.Verb),
            _ => throw Refusal.NotImitated(route.Name),
        };
    }
}
