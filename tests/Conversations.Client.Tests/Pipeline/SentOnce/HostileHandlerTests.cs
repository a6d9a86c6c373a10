using System.Net;
using Microsoft.Extensions.DependencyInjection;

namespace Conversations.Client.Tests.Pipeline.SentOnce;

/// <summary>
/// Handlers of the application that lose track of the call a request belongs to, send copies in parallel, or replace the response. The call
/// still goes out once, with its own credential, and ends.
/// </summary>
public sealed class HostileHandlerTests
{
    private static readonly TicketReply Reply = new() { Message = "Hi" };

    public static IEnumerable<object?[]> Places => [["every client"], ["returned builder"], ["primary"]];

    public static IEnumerable<object?[]> Losses =>
        from place in Places
        from rewrites in (bool[])[false, true]
        from suppressesFlow in (bool[])[false, true]
        select (object?[])[place[0], rewrites, suppressesFlow];

    [Theory]
    [MemberData(nameof(Losses))]
    public async Task A_copy_that_lost_whose_call_it_is_is_sent_once_and_as_its_caller_or_not_at_all(
        string place, bool rewrites, bool suppressesFlow)
    {
        await using var stub = StubServer.InMemory(StubAnswer.Json("{}", 503));
        stub.Answer(static _ => StubAnswer.Json($$"""{"id":"{{Examples.ConversationId}}"}"""));
        using ServiceProvider provider = Make(
            stub, place, new LosingHandler(4, rewrites, suppressesFlow), out IConversationsClient? client);

        Exception error = await Record.ExceptionAsync(() =>
            client.With(credential: ConversationsCredential.PersonalApiKey("phx_tenant")).Tickets.ReplyAsync(1, Reply)
                .WaitAsync(TimeSpan.FromSeconds(30)));

        Assert.True(stub.Requests.Count <= 1, $"{stub.Requests.Count} requests arrived.");
        Assert.All(stub.Requests, static request => Assert.Equal("Bearer phx_tenant", request["Authorization"]));
        Assert.IsAssignableFrom<ConversationsException>(error);
        if (stub.Requests.Count == 0)
        {
            Assert.Contains("Copy HttpRequestMessage.Options too", error.Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [MemberData(nameof(Places))]
    public async Task A_copy_that_lost_whose_call_it_is_takes_the_key_to_no_other_host(string place)
    {
        await using var stub = StubServer.InMemory();
        stub.Answer(static _ => StubAnswer.Json("""{"count":1}"""));
        using ServiceProvider provider = Make(
            stub, place, new LosingHandler(1, rewrites: true, suppressesFlow: true, host: "evil.example"), out IConversationsClient? client);

        _ = await Assert.ThrowsAnyAsync<ConversationsException>(() => client.Tickets.CountUnreadAsync());

        Assert.Empty(stub.Requests);
    }

    [Theory]
    [MemberData(nameof(Places))]
    public async Task Two_copies_side_by_side_that_are_both_waited_for_end(string place)
    {
        await using var stub = StubServer.InMemory();
        var both = new BothHandler();
        stub.Answer(_ => StubAnswer.JsonAfter(both.BothUnderWay, $$"""{"id":"{{Examples.ConversationId}}"}"""));
        using ServiceProvider provider = Make(stub, place, both, out IConversationsClient? client);

        ConversationsException error = await Assert.ThrowsAnyAsync<ConversationsException>(() =>
            client.Tickets.ReplyAsync(1, Reply).WaitAsync(TimeSpan.FromSeconds(30)));

        Assert.Single(stub.Requests);
        Assert.Contains("was accepted by the service", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Places))]
    public async Task Two_copies_side_by_side_with_a_credential_that_is_renewed_are_accepted_once(string place)
    {
        await using var stub = StubServer.InMemory();
        var both = new BothHandler();
        stub.Answer(request => StubAnswer.JsonAfter(both.BothUnderWay, $$"""{"id":"{{Examples.ConversationId}}"}""", request["Authorization"] == "Bearer phx_new" ? 200 : 401));
        using ServiceProvider provider = Make(stub, place, both, out IConversationsClient? client, Renewed());

        Exception error = await Record.ExceptionAsync(() => client.Tickets.ReplyAsync(1, Reply).WaitAsync(TimeSpan.FromSeconds(30)));

        Assert.Contains("was accepted by the service", error?.Message, StringComparison.Ordinal);
        Assert.Equal(["Bearer phx_old", "Bearer phx_new"], stub.Requests.Select(static request => request["Authorization"]));
    }

    [Theory]
    [MemberData(nameof(Places))]
    public async Task A_401_that_a_handler_repeats_is_renewed_all_the_same(string place)
    {
        await using var stub = StubServer.InMemory();
        stub.Answer(static request => request["Authorization"] == "Bearer phx_new" ? StubAnswer.Json($$"""{"id":"{{Examples.ConversationId}}"}""") : StubAnswer.Json("{}", 401));
        using ServiceProvider provider = Make(
            stub, place, new LosingHandler(3, rewrites: false, suppressesFlow: false), out IConversationsClient? client, Renewed());

        _ = await client.Tickets.ReplyAsync(1, Reply).WaitAsync(TimeSpan.FromSeconds(30));

        Assert.Equal(["Bearer phx_old", "Bearer phx_new"], stub.Requests.Select(static request => request["Authorization"]));
    }

    [Theory]
    [InlineData("returned builder")]
    [InlineData("primary")]
    public async Task A_success_that_a_handler_made_a_401_of_is_not_sent_again(string place)
    {
        await using var stub = StubServer.InMemory();
        stub.Answer(static _ => StubAnswer.Json("""{"id":"1"}""", 201));
        using ServiceProvider provider = Make(stub, place, new RefusingHandler(), out IConversationsClient? client, Renewed());

        ConversationsException error = await Assert.ThrowsAnyAsync<ConversationsException>(() =>
            client.Tickets.ReplyAsync(1, Reply).WaitAsync(TimeSpan.FromSeconds(30)));

        Assert.Single(stub.Requests);
        Assert.Contains("was accepted by the service", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Places))]
    public async Task An_HttpClient_of_the_factory_with_the_clients_name_sends_once_too(string place)
    {
        await using var stub = StubServer.InMemory(StubAnswer.Json("{}", 503));
        stub.Answer(static _ => StubAnswer.Json($$"""{"id":"{{Examples.ConversationId}}"}"""));
        using ServiceProvider provider = Make(stub, place, new LosingHandler(4, rewrites: false, suppressesFlow: false), out _);
        using HttpClient http = provider.GetRequiredService<IHttpClientFactory>().CreateClient("Conversations.Client");

        _ = await Assert.ThrowsAnyAsync<ConversationsException>(() => http.PostAsync(new Uri(stub.BaseAddress, "/api/projects/1/conversations/tickets/1/reply/"), new StringContent("{}")));

        Assert.Equal("Bearer " + StubServer.Key, stub.Request["Authorization"]);
    }

    [Theory]
    [InlineData("returned builder")]
    [InlineData("primary")]
    public async Task It_was_not_sent_is_said_only_if_no_sending_of_the_call_left(string place)
    {
        foreach (bool leaves in (bool[])[false, true])
        {
            await using var stub = StubServer.InMemory();
            using ServiceProvider provider = Make(
                stub,
                place,
                new LosingHandler(2, rewrites: false, suppressesFlow: false),
                out IConversationsClient? client,
                transport: new FaultyTransport(leaves));

            // The change may be repeated, so both sendings reach the transport.
            ConversationsConnectionException error = await Assert.ThrowsAsync<ConversationsConnectionException>(() =>
                client.Views.UpdateAsync("a", new() { Name = "B" }));

            Assert.Equal(!leaves, error.Message.Contains("It was not sent.", StringComparison.Ordinal));
            Assert.Equal(leaves, error.Message.Contains("is not known", StringComparison.Ordinal));
        }
    }

    private static ConversationsCredential Renewed()
    {
        var keys = new Queue<string>(["phx_old", "phx_new"]);
        return ConversationsCredential.FromProvider(_ =>
        {
            lock (keys)
            {
                return new(ConversationsCredential.PersonalApiKey(keys.Count > 1 ? keys.Dequeue() : keys.Peek()));
            }
        });
    }

    private static ServiceProvider Make(
        StubServer stub,
        string place,
        DelegatingHandler handler,
        out IConversationsClient client,
        ConversationsCredential? credential = null,
        HttpMessageHandler? transport = null)
    {
        var services = new ServiceCollection();
        if (place == "every client")
        {
            _ = services.ConfigureHttpClientDefaults(builder => builder.AddHttpMessageHandler(() => handler));
        }

        IHttpClientBuilder returned = services.AddConversationsClient(options =>
            (options.ProjectId, options.BaseAddress, options.Credential) =
                ("1", stub.BaseAddress, credential ?? ConversationsCredential.PersonalApiKey(StubServer.Key)));
        HttpMessageHandler innermost = transport ?? stub.CreateHandler()!;
        if (place == "primary")
        {
            handler.InnerHandler = innermost;
        }

        _ = returned.ConfigurePrimaryHttpMessageHandler(() => place == "primary" ? handler : innermost);
        if (place == "returned builder")
        {
            _ = returned.AddHttpMessageHandler(() => handler);
        }

        ServiceProvider provider = services.BuildServiceProvider();
        client = provider.GetRequiredService<IConversationsClient>();
        return provider;
    }

    /// <summary>Replaces every success with a refusal.</summary>
    private sealed class RefusingHandler : DelegatingHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            using HttpResponseMessage response = await base.SendAsync(request, cancellationToken);
            return new HttpResponseMessage(HttpStatusCode.Unauthorized) { Content = new StringContent("{}"), RequestMessage = request };
        }
    }

    /// <summary>Fails every sending. The first may fail after it has left; the others fail before.</summary>
    private sealed class FaultyTransport(bool leaves) : HttpMessageHandler
    {
        private int _sendings;

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            throw new HttpRequestException(
                leaves && Interlocked.Increment(ref _sendings) == 1 ? HttpRequestError.ResponseEnded : HttpRequestError.ConnectionError,
                "Broken.");
    }
}
