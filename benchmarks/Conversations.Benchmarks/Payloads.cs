using System.Globalization;
using System.Text;

namespace Conversations.Benchmarks;

/// <summary>A body and its media type.</summary>
internal sealed record Payload(byte[] Bytes, string Type)
{
    private const string Json = "application/json";

    public bool IsJson => Type == Json;

    public static Payload OfJson(string text) => new(Encoding.UTF8.GetBytes(text), Json);

    public static Payload OfEvents(string text) => new(Encoding.UTF8.GetBytes(text), "text/event-stream");
}

/// <summary>A text sent as partial messages, each with the whole text so far.</summary>
/// <param name="Text">The whole text.</param>
/// <param name="Wire">The events.</param>
/// <param name="Events">The number of events.</param>
internal sealed record Answer(string Text, Payload Wire, int Events);

/// <summary>The bodies that the service sends.</summary>
internal static class Payloads
{
    public const int PageSize = 100;
    public const int Events = 10_000;

    private const int TicketSize = 2048;
    private const int Parts = 500;
    private const int Characters = 20_000;

    // A long turn has this many messages, each with this many partial messages before the finished one.
    private const int Steps = 1_000;
    private const int PartsOfStep = 9;
    private const int CharactersOfPart = 16;

    private const string TicketJson = """{"id":"01978c3e-52aa-0000-91d4-3b6f2f0c7e11","ticket_number":@N,"channel_source":"email","channel_detail":null,"distinct_id":"ana@lumen.example","status":"open","priority":"high","assignee":{"id":7,"type":"user","user":{"email":"max@acme.example"},"role":null},"anonymous_traits":{"name":"Ana Ruiz","email":"ana@lumen.example"},"identity_verified":true,"ai_resolved":false,"escalation_reason":null,"ai_triage":{},"created_at":"2026-06-02T08:00:00.120000Z","updated_at":"2026-06-03T10:30:00.554321Z","message_count":3,"last_message_at":"2026-06-03T10:30:00.554321Z","last_message_text":"@@","unread_team_count":1,"unread_customer_count":0,"session_id":null,"session_context":{},"sla_due_at":"2026-06-03T12:00:00Z","snoozed_until":null,"slack_channel_id":null,"slack_thread_ts":null,"slack_team_id":null,"email_subject":"Invoice 881","email_from":"ana@lumen.example","email_to":"help@acme.example","cc_participants":["boss@lumen.example"],"github_repo":null,"github_issue_number":null,"zendesk_ticket_id":null,"organization_id":null,"organization_id_source":null,"person":{"id":"01970000-1111-0000-aaaa-222233334444","name":"ana@lumen.example","distinct_ids":["ana@lumen.example","0196-anon"],"properties":{"email":"ana@lumen.example","plan":"team"},"created_at":"2026-01-15T07:00:00Z","is_identified":true},"tags":["billing","vip"],"user_access_level":"editor"}""";

    /// <summary>A ticket of 2,048 bytes with all members.</summary>
    public static Payload Ticket { get; } = Payload.OfJson(TicketOf(42));

    public static Payload TicketPage { get; } = Payload.OfJson($$"""{"count":{{PageSize}},"next":null,"previous":null,"results":[{{string.Join(',', Enumerable.Range(1, PageSize).Select(TicketOf))}}]}""");

    /// <summary>The conversation after its turn has ended.</summary>
    public static Payload IdleConversation { get; } = Payload.OfJson("""{"id":"0197b1f0-3c00-7000-8000-000000000001","status":"idle","title":"Invoices","user":{"id":7,"uuid":"0197b1f0-3c00-7000-8000-0000000000aa","distinct_id":"d","first_name":"Max","last_name":"Amann","email":"max@acme.example","is_email_verified":true},"created_at":"2026-06-02T08:00:00.120000Z","updated_at":"2026-06-02T08:00:09.120000Z","type":"assistant","is_internal":false,"slack_thread_key":null,"slack_workspace_domain":null,"messages":[],"has_unsupported_content":false,"agent_mode":"product_analytics","is_sandbox":false,"pending_approvals":[]}""");

