using System.Diagnostics;
using System.Text.Json;
using Microsoft.Extensions.Diagnostics.Metrics.Testing;
using Microsoft.Extensions.Logging;

namespace Conversations.Client.Tests.Telemetry;

/// <summary>The span of a stream, from the sending to the end, and what it measures.</summary>
public sealed class StreamTelemetryTests
{
    private const string Human = """{"type":"human","id":"h","content":"Hi"}""";
    private const string Part = """{"type":"ai","id":"temp-0","content":"Hel"}""";
    private const string Final = """{"type":"ai","id":"a","content":"Hello"}""";
    private const string Failure = """{"type":"ai/failure","id":"f","content":"Oops"}""";
    private static readonly Guid Id = Guid.Parse(Examples.ConversationId);

    [Theory, BothTransports]
    public async Task A_stream_has_one_span_that_begins_with_the_sending_and_ends_with_the_loop(Transport transport)
    {
        await using var watched = Watched.Start((await StubServer.StartAsync(transport)).Answer(StubAnswer.Messages(Human, Part, Final)));
        MetricCollector<long> open = watched.Collect<long>("conversations.client.stream.active");

        await foreach (ConversationStreamEvent _ in watched.Client.Conversations.StreamAsync(Id, "Hi"))
        {
            Assert.Equal(1, open.GetMeasurementSnapshot().EvaluateAsCounter());
        }

        Activity span = watched.StreamSpan;
        Assert.Equal(("invoke_agent PostHog AI", ActivityKind.Client, ActivityStatusCode.Unset), (span.OperationName, span.Kind, span.Status));
        Assert.Equal(
            ["conversations.stream.first_event", "conversations.stream.first_text", "conversations.stream.ended"],
            span.Events.Select(static told => told.Name));
        Assert.Equal(
            ("invoke_agent", "posthog", "PostHog AI", Id.ToString()),
            (Watched.Tag(span, "gen_ai.operation.name"), Watched.Tag(span, "gen_ai.provider.name"), Watched.Tag(span, "gen_ai.agent.name"), Watched.Tag(span, "gen_ai.conversation.id")));
        Assert.Equal(
            ("completed", 3L, 0, "message"),
            (Watched.Tag(span, "conversations.stream.outcome"), Watched.Tag(span, "conversations.stream.events"), Watched.Tag(span, "conversations.stream.reconnects"), Watched.Tag(span, "conversations.turn.start")));
        Activity sending = watched.CallSpans[0];
        Assert.Equal(sending.Context, Assert.Single(span.Links).Context);
        Assert.All(watched.CallSpans, call => Assert.Equal(span.SpanId, call.ParentSpanId));
        Assert.Equal(0, open.GetMeasurementSnapshot().EvaluateAsCounter());
    }

    [Fact]
    public async Task Times_are_counted_from_the_sending()
    {
        var time = new TestClock();
        await using var watched = Watched.Start(
            StubServer.InMemory(StubAnswer.Messages(Human).Wait(TimeSpan.FromSeconds(2), time).Write($"event: message\ndata: {Final}\n\n")),
            options => options.TimeProvider = time);
        MetricCollector<double> first = watched.Collect<double>("conversations.client.stream.time_to_first_event");
        MetricCollector<double> text = watched.Collect<double>("conversations.client.stream.time_to_first_text");
        MetricCollector<double> whole = watched.Collect<double>("gen_ai.client.operation.duration");
        MetricCollector<long> events = watched.Collect<long>("conversations.client.stream.events");

        _ = await time.RunAsync(watched.Client.Conversations.AskAsync(Id, "Hi"));

        Assert.Equal((0.0, 2.0, 2.0), (Only(first).Value, Only(text).Value, Only(whole).Value));
        Assert.Equal(("completed", "invoke_agent"), (Only(whole).Tags["conversations.stream.outcome"], Only(whole).Tags["gen_ai.operation.name"]));
        Assert.Equal(2, events.GetMeasurementSnapshot().EvaluateAsCounter());
        Assert.All(events.GetMeasurementSnapshot(), static told => Assert.Equal("message", told.Tags["conversations.event.type"]));
    }

