using System.Net;
using Conversations.Client.Tests.Architecture;
using Microsoft.Extensions.DependencyInjection;

namespace Conversations.Client.Tests.Pipeline.Retries;

/// <summary>Which calls the client repeats after which failures, how often, and when it stops.</summary>
public sealed class RepetitionTests
{
    private static readonly TimeSpan RequestTimeout = TimeSpan.FromSeconds(7);

    private static readonly Dictionary<string, Func<StubAnswer>> PassingFailures = new()
    {
        ["408"] = static () => StubAnswer.Json("{}", 408),
        ["429"] = static () => StubAnswer.Json("""{"detail":"Request was throttled."}""", 429),
        ["500"] = static () => StubAnswer.Html("<p>Oops</p>", 500),
        ["502"] = static () => StubAnswer.Of(502),
        ["503"] = static () => StubAnswer.Json("{}", 503),
        ["504"] = static () => StubAnswer.Of(504),
        ["520"] = static () => StubAnswer.Of(520),
        ["reset"] = StubAnswer.Reset,
        ["silence"] = StubAnswer.Silence,
        ["cut body"] = static () => StubAnswer.Of(200).With("Content-Type", "application/json").Write("{\"count\":").Cut(),
        ["silent body"] = static () => StubAnswer.Of(200).With("Content-Type", "application/json").Write("{\"count\":").Hang(),
    };

    public static IEnumerable<string> Passing => PassingFailures.Keys;

    [Theory, BothTransports(Rows = nameof(Passing))]
    public async Task What_may_be_repeated_is_repeated_after_a_failure_that_passes_and_nothing_else_is(Transport transport, string failure)
    {
        foreach ((string facade, SpecOperation operation, bool isRepeatable) in FacadeCalls.OfContract)
        {
            await using StubServer stub = await StubServer.StartAsync(transport);
            stub.AnswersHowTurnsStand = false;
            _ = stub.Answer(PassingFailures[failure]()).Answer(_ => operation.Example());
            var clock = new TestClock();
            using ConversationsClient client = Create(stub, clock);

            Exception? error = await EndAsync(
                clock, FacadeCalls.All[facade](client), failure.StartsWith("silen", StringComparison.Ordinal) ? stub.ArrivedAsync(1) : null);

            Assert.Equal((facade, isRepeatable ? 2 : 1), (facade, stub.Requests.Count));
            Assert.True(error is null == isRepeatable, $"{facade}: {error}");
            if (error is not null)
            {
                Assert.Equal((facade, 1), (facade, Assert.IsType<ConversationsException>(error, exactMatch: false).Attempts));
            }
        }
    }

    [Theory]
    [InlineData(302), InlineData(400), InlineData(401), InlineData(402), InlineData(403), InlineData(404), InlineData(405)]
    [InlineData(409), InlineData(415), InlineData(501), InlineData(505)]
    public async Task An_answer_that_does_not_pass_by_itself_is_thrown_at_once(int status)
    {
        foreach ((string facade, SpecOperation _, bool _) in FacadeCalls.OfContract)
        {
            await using var stub = StubServer.InMemory();
            stub.AnswersHowTurnsStand = false;
            _ = stub.Answer(_ => StubAnswer.Json("{}", status));
            using ConversationsClient client = Create(stub, new TestClock());

            ConversationsApiException error = await Assert.ThrowsAnyAsync<ConversationsApiException>(() => FacadeCalls.All[facade](client));

            Assert.Equal((facade, 1, false), (facade, stub.Requests.Count, error.IsTransient));
        }
    }

    [Fact]
    public async Task A_success_that_cannot_be_read_is_not_repeated()
    {
        await using var stub = StubServer.InMemory();
        _ = stub.Answer(static _ => StubAnswer.Html("<p>Sign in</p>"));
        using ConversationsClient client = Create(stub, new TestClock());

        ConversationsException error = await Assert.ThrowsAsync<ConversationsException>(() => client.Tickets.CountUnreadAsync());

        Assert.Equal((1, 1, false), (stub.Requests.Count, error.Attempts, error.IsTransient));
    }

    [Theory, InlineData(1), InlineData(2), InlineData(4), InlineData(9)]
    public async Task A_call_is_sent_as_often_as_the_option_says_and_the_last_failure_is_thrown_with_their_number(int attempts)
    {
        await using var stub = StubServer.InMemory();
        _ = stub.Answer(static _ => StubAnswer.Json("""{"detail":"Busy."}""", 503));
        var clock = new TestClock();
        using ConversationsClient client = Create(stub, clock, retry => retry.MaxAttempts = attempts);

        ConversationsApiException error = Assert.IsType<ConversationsApiException>(await EndAsync(clock, client.Tickets.GetAsync(1)));

        Assert.Equal((attempts, attempts), (stub.Requests.Count, error.Attempts));
        Assert.Equal(
            (HttpStatusCode.ServiceUnavailable, "Busy.", true, false),
            (error.StatusCode, error.Detail, error.IsTransient, error.OutcomeIsUnknown));
    }

