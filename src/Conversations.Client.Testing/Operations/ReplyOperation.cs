using System.Text.Json;
using Conversations.Client.Testing.Exchange;
using Conversations.Client.Testing.Operations.Rules;
using Conversations.Client.Testing.State;
using Conversations.Client.Testing.Wire;

namespace Conversations.Client.Testing.Operations;

/// <summary>Sends an answer of the team or stores a private note (docs/service/tickets.md 9).</summary>
internal static class ReplyOperation
{
    private const string Support = "support";

    private static readonly TimeSpan Window = TimeSpan.FromSeconds(120);

    /// <summary>Checks the request and marks it as in progress. The function that it returns does the sending.</summary>
    public static Func<FakeResponse> Begin(Call call)
    {
        TicketRow ticket = TicketLookup.FindToWrite(call);
        if (!call.Project.SupportEnabled)
        {
            throw Refusal.Detail(400, "Support is not enabled.");
        }

        JsonElement body = call.ReadObject();
        string message = TeamMessageBody.ReadMessage(body);
        bool isPrivate = FieldRules.Optional(body, "is_private", FieldRules.Boolean);
        var sent = new TeamMessageBody(message, TeamMessageBody.ReadRichContent(body));
        var key = new ReplyKey(call.Caller.User.Id, ticket.Id, sent.Message, sent.RichText, isPrivate);
        if (First(call, ticket, key) is { } first)
        {
            return () => Answer(call, 200, ticket, first);
        }

        return call.State.RepliesUnderWay.TryBegin(key)
            ? () => Send(call, ticket, sent, key)
            : throw Refusal.Detail(
                409, "This message is already being sent. Check the thread before sending it again.", "reply_in_progress");
    }

    private static FakeResponse Send(Call call, TicketRow ticket, TeamMessageBody sent, ReplyKey key)
    {
        var row = new TicketMessageRow(
            call.State.Ids.Next(), sent.Message, Support, call.Caller.User.Id, key.IsPrivate, Deleted: false, call.State.Now)
        {
            RichContent = sent.RichContent,
        };
        ticket.AddFromTeam(row);
        if (row.CountsAsPublic)
        {
            call.State.WidgetAnswers.NoteMessage(ticket);
        }

        call.State.RepliesUnderWay.End(key);
        return Answer(call, 201, ticket, row);
    }

    // A repeated request sends nothing. The service looks through the stored messages, whoever stored them, and passes over those that were
    // edited or deleted meanwhile (docs/service/tickets.md 9).
    private static TicketMessageRow? First(Call call, TicketRow ticket, ReplyKey key) => ticket.Messages.Find(message =>
        message.CreatedAt > call.State.Now - Window
        && message is { Deleted: false, Version: 0 }
        && message.Author == key.Author
        && message.IsPrivate == key.IsPrivate
        && message.Content == key.Message
        && new TeamMessageBody(message.Content, message.RichContent).RichText == key.RichContent);

    private static FakeResponse Answer(Call call, int status, TicketRow ticket, TicketMessageRow message) =>
        FakeResponse.Json(status, (ticket, message, call.State.Directory), TicketMessageJson.Write);
}
