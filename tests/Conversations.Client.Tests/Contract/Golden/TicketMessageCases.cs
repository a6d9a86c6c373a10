using System.Text.Json;
using static Conversations.Client.Tests.Contract.Golden.GoldenCase;

namespace Conversations.Client.Tests.Contract.Golden;

/// <summary>The messages of a ticket: docs/service/tickets.md 9.</summary>
internal static class TicketMessageCases
{
    private const string Ticket = Projects + "/tickets/42/";
    private const string MessageId = "0197aaaa-0000-0000-0000-000000000001";

    /// <summary>docs/service/tickets.md 13.</summary>
    private const string Message = """{"id":"0197aaaa-0000-0000-0000-000000000001","content":"We are looking into it.","rich_content":null,"author_type":"support","author_name":"Max","author_email":"max@acme.example","is_private":false,"has_full_email_content":false,"version":0,"created_at":"2026-06-03T09:00:00Z"}""";
    private const string Note = """{"id":"0197aaaa-0000-0000-0000-000000000002","content":"größer","rich_content":{"type":"doc","content":[{"a":1}]},"author_type":"human","author_name":"Max Stone","author_email":null,"is_private":true,"has_full_email_content":true,"version":2,"created_at":"2026-06-03T09:00:00.000001Z"}""";

    /// <summary>The first release had seven members, and the text's column allows null.</summary>
    private const string First = """{"id":"0197aaaa-0000-0000-0000-000000000003","content":null,"rich_content":null,"author_type":"AI","author_name":"PostHog Assistant","is_private":false,"created_at":"2026-06-03T09:00:00Z"}""";
    private const string Rich = """{"type":"doc","content":[{"text":"ü \"x\""}]}""";

    private static readonly Guid Id = Guid.Parse(MessageId);

    public static IReadOnlyList<GoldenCase> All { get; } =
    [
        new("tickets.messages", "the service's page", $"GET {Ticket}messages/")
        {
            Call = static async client => await client.Tickets.ListMessagesPageAsync(42),
            Answer = Examples.Page("", Message, Note, First),
        },
        new("tickets.messages", "a page in the middle, by UUID", $"GET {Projects}/tickets/{Examples.TicketId}/messages/?limit=1&offset=1")
        {
            Call = static async client => await client.Tickets.ListMessagesPageAsync(Guid.Parse(Examples.TicketId), limit: 1, offset: 1),
            Answer = $$"""{"count":3,"next":"https://us.posthog.com/api/projects/1/conversations/tickets/{{Examples.TicketId}}/messages/?limit=1&offset=2","previous":"https://us.posthog.com/api/projects/1/conversations/tickets/{{Examples.TicketId}}/messages/?limit=1","results":[{{Message}}]}""",
        },
        new("tickets.messages", "through all pages, with a size", $"GET {Ticket}messages/?limit=200")
        {
            Call = static async client => await client.Tickets.ListMessagesAsync(42).AsPagesAsync(pageSize: 200).SingleAsync(),
            Answer = Examples.Page("", Note),
        },
        new("tickets.full_email", "a text", $"GET {Ticket}messages/{MessageId}/full_email/")
        {
            Call = static async client => await client.Tickets.GetFullEmailAsync(42, Id),
            Answer = """{"content":"Hi,\r\n> größer \"quoted\"\n"}""",
            Check = static result => Assert.Equal("Hi,\r\n> größer \"quoted\"\n", result),
        },
        Reply("to the customer", """{"message":"We are looking into it.","is_private":false}""", Message, 201, static client => client.Tickets.ReplyAsync(42, "We are looking into it.")),
        Reply("for the team only", """{"message":"größer","is_private":true}""", Note, 201, static client => client.Tickets.ReplyAsync(42, "größer", isPrivate: true)),
        Reply(
            "with formatting",
            """{"message":"Hi","is_private":false,"rich_content":""" + Rich + "}",
            Message,
            201,
            static client => client.Tickets.ReplyAsync(42, new TicketReply { Message = "Hi", RichContent = JsonElement.Parse(Rich) })),
        Reply(
            "for the team, with formatting",
            """{"message":"Hi","is_private":true,"rich_content":""" + Rich + "}",
            Note,
            201,
            static client =>
                client.Tickets.ReplyAsync(42, new TicketReply { Message = "Hi", IsPrivate = true, RichContent = JsonElement.Parse(Rich) })),
        Reply("a second time within two minutes", """{"message":"We are looking into it.","is_private":false}""", Message, 200, static client => client.Tickets.ReplyAsync(42, "We are looking into it.")),
        new("tickets.note_update", "the text, which clears the formatting", $"PATCH {Ticket}notes/{MessageId}/")
        {
            Call = static async client => await client.Tickets.UpdateNoteAsync(42, Id, "The refund was approved."),
            Body = """{"message":"The refund was approved."}""",
            Answer = Note,
        },
        new("tickets.note_update", "text and formatting", $"PATCH {Ticket}notes/{MessageId}/")
        {
            Call = static async client => await client.Tickets.UpdateNoteAsync(42, Id, "größer", JsonElement.Parse(Rich)),
            Body = """{"message":"größer","rich_content":""" + Rich + "}",
            Answer = Note,
        },
        new("tickets.note_delete", "no body and no answer", $"DELETE {Ticket}notes/{MessageId}/")
        {
            Call = Done(static client => client.Tickets.DeleteNoteAsync(42, Id)),
            Status = 204,
        },
        new("tickets.ai_feedback", "good, and why", $"POST {Ticket}ai_feedback/")
        {
            Call = Done(static client => client.Tickets.SendAIFeedbackAsync(42, MessageId, AIFeedbackRating.Good, "Right on the \"spot\" ü")),
            Body = """{"message_id":"0197aaaa-0000-0000-0000-000000000001","rating":"good","feedback_text":"Right on the \"spot\" ü"}""",
            Status = 202,
        },
        new("tickets.ai_feedback", "bad", $"POST {Ticket}ai_feedback/")
        {
            Call = Done(static client => client.Tickets.SendAIFeedbackAsync(42, "any text", AIFeedbackRating.Bad)),
            Body = """{"message_id":"any text","rating":"bad"}""",
            Status = 202,
        },
    ];

    private static GoldenCase Reply(
        string variant, string body, string answer, int status, Func<IConversationsClient, Task<TicketMessage>> call) => new(
            "tickets.reply", variant, $"POST {Ticket}reply/")
        {
            Call = async client => await call(client),
            Body = body,
            Status = status,
            Answer = answer,
        };
}
