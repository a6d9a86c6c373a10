namespace Conversations.Client.Tests.Architecture.BadInput;

/// <summary>Mistakes in calls about messages of tickets, and about e-mails that open one.</summary>
internal static class BadMessageInput
{
    private static readonly Guid Id = Guid.Parse(Examples.TicketId);
    private static readonly TicketCompose Email = new() { RecipientEmail = "ana@lumen.example", EmailConfigId = Id, Message = "Hi" };

    public static IEnumerable<BadCall> All { get; } =
    [
        new("Tickets.ComposeAsync", "message", "is null", static client => client.Tickets.ComposeAsync(null!)),
        .. BadTexts.Member(
            "Tickets.ComposeAsync",
            "message",
            "message",
            5_000,
            isRequired: true,
            static (client, text) => client.Tickets.ComposeAsync(Email with { Message = text })),
        .. BadTexts.Member(
            "Tickets.ComposeAsync",
            "message",
            "RecipientEmail",
            5_000,
            isRequired: true,
            static (client, text) =>
                client.Tickets.ComposeAsync(Email with { RecipientEmail = text })).Where(static bad =>
                    !bad.What.EndsWith("too long", StringComparison.Ordinal)),
        .. BadTexts.Member(
            "Tickets.ComposeAsync",
            "message",
            "EmailSubject",
            500,
            isRequired: false,
            static (client, text) => client.Tickets.ComposeAsync(Email with { EmailSubject = text })),
        .. BadTexts.Member(
            "Tickets.ComposeAsync",
            "message",
            "RecipientDistinctId",
            400,
            isRequired: false,
            static (client, text) => client.Tickets.ComposeAsync(Email with { RecipientDistinctId = text })),
        .. BadTexts.Tags("Tickets.ComposeAsync", "message", static (client, tags) => client.Tickets.ComposeAsync(Email with { Tags = tags })),
        new(
            "Tickets.ComposeAsync",
            "message",
            "has 101 tags",
            static client =>
                client.Tickets.ComposeAsync(Email with { Tags = [.. Enumerable.Range(0, 101).Select(static number => $"{number}")] })) { Says = "100" },
        .. BadTexts.Json("Tickets.ComposeAsync", "rich_content", "message", static (client, json) => client.Tickets.ComposeAsync(Email with { RichContent = json })),
        new("Tickets.ComposeAsync", "message", "has an empty channel", static client => client.Tickets.ComposeAsync(Email with { EmailConfigId = Guid.Empty })) { Says = "EmailConfigId" },

        .. BadTexts.NoTicket("Tickets.ReplyAsync", static (client, id) => client.Tickets.ReplyAsync(id, "Hi")),
        .. BadTexts.Required("Tickets.ReplyAsync", "message", 5_000, static (client, message) => client.Tickets.ReplyAsync(42, message)),
        new("Tickets.ReplyAsync", "reply", "is null", static client => client.Tickets.ReplyAsync(42, (TicketReply)null!)),
        .. BadTexts.Required(
            "Tickets.ReplyAsync",
            "reply",
            5_000,
            static (client, message) =>
                client.Tickets.ReplyAsync(42, new TicketReply { Message = message })).Where(static bad => bad.What != "is null"),

        .. BadTexts.Json(
            "Tickets.ReplyAsync",
            "rich_content",
            "reply",
            static (client, json) => client.Tickets.ReplyAsync(42, new TicketReply { Message = "Hi", RichContent = json })),

        .. BadTexts.NoTicket("Tickets.ListMessagesAsync", static (client, id) => BadCall.Reading(client => client.Tickets.ListMessagesAsync(id))(client)),
        .. BadTexts.NoTicket("Tickets.ListMessagesPageAsync", static (client, id) => client.Tickets.ListMessagesPageAsync(id)),
        .. BadTexts.Page("Tickets.ListMessagesPageAsync", static (client, limit, offset) => client.Tickets.ListMessagesPageAsync(42, limit, offset)),

        .. BadTexts.NoTicket("Tickets.UpdateNoteAsync", static (client, id) => client.Tickets.UpdateNoteAsync(id, Id, "note")),
        .. BadTexts.EmptyId("Tickets.UpdateNoteAsync", "messageId", static (client, id) => client.Tickets.UpdateNoteAsync(42, id, "note")),
        .. BadTexts.Required("Tickets.UpdateNoteAsync", "message", 5_000, static (client, message) => client.Tickets.UpdateNoteAsync(42, Id, message)),
        .. BadTexts.Json("Tickets.UpdateNoteAsync", "rich_content", null, static (client, json) => client.Tickets.UpdateNoteAsync(42, Id, "note", json)),
        .. BadTexts.NoTicket("Tickets.DeleteNoteAsync", static (client, id) => client.Tickets.DeleteNoteAsync(id, Id)),
        .. BadTexts.EmptyId("Tickets.DeleteNoteAsync", "messageId", static (client, id) => client.Tickets.DeleteNoteAsync(42, id)),
        .. BadTexts.NoTicket("Tickets.GetFullEmailAsync", static (client, id) => client.Tickets.GetFullEmailAsync(id, Id)),
        .. BadTexts.EmptyId("Tickets.GetFullEmailAsync", "messageId", static (client, id) => client.Tickets.GetFullEmailAsync(42, id)),

        .. BadTexts.NoTicket("Tickets.SendAIFeedbackAsync", static (client, id) => client.Tickets.SendAIFeedbackAsync(id, "m", AIFeedbackRating.Good)),
        .. BadTexts.Required(
            "Tickets.SendAIFeedbackAsync",
            "messageId",
            200,
            static (client, messageId) => client.Tickets.SendAIFeedbackAsync(42, messageId, AIFeedbackRating.Good)),
        .. BadTexts.Optional(
            "Tickets.SendAIFeedbackAsync",
            "feedbackText",
            2_000,
            static (client, text) => client.Tickets.SendAIFeedbackAsync(42, "m", AIFeedbackRating.Good, text)),
        new("Tickets.SendAIFeedbackAsync", "rating", "is the default", static client => client.Tickets.SendAIFeedbackAsync(42, "m", default)),
        new("Tickets.SendAIFeedbackAsync", "rating", "holds half of a surrogate pair", static client => client.Tickets.SendAIFeedbackAsync(42, "m", new OpenEnum<AIFeedbackRating>(BadCall.HalfAPair))),
        .. BadTexts.NoTicket("Tickets.SuggestReplyAsync", static (client, id) => client.Tickets.SuggestReplyAsync(id)),
    ];
}
