using System.Net;
using Microsoft.Extensions.Time.Testing;

namespace Conversations.Client.Tests.Pipeline;

/// <summary>How faults of the connection, the caller's token and the clock end a call.</summary>
public sealed class TransportFaultTests
{
    private static readonly Guid Id = Guid.Parse(Examples.ConversationId);

    private static IReadOnlyList<Func<ConversationsClient, CancellationToken, Task>> Calls { get; } =
    [
        static (client, token) => client.Tickets.GetAsync(1, token),
        static (client, token) => client.Tickets.UpdateAsync(1, new() { Priority = null }, token),
        static (client, token) => client.Tickets.ListAsync(cancellationToken: token).ToListAsync().AsTask(),
        static (client, token) => client.Tickets.ListAsync().ToListAsync(token).AsTask(),
        static (client, token) => client.Views.DeleteAsync("a", token),
        static (client, token) => client.Conversations.StreamAsync(Id, "Hi", cancellationToken: token).OpenAsync(CancellationToken.None),
        static (client, token) => client.Conversations.StreamAsync(Id, "Hi").OpenAsync(token),
        static (client, token) => client.Conversations.StreamAsync(Id, "Hi").ToListAsync(token).AsTask(),
        static (client, token) => client.Conversations.AskAsync(Id, "Hi", cancellationToken: token),
        static (client, token) => client.Conversations.ReconnectAsync(Id, token).ToListAsync().AsTask(),
        static (client, token) => client.Api.ListViewsAsync("1", cancellationToken: token),
    ];

    public static IEnumerable<int> CallNumbers => Enumerable.Range(0, Calls.Count);

    [Theory, BothTransports(Rows = nameof(CallNumbers))]
    public async Task A_reset_is_a_ConversationsConnectionException(Transport transport, int call)
    {
        await using StubServer stub = await StubServer.StartAsync(transport);
        stub.Answer(_ => StubAnswer.Reset());
        using ConversationsClient client = stub.CreateClient();

        ConversationsConnectionException error = await Assert.ThrowsAsync<ConversationsConnectionException>(() =>
            Calls[call](client, CancellationToken.None));

        Assert.IsType<HttpRequestException>(error.InnerException);
        Assert.DoesNotContain(StubServer.Key, error.ToString(), StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(CallRows))]
    public async Task A_refused_connection_is_a_ConversationsConnectionException(int call)
    {
        using ConversationsClient client = ClosedPort.CreateClient();

        _ = await Assert.ThrowsAsync<ConversationsConnectionException>(() => Calls[call](client, CancellationToken.None));
    }

    [Theory, BothTransports]
    public async Task An_answer_that_breaks_off_is_a_ConversationsConnectionException(Transport transport)
    {
        await using StubServer stub = await StubServer.StartAsync(transport);
        stub.Answer(_ => StubAnswer.Of(200).With("Content-Type", "application/json").Write("{\"count\":").Cut());
        using ConversationsClient client = stub.CreateClient();

        _ = await Assert.ThrowsAsync<ConversationsConnectionException>(() => client.Tickets.GetAsync(1));
        _ = await Assert.ThrowsAsync<ConversationsConnectionException>(() => client.Tickets.ListAsync().ToListAsync().AsTask());
    }

