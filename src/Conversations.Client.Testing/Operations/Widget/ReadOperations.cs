using System.Text.Json;
using Conversations.Client.Testing.Exchange;
using Conversations.Client.Testing.Operations.Rules;
using Conversations.Client.Testing.State;
using Conversations.Client.Testing.Wire;

namespace Conversations.Client.Testing.Operations.Widget;

/// <summary>What a customer sees (docs/service/neighbours.md 1.4). Only the last of these marks anything as read.</summary>
internal static class ReadOperations
{
    private const int MaxRows = 500;
    private const int DefaultTickets = 100;
    private const int CachedMessages = 50;
    private const int CachedTickets = 100;

    public static FakeResponse Messages(WidgetCall call)
    {
        var fields = new WidgetFields(call.Fields);
        var sent = CustomerFields.Read(fields, call.IsCurrent);
        DateTimeOffset? after = fields.Read<DateTimeOffset?>("after", static (value, name) => FieldRules.Instant(value, name));
        int limit = Limit(fields) ?? MaxRows;
        fields.Check();
        sent.Check();
        TicketRow ticket = call.FindTicket();
        _ = Customer.Verify(call, sent).Require(ticket);
        return Json(call.State.Options.WidgetCaches && limit == CachedMessages
            ? call.State.WidgetAnswers.Thread(ticket, after, () => Thread(call, ticket, after, limit))
            : Thread(call, ticket, after, limit));
    }

    public static FakeResponse Tickets(WidgetCall call)
    {
        var fields = new WidgetFields(call.Fields);
        var sent = CustomerFields.Read(fields, call.IsCurrent);
        string? status = fields.Read("status", static (value, name) => FieldRules.Choice(value, name, Vocabulary.TicketStatuses));
        int limit = Limit(fields) ?? DefaultTickets;
        long offset = fields.Read<long?>("offset", static (value, name) => Within(value, name, 0, long.MaxValue)) ?? 0;
        fields.Check();
        sent.Check();
        var customer = Customer.Verify(call, sent);

        // Older states kept the first page whatever its limit, so one could get the page of another limit.
        bool isCached = call.State.Options.WidgetCaches && offset == 0 && (limit == CachedTickets || !call.IsCurrent);
        return Json(isCached
            ? call.State.WidgetAnswers.List(
                customer.ListKey(status), customer.Has, () => List(call, customer, status, limit, offset))
            : List(call, customer, status, limit, offset).Body);
    }

    public static FakeResponse MarkRead(WidgetCall call)
    {
        var fields = new WidgetFields(call.Fields);
        var sent = CustomerFields.Read(fields, call.IsCurrent);
        fields.Check();
        sent.Check();
        TicketRow ticket = call.FindTicket();
        _ = Customer.Verify(call, sent).Require(ticket);
        if (ticket.UnreadCustomerCount > 0)
        {
            ticket.UnreadCustomerCount = 0;
            ticket.UpdatedAt = call.State.Now;
        }

        call.State.WidgetAnswers.NoteRead(ticket);
        return FakeResponse.Json(200, ticket, WidgetJson.WriteRead);
    }

    private static byte[] Thread(WidgetCall call, TicketRow ticket, DateTimeOffset? after, int limit)
    {
        TicketMessageRow[] page =
        [
            .. ticket.Messages.Where(message => message.CountsAsPublic && !(message.CreatedAt <= after))
                .OrderBy(message => message.CreatedAt)
                .Take(limit),
        ];

        // A full page may be the last: the service does not look behind it.
        return WireJson.Write(
            (ticket, page, limit, call.State),
            static (writer, thread) => WidgetJson.WriteThread(
                writer, thread.ticket, thread.page, thread.page.Length == thread.limit, thread.State));
    }

    private static (byte[] Body, bool IsKept) List(WidgetCall call, Customer customer, string? status, int limit, long offset)
    {
        TicketRow[] rows =
        [
            .. call.State.Tickets.All.Where(ticket => customer.Has(ticket) && (status is null || ticket.Status == status))
                .OrderByDescending(ticket => ticket.CreatedAt)
                .ThenByDescending(ticket => ticket.Number),
        ];
        IEnumerable<TicketRow> page = rows.Skip((int)Math.Min(offset, rows.Length)).Take(limit);
        byte[] body = WireJson.Write((rows.Length, page, call.IsCurrent), static (writer, list) =>
            WidgetJson.WriteList(writer, list.Length, list.page, list.IsCurrent));
        return (body, rows.Length > 0);
    }

    private static int? Limit(WidgetFields fields) =>
        (int?)fields.Read<long?>("limit", static (value, name) => Within(value, name, 1, MaxRows));

    private static long Within(JsonElement value, string name, long least, long most) => CustomerFields.WholeNumber(value, name) switch
    {
        long number when number < least => throw FieldRules.Invalid($"Ensure this value is greater than or equal to {least}.", name),
        long number when number > most => throw FieldRules.Invalid($"Ensure this value is less than or equal to {most}.", name),
        long number => number,
    };

    private static FakeResponse Json(byte[] body) => FakeResponse.Bytes(200, "application/json", body);
}
