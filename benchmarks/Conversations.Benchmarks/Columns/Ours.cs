using System.Globalization;
using Conversations.Benchmarks.Wire;
using Conversations.Client;
using Conversations.Client.Pipeline;

namespace Conversations.Benchmarks.Columns;

/// <summary>The client as a user has it, with the plain constructor and the default options, over the same responses.</summary>
internal static class Ours
{
    private static readonly Guid Conversation = Guid.Parse("0197b1f0-3c00-7000-8000-000000000001");

    public static Call Ticket(ConversationsClient client) => async verify => MustBeRight(await client.Tickets.GetAsync(42), verify, 42);

    public static Call Page(ConversationsClient client) => async verify =>
    {
        Page<Ticket> page = await client.Tickets.ListPageAsync(limit: Payloads.PageSize);
        Check.Must(page.Results.Count == Payloads.PageSize, "page");
        for (int i = 0; verify && i < page.Results.Count; i++)
        {
            MustBeRight(page.Results[i], verify, i + 1);
        }
    };

    /// <summary>Typed events, which are also folded into the thread.</summary>
    public static Call Events(ConversationsClient client) => async verify =>
    {
        var tally = new EventTally(verify);
        ConversationStream stream = client.Conversations.StreamAsync(Conversation, "Where is invoice 881?");
        await foreach (ConversationStreamEvent each in stream)
        {
            tally.Add(each is MessageEvent { Message: AssistantMessage message } ? message.Content : null);
        }

        tally.MustBe(Payloads.Events);
        Check.Must(
            stream.Thread.Messages is [AssistantMessage { Content: var content }]
                && content.EndsWith(Payloads.EventNumber(Payloads.Events - 1), StringComparison.Ordinal),
            "thread");
        MustHaveEnded(stream, StreamOutcome.Completed);
    };

    /// <summary>Typed events of messages that grow.</summary>
    public static Call EventsOf(ConversationsClient client, Answer answer) => async verify =>
    {
        int count = 0;
        ConversationStream stream = client.Conversations.StreamAsync(Conversation, "Where is invoice 881?");
        await foreach (ConversationStreamEvent _ in stream)
        {
            count++;
        }

        Check.Must(count == answer.Events, $"{count} events");
        MustHaveEnded(stream, StreamOutcome.Completed);
    };

    /// <summary>The texts of messages whose text is replaced each time.</summary>
    public static Call Updates(ConversationsClient client) => async verify =>
    {
        var tally = new EventTally(verify);
        ConversationStream stream = client.Conversations.StreamAsync(Conversation, "Where is invoice 881?");
        await foreach (TextUpdate update in stream.ReadTextUpdatesAsync())
        {
            tally.Add(update.Text);
        }

        tally.MustBe(Payloads.Events);
        MustHaveEnded(stream, StreamOutcome.Completed);
    };

    public static Call Text(ConversationsClient client, Answer answer, StreamOutcome outcome = StreamOutcome.Completed) => async verify =>
    {
        var tally = new TextTally(verify);
        ConversationStream stream = client.Conversations.StreamAsync(Conversation, "Where is invoice 881?");
        await foreach (string piece in stream.ReadTextAsync())
        {
            tally.Add(piece);
        }

        tally.MustBe(answer.Text);
        MustHaveEnded(stream, outcome);
    };

    /// <param name="answer">The service's response.</param>
    /// <param name="confirmEnd">Whether a stream asks once at its end for the state of the turn, which is the default.</param>
    public static ConversationsClient Client(Payload answer, bool confirmEnd = true)
    {
        ConversationsClientOptions options = Options(new("https://service.invalid/"));
        options.Streaming.ConfirmEnd = confirmEnd;
        return new(options, new CannedService(answer, whenAsked: answer.IsJson ? answer : Payloads.IdleConversation));
    }

    /// <summary>The same client with all telemetry taken out, which no user can do.</summary>
    public static ConversationsClient WithoutTelemetry(Payload answer)
    {
        ConversationsClientOptions options = Options(new("https://service.invalid/"));
        var service = new CannedService(answer, whenAsked: answer.IsJson ? answer : Payloads.IdleConversation);
        return new(options, telemetry: null, new HttpClient(PipelineBuilder.Chain(options, telemetry: null, service)));
    }

    /// <summary>A client that connects over a socket.</summary>
    public static ConversationsClient Client(Uri address) => new(Options(address));

    private static ConversationsClientOptions Options(Uri address) => new() { BaseAddress = address, ProjectId = "1", ApiKey = "phx_0123456789abcdef" };

    private static void MustBeRight(Ticket ticket, bool verify, int number)
    {
        Check.Must(ticket.TicketNumber == number, "ticket number");
        if (verify)
        {
            Check.Must(ticket.Id == Guid.Parse("01978c3e-52aa-0000-91d4-3b6f2f0c7e11") && ticket.Status == TicketStatus.Open && ticket.Priority == TicketPriority.High, "id, status, priority");
            Check.Must(ticket.Assignee is { UserId: 7, UserEmail: "max@acme.example", RoleId: null }, "assignee");
            Check.Must(
                ticket.AnonymousTraits.GetProperty("name").GetString() == "Ana Ruiz"
                    && ticket.Person is { DistinctIds.Count: 2 } person
                    && person.Properties.GetProperty("plan").GetString() == "team",
                "person");
            Check.Must(
                ticket.UpdatedAt == DateTimeOffset.Parse("2026-06-03T10:30:00.554321Z", CultureInfo.InvariantCulture)
                    && ticket.SlaDueAt is not null
                    && ticket.SnoozedUntil is null,
                "times");
            Check.Must(
                ticket.LastMessageText!.Length > 500
                    && ticket.EmailSubject == "Invoice 881"
                    && ticket.Tags is ["billing", "vip"]
                    && ticket.CcParticipants.GetArrayLength() == 1,
                "rest");
        }
    }

    private static void MustHaveEnded(ConversationStream stream, StreamOutcome outcome) =>
        Check.Must(stream.Outcome == outcome && stream.ReconnectCount == 0, $"outcome {stream.Outcome}");
}