    [Theory, BothTransports]
    public async Task A_success_that_breaks_off_is_told_as_one(Transport transport)
    {
        await using StubServer stub = await StubServer.StartAsync(transport);
        stub.Answer(_ => StubAnswer.Of(200).With("Content-Type", "application/json").Write("{\"count\":").Break());
        using ConversationsClient client = stub.CreateClient();

        ConversationsConnectionException read =
            await Assert.ThrowsAsync<ConversationsConnectionException>(() => client.Tickets.GetAsync(1));
        ConversationsConnectionException sent = await Assert.ThrowsAsync<ConversationsConnectionException>(() =>
            client.Tickets.ReplyAsync(1, new TicketReply { Message = "Hi" }));

        Assert.Contains("was answered, but the answer broke off", read.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("effect", read.Message, StringComparison.Ordinal);
        Assert.Contains("was accepted by the service, but the answer broke off", sent.Message, StringComparison.Ordinal);
    }

    [Theory, BothTransports(Rows = nameof(CallNumbers))]
    public async Task Silence_before_the_headers_ends_in_a_ConversationsTimeoutException(Transport transport, int call)
    {
        await using StubServer stub = await StubServer.StartAsync(transport);
        var arrived = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        stub.Answer(_ =>
        {
            arrived.SetResult();
            return StubAnswer.Silence();
        });
        var clock = new FakeTimeProvider();
        using ConversationsClient client = stub.CreateClient(options =>
            (options.TimeProvider, options.RequestTimeout) = (clock, TimeSpan.FromSeconds(5)));

        Task running = Calls[call](client, CancellationToken.None);
        await arrived.Task;
        clock.Advance(TimeSpan.FromSeconds(4));
        Assert.False(running.IsCompleted);
        clock.Advance(TimeSpan.FromSeconds(1));

        ConversationsTimeoutException error = await Assert.ThrowsAsync<ConversationsTimeoutException>(() => running);
        Assert.Contains("RequestTimeout", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [BothTransports(200, typeof(ConversationsTimeoutException))]
    [BothTransports(500, typeof(ConversationsApiException))]
    public async Task Silence_in_the_body_ends_a_success_in_a_ConversationsTimeoutException_and_leaves_a_failure_its_status(
        Transport transport, int status, Type expected)
    {
        await using StubServer stub = await StubServer.StartAsync(transport);
        StubAnswer answer = StubAnswer.Json("{", status).Hang();
        stub.Answer(answer);
        var clock = new FakeTimeProvider();
        using var watch = new WatchedReads(stub.CreateHandler());
        using ConversationsClient client = stub.CreateClient(
            options => (options.TimeProvider, options.RequestTimeout) = (clock, TimeSpan.FromSeconds(5)), watch);

        Task<Ticket> running = client.Tickets.GetAsync(1);
        await watch.UntilAsync(() => watch.Reads == 1);
        clock.Advance(TimeSpan.FromSeconds(5));

        Exception error = await Record.ExceptionAsync(() => running);
        Assert.IsType(expected, error);
        Assert.Equal(status == 200, error.Message.Contains("was answered, but the answer did not come whole within", StringComparison.Ordinal));
        Assert.Equal(
            status == 500 ? (HttpStatusCode?)HttpStatusCode.InternalServerError : null, (error as ConversationsApiException)?.StatusCode);
        await answer.Freed.WaitAsync(TimeSpan.FromSeconds(30));
    }

    [Theory, BothTransports]
    public async Task The_callers_cancellation_while_a_failures_body_is_read_stays_one(Transport transport)
    {
        await using StubServer stub = await StubServer.StartAsync(transport);
        StubAnswer answer = StubAnswer.Json("{", 500).Hang();
        stub.Answer(answer);
        using ConversationsClient client = stub.CreateClient();
        using var caller = new CancellationTokenSource();

        Task<Ticket> running = client.Tickets.GetAsync(1, caller.Token);
        await stub.ArrivedAsync(1);
        await caller.CancelAsync();

        Assert.Equal(caller.Token, (await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running)).CancellationToken);
    }

    [Theory, BothTransports]
    public async Task The_request_timeout_does_not_end_a_stream(Transport transport)
    {
        await using StubServer stub = await StubServer.StartAsync(transport);
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        stub.Answer(StubAnswer.Messages("""{"type":"ai","id":"a","content":"1"}""").Wait(gate.Task).Write("event: message\ndata: {\"type\":\"ai\",\"id\":\"b\",\"content\":\"2\"}\n\n"));
        var clock = new FakeTimeProvider();
        using ConversationsClient client = stub.CreateClient(options =>
            (options.TimeProvider, options.RequestTimeout) = (clock, TimeSpan.FromSeconds(5)));
        await using ConversationStream stream = client.Conversations.StreamAsync(Id, "Hi");
        await using IAsyncEnumerator<ConversationStreamEvent> events = stream.GetAsyncEnumerator();

        Assert.True(await events.MoveNextAsync());
        clock.Advance(TimeSpan.FromHours(1));
        gate.SetResult();

        Assert.True(await events.MoveNextAsync());
        Assert.False(await events.MoveNextAsync());
    }

    [Theory, BothTransports(Rows = nameof(CallNumbers))]
    public async Task The_callers_cancellation_stays_an_OperationCanceledException(Transport transport, int call)
    {
        await using StubServer stub = await StubServer.StartAsync(transport);
        var arrived = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        stub.Answer(_ =>
        {
            arrived.SetResult();
            return StubAnswer.Silence();
        });
        using ConversationsClient client = stub.CreateClient();
        using var source = new CancellationTokenSource();

        Task running = Calls[call](client, source.Token);
        await arrived.Task;
        await source.CancelAsync();

        _ = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running.WaitAsync(TimeSpan.FromSeconds(30)));
    }

    [Theory, MemberData(nameof(CallRows))]
    public async Task A_call_that_was_canceled_before_is_not_sent(int call)
    {
        await using var stub = StubServer.InMemory();
        using ConversationsClient client = stub.CreateClient();

        _ = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Calls[call](client, new(canceled: true)));

        Assert.Empty(stub.Requests);
    }

    [Theory, MemberData(nameof(CallRows))]
    public async Task A_fault_that_the_cancellation_itself_caused_is_a_cancellation(int call)
    {
        using var source = new CancellationTokenSource();
        using var handler = new FaultOnCancel(source);
        using var client = new ConversationsClient(new() { ProjectId = "1", ApiKey = "k" }, handler);

        _ = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Calls[call](client, source.Token));
    }

    [Fact]
    public async Task A_given_handler_is_not_disposed_and_calls_after_the_end_are_refused()
    {
        using var handler = new Watched();
        var client = new ConversationsClient(new() { ProjectId = "1", ApiKey = "k" }, handler);
        await client.Views.DeleteAsync("a");
        client.Dispose();
        client.Dispose();

        Assert.False(handler.IsDisposed);
        _ = await Assert.ThrowsAsync<ObjectDisposedException>(() => client.Views.DeleteAsync("a"));
    }

    public static TheoryData<int> CallRows => [.. CallNumbers];

    /// <summary>Cancels the token, then fails like a socket whose connection was lost.</summary>
    private sealed class FaultOnCancel(CancellationTokenSource source) : HttpMessageHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            await source.CancelAsync();
            throw new HttpRequestException("The socket was closed.");
        }
    }

    private sealed class Watched : HttpMessageHandler
    {
        public bool IsDisposed { get; private set; }

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            Task.FromResult(new HttpResponseMessage(System.Net.HttpStatusCode.NoContent));

        protected override void Dispose(bool disposing)
        {
            IsDisposed = true;
            base.Dispose(disposing);
        }
    }
}
