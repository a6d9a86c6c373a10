using System.Collections.Concurrent;

namespace Conversations.Client.Tests.Configuration.Credentials;

/// <summary>Many calls at once: one question for all of them, whatever comes of it, and no call that is sent twice.</summary>
public sealed class StormTests
{
    private const int Calls = 200;
    private const string Refusal = """{"type":"authentication_error","code":"authentication_failed","detail":"No.","attr":null}""";

    private static readonly string Accepted = $$"""{"id":"{{Examples.ConversationId}}"}""";

    [Theory, BothTransports]
    public async Task Calls_that_meet_the_same_refusal_ask_once(Transport transport)
    {
        await using StubServer stub = await StubServer.StartAsync(transport);
        Task all = RefuseTogether(stub, isRefused: static request => request["Authorization"] == "Bearer phx_secret1");
        var provider = new ScriptedProvider(static async (number, _) =>
        {
            await Task.Yield();
            return ScriptedProvider.Key(number);
        });
        using ConversationsClient client = stub.CreateClient(options => options.Credential = provider.Credential);

        _ = await Task.WhenAll(Enumerable.Range(0, Calls).Select(_ => client.Tickets.ReplyAsync(1, "Hi")));

        Assert.True(all.IsCompleted);
        Assert.Equal((2, 2 * Calls), (provider.Asked, stub.Requests.Count));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Calls_that_meet_the_same_refusal_ask_a_provider_that_fails_once(bool isSynchronous)
    {
        await using var stub = StubServer.InMemory();
        _ = RefuseTogether(stub, static _ => true);
        var provider = new ScriptedProvider((number, _) =>
            number == 1 ? Task.FromResult(ScriptedProvider.Key(1))
            : isSynchronous ? throw new InvalidOperationException("Sealed.")
            : Task.FromException<ConversationsCredential>(new InvalidOperationException("Sealed.")));
        var clock = new TestClock();
        using ConversationsClient client = stub.CreateClient(options =>
            (options.TimeProvider, options.Credential) = (clock, provider.Credential));

        Exception?[] errors = await Task.WhenAll(
            Enumerable.Range(0, Calls).Select(_ => Record.ExceptionAsync(() => client.Tickets.ReplyAsync(1, "Hi"))));

        Assert.Equal((2, Calls), (provider.Asked, stub.Requests.Count));
        Assert.All(errors, static error => Assert.Contains(
            "so nothing was done", Assert.IsType<ConversationsCredentialException>(error).Message, StringComparison.Ordinal));
        // Exceptions are changed as they are thrown, so that calls must not share one.
        Assert.Equal(Calls, errors.Distinct(ReferenceEqualityComparer.Instance).Count());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_provider_that_fails_is_asked_once_a_second_however_many_calls_need_it(bool areTogether)
    {
        await using var stub = StubServer.InMemory();
        stub.Answer(static _ => StubAnswer.Json(Accepted));
        var provider = new ScriptedProvider(static (number, _) =>
            number < 3 ? throw new InvalidOperationException("Sealed.") : Task.FromResult(ScriptedProvider.Key(number)));
        var clock = new TestClock();
        using ConversationsClient client = stub.CreateClient(options =>
            (options.TimeProvider, options.Credential) = (clock, provider.Credential));

        for (int asked = 1; asked < 3; asked++)
        {
            var running = new List<Task>();
            for (int call = 0; call < Calls; call++)
            {
                Task failing = Assert.ThrowsAsync<ConversationsCredentialException>(() => client.Tickets.ReplyAsync(1, "Hi"));
                running.Add(failing);
                await (areTogether ? Task.CompletedTask : failing);
            }

            await Task.WhenAll(running);
            Assert.Equal(asked, provider.Asked);
            clock.Advance(TimeSpan.FromSeconds(1));
        }

        _ = await client.Tickets.ReplyAsync(1, "Hi");
        Assert.Equal("Bearer phx_secret3", stub.Request["Authorization"]);
    }

    [Theory, BothTransports]
    public async Task While_keys_rotate_no_call_fails_and_none_is_taken_twice(Transport transport)
    {
        const int Waves = 10;
        const int InWave = 40;
        await using StubServer stub = await StubServer.StartAsync(transport);
        int valid = 1;
        int arrived = 0;
        var taken = new ConcurrentBag<string>();
        stub.Answer(request =>
        {
            if (request["Authorization"] != $"Bearer phx_secret{Volatile.Read(ref valid)}")
            {
                return StubAnswer.Json(Refusal, 401);
            }

            taken.Add(request.Text);
            if (Interlocked.Increment(ref arrived) % InWave == InWave / 2)
            {
                // The other half of the wave is on its way with the old key.
                Interlocked.Increment(ref valid);
            }

            return StubAnswer.Json(Accepted);
        });
        var provider = new ScriptedProvider(async (_, _) =>
        {
            await Task.Yield();
            return ScriptedProvider.Key(Volatile.Read(ref valid));
        });
        using ConversationsClient client = stub.CreateClient(options => options.Credential = provider.Credential);

        for (int wave = 0; wave < Waves; wave++)
        {
            _ = await Task.WhenAll(Enumerable.Range(0, InWave).Select(number => client.Tickets.ReplyAsync(1, $"Text {wave}.{number}")));
        }

        Assert.Equal((Waves * InWave, Waves * InWave), (taken.Count, taken.Distinct().Count()));
        Assert.Equal(Waves + 1, provider.Asked);
    }

    [Fact]
    public async Task A_renewal_that_began_before_the_key_changed_and_brings_the_old_key_is_not_the_last_word()
    {
        var start = new DateTimeOffset(2026, 6, 3, 11, 0, 0, TimeSpan.Zero);
        var clock = new TestClock(start);
        await using var stub = StubServer.InMemory();
        stub.Answer(static request => request["Authorization"] == "Bearer t2" ? StubAnswer.Json(Accepted) : StubAnswer.Json(Refusal, 401));
        stub.Answer(StubAnswer.Json(Accepted));
        var early = new TaskCompletionSource<ConversationsCredential>(TaskCreationOptions.RunContinuationsAsynchronously);
        var provider = new ScriptedProvider((number, _) =>
            number == 2 ? early.Task : Task.FromResult(ScriptedProvider.Token(number == 1 ? 1 : 2, start + TimeSpan.FromHours(number))));
        using ConversationsClient client = stub.CreateClient(options =>
            (options.TimeProvider, options.Credential) = (clock, provider.Credential));
        _ = await client.Tickets.ReplyAsync(1, "Hi");
        clock.SetUtcNow(start + TimeSpan.FromMinutes(55));

        Task<TicketMessage> refused = client.Tickets.ReplyAsync(1, "Again");
        await stub.ArrivedAsync(2);
        await provider.AskedAsync(2);
        await Turns.TakeAsync(50);
        early.SetResult(ScriptedProvider.Token(1, start + TimeSpan.FromHours(2)));
        _ = await refused;

        Assert.Equal(["Bearer t1", "Bearer t1", "Bearer t2"], stub.Requests.Select(static request => request["Authorization"]));
        Assert.Equal(3, provider.Asked);
    }

    [Fact]
    public async Task The_first_caller_gives_up_and_the_others_get_what_it_asked_for()
    {
        await using var stub = StubServer.InMemory();
        stub.Answer(static _ => StubAnswer.Json(Accepted));
        var given = new TaskCompletionSource<ConversationsCredential>(TaskCreationOptions.RunContinuationsAsynchronously);
        CancellationToken seen = default;
        var provider = new ScriptedProvider((_, token) =>
        {
            seen = token;
            return given.Task;
        });
        using ConversationsClient client = stub.CreateClient(options => options.Credential = provider.Credential);
        using var caller = new CancellationTokenSource();

        Task<TicketMessage> first = client.Tickets.ReplyAsync(1, "First", cancellationToken: caller.Token);
        await provider.AskedAsync(1);
        Task<TicketMessage> second = client.Tickets.ReplyAsync(1, "Second");
        await caller.CancelAsync();
        OperationCanceledException canceled = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);

        Assert.Equal(caller.Token, canceled.CancellationToken);
        Assert.False(seen.IsCancellationRequested);
        given.SetResult(ScriptedProvider.Key(1));
        _ = await second;
        Assert.Equal(1, provider.Asked);
        Assert.Contains("Second", stub.Request.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task When_the_last_caller_gives_up_the_provider_is_cancelled_and_the_next_call_asks_anew()
    {
        await using var stub = StubServer.InMemory();
        stub.Answer(static _ => StubAnswer.Json(Accepted));
        var cancelled = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var provider = new ScriptedProvider((number, token) =>
        {
            if (number > 1)
            {
                return Task.FromResult(ScriptedProvider.Key(number));
            }

            token.Register(cancelled.SetResult);
            return ScriptedProvider.HangAsync(token);
        });
        using ConversationsClient client = stub.CreateClient(options => options.Credential = provider.Credential);
        using var caller = new CancellationTokenSource();

        Task[] both =
        [
            client.Tickets.ReplyAsync(1, "First", cancellationToken: caller.Token),
            client.Tickets.ReplyAsync(1, "Second", cancellationToken: caller.Token),
        ];
        await provider.AskedAsync(1);
        await caller.CancelAsync();
        foreach (Task call in both)
        {
            _ = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
        }

        await cancelled.Task.WaitAsync(TimeSpan.FromSeconds(30));
        _ = await client.Tickets.ReplyAsync(1, "Third");
        Assert.Equal("Bearer phx_secret2", stub.Request["Authorization"]);
    }

    /// <summary>Holds the refusals of a stub back until all calls have met theirs.</summary>
    private static Task RefuseTogether(StubServer stub, Func<StubRequest, bool> isRefused)
    {
        var all = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        int refused = 0;
        stub.Answer(request =>
        {
            if (!isRefused(request))
            {
                return StubAnswer.Json(Accepted);
            }

            if (Interlocked.Increment(ref refused) == Calls)
            {
                all.SetResult();
            }

            return StubAnswer.JsonAfter(all.Task, Refusal, 401);
        });
        return all.Task;
    }
}
