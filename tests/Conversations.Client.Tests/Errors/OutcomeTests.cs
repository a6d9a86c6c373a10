using System.Net;
using Conversations.Client.Pipeline;
using Conversations.Client.Tests.Architecture;
using Conversations.Client.Tests.Pipeline;

namespace Conversations.Client.Tests.Errors;

/// <summary>
/// <see cref="ConversationsException.IsTransient"/>, <see cref="ConversationsException.OutcomeIsUnknown"/> and
/// <see cref="ConversationsException.Attempts"/>: with these a program decides whether to repeat a call, to look first, or to give up.
/// </summary>
public sealed class OutcomeTests
{
    private const string Human = """{"type":"human","id":"h","content":"Hi"}""";

    private static readonly Dictionary<string, (Func<StubAnswer> Answer, bool IsTransient, bool IsUnknown)> Failures = new()
    {
        ["reset"] = (StubAnswer.Reset, true, true),
        ["cut body"] = (static () => StubAnswer.Of(200).With("Content-Type", "application/json").Write("{\"id\":").Cut(), true, true),
        ["unreadable success"] = (static () => StubAnswer.Html("<p>Sign in</p>"), false, true),
        ["302"] = (static () => StubAnswer.Of(302), false, false),
        ["400"] = (static () => StubAnswer.Json("{}", 400), false, false),
        ["401"] = (static () => StubAnswer.Json("{}", 401), false, false),
        ["402"] = (static () => StubAnswer.Json("{}", 402), false, false),
        ["403"] = (static () => StubAnswer.Json("{}", 403), false, false),
        ["404"] = (static () => StubAnswer.Json("{}", 404), false, false),
        ["405"] = (static () => StubAnswer.Json("{}", 405), false, false),
        ["408"] = (static () => StubAnswer.Json("{}", 408), true, true),
        ["409"] = (static () => StubAnswer.Json("{}", 409), false, false),
        ["409 running"] = (static () => StubAnswer.Json("""{"type":"server_error","code":"conflict"}""", 409), true, false),
        ["409 full"] = (static () => StubAnswer.Json("""{"error":"queue_full"}""", 409), true, false),
        ["409 not running"] = (static () => StubAnswer.Json("""{"error":"not_running"}""", 409), false, false),
        ["409 on its way"] = (static () => StubAnswer.Json("""{"detail":"x","error_type":"reply_in_progress"}""", 409), true, true),
        ["429"] = (static () => StubAnswer.Json("{}", 429), true, false),
        ["500"] = (static () => StubAnswer.Json("{}", 500), true, true),
        ["501"] = (static () => StubAnswer.Json("{}", 501), false, true),
        ["502"] = (static () => StubAnswer.Of(502), true, true),
        ["503"] = (static () => StubAnswer.Json("{}", 503), true, true),
        ["504"] = (static () => StubAnswer.Of(504), true, true),
    };

    public static IEnumerable<string> Names => Failures.Keys;

    [Theory, BothTransports(Rows = nameof(Names))]
    public async Task Each_failure_of_each_call_says_whether_it_passes_and_whether_something_may_have_changed(Transport transport, string name)
    {
        await using StubServer stub = await StubServer.StartAsync(transport);
        stub.AnswersHowTurnsStand = false;
        (Func<StubAnswer>? answer, bool isTransient, bool isUnknown) = Failures[name];
        _ = stub.Answer(_ => answer());
        using ConversationsClient client = stub.CreateClient();
        foreach ((string facade, SpecOperation operation, bool _) in FacadeCalls.OfContract)
        {
            if (name == "unreadable success"
                && OperationTable.All.Single(facts => facts.Name == operation.Name).Answer == OperationAnswer.Nothing)
            {
                continue;
            }

            ConversationsException error = await Assert.ThrowsAnyAsync<ConversationsException>(() => FacadeCalls.All[facade](client));

            Assert.Equal(
                (facade, isTransient, isUnknown && operation.Method != "GET", 1),
                (facade, error.IsTransient, error.OutcomeIsUnknown, error.Attempts));
        }
    }

    [Fact]
    public async Task A_call_that_could_not_connect_was_sent_no_time_and_changed_nothing()
    {
        using ConversationsClient client = ClosedPort.CreateClient();
        foreach ((string facade, SpecOperation _, bool _) in FacadeCalls.OfContract)
        {
            ConversationsException error = await Assert.ThrowsAnyAsync<ConversationsException>(() => FacadeCalls.All[facade](client));

            Assert.Equal((facade, true, false, 0), (facade, error.IsTransient, error.OutcomeIsUnknown, error.Attempts));
        }
    }

