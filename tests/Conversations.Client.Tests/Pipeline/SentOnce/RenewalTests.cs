using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace Conversations.Client.Tests.Pipeline.SentOnce;

/// <summary>
/// A credential is refused and renewed: which caller gets which response, whatever handlers there are and however long a provider takes.
/// </summary>
public sealed class RenewalTests
{
    private static readonly TicketReply Reply = new() { Message = "Hi" };
    private static readonly string Accepted = $$"""{"id":"{{Examples.ConversationId}}"}""";

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Who_sends_two_copies_and_takes_the_first_answer_gets_that_of_the_renewed_key(bool isProviderSlow)
    {
        for (int run = 0; run < 20; run++)
        {
            await using var stub = StubServer.InMemory();
            var both = new BothHandler(takesFirst: true);
            // In each run the two sendings meet at another point.
            int turns = run;
            stub.Answer(request => StubAnswer.JsonAfter(AnsweredAsync(), Accepted, request["Authorization"] == "Bearer phx_new" ? 200 : 401));
            var services = new ServiceCollection();
            _ = services.ConfigureHttpClientDefaults(builder => builder.AddHttpMessageHandler(() => both));
            _ = services.AddConversationsClient(options =>
                (options.ProjectId, options.BaseAddress, options.Credential) =
                    ("1", stub.BaseAddress, Renewed(isProviderSlow ? 20 : 0))).ConfigurePrimaryHttpMessageHandler(() =>
                    stub.CreateHandler()!);
            await using ServiceProvider provider = services.BuildServiceProvider();

            TicketMessage message = await provider.GetRequiredService<IConversationsClient>().Tickets.ReplyAsync(1, Reply)
                .WaitAsync(TimeSpan.FromSeconds(30));

            Assert.Equal(Examples.ConversationId, message.Id.ToString());
            Assert.Equal(["Bearer phx_old", "Bearer phx_new"], stub.Requests.Select(static request => request["Authorization"]));

            async Task AnsweredAsync()
            {
                await both.BothUnderWay;
                await Turns.TakeAsync(turns);
            }
        }
    }

    [Fact]
    public async Task A_provider_that_does_not_listen_to_its_token_holds_nobody()
    {
        await using var stub = StubServer.InMemory();
        stub.Answer(static _ => StubAnswer.Json("""{"count":3}"""));
        var clock = new FakeTimeProvider();
        var given = new TaskCompletionSource<ConversationsCredential>(TaskCreationOptions.RunContinuationsAsynchronously);
        using ConversationsClient client = stub.CreateClient(options =>
            (options.TimeProvider, options.RequestTimeout, options.Credential) =
                (clock, TimeSpan.FromSeconds(5), ConversationsCredential.FromProvider(_ => new(given.Task))));
        using var caller = new CancellationTokenSource();

        Task<int> late = client.Tickets.CountUnreadAsync();
        Task<int> canceled = client.Tickets.CountUnreadAsync(caller.Token);
        await using ConversationStream stream = client.Conversations.StreamAsync(Guid.NewGuid(), "Hi");
        Task<int> reading = stream.CountAsync().AsTask();
        await caller.CancelAsync();
        await stream.DisposeAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(30));
        clock.Advance(TimeSpan.FromSeconds(5));

