using Conversations.Benchmarks.Columns;
using Conversations.Benchmarks.Wire;
using Conversations.Client;

namespace Conversations.Benchmarks;

/// <summary>The rows of the tables, and our client's bars in each.</summary>
internal static class Scenarios
{
    private static readonly Bar LongAnswer = new() { Time = 1.60, TotalBytes = 80_000 };

    public static IReadOnlyList<Scenario> All { get; } =
    [
        new("U1", "one ticket of 2,048 bytes", 1000, static () =>
        [
            new("floor", Floor.Ticket(Http(Payloads.Ticket), PlainContext.Default.Ticket)),
            new("floor:raw-objects", Floor.Ticket(Http(Payloads.Ticket), PlainContext.Default.RawTicket)),
            new("Refit", RefitAlone.Ticket(Http(Payloads.Ticket))),
            new("client", Ours.Ticket(Ours.Client(Payloads.Ticket))) { Bar = new() { Time = 1.15, Bytes = 1.10 } },
            new("client:listened", Ours.Ticket(Ours.Client(Payloads.Ticket))) { Around = static () => new Listening() },
        ]),
        new("O1", "U1 with telemetry and nobody listening, beside the client without it", 1000, static () =>
        [
            new("floor", Ours.Ticket(Ours.WithoutTelemetry(Payloads.Ticket))),
            new("client", Ours.Ticket(Ours.Client(Payloads.Ticket))) { Bar = new() { Time = 1.02 } },
            new("client:listened", Ours.Ticket(Ours.Client(Payloads.Ticket))) { Around = static () => new Listening() },
        ]) { RoundsFactor = 3 },
        new("O1stream", "S1 with telemetry and nobody listening, beside the client without it", 2, static () =>
        [
            new("floor", Ours.Events(Ours.WithoutTelemetry(Payloads.SmallEvents))),
            new("client", Ours.Events(Ours.Client(Payloads.SmallEvents))) { Bar = new() { Time = 1.02 } },
            new("client:listened", Ours.Events(Ours.Client(Payloads.SmallEvents))) { Around = static () => new Listening() },
        ]),
        new("U2", "a page of 100 tickets, 205 kB", 20, static () =>
        [
            new("floor", Floor.Page(Http(Payloads.TicketPage), PlainContext.Default.Page)),
            new("floor:raw-objects", Floor.Page(Http(Payloads.TicketPage), PlainContext.Default.RawPage)),
            new("Refit", RefitAlone.Page(Http(Payloads.TicketPage))),
            new("client", Ours.Page(Ours.Client(Payloads.TicketPage))) { Bar = new() { Time = 0.92, Bytes = 0.90 } },
        ]),
        new("K1", "U1 over loopback, Kestrel in another process", 40, static () =>
        [
            new("floor", Floor.Ticket(new HttpClient { BaseAddress = Loopback.Server.Value.Address }, PlainContext.Default.Ticket)),
            new("Refit", RefitAlone.Ticket(new HttpClient { BaseAddress = Loopback.Server.Value.Address })),
            new("client", Ours.Ticket(Ours.Client(Loopback.Server.Value.Address))) { Bar = new() { Time = 1.05, Bytes = 1.10 } },
        ]) { RoundsFactor = 6 },
        new("S1", "10,000 small events, typed, the thread folded", 2, static () =>
        [
            new("floor", Floor.Events(Http(Payloads.SmallEvents))),
            new("limit:parser", Floor.ParserAlone(Http(Payloads.SmallEvents), Payloads.Events)),
            new("Refit", RefitAlone.Events(Http(Payloads.SmallEvents))),
            new("client", Ours.Events(Ours.Client(Payloads.SmallEvents))) { Bar = new() { Time = 0.90, Bytes = 0.95 } },
            new("client:text-replaced", Ours.Updates(Ours.Client(Payloads.SmallEvents))),
        ]),
        new("S1text", "10,000 small events of 1,000 growing messages, text only", 2, static () =>
        [
            new("floor", Floor.Text(Http(Payloads.GrowingSteps.Wire), Payloads.GrowingSteps)),
            new("limit:parser", Floor.ParserAlone(Http(Payloads.GrowingSteps.Wire), Payloads.GrowingSteps.Events)),
            new(
                "client", Ours.Text(
                    Ours.Client(Payloads.GrowingSteps.Wire), Payloads.GrowingSteps)) { Bar = new() { Time = 0.60, Bytes = 0.60 } },
            new("client:typed", Ours.EventsOf(Ours.Client(Payloads.GrowingSteps.Wire), Payloads.GrowingSteps)),
        ]),
        new("S2", "500 cumulative partials of one answer of 20,000 characters, text only, plain", 2, static () => LongAnswerColumns(Payloads.Plain)),
        new("S2rich", "the same with quotes, line breaks, accents, emoji", 2, static () => LongAnswerColumns(Payloads.Rich)),
        new("S2turn", "S2rich as a whole turn: accepted text before, finished message behind", 2, static () =>
        [
            new("floor", Floor.ParserAlone(Http(Payloads.RichTurn.Wire), Payloads.RichTurn.Events)),
            new("naive", Floor.Text(Http(Payloads.RichTurn.Wire), Payloads.RichTurn)),
            new("client", Ours.Text(Ours.Client(Payloads.RichTurn.Wire), Payloads.RichTurn)),
            new("client:no-GET", Ours.Text(Ours.Client(Payloads.RichTurn.Wire, confirmEnd: false), Payloads.RichTurn)),
        ]),
        new("F1", "one ticket from the fake in memory", 500, static () =>
        [
            new("floor", Floor.AnyTicket(Http(WithFake.AnswerAsync().GetAwaiter().GetResult()), PlainContext.Default.Ticket)),
            new("client+fake", WithFake.Ticket()) { Bar = new() { Time = 4, Bytes = 4 } },
        ]),
        new("F1new", "a new fake", 50, static () =>
        [
            new("new-fake", WithFake.NewFake()) { Bar = new() { Microseconds = 1_000, TotalBytes = 1_000_000 } },
            new("new-fake+ticket+client+call", WithFake.NewFakeAndCall()),
        ]),
    ];

    private static IReadOnlyList<Column> LongAnswerColumns(Answer answer) =>
    [
        new("floor", Floor.ParserAlone(Http(answer.Wire), answer.Events)),
        new("limit:resume", Resuming.Text(Http(answer.Wire), answer)),
        new("naive", Floor.Text(Http(answer.Wire), answer)),
        // The stream has no finished message, so the turn counts as cancelled. The events that are read are the same.
        new("client", Ours.Text(Ours.Client(answer.Wire), answer, StreamOutcome.Canceled)) { Bar = LongAnswer },
    ];

    private static HttpClient Http(Payload answer) => new CannedService(answer).Client();
}