    [Fact]
    public async Task A_change_that_took_too_long_may_have_been_made()
    {
        var clock = new TestClock();
        await using var stub = StubServer.InMemory();
        _ = stub.Answer(static _ => StubAnswer.Silence());
        using ConversationsClient client = stub.CreateClient(options => options.TimeProvider = clock);
        Task change = client.Tickets.UpdateAsync(1, new() { Priority = null });
        await clock.PassAsync(TimeSpan.FromSeconds(100));

        ConversationsTimeoutException error = await Assert.ThrowsAsync<ConversationsTimeoutException>(() => change);

        Assert.Equal((true, true, 1), (error.IsTransient, error.OutcomeIsUnknown, error.Attempts));
    }

    [Theory, InlineData("message", true), InlineData("resume", true), InlineData("join", false)]
    public async Task A_stream_that_broke_has_taken_what_it_sent(string start, bool isUnknown)
    {
        await using var stub = StubServer.InMemory();
        stub.AnswersHowTurnsStand = false;
        _ = stub.Answer(static request => request.Method == "GET" ? StubAnswer.Of(503) : StubAnswer.Messages(Human).Break());
        using ConversationsClient cut = stub.CreateClient(static options => options.Streaming.Reconnect = false);
        var clock = new TestClock();
        using ConversationsClient lost = stub.CreateClient(options => options.TimeProvider = clock);

        ConversationsException first = await Assert.ThrowsAsync<ConversationsConnectionException>(() => Open(cut).ToListAsync().AsTask());
        ConversationsException second = await Assert.ThrowsAsync<ConversationsStreamException>(
            () => clock.RunAsync(Open(lost).ToListAsync().AsTask()));

        Assert.Equal((true, isUnknown), (first.IsTransient, first.OutcomeIsUnknown));
        Assert.Equal((true, isUnknown), (second.IsTransient, second.OutcomeIsUnknown));

        ConversationStream Open(ConversationsClient client) => start switch
        {
            "message" => client.Conversations.StreamAsync(Guid.NewGuid(), "Hi"),
            "resume" => client.Conversations.ResumeAsync(Guid.NewGuid(), ApprovalDecision.Approve("p")),
            _ => client.Conversations.ReconnectAsync(Guid.NewGuid()),
        };
    }

    [Fact]
    public async Task A_message_that_the_service_lost_may_be_sent_again()
    {
        var id = Guid.NewGuid();
        string other = """{"type":"human","id":"o","content":"Other","trace_id":"0197cccc-0000-7000-8000-00000000ffff"}""";
        string answer = """{"type":"ai","id":"a","content":"Hello"}""";
        await using var stub = StubServer.InMemory(
            StubAnswer.Messages(other, answer),
            StubAnswer.Json($$"""{"id":"{{id}}","status":"idle","title":"T","type":"assistant","messages":[{{other}},{{answer}}],"pending_approvals":[]}"""));
        stub.AnswersHowTurnsStand = false;
        using ConversationsClient client = stub.CreateClient();

        ConversationsStreamException error = await Assert.ThrowsAsync<ConversationsStreamException>(
            () => client.Conversations.AskAsync(id, "Hi"));

        Assert.Equal((true, false), (error.IsTransient, error.OutcomeIsUnknown));
    }

    [Fact]
    public async Task A_bulk_call_that_stopped_half_way_has_changed_something_and_says_why_it_stopped()
    {
        foreach ((int status, bool isTransient) in new[] { (503, true), (400, false) })
        {
            await using var stub = StubServer.InMemory(
                StubAnswer.Json("""{"success":true,"updated":500,"skipped":[]}"""), StubAnswer.Json("{}", status));
            using ConversationsClient client = stub.CreateClient();

            ConversationsBulkException error = await Assert.ThrowsAsync<ConversationsBulkException>(() =>
                client.Tickets.SetStatusAsync(Enumerable.Range(0, 600).Select(static _ => Guid.NewGuid()), TicketStatus.Resolved));

            Assert.Equal((isTransient, true, 1), (error.IsTransient, error.OutcomeIsUnknown, error.Attempts));
        }
    }

    [Fact]
    public void A_double_says_what_its_kind_and_status_say_unless_it_is_told_otherwise()
    {
        Assert.True(new ConversationsRateLimitException().IsTransient);
        Assert.True(new ConversationsConnectionException().IsTransient);
        Assert.True(new ConversationsTimeoutException().IsTransient);
        Assert.True(new ConversationsApiException { StatusCode = HttpStatusCode.BadGateway }.IsTransient);
        Assert.False(new ConversationsApiException { StatusCode = HttpStatusCode.NotImplemented }.IsTransient);
        Assert.False(new ConversationsNotFoundException().IsTransient);
        Assert.False(new ConversationsException().IsTransient);
        Assert.False(new ConversationsRateLimitException { IsTransient = false }.IsTransient);
        var told = new ConversationsException { OutcomeIsUnknown = true, Attempts = 3 };
        Assert.Equal((true, 3), (told.OutcomeIsUnknown, told.Attempts));
    }
}
