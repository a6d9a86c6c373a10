using System.Text.Json;
using Conversations.Client.Testing.Exchange;
using Conversations.Client.Testing.State;
using Conversations.Client.Testing.Wire;

namespace Conversations.Client.Testing.Operations.Widget;

/// <summary>
/// A customer opens a ticket or writes to one. Nothing tells a repeated message from a new one (docs/service/neighbours.md 1.3).
/// </summary>
internal static class MessageOperation
{
    public static FakeResponse Send(WidgetCall call)
    {
        if (call.Fields.TryGetProperty("_hp", out JsonElement trap) && WidgetCall.IsTrue(trap))
        {
            throw Refusal.Error(400, "Invalid request");
        }

        OriginRule.Check(call);
        var sent = SentMessage.Read(call);
        var customer = Customer.Verify(call, sent.Customer);
        TicketRow ticket = SentMessage.TicketOf(call.Fields) is { } id
            ? FollowUp(call, call.Find(id), customer, sent)
            : Open(call, customer, sent);
        var message = new TicketMessageRow(
            call.State.Ids.Next(), sent.Text, "customer", Author: null, IsPrivate: false, Deleted: false, call.State.Now);
        ticket.AddFromCustomer(message);
        call.State.UnreadTotals.Drop(call.Project.Id);
        call.State.WidgetAnswers.NoteMessage(ticket);
        return FakeResponse.Json(200, (ticket, message), WidgetJson.WriteSent);
    }

    private static TicketRow Open(WidgetCall call, Customer customer, SentMessage sent)
    {
        DateTimeOffset now = call.State.Now;
        var ticket = new TicketRow
        {
            Id = call.State.Ids.Next(),
            Project = call.Project.Id,
            Number = call.State.Tickets.NextNumber(call.Project.Id, call.IsCurrent),
            CreatedAt = now,
            UpdatedAt = now,
            ChannelDetail = call.Project.Widget.IsEnabled ? "widget_embedded" : "widget_api",
            DistinctId = customer.SignedId ?? sent.DistinctId!,
            IdentityVerified = call.IsCurrent ? customer.SignedId is not null : null,
            WidgetSessionId = customer.SessionOfNewTicket,
            AnonymousTraits = sent.Traits ?? EmptyJson.Object,
            SessionId = sent.SessionId,
            SessionContext = sent.SessionContext ?? EmptyJson.Object,
        };
        call.State.Tickets.Put(ticket);
        return ticket;
    }

    private static TicketRow FollowUp(WidgetCall call, TicketRow ticket, Customer customer, SentMessage sent)
    {
        Ownership owned = customer.Require(ticket);
        if (!call.IsCurrent)
        {
            ticket.DistinctId = customer.SignedId ?? sent.DistinctId!;
        }
        else if (owned == Ownership.Person)
        {
            // Only who proved to be the ticket's customer binds it. A session or a claim opens it and leaves it as it is.
            ticket.DistinctId = customer.SignedId!;
            ticket.IdentityVerified = true;
        }

        ticket.AnonymousTraits = sent.Traits is { } traits ? SentObjects.Merge(ticket.AnonymousTraits, traits) : ticket.AnonymousTraits;
        ticket.SessionContext =
            sent.SessionContext is { } context ? SentObjects.Merge(ticket.SessionContext, context) : ticket.SessionContext;
        ticket.SessionId = sent.SessionId ?? ticket.SessionId;
        return ticket;
    }
}
