namespace Conversations.Client.Tests.Configuration.Credentials;

/// <summary>What a caller sees of a provider that throws, hangs, blocks, or waits for itself.</summary>
public sealed class ProviderFaultTests
{
    private static readonly string Accepted = $$"""{"id":"{{Examples.ConversationId}}"}""";

    public static TheoryData<string> Faults => [.. Thrown.Keys];

    private static Dictionary<string, Func<Task<ConversationsCredential>>> Thrown { get; } = new()
    {
        ["synchronously"] = static () => throw new InvalidOperationException("phx_secret1 is sealed."),
        ["later"] = static async () =>
        {
            await Task.Yield();
            throw new HttpRequestException("phx_secret1 is sealed.");
        },
        ["an exception of this package"] = static () => throw new ConversationsNotFoundException("phx_secret1 is sealed."),
        ["one that its own credential is refused"] = static () => throw new ConversationsAuthenticationException("phx_secret1 is sealed."),
        ["that an argument is wrong"] = static () => Task.FromResult(ConversationsCredential.OAuthToken("")),
    };

    [Theory, MemberData(nameof(Faults))]
    public async Task A_provider_that_throws_is_a_ConversationsCredentialException_without_the_key(string fault)
    {
        await using var stub = StubServer.InMemory(StubAnswer.Json("{}", 401));
        using ConversationsClient client = stub.CreateClient(options =>
            options.Credential = new ScriptedProvider((number, _) =>
                number == 1 ? Task.FromResult(ScriptedProvider.Key(1)) : Thrown[fault]()).Credential);

        ConversationsCredentialException error = await Assert.ThrowsAsync<ConversationsCredentialException>(() =>
            client.Tickets.ReplyAsync(1, "Hi"));

        Assert.Contains("The credential provider failed with", error.Message, StringComparison.Ordinal);
        Assert.Contains("The service refused the credential before, so nothing was done.", error.Message, StringComparison.Ordinal);
        Assert.NotNull(error.InnerException);
        Assert.Equal((true, false, 1), (error.IsTransient, error.OutcomeIsUnknown, error.Attempts));
        Assert.DoesNotContain("phx_secret1", error.ToString(), StringComparison.Ordinal);
        Assert.Single(stub.Requests);
    }

    [Fact]
    public async Task A_read_waits_for_a_provider_that_failed_as_for_a_service_that_did()
    {
        var clock = new TestClock();
        await using var stub = StubServer.InMemory(StubAnswer.Json("""{"count":3}"""));
        using ConversationsClient client = stub.CreateClient(options =>
        {
            (options.TimeProvider, options.Retry.MaxAttempts) = (clock, 4);
            options.Credential = new ScriptedProvider((number, _) =>
                number == 1 ? throw new InvalidOperationException("Sealed.") : Task.FromResult(ScriptedProvider.Key(1))).Credential;
        });

        Assert.Equal(3, await clock.RunAsync(client.Tickets.CountUnreadAsync()));
        Assert.Single(stub.Requests);
    }

    [Fact]
    public async Task A_provider_that_returns_nothing_or_another_provider_is_told_so()
    {
        foreach (ConversationsCredential? given in new[] { null!, ConversationsCredential.FromProvider(static _ => default) })
        {
            await using var stub = StubServer.InMemory();
            using ConversationsClient client = stub.CreateClient(options =>
                options.Credential = ConversationsCredential.FromProvider(_ => new(given)));

            ConversationsCredentialException error = await Assert.ThrowsAsync<ConversationsCredentialException>(() =>
                client.Tickets.ReplyAsync(1, "Hi"));

            Assert.Contains("gave nothing, or another provider", error.Message, StringComparison.Ordinal);
            Assert.Contains("It was not sent.", error.Message, StringComparison.Ordinal);
            Assert.Equal((false, false, 0), (error.IsTransient, error.OutcomeIsUnknown, error.Attempts));
            Assert.Empty(stub.Requests);
        }
    }

    [Theory]
    [InlineData("hangs")]
    [InlineData("ignores its token")]
    [InlineData("blocks its thread")]
    public async Task A_provider_that_does_not_end_has_RequestTimeout_and_is_named(string fault)
    {
        await using var stub = StubServer.InMemory();
        stub.Answer(static _ => StubAnswer.Json(Accepted));
        var clock = new TestClock();
        using var free = new ManualResetEventSlim();
        var provider = new ScriptedProvider((number, token) =>
        {
            if (number > 1)
            {
                return Task.FromResult(ScriptedProvider.Key(number));
            }

            if (fault == "blocks its thread")
            {
                free.Wait(CancellationToken.None);
            }

            return fault == "hangs" ? ScriptedProvider.HangAsync(token) : new TaskCompletionSource<ConversationsCredential>().Task;
        });
        using ConversationsClient client = stub.CreateClient(options =>
            (options.TimeProvider, options.RequestTimeout, options.Credential) = (clock, TimeSpan.FromSeconds(7), provider.Credential));

        Task<TicketMessage> first = client.Tickets.ReplyAsync(1, "First");
        await provider.AskedAsync(1);
        clock.Advance(TimeSpan.FromSeconds(4));
        // Without a limit of its own the question would go on for as long as calls come.
        Task<TicketMessage> second = client.Tickets.ReplyAsync(1, "Second");
        clock.Advance(TimeSpan.FromSeconds(3));
        foreach (Task<TicketMessage> call in (Task<TicketMessage>[])[first, second])
        {
            ConversationsTimeoutException error = await Assert.ThrowsAsync<ConversationsTimeoutException>(() =>
                call.WaitAsync(TimeSpan.FromSeconds(30)));
            Assert.Contains("credential provider", error.Message, StringComparison.Ordinal);
            Assert.Contains("00:00:07", error.Message, StringComparison.Ordinal);
            Assert.Contains("It was not sent.", error.Message, StringComparison.Ordinal);
        }

        clock.Advance(TimeSpan.FromSeconds(1));
        _ = await client.Tickets.ReplyAsync(1, "Third");
        Assert.Equal("Bearer phx_secret2", stub.Request["Authorization"]);
        free.Set();
    }

