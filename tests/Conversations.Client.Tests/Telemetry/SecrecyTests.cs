using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Globalization;
using System.Text;
using Conversations.Client.Tests.Architecture;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;

namespace Conversations.Client.Tests.Telemetry;

/// <summary>
/// Neither keys nor what people wrote are in spans, measurements or log lines, with everything switched on, over all calls and a stream.
/// </summary>
public sealed class SecrecyTests
{
    private const string Cookie = "s3ss1on-c00kie";
    private const string Csrf = "csrf-t0ken";
    private const string Said = "I lost my card in Porto";
    private const string Answered = "Your card 4929 is blocked";
    private const string Trait = "ana.ruiz@acme.example";
    private const string Failure = "Oops, the card service of Porto is down";

    private static readonly string[] Secrets = [StubServer.Key, Cookie, Csrf, Said, Answered, Trait, Failure, "Porto", "4929", "Ana Ruiz"];

    [Theory]
    [InlineData("key")]
    [InlineData("session")]
    public async Task No_call_tells_a_key_or_what_people_wrote(string credential)
    {
        await using Watched watched = Start(credential, StubServer.InMemory().Answer(static request => AnswerOf(request)));
        using var measured = new Measured(watched);

        foreach ((string _, Func<IConversationsClient, Task> call) in FacadeCalls.All)
        {
            _ = await Record.ExceptionAsync(() => call(watched.Client));
        }

        string told = Told(watched, measured);
        Assert.True(watched.Spans.Count >= FacadeCalls.All.Count, "Too few spans.");
        Assert.True(measured.Count >= FacadeCalls.All.Count, "Too few measurements.");
        AssertSilent(told);
    }

    [Theory]
    [InlineData("key")]
    [InlineData("session")]
    public async Task No_stream_tells_a_key_or_what_people_wrote(string credential)
    {
        var id = Guid.Parse(Examples.ConversationId);
        string human = $$"""{"type":"human","id":"h","content":"{{Said}}"}""";
        var stub = StubServer.InMemory(
            StubAnswer.Messages(human, $$"""{"type":"ai","id":"temp-0","content":"{{Answered}}"}""").Break(),
            StubAnswer.Json($$"""{"id":"{{id}}","status":"in_progress","title":"{{Said}}","type":"assistant","messages":[{{human}}],"pending_approvals":[]}"""),
            StubAnswer.Stream($"event: {Said}\ndata: {{\"a\":\"{Answered}\"}}\n\nevent: message\ndata: {{\"type\":\"{StubServer.Key}\",\"id\":\"{Trait}\"}}\n\nevent: status\ndata: {{\"type\":\"{Cookie}\"}}\n\nevent: message\ndata: {{\"type\":\"ai/failure\",\"id\":\"f\",\"content\":\"{Failure}\"}}\n\n"),
            StubAnswer.Json($$"""{"id":"{{id}}","status":"idle","title":"T","type":"assistant","messages":[{{human}}],"pending_approvals":[]}"""));
        stub.AnswersHowTurnsStand = false;
        var time = new TestClock();
        await using Watched watched = Start(credential, stub, time);
        using var measured = new Measured(watched);

        _ = await Record.ExceptionAsync(() => time.RunAsync(AskAsync(watched, id)));

        string told = Told(watched, measured);
        Assert.Contains("StreamReconnected", told, StringComparison.Ordinal);
        Assert.Contains("conversations.client.unknown", told, StringComparison.Ordinal);
        AssertSilent(told);
        Assert.All(
            watched.Logs.GetSnapshot().Where(static line => line.Id.Name!.Contains("Sensitive", StringComparison.Ordinal)),
            static line => Assert.Equal(LogLevel.Trace, line.Level));
    }

    private static async Task<ConversationReply> AskAsync(Watched watched, Guid id) =>
        await watched.Client.Conversations.AskAsync(id, Said);

    private static Watched Start(string credential, StubServer stub, TestClock? time = null) => Watched.Start(stub, options =>
    {
        options.TimeProvider = time ?? options.TimeProvider;
        if (credential == "session")
        {
            options.ApiKey = null;
            options.Credential = ConversationsCredential.Session(Cookie, Csrf);
        }
    });

    /// <summary>A refusal that repeats everything, as a careless proxy may.</summary>
    private static StubAnswer AnswerOf(StubRequest request) => StubAnswer.Json(
        $$"""{"type":"validation_error","code":"invalid","detail":"{{StubServer.Key}} {{Cookie}} {{Said}} {{Trait}}","attr":"{{Trait}}"}""",
        request.Method == "GET" ? 400 : 422);

    private static void AssertSilent(string told)
    {
        foreach (string secret in Secrets)
        {
            Assert.DoesNotContain(secret, told, StringComparison.OrdinalIgnoreCase);
        }
    }

    private static string Told(Watched watched, Measured measured)
    {
        var told = new StringBuilder();
        foreach (Activity span in watched.Spans)
        {
            _ = told.AppendLine(
                CultureInfo.InvariantCulture, $"{span.OperationName} {span.DisplayName} {span.StatusDescription} {Show(span.TagObjects)}");
            foreach (ActivityEvent happened in span.Events)
            {
                _ = told.AppendLine(CultureInfo.InvariantCulture, $"{happened.Name} {Show(happened.Tags)}");
            }

            _ = told.AppendLine(Show(span.Baggage.Select(static item => KeyValuePair.Create(item.Key, (object?)item.Value))));
        }

        foreach (FakeLogRecord line in watched.Logs.GetSnapshot()
            .Where(static line => !line.Id.Name!.Contains("Sensitive", StringComparison.Ordinal)))
        {
            string state = string.Join(' ', line.StructuredState!.Select(static pair => $"{pair.Key}={pair.Value}"));
            _ = told.AppendLine(CultureInfo.InvariantCulture, $"{line.Id.Name} {line.Message} {state} {line.Exception}");
        }

        return told.Append(measured).ToString();
    }

    private static string Show(IEnumerable<KeyValuePair<string, object?>> tags) =>
        string.Join(' ', tags.Select(static tag => $"{tag.Key}={tag.Value}"));

    /// <summary>All measurements of the container's meter, as text.</summary>
    private sealed class Measured : IDisposable
    {
        private readonly StringBuilder _text = new();
        private readonly MeterListener _listener = new();

        public Measured(Watched watched)
        {
            _listener.InstrumentPublished = (instrument, listener) =>
            {
                if (instrument.Meter.Scope == watched.Meters && instrument.Meter.Name == "Conversations.Client")
                {
                    listener.EnableMeasurementEvents(instrument);
                }
            };
            _listener.SetMeasurementEventCallback<double>((instrument, _, tags, _) => Add(instrument, tags));
            _listener.SetMeasurementEventCallback<long>((instrument, _, tags, _) => Add(instrument, tags));
            _listener.Start();
        }

        public int Count { get; private set; }

        public void Dispose() => _listener.Dispose();

        public override string ToString()
        {
            lock (_text)
            {
                return _text.ToString();
            }
        }

        private void Add(Instrument instrument, ReadOnlySpan<KeyValuePair<string, object?>> tags)
        {
            lock (_text)
            {
                Count++;
                _ = _text.AppendLine(CultureInfo.InvariantCulture, $"{instrument.Name} {Show(tags.ToArray())}");
            }
        }
    }
}
