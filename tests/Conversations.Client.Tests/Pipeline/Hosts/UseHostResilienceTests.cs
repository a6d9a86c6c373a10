using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Http.Resilience;
using Polly;

namespace Conversations.Client.Tests.Pipeline.Hosts;

/// <summary>
/// With <c>UseHostResilience</c> the host's handlers repeat and limit reads, and nothing else. Wherever a resilience handler stands, the
/// client repeats nothing on top of it.
/// </summary>
public sealed class UseHostResilienceTests
{
    /// <summary>How often the standard handler sends a read that always fails.</summary>
    private const int OfTheStandardHandler = 4;

    public static TheoryData<bool, bool> Arrangements => new() { { true, true }, { true, false }, { false, true }, { false, false } };

    [Theory, MemberData(nameof(Arrangements))]
    public async Task A_read_is_repeated_by_the_hosts_handler_and_by_nobody_else(bool isBefore, bool isKeyed)
    {
        await using var stub = StubServer.InMemory();
        stub.Answer(static _ => StubAnswer.Json("{}", 503));
        using HostClient host = Host(stub, isBefore, isKeyed, static builder => builder.AddStandardResilienceHandler());

        ConversationsApiException error = await Assert.ThrowsAsync<ConversationsApiException>(() =>
            host.Clock.RunAsync(host.Client.Tickets.CountUnreadAsync()));

        Assert.Equal((OfTheStandardHandler, OfTheStandardHandler), (stub.Requests.Count, error.Attempts));
        Assert.All(stub.Requests, static request => Assert.Equal("Bearer " + StubServer.Key, request["Authorization"]));
    }

    [Theory, MemberData(nameof(Arrangements))]
    public async Task A_change_is_neither_repeated_nor_limited_by_it(bool isBefore, bool isKeyed)
    {
        await using var stub = StubServer.InMemory(StubAnswer.Json("{}", 503));
        using HostClient host = Host(stub, isBefore, isKeyed, static builder => builder.AddStandardResilienceHandler());
        TestClock clock = host.Clock;
        stub.Answer(_ => StubAnswer.JsonAfter(
            Task.Delay(TimeSpan.FromSeconds(40), clock), $$"""{"id":"{{Examples.ConversationId}}"}"""));

        _ = await Assert.ThrowsAsync<ConversationsApiException>(() => host.Clock.RunAsync(host.Client.Tickets.ReplyAsync(1, "Hi")));
        Assert.Single(stub.Requests);
        _ = await host.Clock.RunAsync(host.Client.Tickets.ReplyAsync(1, "Hi"));
        Assert.Equal(2, stub.Requests.Count);
    }

    [Fact]
    public async Task A_stream_does_not_pass_through_it()
    {
        await using var stub = StubServer.InMemory();
        using HostClient host = Host(stub, isBefore: true, isKeyed: false, static builder =>
            builder.AddResilienceHandler("limit", static pipeline => pipeline.AddTimeout(TimeSpan.FromSeconds(1))));
        TestClock clock = host.Clock;
        stub.Answer(_ => StubAnswer.Messages("""{"type":"ai","id":"temp-0","content":"Re"}""")
            .Wait(Task.Delay(TimeSpan.FromSeconds(40), clock))
            .Write("event: message\ndata: {\"type\":\"ai\",\"id\":\"a1\",\"content\":\"Read.\"}\n\n"));

        ConversationReply reply = await host.Clock.RunAsync(host.Client.Conversations.AskAsync(Guid.NewGuid(), "Hi"));

        Assert.Equal("Read.", reply.Text);
        Assert.Single(stub.Requests);
    }

    [Fact]
    public async Task Its_time_limit_holds_for_reads()
    {
        await using var stub = StubServer.InMemory();
        stub.Answer(static _ => StubAnswer.Silence());
        using HostClient host = Host(stub, isBefore: true, isKeyed: false, static builder =>
            builder.AddResilienceHandler("limit", static pipeline => pipeline.AddTimeout(TimeSpan.FromSeconds(1))));

        Task<int> call = host.Client.Tickets.CountUnreadAsync();
        await host.Clock.PassAsync(TimeSpan.FromSeconds(1));

        ConversationsTimeoutException error = await Assert.ThrowsAsync<ConversationsTimeoutException>(() => host.Clock.RunAsync(call));
        Assert.Contains("a handler of the application", error.Message, StringComparison.Ordinal);
        Assert.Single(stub.Requests);
    }

