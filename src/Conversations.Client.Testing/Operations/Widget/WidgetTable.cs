using Conversations.Client.Testing.Access;
using Conversations.Client.Testing.Exchange;
using Conversations.Client.Testing.Routing;

namespace Conversations.Client.Testing.Operations.Widget;

/// <summary>Maps each operation of customers to the code that answers it.</summary>
internal static class WidgetTable
{
    /// <param name="call">The request.</param>
    /// <param name="route">Null: the path is known, but not with this verb. The limit has counted it all the same.</param>
    /// <param name="limits">Counts the request.</param>
    public static FakeResponse Answer(WidgetCall call, Route? route, RateLimits limits)
    {
        limits.CountCustomer(call.State, call.Project, call.SentSession, call.IsRead);
        return route?.Operation switch
        {
            Operation.WidgetMessage => MessageOperation.Send(call),
            Operation.WidgetMessages => ReadOperations.Messages(call),
            Operation.WidgetRead => ReadOperations.MarkRead(call),
            Operation.WidgetTickets => ReadOperations.Tickets(call),
            _ => throw Refusal.MethodNotAllowed(call.Request.Method),
        };
    }
}