    [Fact]
    public async Task A_provider_that_blocks_its_thread_blocks_no_callers()
    {
        await using var stub = StubServer.InMemory();
        stub.Answer(static _ => StubAnswer.Json(Accepted));
        using var free = new ManualResetEventSlim();
        var provider = new ScriptedProvider((_, _) =>
        {
            free.Wait(CancellationToken.None);
            return Task.FromResult(ScriptedProvider.Key(1));
        });
        using ConversationsClient client = stub.CreateClient(options => options.Credential = provider.Credential);

        Task<TicketMessage> call = client.Tickets.ReplyAsync(1, "Hi");
        Assert.False(call.IsCompleted);

        free.Set();
        _ = await call;
    }

    [Fact]
    public async Task A_provider_that_calls_the_client_that_waits_for_it_is_told_so_at_once()
    {
        await using var stub = StubServer.InMemory();
        ConversationsClient? client = null;
        using ConversationsClient created = stub.CreateClient(options =>
            options.Credential = ConversationsCredential.FromProvider(async token =>
            {
                _ = await client!.With("2").Tickets.ReplyAsync(1, "Inner", cancellationToken: token);
                return ScriptedProvider.Key(1);
            }));
        client = created;

        ConversationsCredentialException error = await Assert.ThrowsAsync<ConversationsCredentialException>(() =>
            client.Tickets.ReplyAsync(1, "Outer").WaitAsync(TimeSpan.FromSeconds(30)));

        Assert.Contains("would have waited for itself", error.ToString(), StringComparison.Ordinal);
        Assert.Empty(stub.Requests);
    }

    [Fact]
    public async Task Providers_that_wait_for_each_other_are_told_so_at_once()
    {
        await using var stub = StubServer.InMemory();
        IConversationsClient? left = null;
        IConversationsClient? right = null;
        var both = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        int begun = 0;
        ConversationsCredential Of(Func<IConversationsClient> other) => ConversationsCredential.FromProvider(async token =>
        {
            if (Interlocked.Increment(ref begun) == 2)
            {
                both.SetResult();
            }

            await both.Task;
            _ = await other().Tickets.ReplyAsync(1, "Inner", cancellationToken: token);
            return ScriptedProvider.Key(1);
        });
        using ConversationsClient client = stub.CreateClient();
        left = client.With(credential: Of(() => right!));
        right = client.With(credential: Of(() => left));

        Task<TicketMessage>[] calls = [left.Tickets.ReplyAsync(1, "Left"), right.Tickets.ReplyAsync(1, "Right")];
        foreach (Task<TicketMessage> call in calls)
        {
            ConversationsCredentialException error = await Assert.ThrowsAsync<ConversationsCredentialException>(() =>
                call.WaitAsync(TimeSpan.FromSeconds(30)));
            Assert.Contains("would have waited for itself", error.ToString(), StringComparison.Ordinal);
        }

        Assert.Empty(stub.Requests);
    }

    [Fact]
    public async Task A_provider_may_call_its_own_client_while_the_old_token_is_valid()
    {
        var start = new DateTimeOffset(2026, 6, 3, 11, 0, 0, TimeSpan.Zero);
        var clock = new TestClock(start);
        await using var stub = StubServer.InMemory();
        stub.Answer(static _ => StubAnswer.Json(Accepted));
        ConversationsClient? client = null;
        var provider = new ScriptedProvider(async (number, token) =>
        {
            if (number > 1)
            {
                _ = await client!.Tickets.ReplyAsync(1, "Inner", cancellationToken: token);
            }

            return ScriptedProvider.Token(number, clock.GetUtcNow() + TimeSpan.FromHours(1));
        });
        using ConversationsClient created = stub.CreateClient(options =>
            (options.TimeProvider, options.Credential) = (clock, provider.Credential));
        client = created;
        _ = await client.Tickets.ReplyAsync(1, "First");
        clock.Advance(TimeSpan.FromMinutes(56));
        _ = await client.Tickets.ReplyAsync(1, "Second");
        await stub.ArrivedAsync(3);
        await clock.QuietAsync();
        _ = await client.Tickets.ReplyAsync(1, "Third");

        Assert.Equal("Bearer t2", stub.Requests[^1]["Authorization"]);
        Assert.Equal(["Bearer t1", "Bearer t1", "Bearer t1"], stub.Requests.SkipLast(1).Select(static request => request["Authorization"]));
    }

    [Fact]
    public async Task A_client_that_is_disposed_while_it_waits_ends_its_calls_and_cancels_the_provider()
    {
        await using var stub = StubServer.InMemory();
        var cancelled = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var provider = new ScriptedProvider((_, given) =>
        {
            given.Register(cancelled.SetResult);
            return ScriptedProvider.HangAsync(given);
        });
        ConversationsClient client = stub.CreateClient(options => options.Credential = provider.Credential);

        Task<TicketMessage> call = client.Tickets.ReplyAsync(1, "Hi");
        await provider.AskedAsync(1);
        client.Dispose();

        _ = await Assert.ThrowsAnyAsync<Exception>(() => call.WaitAsync(TimeSpan.FromSeconds(30)));
        await cancelled.Task.WaitAsync(TimeSpan.FromSeconds(30));
        Assert.Empty(stub.Requests);
    }
}