        _ = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => canceled.WaitAsync(TimeSpan.FromSeconds(30)));
        _ = await Assert.ThrowsAsync<ConversationsTimeoutException>(() => late.WaitAsync(TimeSpan.FromSeconds(30)));
        Assert.Equal(0, await reading.WaitAsync(TimeSpan.FromSeconds(30)));
        Assert.Empty(stub.Requests);

        given.SetResult(ConversationsCredential.PersonalApiKey("phx_late"));
        Assert.Equal(3, await client.Tickets.CountUnreadAsync().WaitAsync(TimeSpan.FromSeconds(30)));
    }

    [Fact]
    public async Task A_provider_that_fails_after_a_refusal_leaves_no_doubt_that_nothing_was_done()
    {
        foreach ((Exception? thrown, Type? type) in new (Exception,
            Type)[] { (new TaskCanceledException(), typeof(ConversationsTimeoutException)),
            (new HttpRequestException("No vault."), typeof(ConversationsCredentialException)) })
        {
            await using var stub = StubServer.InMemory(StubAnswer.Json("{}", 401));
            int asked = 0;
            using ConversationsClient client = stub.CreateClient(options =>
                options.Credential = ConversationsCredential.FromProvider(_ =>
                    ++asked == 1 ? new(ConversationsCredential.PersonalApiKey("phx_old")) : throw thrown));

            ConversationsException error = await Assert.ThrowsAnyAsync<ConversationsException>(() => client.Tickets.ReplyAsync(1, Reply));

            Assert.IsType(type, error);
            Assert.DoesNotContain("is not known", error.Message, StringComparison.Ordinal);
            Assert.Contains("nothing was done", error.Message, StringComparison.Ordinal);
            Assert.Contains(type == typeof(ConversationsTimeoutException) ? "The credential provider gave up" : "The credential provider failed", error.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_refusal_whose_body_never_ends_is_a_refusal_at_the_time_limit()
    {
        await using var stub = StubServer.InMemory();
        var arrived = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        stub.Answer(_ => StubAnswer.Json("{", 401).Wait(Task.Run(() => arrived.TrySetResult())).Hang());
        var clock = new FakeTimeProvider();
        using ConversationsClient client = stub.CreateClient(options =>
            (options.TimeProvider, options.RequestTimeout, options.Credential) = (clock, TimeSpan.FromSeconds(5), Renewed(turns: 0)));

        Task<TicketMessage> running = client.Tickets.ReplyAsync(1, Reply);
        await arrived.Task;
        await stub.ArrivedAsync(1);
        clock.Advance(TimeSpan.FromSeconds(5));

        _ = await Assert.ThrowsAsync<ConversationsAuthenticationException>(() => running.WaitAsync(TimeSpan.FromSeconds(30)));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_request_carries_one_caller_also_when_the_kind_of_credential_changes(bool isSessionFirst)
    {
        await using var stub = StubServer.InMemory(StubAnswer.Json("{}", 401), StubAnswer.Json(Accepted));
        var credentials = new Queue<ConversationsCredential>(isSessionFirst
            ? [ConversationsCredential.Session("s1", "c1"), ConversationsCredential.PersonalApiKey("phx_2")]
            : [ConversationsCredential.PersonalApiKey("phx_2"), ConversationsCredential.Session("s1", "c1")]);
        using ConversationsClient client = stub.CreateClient(options =>
            options.Credential = ConversationsCredential.FromProvider(_ => new(credentials.Dequeue())));

        _ = await client.Tickets.ReplyAsync(1, Reply);

        foreach (StubRequest request in stub.Requests)
        {
            bool isSession = isSessionFirst == ReferenceEquals(request, stub.Requests[0]);
            Assert.Equal((isSession ? null : "Bearer phx_2", isSession, isSession), (request["Authorization"], request["Cookie"] is not null, request["X-CSRFToken"] is not null));
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_applications_default_headers_add_no_second_caller(bool isSession)
    {
        await using var stub = StubServer.InMemory(StubAnswer.Json("""{"count":3}"""));
        var services = new ServiceCollection();
        _ = services.ConfigureHttpClientDefaults(static builder => builder.ConfigureHttpClient(static http =>
        {
            http.DefaultRequestHeaders.Add("Authorization", "Bearer somebody");
            http.DefaultRequestHeaders.Add("Cookie", "sessionid=somebody");
        }));
        _ = services.AddConversationsClient(options =>
            (options.ProjectId, options.BaseAddress, options.Credential) =
                ("1", stub.BaseAddress, isSession
                ? ConversationsCredential.Session("s1", "c1")
                : ConversationsCredential.PersonalApiKey("phx_1"))).ConfigurePrimaryHttpMessageHandler(() =>
                stub.CreateHandler()!);
        await using ServiceProvider provider = services.BuildServiceProvider();

        _ = await provider.GetRequiredService<IConversationsClient>().Tickets.CountUnreadAsync();

        Assert.Equal((isSession ? null : "Bearer phx_1", isSession ? "sessionid=s1; posthog_csrftoken=c1" : null), (stub.Request["Authorization"], stub.Request["Cookie"]));
    }

    private static ConversationsCredential Renewed(int turns)
    {
        int asked = 0;
        return ConversationsCredential.FromProvider(async _ =>
        {
            bool isFirst = Interlocked.Increment(ref asked) == 1;
            if (!isFirst)
            {
                await Turns.TakeAsync(turns);
            }

            return ConversationsCredential.PersonalApiKey(isFirst ? "phx_old" : "phx_new");
        });
    }
}