    [Fact]
    public async Task Each_connection_is_linked_and_each_reconnect_told()
    {
        await using var broken = Broken.Start(
            StubAnswer.Messages(Human, Part).Break(), Stored("in_progress", Human), StubAnswer.Messages(Human, Final), Stored("idle", Human, Final));
        MetricCollector<long> reconnects = broken.Watched.Collect<long>("conversations.client.stream.reconnects");

        ConversationReply reply = await broken.AskAsync();

        Activity span = broken.Watched.StreamSpan;
        Assert.Equal("Hello", reply.Text);
        Assert.Equal(
            broken.Watched.CallSpans
                .Where(static call => call.OperationName.StartsWith("POST", StringComparison.Ordinal))
                .Select(static call => call.Context),
            span.Links.Select(static link => link.Context));
        Assert.Equal(2, span.Links.Count());
        Assert.Equal(1, Watched.Tag(span, "conversations.stream.reconnects"));
        Assert.Contains(span.Events, static told => told.Name == "conversations.stream.reconnected");
        _ = Only(reconnects);
        Assert.Equal(
            [23],
            broken.Watched.Logs.GetSnapshot().Where(static line => line.Level >= LogLevel.Warning).Select(static line => line.Id.Id));
    }

    [Fact]
    public async Task Messages_that_were_missed_are_told_with_their_number()
    {
        await using var broken = Broken.Start(StubAnswer.Messages(Human, Part).Break(), Stored("idle", Human, Final));
        MetricCollector<long> gaps = broken.Watched.Collect<long>("conversations.client.stream.filled_gaps");

        _ = await broken.AskAsync();

        ActivityEvent gap = Assert.Single(broken.Watched.StreamSpan.Events, static told => told.Name == "conversations.stream.gap_filled");
        Assert.Equal(1, Assert.Single(gap.Tags).Value);
        _ = Only(gaps);
    }

    [Fact]
    public async Task A_connection_that_falls_silent_is_told()
    {
        await using var broken = Broken.Start(StubAnswer.Messages(Human).Hang(), Stored("idle", Human, Final));
        MetricCollector<long> trips = broken.Watched.Collect<long>("conversations.client.stream.idle_trips");

        Task<ConversationReply> reply = broken.BeginAsync();
        await broken.Time.PassAsync(TimeSpan.FromSeconds(45));
        _ = await broken.Time.RunAsync(reply);

        Assert.Equal("byte", Only(trips).Tags["conversations.idle.kind"]);
        Assert.Contains(broken.Watched.Logs.GetSnapshot(), static line => line.Id.Name == "StreamIdle");
    }

    [Fact]
    public async Task A_turn_that_failed_is_an_error_of_the_span()
    {
        await using var broken = Broken.Start(StubAnswer.Messages(Human, Failure), Stored("idle", Human, Failure));

        _ = await broken.AskAsync();

        Activity span = broken.Watched.StreamSpan;
        Assert.Equal(
            ("failed", "turn_failed", ActivityStatusCode.Error),
            (Watched.Tag(span, "conversations.stream.outcome"), Watched.Tag(span, "error.type"), span.Status));
    }

    [Fact]
    public async Task Two_turns_under_one_trace_have_a_trace_id_each_and_it_stands_on_the_span()
    {
        await using var watched = Watched.Start(
            StubServer.InMemory(StubAnswer.Messages(Human, Final), StubAnswer.Messages(Human, Final), StubAnswer.Messages(Human, Final)));
        var given = Guid.NewGuid();

        _ = await watched.Client.Conversations.AskAsync(Id, "Hi");
        _ = await watched.Client.Conversations.AskAsync(Id, "Hi");
        _ = await watched.Client.Conversations.AskAsync(Id, "Hi", new() { TraceId = given });

        string?[] sent =
        [
            .. watched.Stub.Requests.Select(
                static request => JsonDocument.Parse(request.Text).RootElement.GetProperty("trace_id").GetString()),
        ];
        string?[] told =
        [
            .. watched.Spans
                .Where(static span => span.OperationName.StartsWith("invoke_agent", StringComparison.Ordinal))
                .Select(static span => (string?)Watched.Tag(span, "conversations.turn.trace_id")),
        ];
        Assert.Equal(sent, told);
        Assert.Equal(3, told.Distinct().Count());
        Assert.Equal(given.ToString(), told[2]);
        Assert.All(watched.Spans, span => Assert.Equal(watched.Trace, span.TraceId));
    }

