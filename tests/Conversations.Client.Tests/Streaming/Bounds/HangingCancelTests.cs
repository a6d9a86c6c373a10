using System.Diagnostics;

namespace Conversations.Client.Tests.Streaming.Bounds;

/// <summary>While the call that cancels a turn hangs, the reader can still stop at once.</summary>
public sealed class HangingCancelTests
{
    private const string Human = """{"type":"human","id":"h","content":"Hi"}""";
    private static readonly Guid Id = Guid.Parse(Examples.ConversationId);

    public static IReadOnlyList<object?[]> Positions { get; } =
        [.. from place in (string[])["read", "closed", "question", "pause", "joining"]
            from how in (string[])["call", "loop", "dispose", "dispose enumerator"]
            select new object?[] { place, how }];

    private static StubAnswer Running => StubAnswer.Json($$"""{"id":"{{Id}}","status":"in_progress","title":"T","type":"assistant","messages":[{{Human}}],"pending_approvals":[]}""");

    [Theory, BothTransports(Rows = nameof(Positions))]
    public async Task The_readers_tokens_and_disposal_end_the_reading_at_once(Transport transport, string place, string how)
    {
        var time = new TestClock();
        var close = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        bool isClosing = place is not "read";
        await using StubServer stub = await StubServer.StartAsync(transport);
        stub.AnswersHowTurnsStand = false;
        int posts = 0;
        StubAnswer first = isClosing ? StubAnswer.Messages(Human).Wait(close.Task) : StubAnswer.Messages(Human).Hang();
        stub.Answer(request => (request.Method, Path.GetFileName(request.Path.TrimEnd('/'))) switch
        {
            ("PATCH", "cancel") => StubAnswer.Silence(),
            ("POST", _) => Interlocked.Increment(ref posts) == 1 ? first : StubAnswer.Silence(),
            _ when place == "question" => StubAnswer.Silence(),
            _ => Running,
        });
        using var watch = new WatchedReads(stub.CreateHandler());
        using ConversationsClient client = stub.CreateClient(
            options => (options.TimeProvider, options.Credential) = (time, ConversationsCredential.Session("session", "csrf")), watch);
        using var source = new CancellationTokenSource();
        ConversationStream stream = client.Conversations.StreamAsync(
            Id, "Hi", cancellationToken: how == "call" ? source.Token : CancellationToken.None);
        IAsyncEnumerator<ConversationStreamEvent> events = stream.GetAsyncEnumerator(how == "loop" ? source.Token : CancellationToken.None);
        Assert.True(await events.MoveNextAsync());
        Task<bool> next = events.MoveNextAsync().AsTask();

        Task? cancel = null;
        if (place is "read" or "closed")
        {
            cancel = stream.CancelAsync();
            await ArrivedAsync("PATCH", 1);
            close.SetResult();
            await watch.UntilAsync(() => watch.Ends == (isClosing ? 1 : 0));
        }
        else
        {
            // The reader has continued before the test asks for the cancel.
            close.SetResult();
            await ArrivedAsync("GET", 1);
            switch (place)
            {
                case "pause":
                    await time.PausedAsync();
                    break;
                case "joining":
                    await time.RunAsync(ArrivedAsync("POST", 2));
                    break;
            }

            cancel = stream.CancelAsync();
            await ArrivedAsync("PATCH", 1);
        }

        Assert.False(next.IsCompleted);
        long start = Stopwatch.GetTimestamp();
        switch (how)
        {
            case "dispose":
                await Task.Run(async () => await stream.DisposeAsync()).WaitAsync(TimeSpan.FromSeconds(30));
                break;
            case "dispose enumerator":
                await Task.Run(async () => await events.DisposeAsync()).WaitAsync(TimeSpan.FromSeconds(30));
                break;
            default:
                await source.CancelAsync();
                break;
        }

        if (how is "call" or "loop")
        {
            Assert.Equal(
                source.Token,
                (await Assert.ThrowsAnyAsync<OperationCanceledException>(() => next.WaitAsync(TimeSpan.FromSeconds(30)))
                    ).CancellationToken);
        }
        else
        {
            Assert.False(await next.WaitAsync(TimeSpan.FromSeconds(30)));
        }

        Assert.True(Stopwatch.GetElapsedTime(start) < TimeSpan.FromSeconds(5), $"It took {Stopwatch.GetElapsedTime(start)}.");
        Assert.Equal(StreamOutcome.Incomplete, stream.Outcome);
        await first.Freed.WaitAsync(TimeSpan.FromSeconds(30));
        Assert.False(cancel.IsCompleted);
        await stream.DisposeAsync();

        Task ArrivedAsync(string method, int times) =>
            stub.ArrivedAsync(() => stub.Requests.Count(request => request.Method == method) >= times);
    }

    [Fact]
    public async Task A_cancel_after_one_that_failed_asks_again_and_one_beside_another_listens_to_its_own_token()
    {
        await using var stub = StubServer.InMemory();
        stub.AnswersHowTurnsStand = false;
        int cancels = 0;
        var hangs = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        stub.Answer(request => (request.Method, Path.GetFileName(request.Path.TrimEnd('/'))) switch
        {
            ("PATCH", "cancel") => Interlocked.Increment(ref cancels) switch
            {
                1 => StubAnswer.Json("{}", 503),
                2 => StubAnswer.JsonAfter(hangs.Task, "{}"),
                _ => StubAnswer.Of(204),
            },
            ("POST", _) => StubAnswer.Messages(Human).Hang(),
            _ => Running,
        });
        using ConversationsClient client = stub.CreateClient(static options =>
            options.Credential = ConversationsCredential.Session("session", "csrf"));
        await using ConversationStream stream = client.Conversations.StreamAsync(Id, "Hi");
        await stream.OpenAsync();
        using var impatient = new CancellationTokenSource();

        _ = await Assert.ThrowsAnyAsync<ConversationsException>(() => stream.CancelAsync());
        Task second = stream.CancelAsync();
        Task beside = stream.CancelAsync(impatient.Token);
        await impatient.CancelAsync();

        _ = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => beside.WaitAsync(TimeSpan.FromSeconds(30)));
        Assert.False(second.IsCompleted);
        hangs.SetResult();
        await second.WaitAsync(TimeSpan.FromSeconds(30));
        await stream.CancelAsync();
        Assert.Equal(2, cancels);
    }
}
