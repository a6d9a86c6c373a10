using System.Net;
using Conversations.Client.Pipeline;
using Conversations.Client.Tests.Architecture;

namespace Conversations.Client.Tests.Pipeline.SentOnce;

/// <summary>
/// A request that must not be repeated reaches the service once for each call, whatever handlers the host has around or below ours.
/// </summary>
public sealed class SentOnceTests
{
    /// <summary>Every call of the groups that sends something that must not be sent twice.</summary>
    private static IEnumerable<(string Facade, SpecOperation Operation)> SendingCalls =>
        FacadeCalls.OfContract.Where(static call => !call.IsRepeatable).Select(static call => (call.Facade, call.Operation));

    /// <summary>The calls that are also tried over a socket: a stream, one with a body, one without.</summary>
    private static string[] OverSocket { get; } = ["Conversations.StreamAsync", "Tickets.ReplyAsync", "Views.DeleteAsync"];

    public static IEnumerable<object?[]> Arrangements =>
        from place in Enum.GetValues<Place>()
        from repeater in Enum.GetValues<Repeater>()
        select (object?[])[place, repeater];

    [Fact]
    public void Those_over_a_socket_are_calls_that_send() =>
        Assert.All(OverSocket, static facade => Assert.Contains(facade, SendingCalls.Select(static call => call.Facade)));

    [Fact]
    public void The_calls_that_are_tried_are_those_of_the_table() => Assert.Equal(
        ["conversations.create", "conversations.delete", "conversations.append_message", "queue.create", "queue.delete", "tickets.create", "tickets.update", "tickets.delete", "tickets.bulk_update_status", "tickets.compose", "tickets.reply", "tickets.note_update", "tickets.note_delete", "tickets.ai_feedback", "tickets.suggest_reply", "views.create", "views.delete"],
        SendingCalls.Select(static call => call.Operation.Name).Distinct());

    [Theory, BothTransports(Rows = nameof(Arrangements))]
    public async Task A_refusal_is_the_first_sendings_own(Transport transport, Place place, Repeater repeater)
    {
        foreach (int status in (int[])[500, 503, 429, 408])
        {
            await EachAsync(transport, place, repeater, () => StubAnswer.Json($$"""{"code":"c{{status}}","detail":"The first one's."}""", status).With("Retry-After", "3"), error =>
            {
                ConversationsApiException refused = Assert.IsAssignableFrom<ConversationsApiException>(error);
                Assert.Equal((HttpStatusCode)status, refused.StatusCode);
                Assert.Equal("The first one's.", refused.Detail);
                Assert.Equal($"c{status}", refused.Code);
                Assert.Equal(TimeSpan.FromSeconds(3), refused.RetryAfter);
            });
        }
    }

    [Theory, BothTransports(Rows = nameof(Arrangements))]
    public Task A_reset_is_a_connection_that_broke(Transport transport, Place place, Repeater repeater) =>
        EachAsync(transport, place, repeater, StubAnswer.Reset, static error =>
        {
            Assert.IsType<ConversationsConnectionException>(error);
            Assert.Contains("Whether it took effect is not known", error.Message, StringComparison.Ordinal);
        });

    [Theory, BothTransports(Rows = nameof(Arrangements))]
    public Task Late_headers_are_a_time_limit(Transport transport, Place place, Repeater repeater) =>
        EachAsync(transport, place, repeater, StubAnswer.Silence, static error =>
        {
            Assert.IsType<ConversationsTimeoutException>(error);
            Assert.Contains("is not known", error.Message, StringComparison.Ordinal);
        }, isSilent: true);

    [Theory, BothTransports(Rows = nameof(Arrangements))]
    public Task A_body_that_breaks_off_is_a_connection_that_broke(Transport transport, Place place, Repeater repeater) =>
        EachAsync(
            transport,
            place,
            repeater,
            static () => StubAnswer.Of(200).With("Content-Type", "application/json").Write("{").Break(),
            static error => Assert.IsAssignableFrom<ConversationsException>(error),
            hasBody: true);

    [Theory, BothTransports(Rows = nameof(Arrangements))]
    public async Task A_stream_that_breaks_off_sends_its_text_once(Transport transport, Place place, Repeater repeater)
    {
        await using StubServer stub = await StubServer.StartAsync(transport);
        StubAnswer first = StubAnswer.Messages($$"""{"type":"human","id":"{{Guid.NewGuid()}}","content":"Hi"}""").Break();
        stub.Answer(first);
        stub.Answer(static request =>
            request.Text.Contains("\"content\":null", StringComparison.Ordinal) ? StubAnswer.Json("""{"type":"validation_error","code":"invalid_input","detail":"Cannot continue streaming from an idle conversation","attr":null}""", 400) : StubAnswer.Json("{}", 500));
        using var host = new HostsHandlers(stub, place, repeater);

        _ = await host.EndOfAsync(host.Client.Conversations.AskAsync(Guid.NewGuid(), "Hi"), first.Freed);

        Assert.Single(stub.Requests, static request => request.Text.Contains("\"content\":\"Hi\"", StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Arrangements))]
    public async Task A_read_may_be_repeated_by_the_host(Place place, Repeater repeater)
    {
        await using var stub = StubServer.InMemory(StubAnswer.Json("{}", 503));
        stub.Answer(static _ => StubAnswer.Json("""{"count":3}"""));
        using var host = new HostsHandlers(stub, place, repeater);

        Task<int> call = host.Client.Tickets.CountUnreadAsync();
        Exception? error = await host.EndOfAsync(call, Task.CompletedTask);

        // Handlers around ours see our exceptions, which they do not know and so do not repeat.
        bool isInside = place is Place.ReturnedBuilder or Place.Both or Place.GivenHandler or Place.PrimaryHandler
            || repeater == Repeater.CopyWithoutOptions;
        Assert.Equal(isInside ? 2 : 1, stub.Requests.Count);
        Assert.Equal(isInside, error is null);
    }

    private static async Task EachAsync(
        Transport transport,
        Place place,
        Repeater repeater,
        Func<StubAnswer> answer,
        Action<Exception> check,
        bool hasBody = false,
        bool isSilent = false)
    {
        foreach ((string? facade, SpecOperation? operation) in SendingCalls.Where(call => transport == Transport.InMemory
            || OverSocket.Contains(call.Facade)))
        {
            if (hasBody && OperationTable.All.Single(facts => facts.Name == operation.Name).Answer == OperationAnswer.Events)
            {
                // The client joins the turn after a broken stream. Another test covers that.
                continue;
            }

            await using StubServer stub = await StubServer.StartAsync(transport);
            stub.AnswersHowTurnsStand = false;
            StubAnswer first = answer();
            var arrived = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            // A second sending would get a success, so the test would notice it.
            stub.Answer(_ => arrived.TrySetResult() ? first : operation.Example());
            using var host = new HostsHandlers(stub, place, repeater);

            Exception? error = await host.EndOfAsync(
                FacadeCalls.All[facade](host.Client),
                isSilent ? arrived.Task : hasBody ? Task.Delay(Timeout.Infinite) : host.FirstSending,
                isSilent);

            Assert.True(stub.Requests.Count == 1, $"{facade}: {stub.Requests.Count} requests arrived.");
            Assert.True(error is ConversationsException, $"{facade}: {error}");
            check(error);
        }
    }
}