    /// <summary>10,000 events of about 150 bytes: one message whose text is replaced each time; the last event finishes it.</summary>
    public static Payload SmallEvents { get; } = Payload.OfEvents(string.Concat(Enumerable.Range(0, Events).Select(static i =>
        Event($"some words of an answer, about as many as a model says at once, give or take a few {EventNumber(i)}", i < Events - 1 ? "temp-0" : MessageId(0)))));

    /// <summary>10,000 events of about 150 bytes: 1,000 messages that each grow in nine parts and are then finished.</summary>
    public static Answer GrowingSteps { get; } = MakeSteps();

    /// <summary>500 partial messages of a text without any characters to escape.</summary>
    public static Answer Plain { get; } = MakeAnswer(PlainText(), isWhole: false);

    /// <summary>500 partial messages of a text as models write it: quotes, line breaks, accents, emoji.</summary>
    public static Answer Rich { get; } = MakeAnswer(RichText(), isWhole: false);

    /// <summary>The rich text as a whole turn, with the human message before it and the finished message after it.</summary>
    public static Answer RichTurn { get; } = MakeAnswer(RichText(), isWhole: true);

    public static string EventNumber(int number) => number.ToString("D4", CultureInfo.InvariantCulture);

    private static string MessageId(int number) => $"0197b1f0-3c00-7000-8000-{number.ToString("D12", CultureInfo.InvariantCulture)}";

    /// <summary>Pads the last message's text until the ticket has its size.</summary>
    private static string TicketOf(int number)
    {
        string json = TicketJson.Replace("@N", number.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal);
        int room = TicketSize - (Encoding.UTF8.GetByteCount(json) - 2);
        return json.Replace(
            "@@",
            string.Concat(Enumerable.Repeat("Any news on my invoice? ", (room / 24) + 1))[..room].TrimEnd().PadRight(room, '.'),
            StringComparison.Ordinal);
    }

    /// <summary>Writes an event as the service does: compact, raw UTF-8, only quotes and line breaks escaped.</summary>
    private static string Event(string text, string id, string type = "ai") =>
        $"event: message\ndata: {{\"content\":\"{text.Replace("\"", "\\\"", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal)}\",\"id\":\"{id}\",\"type\":\"{type}\"}}\n\n";

    private static Answer MakeSteps()
    {
        var wire = new StringBuilder();
        var texts = new List<string>();
        for (int step = 0; step < Steps; step++)
        {
            string text = PlainText().Substring(step * 7, PartsOfStep * CharactersOfPart);
            for (int part = 1; part <= PartsOfStep; part++)
            {
                _ = wire.Append(Event(text[..(part * CharactersOfPart)], $"temp-{step.ToString(CultureInfo.InvariantCulture)}"));
            }

            _ = wire.Append(Event(text, MessageId(step)));
            texts.Add(text);
        }

        return new(string.Join("\n\n", texts), Payload.OfEvents(wire.ToString()), Steps * (PartsOfStep + 1));
    }

    private static Answer MakeAnswer(string text, bool isWhole)
    {
        var wire = new StringBuilder(isWhole ? Event("Where is invoice 881?", MessageId(1), "human") : "");
        for (int part = 1; part <= Parts; part++)
        {
            _ = wire.Append(Event(text[..(Characters * part / Parts)], "temp-0"));
        }

        if (isWhole)
        {
            _ = wire.Append(Event(text, MessageId(2)));
        }

        return new(text, Payload.OfEvents(wire.ToString()), Parts + (isWhole ? 2 : 0));
    }

    private static string PlainText() => string.Concat(Enumerable.Repeat("The invoice was sent on Monday; it should be in your inbox by now, and a copy is in the portal. ", 300))[..Characters];

    /// <summary>Every 200 characters have a blank line, quoted words, an emoji and accents. No part ends inside a surrogate pair.</summary>
    private static string RichText()
    {
        const string Paragraph = "Your invoice \u201c881\u201d went out on Monday \U0001F600 to the caf\u00e9's address; open \"Billing\" in the portal to see a copy, and write back if the na\u00efve total looks wrong to you.\n\n";
        string text = string.Concat(Enumerable.Repeat(Paragraph.PadRight(200, '-'), Characters / 200));
        Check.Must(
            text.Length == Characters && !Enumerable.Range(1, Parts - 1).Any(part => char.IsLowSurrogate(text[Characters * part / Parts])),
            "rich text");
        return text;
    }
}
