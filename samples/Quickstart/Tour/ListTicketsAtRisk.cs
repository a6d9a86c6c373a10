using System.Text.Json;
using Conversations.Client;
using Quickstart.Display;

namespace Quickstart.Tour;

/// <summary>Lists the tickets whose answer is due within the hour.</summary>
internal static class ListTicketsAtRisk
{
    public static async Task RunAsync(IConversationsClient client, TimeProvider clock, Screen screen, CancellationToken ct)
    {
        screen.Heading("List the tickets at risk", "Tickets.ListAsync");

        var atRisk = new TicketQuery
        {
            Sla = SlaState.AtRisk,
            Status = [TicketStatus.New, TicketStatus.Open, TicketStatus.Pending],
            OrderBy = TicketOrder.SlaDueAt,
        };

        List<Cell[]> rows = [];
        await foreach (Ticket ticket in client.Tickets.ListAsync(atRisk, ct))       // fetches the next page when it is reached
        {
            rows.Add(
            [
                new Cell($"{ticket.TicketNumber}", Tone.Strong),
                ticket.ChannelSource.Value,
                new Cell(ticket.Status.Value, ticket.Status == TicketStatus.New ? Tone.Good : Tone.Plain),
                ticket.Priority is { } priority ? Priority(priority) : new Cell("-", Tone.Quiet),
                Shape.Shorten(Customer(ticket), 24),
                $"{(ticket.SlaDueAt - clock.GetUtcNow())?.TotalMinutes:0} min",
                Assignee(ticket),
                new Cell(string.Join(", ", ticket.Tags), Tone.Quiet),
                ticket.LastMessageText ?? "",
            ]);
        }

        screen.Table(["#", "Channel", "Status", "Priority", "Customer", "Due in", "Assignee", "Tags", "Last message"], rows);
        screen.Line();
        screen.Line(new Cell($"{rows.Count} tickets are due within the hour.", Tone.Quiet));
    }

    // A value newer than the package has no Known, but keeps its Value. It does not throw.
    private static Cell Priority(OpenEnum<TicketPriority> priority) => priority.Known switch
    {
        TicketPriority.Critical or TicketPriority.High => new Cell(priority.Value, Tone.Alarm),
        TicketPriority.Medium => new Cell(priority.Value, Tone.Warning),
        _ => priority.Value,
    };

    private static string Customer(Ticket ticket) =>
        ticket.AnonymousTraits.TryGetProperty("name", out JsonElement name) ? name.ToString() : ticket.Person?.Name ?? ticket.DistinctId;

    private static Cell Assignee(Ticket ticket) => ticket.Assignee switch
    {
        { RoleName: { } role } => role,
        { UserEmail: { } email } => email.Split('@')[0],
        _ => new Cell("-", Tone.Quiet),
    };
}
