using System.Text.Json;
using Conversations.Client.Testing.Operations.Query;
using Conversations.Client.Testing.State;
using Conversations.Client.Testing.Transports;
using Conversations.Client.Testing.Wire;

namespace Conversations.Client.Testing.Operations;

/// <summary>The tickets of a project (tickets.md 5 to 7).</summary>
internal static class TicketOperations
{
    private const int MostRows = 1000;

    public static FakeResponse List(Call call) =>
        Pages.Answer(call, Select(call), MostRows, (writer, ticket) => Write(writer, call, ticket, call.State.Directory.PersonOf(ticket)));

    public static FakeResponse Create(Call call)
    {
        if (call.State.Options.CreateTicket == CreateTicketMode.Refused && call.IsNewest)
        {
            throw Refusal.MethodNotAllowedBecause(
                "Creating tickets via this endpoint is not supported. Use posthog.conversations.sendMessage() from the JavaScript SDK. "
                + "See https://posthog.com/docs/support/javascript-api for details.");
        }

        TicketChanges changes = TicketChanges.Read(call.ReadObject(), call.State);
        if (call.State.Options.CreateTicket == CreateTicketMode.Refused)
        {
            // Nothing sets the project or the number, so the database refuses the row (7).
            throw Refusal.ServerError();
        }

        var ticket = new TicketRow
        {
            Id = call.State.Ids.Next(),
            Project = call.Project.Id,
            Number = call.State.Tickets.NextNumber(call.Project.Id),
            CreatedAt = call.State.Now,
            UpdatedAt = call.State.Now,
        };
        changes.Apply(ticket);
        call.State.Tickets.Put(ticket);
        return Answer(call, 201, ticket, person: null);
    }

    public static FakeResponse Retrieve(Call call)
    {
        TicketRow ticket = Find(call);

        // Opening a ticket reads it, even with a scope that only reads, and is no update (6.1).
        ticket.UnreadTeamCount = 0;
        return Answer(call, 200, ticket, call.State.Directory.PersonOf(ticket));
    }

    public static FakeResponse Update(Call call)
    {
        TicketRow ticket = Find(call);
        JsonElement body = call.ReadObject();
        TicketChanges changes = TicketChanges.Read(body, call.State);

        // In the seed era the other fields are saved already when an assignee is refused; the newest service looks at the assignee first (6.2).
        if (call.IsNewest)
        {
            Action<TicketRow> assign = AssigneeRules.Read(call, body);
            changes.ApplyWithSnooze(ticket);
            assign(ticket);
        }
        else
        {
            changes.ApplyWithSnooze(ticket);
            ticket.UpdatedAt = call.State.Now;
            AssigneeRules.Read(call, body)(ticket);
        }

        ticket.UpdatedAt = call.State.Now;
        return Answer(call, 200, ticket, person: null);
    }

    private static IReadOnlyList<TicketRow> Select(Call call)
    {
        TicketFilter filter = TicketFilterReader.Read(call);
        var selection = new TicketSelection(filter, call.State.Now, call.IsNewest);
        IEnumerable<TicketRow> rows = call.State.Tickets.All.Where(row => row.Project == call.Project.Id && selection.Has(row));
        return (filter.Order ?? TicketOrdering.Default).Sort(rows, call.IsNewest);
    }

    // The list's parameters narrow these routes too (6).
    private static TicketRow Find(Call call)
    {
        var selection = new TicketSelection(TicketFilterReader.Read(call), call.State.Now, call.IsNewest);
        return call.State.Tickets.Find(call.Project.Id, call.Value("id")) is { } ticket && selection.Has(ticket)
            ? ticket
            : throw Refusal.NotFound();
    }

    private static FakeResponse Answer(Call call, int status, TicketRow ticket, PersonRow? person) =>
        FakeResponse.Json(status, (call, ticket, person), static (writer, answer) => Write(writer, answer.call, answer.ticket, answer.person));

    private static void Write(Utf8JsonWriter writer, Call call, TicketRow ticket, PersonRow? person) =>
        TicketJson.Write(writer, ticket, person, call.State.Directory, call.IsNewest);
}
