namespace Conversations.Client.Tests.Configuration.Credentials;

/// <summary>Tokens whose end is known: renewed before it, and never sent after it if a provider can be asked.</summary>
public sealed class ExpiryTests
{
    private static readonly DateTimeOffset Start = new(2026, 6, 3, 11, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    [Theory]
    [InlineData("10:00:00", "00:05:00")]
    [InlineData("01:00:00", "00:05:00")]
    [InlineData("00:50:00", "00:05:00")]
    [InlineData("00:10:00", "00:01:00")]
    [InlineData("00:00:10", "00:00:01")]
    public async Task A_token_is_renewed_a_tenth_of_its_time_before_its_end_and_at_most_five_minutes(string life, string margin)
    {
        var length = TimeSpan.Parse(life, null);
        var clock = new TestClock(Start);
        await using StubServer stub = Counting();
        var provider = ScriptedProvider.OfTokens(clock, length);
        using ConversationsClient client = Client(stub, clock, provider.Credential);

        _ = await client.Tickets.CountUnreadAsync();
        clock.SetUtcNow(Start + length - TimeSpan.Parse(margin, null) - TimeSpan.FromTicks(1));
        _ = await client.Tickets.CountUnreadAsync();
        await clock.QuietAsync();
        Assert.Equal(1, provider.Asked);

        clock.SetUtcNow(Start + length - TimeSpan.Parse(margin, null));
        _ = await client.Tickets.CountUnreadAsync();
        await provider.AskedAsync(2);
        await clock.QuietAsync();
        _ = await client.Tickets.CountUnreadAsync();

        Assert.Equal(2, provider.Asked);
        Assert.Equal(["t1", "t1", "t1", "t2"], Sent(stub));
    }

    [Theory, BothTransports]
    public async Task While_a_token_is_renewed_ahead_of_time_all_calls_go_on_with_the_old_one(Transport transport)
    {
        var clock = new TestClock(Start);
        await using StubServer stub = await StubServer.StartAsync(transport);
        stub.Answer(static _ => StubAnswer.Json("""{"count":1}"""));
        var next = new TaskCompletionSource<ConversationsCredential>(TaskCreationOptions.RunContinuationsAsynchronously);
        var provider = new ScriptedProvider((number, _) =>
            number == 1 ? Task.FromResult(ScriptedProvider.Token(1, Start + Hour)) : next.Task);
        using ConversationsClient client = Client(stub, clock, provider.Credential);
        _ = await client.Tickets.CountUnreadAsync();
        clock.SetUtcNow(Start + Hour - TimeSpan.FromMinutes(5));

        _ = await Task.WhenAll(Enumerable.Range(0, 200).Select(_ => client.Tickets.CountUnreadAsync()));

        // No call waits for the renewal, so that it may not have begun when they have ended.
        await provider.AskedAsync(2);
        Assert.Equal(2, provider.Asked);
        Assert.All(Sent(stub), static token => Assert.Equal("t1", token));

        next.SetResult(ScriptedProvider.Token(2, Start + (2 * Hour)));
        await clock.QuietAsync();
        _ = await client.Tickets.CountUnreadAsync();
        Assert.Equal("t2", Sent(stub)[^1]);
        Assert.Equal(2, provider.Asked);
    }

    [Fact]
    public async Task A_renewal_ahead_of_time_that_fails_fails_no_call_and_is_tried_again_after_a_pause()
    {
        var clock = new TestClock(Start);
        await using StubServer stub = Counting();
        var provider = new ScriptedProvider((number, _) => number switch
        {
            1 => Task.FromResult(ScriptedProvider.Token(1, Start + Hour)),
            4 => Task.FromResult(ScriptedProvider.Token(4, Start + (2 * Hour))),
            _ => throw new InvalidOperationException("The vault is sealed."),
        });
        using ConversationsClient client = Client(stub, clock, provider.Credential);
        _ = await client.Tickets.CountUnreadAsync();

        // 30 seconds are the tenth of the five minutes.
        foreach ((int second, int asked) in new[] { (0, 2), (29, 2), (30, 3), (59, 3), (60, 4) })
        {
            clock.SetUtcNow(Start + Hour - TimeSpan.FromMinutes(5) + TimeSpan.FromSeconds(second));
            for (int call = 0; call < 20; call++)
            {
                _ = await client.Tickets.CountUnreadAsync();
            }

            await clock.QuietAsync();
            Assert.Equal((second, asked), (second, provider.Asked));
        }

        _ = await client.Tickets.CountUnreadAsync();
        Assert.Equal("t4", Sent(stub)[^1]);
        Assert.All(Sent(stub).SkipLast(20), static token => Assert.Equal("t1", token));
    }

    [Fact]
    public async Task A_renewal_that_hangs_costs_no_call_its_old_token_until_that_expires()
    {
        var clock = new TestClock(Start);
        await using StubServer stub = Counting();
        var provider = new ScriptedProvider((number, token) =>
            number == 1 ? Task.FromResult(ScriptedProvider.Token(1, Start + TimeSpan.FromMinutes(5))) : ScriptedProvider.HangAsync(token));
        using ConversationsClient client = Client(stub, clock, provider.Credential);
        _ = await client.Tickets.CountUnreadAsync();

        // The first limit of 100 seconds falls into the time before the end, the second does not.
        clock.SetUtcNow(Start + TimeSpan.FromMinutes(4.5));
        _ = await client.Tickets.CountUnreadAsync();
        await provider.AskedAsync(2);
        clock.SetUtcNow(Start + TimeSpan.FromMinutes(5) - TimeSpan.FromTicks(1));
        _ = await client.Tickets.CountUnreadAsync();
        Assert.Equal(["t1", "t1", "t1"], Sent(stub));

        clock.SetUtcNow(Start + TimeSpan.FromMinutes(5));
        Task<TicketMessage> late = client.Tickets.ReplyAsync(1, "Hi");
        await clock.BegunAsync(6);
        clock.Advance(TimeSpan.FromSeconds(100));
        ConversationsTimeoutException error = await Assert.ThrowsAsync<ConversationsTimeoutException>(() => late);

        Assert.Contains("credential provider", error.Message, StringComparison.Ordinal);
        Assert.Contains("It was not sent.", error.Message, StringComparison.Ordinal);
        Assert.Equal(3, stub.Requests.Count);
    }

    [Fact]
    public async Task An_expired_token_is_not_sent_when_its_provider_fails()
    {
        var clock = new TestClock(Start);
        await using StubServer stub = Counting();
        var provider = new ScriptedProvider((number, _) =>
            number == 1 ? Task.FromResult(ScriptedProvider.Token(1, Start + Hour)) : throw new InvalidOperationException("Sealed."));
        using ConversationsClient client = Client(stub, clock, provider.Credential);
        _ = await client.Tickets.CountUnreadAsync();
        clock.SetUtcNow(Start + Hour);

        _ = await Assert.ThrowsAsync<ConversationsCredentialException>(() => client.Tickets.ReplyAsync(1, "Hi"));

        Assert.Single(stub.Requests);
    }

    [Fact]
    public async Task An_expired_token_from_a_provider_is_told_with_both_times_and_not_sent()
    {
        var clock = new TestClock(Start);
        await using StubServer stub = Counting();
        using ConversationsClient client = Client(stub, clock, new ScriptedProvider((_, _) =>
            Task.FromResult(ScriptedProvider.Token(1, Start - TimeSpan.FromMinutes(1)))).Credential);

        ConversationsCredentialException error = await Assert.ThrowsAsync<ConversationsCredentialException>(() =>
            client.Tickets.ReplyAsync(1, "Hi"));

        Assert.Contains("2026-06-03 10:59:00Z", error.Message, StringComparison.Ordinal);
        Assert.Contains("2026-06-03 11:00:00Z", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("t1", error.ToString(), StringComparison.Ordinal);
        Assert.Empty(stub.Requests);
    }

    [Fact]
    public async Task An_expired_token_without_a_provider_is_sent_because_the_service_decides_and_its_refusal_says_that_it_expired()
    {
        var clock = new TestClock(Start);
        await using StubServer stub = Counting();
        using ConversationsClient client = Client(stub, clock, ScriptedProvider.Token(1, Start));

        Assert.Equal(1, await client.Tickets.CountUnreadAsync());

        stub.Answer(static _ => StubAnswer.Json("{}", 401));
        ConversationsAuthenticationException expired =
            await Assert.ThrowsAsync<ConversationsAuthenticationException>(() => client.Tickets.CountUnreadAsync());
        Assert.Contains("The token expired at 2026-06-03 11:00:00Z", expired.Message, StringComparison.Ordinal);
        IConversationsClient valid = client.With(credential: ScriptedProvider.Token(2, Start + Hour));
        ConversationsAuthenticationException refused =
            await Assert.ThrowsAsync<ConversationsAuthenticationException>(() => valid.Tickets.CountUnreadAsync());
        Assert.DoesNotContain("expired", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_token_that_is_refused_before_its_end_is_renewed_at_once()
    {
        var clock = new TestClock(Start);
        await using var stub = StubServer.InMemory(StubAnswer.Json("{}", 401));
        stub.Answer(static _ => StubAnswer.Json("""{"count":1}"""));
        var provider = ScriptedProvider.OfTokens(clock, Hour);
        using ConversationsClient client = Client(stub, clock, provider.Credential);

        _ = await client.Tickets.CountUnreadAsync();

        Assert.Equal(["t1", "t2"], Sent(stub));
    }

    private static StubServer Counting() => StubServer.InMemory().Answer(static _ => StubAnswer.Json("""{"count":1}"""));

    private static ConversationsClient Client(StubServer stub, TimeProvider clock, ConversationsCredential credential) =>
        stub.CreateClient(options => (options.TimeProvider, options.Credential) = (clock, credential));

    private static string[] Sent(StubServer stub) => [.. stub.Requests.Select(static request => request["Authorization"]!["Bearer ".Length..])];
}