    [Fact]
    public async Task A_stream_that_joins_a_turn_claims_no_trace_id()
    {
        await using var watched = Watched.Start(StubServer.InMemory(StubAnswer.Messages(Human, Final)));

        _ = await watched.Client.Conversations.ReconnectAsync(Id).ToListAsync();

        Assert.Equal(("join", null), (Watched.Tag(watched.StreamSpan, "conversations.turn.start"), Watched.Tag(watched.StreamSpan, "conversations.turn.trace_id")));
    }

    [Fact]
    public async Task What_this_version_does_not_know_is_counted_by_kind_and_named_in_the_log()
    {
        string conversation = $$"""{"id":"{{Id}}","status":"dreaming","title":"T","type":"assistant"}""";
        await using var watched = Watched.Start(StubServer.InMemory(
            StubAnswer.Stream($"event: conversation\ndata: {conversation}\n\nevent: mood\ndata: {{\"a\":\"secret words\"}}\n\nevent: message\ndata: {{\"type\":\"ai/dance\",\"id\":\"d\"}}\n\nevent: message\ndata: {Human}\n\nevent: message\ndata: {Final}\n\n"),
            StubAnswer.Json("""{"id":"01978c3e-52aa-0000-91d4-3b6f2f0c7e11","status":"What Ana wrote."}""")));
        MetricCollector<long> unknown = watched.Collect<long>("conversations.client.unknown");

        _ = await watched.Client.Conversations.StreamAsync(Id, "Hi").ToListAsync();
        _ = await watched.Client.Tickets.GetAsync(42);

        Assert.Equal(
            ["value", "event", "message", "value"],
            unknown.GetMeasurementSnapshot().Select(static item => item.Tags["conversations.unknown.kind"]));
        string[] lines =
            [.. watched.Logs.GetSnapshot().Where(static line => line.Id.Id is >= 40 and < 43).Select(static line => line.Message)];
        Assert.Equal(4, lines.Length);
        Assert.Contains("dreaming", lines[0], StringComparison.Ordinal);
        Assert.Contains("mood", lines[1], StringComparison.Ordinal);
        Assert.Contains("ai/dance", lines[2], StringComparison.Ordinal);
        Assert.Contains("(15 characters)", lines[3], StringComparison.Ordinal);
    }

    private static CollectedMeasurement<T> Only<T>(MetricCollector<T> collector)
        where T : struct => Assert.Single(collector.GetMeasurementSnapshot());

    private static StubAnswer Stored(string status, params string[] messages) =>
        StubAnswer.Json($$"""{"id":"{{Id}}","status":"{{status}}","title":"T","type":"assistant","messages":[{{string.Join(",", messages)}}],"pending_approvals":[]}""");

    /// <summary>A stream whose connection does not last, on a clock.</summary>
    private sealed class Broken(Watched watched, TestClock time) : IAsyncDisposable
    {
        public Watched Watched => watched;

        public TestClock Time => time;

        public static Broken Start(params StubAnswer[] answers)
        {
            var time = new TestClock();
            var stub = StubServer.InMemory(answers);
            stub.AnswersHowTurnsStand = false;
            return new(Watched.Start(stub, options => options.TimeProvider = time), time);
        }

        public async Task<ConversationReply> BeginAsync() => await watched.Client.Conversations.AskAsync(Id, "Hi");

        public Task<ConversationReply> AskAsync() => time.RunAsync(BeginAsync());

        public ValueTask DisposeAsync() => watched.DisposeAsync();
    }
}
