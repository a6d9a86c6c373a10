using Conversations.Client.Testing.Exchange;
using Conversations.Client.Testing.Operations.Query;
using Conversations.Client.Testing.State;

namespace Conversations.Client.Testing.Operations;

/// <summary>
/// Finds the tickets that a request means. The list's parameters apply to every route that finds tickets (docs/service/tickets.md 6, 8.2).
/// </summary>
internal static class TicketLookup
{
    public static IReadOnlyList<TicketRow> Select(Call call)
    {
        TicketFilter filter = TicketFilterReader.Read(call);
        TicketSelection selection = Selection(call, filter);
        IEnumerable<TicketRow> rows = call.State.Tickets.All.Where(row =>
            row.Project == call.Project.Id && selection.Has(row) && !(call.IsCurrent && row.IsHidden));
        return (filter.Order ?? TicketOrdering.Default).Sort(rows, call.IsCurrent);
    }

    /// <summary>Finds the ticket in the path for reading.</summary>
    public static TicketRow Find(Call call)
    {
        TicketRow ticket = InPath(call);
        return call.IsCurrent && ticket.IsHidden ? throw NoAccess("viewer") : ticket;
    }

    /// <summary>Finds the ticket in the path for a change.</summary>
    public static TicketRow FindToWrite(Call call)
    {
        TicketRow ticket = InPath(call);
        return IsWritable(call, ticket) ? ticket : throw NoAccess("editor");
    }

    /// <summary>Whether the caller is an editor of the ticket. In the legacy version everybody is (docs/service/tickets.md 1.8).</summary>
    public static bool IsWritable(Call call, TicketRow ticket) => ticket.IsWritable || !call.IsCurrent;

    /// <summary>Returns, by id, the tickets that exist and that the caller may change. The other ids are left out.</summary>
    public static IReadOnlyDictionary<Guid, TicketRow> FindAllToWrite(Call call, IEnumerable<Guid> ids)
    {
        TicketSelection selection = Selection(call, TicketFilterReader.Read(call));
        return ids.Distinct()
            .Select(id => call.State.Tickets.Find(call.Project.Id, id))
            .OfType<TicketRow>()
            .Where(ticket => selection.Has(ticket) && IsWritable(call, ticket))
            .ToDictionary(ticket => ticket.Id);
    }

    private static TicketRow InPath(Call call)
    {
        TicketSelection selection = Selection(call, TicketFilterReader.Read(call));
        return call.State.Tickets.Find(call.Project.Id, call.Value("id")) is { } ticket && selection.Has(ticket)
            ? ticket
            : throw Refusal.NotFound();
    }

    private static Refusal NoAccess(string level) => Refusal.Forbidden($"You do not have {level} access to this resource.");

    private static TicketSelection Selection(Call call, TicketFilter filter) => new(filter, call.State.Now, call.IsCurrent);
}