    [Fact]
    public async Task Hedging_of_the_host_works_on_reads()
    {
        await using var stub = StubServer.InMemory(StubAnswer.Silence());
        stub.Answer(static _ => StubAnswer.Json("""{"count":3}"""));
        using HostClient host = Host(stub, isBefore: true, isKeyed: false, static builder => builder.AddStandardHedgingHandler());

        Task<int> call = host.Client.Tickets.CountUnreadAsync();
        await host.Clock.PassAsync(TimeSpan.FromSeconds(2));

        Assert.Equal(3, await call);
        Assert.Equal(2, stub.Requests.Count);
    }

    [Fact]
    public async Task Without_handlers_of_the_host_it_changes_nothing()
    {
        await using var stub = StubServer.InMemory(StubAnswer.Json("""{"count":3}"""));
        using var host = new HostClient(stub, onBuilder: static builder => builder.UseHostResilience());

        Assert.Equal(3, await host.Client.Tickets.CountUnreadAsync());
    }

    [Fact]
    public async Task A_handler_on_the_returned_builder_is_not_stacked_on_the_clients_retries()
    {
        await using var stub = StubServer.InMemory();
        stub.Answer(static _ => StubAnswer.Json("{}", 503));
        using var host = new HostClient(stub, onBuilder: static builder => builder.AddStandardResilienceHandler());

        _ = await Assert.ThrowsAsync<ConversationsApiException>(() => host.Clock.RunAsync(host.Client.Tickets.CountUnreadAsync()));

        Assert.Equal(OfTheStandardHandler, stub.Requests.Count);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_handler_in_the_transport_that_was_given_is_not_stacked_on_the_clients_retries(bool isContainer)
    {
        await using var stub = StubServer.InMemory();
        stub.Answer(static _ => StubAnswer.Json("{}", 503));
        using var host = new HostClient(stub, onBuilder: builder =>
            builder.ConfigurePrimaryHttpMessageHandler(provider => Repeating(provider.GetRequiredService<TimeProvider>(), stub)));
        using ConversationsClient plain = stub.CreateClient(options => options.TimeProvider = host.Clock, Repeating(host.Clock, stub));
        IConversationsClient client = isContainer ? host.Client : plain;

        _ = await Assert.ThrowsAsync<ConversationsApiException>(() => host.Clock.RunAsync(client.Tickets.CountUnreadAsync()));

        Assert.Equal(OfTheStandardHandler, stub.Requests.Count);
    }

    [Fact]
    public void The_builder_of_another_client_is_refused()
    {
        var services = new ServiceCollection();
        _ = services.AddConversationsClient(static _ => { });
        IHttpClientBuilder another = services.AddHttpClient("another");

        Assert.Equal("builder", Assert.Throws<ArgumentException>(() => another.UseHostResilience()).ParamName);
        Assert.Equal("builder", Assert.Throws<ArgumentNullException>(static () => ((IHttpClientBuilder)null!).UseHostResilience()).ParamName);
    }

    private static HostClient Host(StubServer stub, bool isBefore, bool isKeyed, Action<IHttpClientBuilder> add)
    {
        void Add(IServiceCollection services) => services.ConfigureHttpClientDefaults(add);
        return new(stub, isKeyed, isBefore ? Add : null, static builder => builder.UseHostResilience(), isBefore ? null : Add);
    }

    private static ResilienceHandler Repeating(TimeProvider clock, StubServer stub)
    {
        var pipeline = new ResiliencePipelineBuilder<HttpResponseMessage> { TimeProvider = clock };
        _ = pipeline.AddRetry(new HttpRetryStrategyOptions());
        return new(pipeline.Build()) { InnerHandler = stub.CreateHandler()! };
    }
}
