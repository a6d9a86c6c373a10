using Conversations.Client.Testing.Operations.Query;
using Conversations.Client.Testing.State;

namespace Conversations.Client.Testing.Operations;

/// <summary>Which tickets a request means. The list's parameters narrow every route that finds tickets (tickets.md 6, 8.2).</summary>
internal static class TicketLookup
{
    public static IReadOnlyList<TicketRow> Select(Call call)
    {
        TicketFilter filter = TicketFilterReader.Read(call);
        TicketSelection selection = Selection(call, filter);
        IEnumerable<TicketRow> rows = call.State.Tickets.All.Where(row => row.Project == call.Project.Id && selection.Has(row));
        return (filter.Order ?? TicketOrdering.Default).Sort(rows, call.IsNewest);
    }

    /// <summary>The ticket of the path.</summary>
    public static TicketRow Find(Call call)
    {
        TicketSelection selection = Selection(call, TicketFilterReader.Read(call));
        return call.State.Tickets.Find(call.Project.Id, call.Value("id")) is { } ticket && selection.Has(ticket)
            ? ticket
            : throw Refusal.NotFound();
    }

    /// <summary>Those of the ids that are there, by id; the others are left out.</summary>
    public static IReadOnlyDictionary<Guid, TicketRow> FindAll(Call call, IEnumerable<Guid> ids)
    {
        TicketSelection selection = Selection(call, TicketFilterReader.Read(call));
        return ids.Distinct()
            .Select(id => call.State.Tickets.Find(call.Project.Id, id))
            .OfType<TicketRow>()
            .Where(selection.Has)
            .ToDictionary(ticket => ticket.Id);
    }

    private static TicketSelection Selection(Call call, TicketFilter filter) => new(filter, call.State.Now, call.IsNewest);
}
