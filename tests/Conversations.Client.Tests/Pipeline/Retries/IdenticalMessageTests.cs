namespace Conversations.Client.Tests.Pipeline.Retries;

/// <summary>
/// <see cref="RetryOptions.RepeatIdenticalMessages"/>: a message whose outcome is not known goes out again inside the time in which the
/// newest servers know it, and never later (docs/service/tickets.md 8.3, 8.4).
/// </summary>
public sealed class IdenticalMessageTests
{
    /// <summary>The answer to a reply.</summary>
    public const string Message = """{"id":"0197cccc-0000-7000-8000-00000000ffff","content":"Hi","author_type":"support","is_public":false,"created_at":"2026-06-01T00:00:00Z"}""";

    private const string Ticket = """{"id":"0197cccc-0000-7000-8000-00000000ffff","ticket_number":7}""";

    private static readonly Dictionary<string, Func<StubAnswer>> Unknown = new()
    {
        ["reset"] = StubAnswer.Reset,
        ["500"] = static () => StubAnswer.Json("{}", 500),
        ["502"] = static () => StubAnswer.Of(502),
        ["408"] = static () => StubAnswer.Of(408),
        ["cut body"] = static () => StubAnswer.Of(200).With("Content-Type", "application/json").Write("{\"id\":").Cut(),
    };

    private static readonly Dictionary<string, Func<IConversationsClient, Task>> Sends = new()
    {
        ["reply"] = static client => client.Tickets.ReplyAsync(1, new TicketReply { Message = "Hi" }),
        ["reply by text"] = static client => client.Tickets.ReplyAsync(1, "Hi"),
        ["compose"] = static client => client.Tickets.ComposeAsync(
            new TicketCompose { EmailConfigId = Guid.NewGuid(), RecipientEmail = "a@example.com", EmailSubject = "S", Message = "Hi" }),
    };

    public static IEnumerable<string> Names => Sends.Keys;

    public static IEnumerable<object[]> Cases => from send in Sends.Keys from failure in Unknown.Keys select new object[] { send, failure };

    [Theory, MemberData(nameof(Cases))]
    public async Task Without_the_option_a_message_is_sent_once(string send, string failure)
    {
        await using var stub = StubServer.InMemory();
        _ = stub.Answer(_ => Unknown[failure]());
        using ConversationsClient client = Create(stub, new TestClock(), isOn: false);

        ConversationsException error = await Assert.ThrowsAnyAsync<ConversationsException>(() => Sends[send](client));

        Assert.Equal((1, 1, true, true), (stub.Requests.Count, error.Attempts, error.IsTransient, error.OutcomeIsUnknown));
    }

    [Theory, MemberData(nameof(Cases))]
    public async Task With_the_option_it_goes_out_again_with_the_same_bytes(string send, string failure)
    {
        var clock = new TestClock();
        await using var stub = StubServer.InMemory(Unknown[failure](), Unknown[failure](), Answer(send));
        using ConversationsClient client = Create(stub, clock);

        await clock.RunAsync(Sends[send](client));

        Assert.Equal(3, stub.Requests.Count);
        _ = Assert.Single(stub.Requests.Select(static request => (request.Method, request.Path, request.Text)).Distinct());
    }

    [Theory, MemberData(nameof(NameRows))]
    public async Task While_an_identical_one_is_on_its_way_the_client_waits_however_many_times_that_takes(string send)
    {
        var clock = new TestClock();
        await using var stub = StubServer.InMemory(StubAnswer.Reset());
        _ = stub.Answer([.. Enumerable.Repeat(0, 6).Select(_ => InProgress(send))]).Answer(Answer(send));
        using ConversationsClient client = Create(stub, clock);

        await clock.RunAsync(Sends[send](client));

        Assert.Equal(8, stub.Requests.Count);
    }

    [Theory, MemberData(nameof(NameRows))]
    public async Task A_message_that_stays_on_its_way_is_given_up_inside_the_window_with_an_unknown_outcome(string send)
    {
        var clock = new TestClock();
        await using var stub = StubServer.InMemory();
        _ = stub.Answer(_ => InProgress(send));
        using ConversationsClient client = Create(stub, clock);
        DateTimeOffset start = clock.GetUtcNow();

        ConversationsConflictException error = await Assert.ThrowsAsync<ConversationsConflictException>(
            () => clock.RunAsync(Sends[send](client)));

        Assert.Equal((true, true), (error.IsTransient, error.OutcomeIsUnknown));
        Assert.InRange((clock.GetUtcNow() - start).TotalSeconds, 30, 90);
        Assert.Equal(error.Attempts, stub.Requests.Count);
    }

    [Fact]
    public async Task Nothing_goes_out_again_after_the_window()
    {
        var clock = new TestClock();
        await using var stub = StubServer.InMemory(StubAnswer.Silence());
        _ = stub.Answer(static _ => StubAnswer.Json(Message, 201));
        using ConversationsClient client = Create(stub, clock);
        Task call = client.Tickets.ReplyAsync(1, "Hi");

        // RequestTimeout is 100 seconds, and 90 are the last moment.
        await clock.PassAsync(TimeSpan.FromSeconds(100));
        ConversationsTimeoutException error = await Assert.ThrowsAsync<ConversationsTimeoutException>(() => call);

        Assert.Equal((1, true), (stub.Requests.Count, error.OutcomeIsUnknown));
    }