    [Fact]
    public async Task The_failures_of_attempts_may_differ_and_each_counts()
    {
        await using var stub = StubServer.InMemory(
            StubAnswer.Reset(), StubAnswer.Silence(), StubAnswer.Json("{}", 500), StubAnswer.Json("""{"count":3}"""));
        var clock = new TestClock();
        using ConversationsClient client = Create(stub, clock);

        Task<int> unread = client.Tickets.CountUnreadAsync();

        Assert.Null(await EndAsync(clock, unread, silent: stub.ArrivedAsync(2)));
        Assert.Equal((3, 4), (await unread, stub.Requests.Count));
    }

    [Fact]
    public async Task A_change_that_may_be_repeated_is_repeated_with_the_same_bytes()
    {
        await using var stub = StubServer.InMemory(
            StubAnswer.Reset(),
            StubAnswer.Json("{}", 502),
            Spec.Operations.Single(static operation => operation.Name == "tickets.bulk_update_tags").Example());
        var clock = new TestClock();
        using ConversationsClient client = Create(stub, clock);

        Assert.Null(await EndAsync(clock, client.Tickets.AddTagsAsync([Guid.NewGuid()], ["vip"])));

        Assert.Equal(3, stub.Requests.Count);
        Assert.Contains("vip", Assert.Single(stub.Requests.Select(static request => request.Text).Distinct()), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_renewed_credential_and_repetitions_count_together()
    {
        await using var stub = StubServer.InMemory(StubAnswer.Json("{}", 503), StubAnswer.Json("{}", 401));
        _ = stub.Answer(static _ => StubAnswer.Json("{}", 503));
        var clock = new TestClock();
        using ConversationsClient client = stub.CreateClient(options =>
            (options.TimeProvider, options.Retry.MaxAttempts, options.Credential) =
            (clock, 3, ConversationsCredential.FromProvider(static _ => new(ConversationsCredential.PersonalApiKey("phx_a")))));

        ConversationsApiException error = Assert.IsType<ConversationsApiException>(
            await EndAsync(clock, client.Tickets.CountUnreadAsync()));

        Assert.Equal((4, 4), (stub.Requests.Count, error.Attempts));
    }

    [Fact]
    public async Task Raw_requests_that_read_are_repeated_and_all_others_are_sent_once()
    {
        foreach (HttpMethod method in new[] { HttpMethod.Get, HttpMethod.Post, HttpMethod.Patch, HttpMethod.Delete, HttpMethod.Head })
        {
            int expected = method == HttpMethod.Get ? 4 : 1;
            await using var stub = StubServer.InMemory();
            _ = stub.Answer(static _ => StubAnswer.Of(503));
            var clock = new TestClock();
            using ConversationsClient client = Create(stub, clock);
            using var request = new HttpRequestMessage(method, "conversations/tickets/unread_count/");

            ConversationsApiException error = Assert.IsType<ConversationsApiException>(
                await EndAsync(clock, client.RawRequestAsync(request)));

            Assert.Equal((method, expected, expected), (method, stub.Requests.Count, error.Attempts));
        }
    }

    [Theory, InlineData("plain"), InlineData("container"), InlineData("keyed"), InlineData("with")]
    public async Task Every_way_to_a_client_has_the_same_repetitions(string way)
    {
        await using var stub = StubServer.InMemory();
        _ = stub.Answer(static _ => StubAnswer.Of(503));
        var clock = new TestClock();
        var services = new ServiceCollection();
        void Configure(ConversationsClientOptions options) =>
            (options.ProjectId, options.ApiKey, options.BaseAddress, options.TimeProvider) = ("1", StubServer.Key, stub.BaseAddress, clock);
        IHttpClientBuilder builder =
            way == "keyed" ? services.AddConversationsClient("emea", Configure) : services.AddConversationsClient(Configure);
        _ = builder.ConfigurePrimaryHttpMessageHandler(() => stub.CreateHandler()!);
        await using ServiceProvider provider = services.BuildServiceProvider();
        var options = new ConversationsClientOptions();
        Configure(options);
        using var plain = new ConversationsClient(options, stub.CreateHandler());
        IConversationsClient client = way switch
        {
            "plain" => plain,
            "with" => plain.With(projectId: "2", ConversationsCredential.PersonalApiKey("phx_other")),
            "keyed" => provider.GetRequiredKeyedService<IConversationsClient>("emea"),
            _ => provider.GetRequiredService<IConversationsClient>(),
        };

        ConversationsApiException error = Assert.IsType<ConversationsApiException>(
            await EndAsync(clock, client.Tickets.CountUnreadAsync()));

        Assert.Equal((4, 4), (stub.Requests.Count, error.Attempts));
    }

    /// <summary>Lets the clock run through the pauses of a call, and returns how it failed.</summary>
    /// <param name="clock">The clock.</param>
    /// <param name="call">The call.</param>
    /// <param name="silent">The arrival of a request that is not answered before the time limit.</param>
    private static async Task<Exception?> EndAsync(TestClock clock, Task call, Task? silent = null)
    {
        Task pauses = clock.RunAsync(call);
        if (silent is not null)
        {
            await silent;
            await clock.PassAsync(RequestTimeout);
        }

        return await Record.ExceptionAsync(() => pauses);
    }

    private static ConversationsClient Create(StubServer stub, TestClock clock, Action<RetryOptions>? retry = null) =>
        stub.CreateClient(options =>
        {
            (options.TimeProvider, options.RequestTimeout, options.Retry.MaxAttempts) = (clock, RequestTimeout, 4);
            retry?.Invoke(options.Retry);
        });
}
