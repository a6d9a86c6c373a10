using System.Text.Json;
using Conversations.Client.Testing.Exchange;
using Conversations.Client.Testing.Operations.Query;
using Conversations.Client.Testing.Operations.Rules;
using Conversations.Client.Testing.State;
using Conversations.Client.Testing.Wire;

namespace Conversations.Client.Testing.Operations;

/// <summary>The messages of a ticket, and the AI operations on them (docs/service/tickets.md 9).</summary>
internal static class ThreadOperations
{
    private const string AI = "AI";
    private const int DefaultRows = 50;
    private const int MaxRows = 200;
    private const int MaxIdCharacters = 200;
    private const int MaxFeedbackCharacters = 2000;

    /// <summary>Lists all messages, including notes. It marks nothing as read.</summary>
    public static FakeResponse List(Call call)
    {
        TicketRow ticket = TicketLookup.Find(call);
        IEnumerable<TicketMessageRow> messages = ticket.Messages.Where(message => !message.Deleted).OrderBy(message => message.CreatedAt);
        return Pages.Answer(
            call, [.. messages], MaxRows, (writer, message) =>
                TicketMessageJson.Write(writer, ticket, message, call.State.Directory), DefaultRows);
    }

    public static FakeResponse FullEmail(Call call)
    {
        TicketRow ticket = TicketLookup.Find(call);
        string content = ticket.FindMessage(call.Value("message_id"))?.FullEmail
            ?? throw Refusal.Detail(404, "Full email not found.", "full_email_not_found");
        return FakeResponse.Json(200, content, static (writer, text) =>
        {
            writer.WriteStartObject();
            writer.WriteString("content", text);
            writer.WriteEndObject();
        });
    }

    /// <summary>Takes a rating for PostHog's own statistics. Nothing is stored, and the message does not have to exist.</summary>
    public static FakeResponse RateAnswer(Call call)
    {
        _ = TicketLookup.FindToWrite(call);
        JsonElement body = call.ReadObject();
        _ = FieldRules.Text(FieldRules.Member(body, "message_id"), "message_id", MaxIdCharacters);
        _ = FieldRules.Choice(FieldRules.Member(body, "rating"), "rating", ["good", "bad"]);
        _ = FieldRules.Optional(
            body, "feedback_text", static (value, name) => FieldRules.Text(value, name, MaxFeedbackCharacters, mayBeBlank: true));
        return FakeResponse.Empty(202);
    }

    /// <summary>
    /// Exists only in the legacy version, and keeps what it suggests as a note of the AI (docs/service/tickets.md 9.2). The fake has no
    /// model, and the suggestion says so.
    /// </summary>
    public static FakeResponse SuggestReply(Call call)
    {
        TicketRow ticket = TicketLookup.FindToWrite(call);
        TicketMessageRow last = ticket.Messages.FindLast(static message => message.CountsAsPublic)
            ?? ticket.Messages.FindLast(static message => !message.IsPrivate)
            ?? throw Refusal.Detail(400, "No messages in this ticket");
        string suggestion =
            $"Thank you for writing: “{TicketRow.Excerpt(last.Content)}”. The fake service has no model, so this is all it can suggest.";
        ticket.AddFromTeam(new TicketMessageRow(
            call.State.Ids.Next(), suggestion, AI, Author: null, IsPrivate: true, Deleted: false, call.State.Now));
        return FakeResponse.Json(200, suggestion, static (writer, text) =>
        {
            writer.WriteStartObject();
            writer.WriteString("suggestion", text);
            writer.WriteEndObject();
        });
    }
}