    [Fact]
    public async Task A_repetition_that_a_handler_of_the_application_holds_up_beyond_the_window_does_not_leave()
    {
        var clock = new TestClock();
        await using var stub = StubServer.InMemory(StubAnswer.Json("{}", 502));
        _ = stub.Answer(static _ => StubAnswer.Json(Message, 201));
        using var client = new ConversationsClient(Options(stub, clock), new SlowHandler(clock) { InnerHandler = stub.CreateHandler()! });

        ConversationsApiException error = await Assert.ThrowsAsync<ConversationsApiException>(
            () => clock.RunAsync(client.Tickets.ReplyAsync(1, "Hi")));

        Assert.Equal((1, 1, true), (stub.Requests.Count, error.Attempts, error.OutcomeIsUnknown));
        Assert.Contains("could not be sent again", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_repetition_has_the_credential_of_the_first_because_the_service_knows_messages_by_their_author()
    {
        var clock = new TestClock();
        int asked = 0;
        await using var stub = StubServer.InMemory(StubAnswer.Json("{}", 502), StubAnswer.Json("{}", 401));
        _ = stub.Answer(static _ => StubAnswer.Json(Message, 201));
        using ConversationsClient client = stub.CreateClient(options =>
        {
            (options.TimeProvider, options.Retry.MaxAttempts, options.Retry.RepeatIdenticalMessages) = (clock, 4, true);
            options.Credential = ConversationsCredential.FromProvider(_ => new(ConversationsCredential.PersonalApiKey($"phx_{++asked}")));
        });

        ConversationsAuthenticationException error = await Assert.ThrowsAsync<ConversationsAuthenticationException>(
            () => clock.RunAsync(client.Tickets.ReplyAsync(1, "Hi")));

        Assert.Equal((2, 1, true), (stub.Requests.Count, asked, error.OutcomeIsUnknown));
    }

    [Theory, InlineData(400), InlineData(401), InlineData(403), InlineData(404), InlineData(429)]
    public async Task A_refusal_is_thrown_or_waited_for_and_did_nothing(int status)
    {
        var clock = new TestClock();
        await using var stub = StubServer.InMemory();
        _ = stub.Answer(_ => StubAnswer.Json("{}", status));
        using ConversationsClient client = Create(stub, clock);

        ConversationsApiException error = await Assert.ThrowsAnyAsync<ConversationsApiException>(
            () => clock.RunAsync(client.Tickets.ReplyAsync(1, "Hi")));

        Assert.Equal((status == 429 ? 4 : 1, false), (stub.Requests.Count, error.OutcomeIsUnknown));
    }

    [Fact]
    public async Task A_refusal_after_an_unknown_outcome_leaves_it_unknown()
    {
        var clock = new TestClock();
        await using var stub = StubServer.InMemory(StubAnswer.Reset(), StubAnswer.Json("{}", 404));
        using ConversationsClient client = Create(stub, clock);

        ConversationsNotFoundException error = await Assert.ThrowsAsync<ConversationsNotFoundException>(
            () => clock.RunAsync(client.Tickets.ReplyAsync(1, "Hi")));

        Assert.Equal((2, true, false), (error.Attempts, error.OutcomeIsUnknown, error.IsTransient));
    }

    [Fact]
    public async Task No_other_change_is_repeated_with_the_option()
    {
        await using var stub = StubServer.InMemory();
        _ = stub.Answer(static _ => StubAnswer.Reset());
        using ConversationsClient client = Create(stub, new TestClock());

        _ = await Assert.ThrowsAsync<ConversationsConnectionException>(() => client.Tickets.UpdateAsync(1, new() { Priority = null }));
        _ = await Assert.ThrowsAsync<ConversationsConnectionException>(() => client.Conversations.AskAsync(Guid.NewGuid(), "Hi"));

        Assert.Equal(2, stub.Requests.Count);
    }

    public static TheoryData<string> NameRows => [.. Names];

    private static StubAnswer Answer(string send) => send == "compose" ? StubAnswer.Json(Ticket, 201) : StubAnswer.Json(Message, 201);

    private static StubAnswer InProgress(string send) => StubAnswer.Json(
        $$"""{"detail":"It is being sent.","error_type":"{{(send == "compose" ? "compose" : "reply")}}_in_progress"}""", 409);

    private static ConversationsClientOptions Options(StubServer stub, TestClock clock) => new()
    {
        ProjectId = StubServer.ProjectId,
        BaseAddress = stub.BaseAddress,
        ApiKey = StubServer.Key,
        TimeProvider = clock,
        RequestTimeout = TimeSpan.FromSeconds(1000),
        Retry = { RepeatIdenticalMessages = true },
    };

    private static ConversationsClient Create(StubServer stub, TestClock clock, bool isOn = true) => stub.CreateClient(options =>
        (options.TimeProvider, options.Retry.MaxAttempts, options.Retry.RepeatIdenticalMessages) = (clock, 4, isOn));

    /// <summary>Holds each request up for 95 seconds after the first.</summary>
    private sealed class SlowHandler(TestClock clock) : DelegatingHandler
    {
        private int _requests;

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            if (_requests++ > 0)
            {
                await Task.Delay(TimeSpan.FromSeconds(95), clock, cancellationToken);
            }

            return await base.SendAsync(request, cancellationToken);
        }
    }
}
