using System.Text.Json;
using Conversations.Client.Testing.Exchange;
using Conversations.Client.Testing.Operations.Rules;
using Conversations.Client.Testing.State;
using Conversations.Client.Testing.Wire;

namespace Conversations.Client.Testing.Operations;

/// <summary>
/// Changes private notes. Only their author may do so (docs/service/tickets.md 9). It does not count as an update of the ticket
/// (docs/service/tickets.md 2.2).
/// </summary>
internal static class NoteOperations
{
    public static FakeResponse Update(Call call)
    {
        TicketRow ticket = TicketLookup.FindToWrite(call);
        TicketMessageRow note = Find(call, ticket, "edit", "edited");
        JsonElement body = call.ReadObject();

        // If the body has no formatting, the formatting of the note is removed.
        note = note with
        {
            Content = TeamMessageBody.ReadMessage(body),
            RichContent = TeamMessageBody.ReadRichContent(body),
            Version = note.Version + 1,
        };
        ticket.Replace(note);
        return FakeResponse.Json(200, (ticket, note, call.State.Directory), TicketMessageJson.Write);
    }

    public static FakeResponse Delete(Call call)
    {
        TicketRow ticket = TicketLookup.FindToWrite(call);
        ticket.Replace(Find(call, ticket, "delete", "deleted") with { Deleted = true });
        return FakeResponse.Empty(204);
    }

    private static TicketMessageRow Find(Call call, TicketRow ticket, string verb, string participle) =>
        ticket.FindMessage(call.Value("message_id")) switch
        {
            null => throw Refusal.Detail(404, "Note not found.", "note_not_found"),
            { IsPrivate: false } => throw Refusal.Detail(400, $"Only private notes can be {participle}.", "not_private_note"),
            { Author: var author } when author != call.Caller.User.Id =>
                throw Refusal.Detail(403, $"You can only {verb} your own private notes.", "not_note_author"),
            { } note => note,
        };
}
