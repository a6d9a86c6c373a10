using Conversations.Client.Tests.Pipeline.SentOnce;

namespace Conversations.Client.Tests.Architecture;

/// <summary>
/// Tries the sentences of docs/retries.md about handlers of the application with a call of each method of the groups.
/// <see cref="Pipeline.Retries.RepetitionTests"/> does so for the client's own repetitions, and <see cref="SentOnceTests"/> checks that
/// what
/// must not be repeated is sent once, wherever a handler is.
/// </summary>
public sealed class RetryTests
{
    private static readonly Dictionary<string, Func<StubAnswer>> Failures = new()
    {
        ["429"] = static () => StubAnswer.Json("""{"detail":"Wait."}""", 429).With("Retry-After", "1"),
        ["503"] = static () => StubAnswer.Json("{}", 503),
        ["reset"] = StubAnswer.Reset,
    };

    public static TheoryData<string> FailureNames => [.. Failures.Keys];

    [Fact]
    public async Task A_401_to_a_provided_credential_is_followed_by_one_more_sending_and_to_a_given_one_by_none()
    {
        foreach ((string? facade, SpecOperation _, bool _) in FacadeCalls.OfContract)
        {
            Assert.Equal((facade, 1), (facade, await CountAsync(ConversationsCredential.PersonalApiKey("phx_a"))));
            Assert.Equal(
                (facade, 2),
                (facade,
                    await CountAsync(ConversationsCredential.FromProvider(static _ => new(ConversationsCredential.PersonalApiKey("phx_a"))))));

            async Task<int> CountAsync(ConversationsCredential credential)
            {
                await using var stub = StubServer.InMemory();
                stub.Answer(static _ => StubAnswer.Json("{}", 401));
                using ConversationsClient client = stub.CreateClient(options => (options.ApiKey, options.Credential) = (null, credential));
                _ = await Assert.ThrowsAsync<ConversationsAuthenticationException>(() => FacadeCalls.All[facade](client));
                return stub.Requests.Count;
            }
        }
    }

    [Theory, MemberData(nameof(FailureNames))]
    public Task A_handler_on_the_returned_builder_repeats_what_may_be_repeated_and_nothing_else(string failure) =>
        EachAsync(Place.ReturnedBuilder, Failures[failure], static isRepeatable => isRepeatable ? 2 : 1);

    [Theory, MemberData(nameof(FailureNames))]
    public Task A_handler_on_every_client_repeats_nothing_that_was_answered_or_broke(string failure) =>
        EachAsync(Place.EveryClient, Failures[failure], static _ => 1);

    [Fact]
    public Task A_handler_on_every_client_has_no_time_limit_after_which_it_repeats() =>
        EachAsync(Place.EveryClient, StubAnswer.Silence, static _ => 1, "Tickets.CountUnreadAsync", "Views.UpdateAsync", "Tickets.ReplyAsync", "Conversations.AskAsync");

    private static async Task EachAsync(Place place, Func<StubAnswer> failure, Func<bool, int> expected, params string[] silent)
    {
        foreach ((string? facade, SpecOperation? operation, bool isRepeatable) in FacadeCalls.OfContract.Where(call => silent.Length == 0
            || silent.Contains(call.Facade)))
        {
            StubAnswer first = failure();
            var arrived = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            await using var stub = StubServer.InMemory();
            stub.AnswersHowTurnsStand = false;
            stub.Answer(_ => arrived.TrySetResult() ? first : operation.Example());
            using var host = new HostsHandlers(stub, place, Repeater.Standard);

            bool isSilent = silent.Length > 0;
            Exception? error = await host.EndOfAsync(
                FacadeCalls.All[facade](host.Client), isSilent ? arrived.Task : host.FirstSending, isSilent);

            Assert.True(stub.Requests.Count == expected(isRepeatable), $"{facade}: {stub.Requests.Count} requests. {error}");
            Assert.True(error is null == expected(isRepeatable) > 1, $"{facade}: {error}");
        }
    }

    [Fact]
    public async Task An_exception_counts_what_a_handler_of_the_application_repeated()
    {
        foreach ((string? facade, SpecOperation _, bool isRepeatable) in FacadeCalls.OfContract)
        {
            await using var stub = StubServer.InMemory();
            stub.AnswersHowTurnsStand = false;
            stub.Answer(static _ => StubAnswer.Json("{}", 503));
            using var host = new HostsHandlers(stub, Place.ReturnedBuilder, Repeater.Standard);

            ConversationsApiException error = Assert.IsType<ConversationsApiException>(
                await host.EndOfAsync(FacadeCalls.All[facade](host.Client), host.FirstSending), exactMatch: false);

            Assert.Equal((facade, stub.Requests.Count), (facade, error.Attempts));
            Assert.Equal((facade, isRepeatable), (facade, error.Attempts > 1));
        }
    }
}
