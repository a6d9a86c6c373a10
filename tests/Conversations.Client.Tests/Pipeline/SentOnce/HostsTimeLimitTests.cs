using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Polly;

namespace Conversations.Client.Tests.Pipeline.SentOnce;

/// <summary>
/// The client wraps exceptions of the host's handlers in its own, which say whether the text can have arrived. No time limit of the host
/// cuts a stream.
/// </summary>
public sealed class HostsTimeLimitTests
{
    private static readonly Guid Id = Guid.Parse(Examples.ConversationId);

    [Theory, BothTransports]
    public async Task A_time_limit_of_the_host_is_a_ConversationsTimeoutException(Transport transport)
    {
        await using StubServer stub = await StubServer.StartAsync(transport);
        var arrived = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        stub.Answer(_ =>
        {
            arrived.SetResult();
            return StubAnswer.Silence();
        });
        var clock = new FakeTimeProvider();
        using ServiceProvider provider = Make(
            stub,
            clock,
            isOnEveryClient: false,
            static builder => builder.AddResilienceHandler("limit", static pipeline => pipeline.AddTimeout(TimeSpan.FromSeconds(1))),
            out IConversationsClient? client);

        Task<TicketMessage> call = client.Tickets.ReplyAsync(1, new TicketReply { Message = "Hi" });
        await arrived.Task;
        clock.Advance(TimeSpan.FromSeconds(1));

        ConversationsTimeoutException error = await Assert.ThrowsAsync<ConversationsTimeoutException>(() => call);
        Assert.Contains("a handler of the application", error.Message, StringComparison.Ordinal);
        Assert.Contains("Whether it took effect is not known", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_refusal_of_the_host_before_anything_was_sent_says_so(bool isOnEveryClient)
    {
        await using var stub = StubServer.InMemory();
        using ServiceProvider provider = Make(
            stub,
            new(),
            isOnEveryClient,
            static builder => builder.AddHttpMessageHandler(static () => new RefusingHandler()),
            out IConversationsClient? client);

        ConversationsConnectionException error = await Assert.ThrowsAsync<ConversationsConnectionException>(() =>
            client.Conversations.AskAsync(Id, "Hi"));

        Assert.Contains("It was not sent.", error.Message, StringComparison.Ordinal);
        Assert.Empty(stub.Requests);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_cancellation_that_the_caller_did_not_ask_for_is_a_time_limit(bool isOnEveryClient)
    {
        await using var stub = StubServer.InMemory();
        using ServiceProvider provider = Make(
            stub,
            new(),
            isOnEveryClient,
            static builder => builder.AddHttpMessageHandler(static () => new CancelingHandler()),
            out IConversationsClient? client);

        _ = await Assert.ThrowsAsync<ConversationsTimeoutException>(() => client.Tickets.CountUnreadAsync());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_callers_own_cancellation_stays_one(bool isOnEveryClient)
    {
        await using var stub = StubServer.InMemory(StubAnswer.Silence());
        using ServiceProvider provider = Make(
            stub, new(), isOnEveryClient, static builder => builder.AddStandardResilienceHandler(), out IConversationsClient? client);
        using var caller = new CancellationTokenSource();

        Task<TicketMessage> call = client.Tickets.ReplyAsync(1, new TicketReply { Message = "Hi" }, caller.Token);
        await caller.CancelAsync();

        OperationCanceledException canceled = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
        Assert.Equal(caller.Token, canceled.CancellationToken);
    }

    [Theory]
    [BothTransports(true)]
    [BothTransports(false)]
    public async Task A_stream_outlives_every_time_limit_of_the_host(Transport transport, bool isOnEveryClient)
    {
        await using StubServer stub = await StubServer.StartAsync(transport);
        var late = new TaskCompletionSource();
        stub.Answer(StubAnswer.Messages("""{"type":"ai","id":"temp-0","content":"Re"}""").Wait(late.Task).Write("event: message\ndata: {\"type\":\"ai\",\"id\":\"a1\",\"content\":\"Read.\"}\n\n"));
        var clock = new FakeTimeProvider();
        using ServiceProvider provider = Make(
            stub,
            clock,
            isOnEveryClient,
            static builder =>
                builder.ConfigureHttpClient(static http => http.Timeout = TimeSpan.FromSeconds(1)).AddStandardResilienceHandler(),
            out IConversationsClient? client);

        await using ConversationStream stream = client.Conversations.StreamAsync(Id, "Hi");
        await foreach (ConversationStreamEvent _ in stream)
        {
            // Longer than every limit of the standard handler, but shorter than the silence that ends a connection.
            clock.Advance(TimeSpan.FromSeconds(40));
            late.TrySetResult();
        }

        Assert.Equal(StreamOutcome.Completed, stream.Outcome);
        Assert.Equal(0, stream.ReconnectCount);
        Assert.Single(stub.Requests);
    }

    /// <summary>Holds what the documentation of RequestTimeout says about handlers that repeat.</summary>
    [Theory]
    [InlineData(true, 2)]
    [InlineData(false, 1)]
    public async Task RequestTimeout_bounds_tries_in_front_of_the_client_one_by_one_and_those_behind_it_together(bool isOnEveryClient,
        int limits)
    {
        await using var stub = StubServer.InMemory();
        using var arrived = new SemaphoreSlim(0);
        stub.Answer(_ =>
        {
            arrived.Release();
            return StubAnswer.Silence();
        });
        var clock = new FakeTimeProvider();
        using ServiceProvider provider = Make(
            stub,
            clock,
            isOnEveryClient,
            static builder => builder.AddHttpMessageHandler(static () => new AgainHandler()),
            out IConversationsClient? client);

        Task<int> call = client.Tickets.CountUnreadAsync();
        for (int limit = 0; limit < limits; limit++)
        {
            // The limit starts before the try arrives.
            await arrived.WaitAsync();
            Assert.False(call.IsCompleted);
            clock.Advance(TimeSpan.FromSeconds(100));
        }

        _ = await Assert.ThrowsAsync<ConversationsTimeoutException>(() => call);
        Assert.Equal(limits, stub.Requests.Count);
    }

    [Fact]
    public async Task A_connection_that_could_not_be_made_is_no_attempt()
    {
        await using var stub = StubServer.InMemory(StubAnswer.Json("{}", 404));
        using ServiceProvider provider = Make(
            stub,
            new(),
            isOnEveryClient: false,
            builder =>
                builder.ConfigurePrimaryHttpMessageHandler(() => new OnceClosedHandler { InnerHandler = stub.CreateHandler()! })
                    .AddHttpMessageHandler(static () => new AgainHandler()),
            out IConversationsClient? client);

        ConversationsNotFoundException error = await Assert.ThrowsAsync<ConversationsNotFoundException>(() => client.Tickets.GetAsync(1));

        Assert.Equal(1, error.Attempts);
    }

    private static ServiceProvider Make(
        StubServer stub, FakeTimeProvider clock, bool isOnEveryClient, Action<IHttpClientBuilder> add, out IConversationsClient client)
    {
        var services = new ServiceCollection();
        _ = services.AddSingleton<TimeProvider>(clock);
        if (isOnEveryClient)
        {
            _ = services.ConfigureHttpClientDefaults(add);
        }

        IHttpClientBuilder returned = services.AddConversationsClient(options =>
        {
            (options.ProjectId, options.BaseAddress, options.ApiKey, options.TimeProvider) = ("1", stub.BaseAddress, StubServer.Key, clock);
            options.Retry.MaxAttempts = 1;
        })
            .ConfigurePrimaryHttpMessageHandler(() => stub.CreateHandler() ?? new SocketsHttpHandler());
        if (!isOnEveryClient)
        {
            add(returned);
        }

        ServiceProvider provider = services.BuildServiceProvider();
        client = provider.GetRequiredService<IConversationsClient>();
        return provider;
    }

    private sealed class RefusingHandler : DelegatingHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            throw new Polly.CircuitBreaker.BrokenCircuitException("The circuit is now open.");
    }

    private sealed class CancelingHandler : DelegatingHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            throw new TaskCanceledException();
    }

    /// <summary>Sends once more after an exception.</summary>
    private sealed class AgainHandler : DelegatingHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            try
            {
                return await base.SendAsync(request, cancellationToken);
            }
            catch (Exception)
            {
                return await base.SendAsync(request, cancellationToken);
            }
        }
    }

    /// <summary>A transport whose first connection attempt fails.</summary>
    private sealed class OnceClosedHandler : DelegatingHandler
    {
        private bool _isOpen;

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            bool wasOpen = _isOpen;
            _isOpen = true;
            return wasOpen
                ? base.SendAsync(request, cancellationToken)
                : throw new HttpRequestException(HttpRequestError.ConnectionError, "Refused.");
        }
    }
}
