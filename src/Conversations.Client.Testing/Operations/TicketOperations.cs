using System.Text.Json;
using Conversations.Client.Testing.Exchange;
using Conversations.Client.Testing.Operations.Query;
using Conversations.Client.Testing.Operations.Rules;
using Conversations.Client.Testing.State;
using Conversations.Client.Testing.Wire;

namespace Conversations.Client.Testing.Operations;

/// <summary>The tickets of a project (docs/service/tickets.md 5, 6, 7, 8.1).</summary>
internal static class TicketOperations
{
    private const int MaxRows = 1000;

    public static FakeResponse List(Call call) =>
        Pages.Answer(
            call, TicketLookup.Select(call), MaxRows,
            (writer, ticket) => Write(writer, call, ticket, call.State.Directory.PersonOf(ticket)));

    public static FakeResponse Create(Call call)
    {
        if (call.State.Options.CreateTicket == CreateTicketMode.Refused && call.IsCurrent)
        {
            throw Refusal.MethodNotAllowedBecause(
                "Creating tickets via this endpoint is not supported. Use posthog.conversations.sendMessage() from the JavaScript SDK. "
                + "See https://posthog.com/docs/support/javascript-api for details.");
        }

        var changes = TicketChanges.Read(call.ReadObject(), call.State);
        if (call.State.Options.CreateTicket == CreateTicketMode.Refused)
        {
            // Nothing sets the project or the number, so the database refuses the row (docs/service/tickets.md 7).
            throw Refusal.ServerError();
        }

        var ticket = new TicketRow
        {
            Id = call.State.Ids.Next(),
            Project = call.Project.Id,
            Number = call.State.Tickets.NextNumber(call.Project.Id, call.IsCurrent),
            CreatedAt = call.State.Now,
            UpdatedAt = call.State.Now,
        };
        changes.Apply(ticket);
        call.State.Tickets.Put(ticket);
        return Answer(call, 201, ticket, person: null);
    }

    public static FakeResponse Retrieve(Call call)
    {
        TicketRow ticket = TicketLookup.Find(call);

        // Opening a ticket marks it as read, even with a scope that only reads. It does not count as an update. A caller who is only a
        // viewer leaves the ticket unread (docs/service/tickets.md 6.1).
        if (ticket.UnreadTeamCount > 0 && TicketLookup.IsWritable(call, ticket))
        {
            ticket.UnreadTeamCount = 0;
            call.State.UnreadTotals.Drop(call.Project.Id);
        }

        return Answer(call, 200, ticket, call.State.Directory.PersonOf(ticket));
    }

    public static FakeResponse Update(Call call)
    {
        TicketRow ticket = TicketLookup.FindToWrite(call);
        JsonElement body = call.ReadObject();

        // The newest service checks the assignee first. The legacy version has already saved the other fields when it refuses the assignee
        // (docs/service/tickets.md 6.2).
        if (call.IsCurrent)
        {
            Action<TicketRow> assign = AssigneeRules.Read(call, body);
            Save(call, ticket, TicketChanges.Read(body, call.State));
            assign(ticket);
        }
        else
        {
            Save(call, ticket, TicketChanges.Read(body, call.State));
            AssigneeRules.Read(call, body)(ticket);
        }

        return Answer(call, 200, ticket, person: null);
    }

    /// <summary>
    /// The ticket is gone at once in every version. The newest service only hides the row, so its number stays taken
    /// (docs/service/tickets.md 2.2, 6.4).
    /// </summary>
    public static FakeResponse Delete(Call call)
    {
        call.State.Tickets.Remove(TicketLookup.FindToWrite(call), keepsNumber: call.IsCurrent);
        return FakeResponse.Empty(204);
    }

    /// <summary>
    /// Sums the unread messages of all tickets that are not resolved (docs/service/tickets.md 8.1). The parameters of the list have no
    /// effect here. A caller who may not see every ticket gets a separate sum, which is not cached.
    /// </summary>
    public static FakeResponse CountUnread(Call call)
    {
        int count = !call.Project.SupportEnabled ? 0
            : call.IsCurrent && Tickets(call).Any(ticket => ticket.IsHidden) ? SumUnread(call)
            : call.State.UnreadTotals.Of(call.Project.Id, () => SumUnread(call));
        return FakeResponse.Json(200, count, static (writer, total) =>
        {
            writer.WriteStartObject();
            writer.WriteNumber("count", total);
            writer.WriteEndObject();
        });
    }

    private static int SumUnread(Call call) => Tickets(call)
        .Where(ticket => !ticket.IsResolved && !(call.IsCurrent && ticket.IsHidden))
        .Sum(ticket => ticket.UnreadTeamCount);

    private static IEnumerable<TicketRow> Tickets(Call call) => call.State.Tickets.All.Where(ticket => ticket.Project == call.Project.Id);

    private static void Save(Call call, TicketRow ticket, TicketChanges changes)
    {
        bool wasResolved = ticket.IsResolved;
        changes.ApplyWithSnooze(ticket);
        ticket.UpdatedAt = call.State.Now;
        call.State.UnreadTotals.Note(ticket, wasResolved);
    }

    private static FakeResponse Answer(Call call, int status, TicketRow ticket, PersonRow? person) =>
        FakeResponse.Json(
            status, (call, ticket, person), static (writer, answer) => Write(writer, answer.call, answer.ticket, answer.person));

    private static void Write(Utf8JsonWriter writer, Call call, TicketRow ticket, PersonRow? person) =>
        TicketJson.Write(writer, ticket, person, call.State.Directory, call.IsCurrent);
}
