using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Http;

namespace Conversations.Client.Tests.Pipeline.Guards;

/// <summary>Redirects and cookies are off and the guards sit directly before the socket, whoever made the handlers.</summary>
public sealed class TransportTests
{
    private static readonly Guid Id = Guid.Parse(Examples.ConversationId);

    /// <summary>Handlers that an application can pass in, each with the platform's defaults: redirects and cookies on.</summary>
    private static IReadOnlyDictionary<string, Func<HttpMessageHandler>> Handlers { get; } =
        new Dictionary<string, Func<HttpMessageHandler>>
        {
            ["sockets"] = static () => new SocketsHttpHandler(),
            ["client"] = static () => new HttpClientHandler(),
            ["below one"] = static () => new PassingHandler { InnerHandler = new SocketsHttpHandler() },
            ["below three"] = static () =>
                new PassingHandler
                { InnerHandler = new PassingHandler { InnerHandler = new PassingHandler { InnerHandler = new HttpClientHandler() } } },
            ["cookies of its own"] = static () => new HttpClientHandler { CookieContainer = new CookieContainer(), UseCookies = true },
        };

    public static IEnumerable<object?[]> Given =>
        from handler in Handlers.Keys
        from inContainer in (bool[])[false, true]
        select (object?[])[handler, inContainer];

    [Theory]
    [MemberData(nameof(Given))]
    public async Task A_redirect_is_not_followed(string handler, bool inContainer)
    {
        await using StubServer other = await StubServer.StartAsync(Transport.Kestrel);
        await using StubServer stub = await StubServer.StartAsync(Transport.Kestrel);
        foreach (int status in (int[])[301, 302, 303, 307, 308])
        {
            stub.Answer(StubAnswer.Of(status).With("Location", other.BaseAddress + "take"));
            using ServiceProvider? provider = Make(stub, Handlers[handler](), inContainer, out IConversationsClient? client);

            ConversationsException error = await Assert.ThrowsAnyAsync<ConversationsException>(() => client.Conversations.AskAsync(Id, "What the customer said"));

            Assert.Equal((HttpStatusCode)status, Assert.IsType<ConversationsApiException>(error).StatusCode);
        }

        Assert.Empty(other.Requests);
        Assert.Equal(5, stub.Requests.Count);
    }

    [Theory]
    [MemberData(nameof(Given))]
    public async Task A_cookie_of_one_tenants_answer_is_not_sent_with_anothers_call(string handler, bool inContainer)
    {
        await using StubServer stub = await StubServer.StartAsync(Transport.Kestrel);
        stub.Answer(_ => StubAnswer.Json("""{"count":3}""").With("Set-Cookie", "sessionid=first-tenants; Path=/"));
        using ServiceProvider? provider = Make(stub, Handlers[handler](), inContainer, out IConversationsClient? client);

        _ = await client.Tickets.CountUnreadAsync();
        _ = await client.With(credential: ConversationsCredential.PersonalApiKey("phx_second")).Tickets.CountUnreadAsync();

        Assert.All(stub.Requests, static request => Assert.Null(request["Cookie"]));
    }

    [Theory]
    [MemberData(nameof(Given))]
    public async Task A_handler_that_was_used_and_still_redirects_is_refused_in_words(string handler, bool inContainer)
    {
        await using StubServer stub = await StubServer.StartAsync(Transport.Kestrel);
        stub.Answer(static _ => StubAnswer.Json("{}"));
        HttpMessageHandler used = Handlers[handler]();
        using var somebodys = new HttpClient(used, disposeHandler: false);
        _ = await somebodys.GetAsync(stub.BaseAddress);

        InvalidOperationException error = Assert.Throws<InvalidOperationException>(() => Make(stub, used, inContainer, out _));

        // The container's factory itself refuses a bare handler, before the client does, because it sets its meters on it.
        bool isRefusedByFactory = inContainer && used is not DelegatingHandler;
        Assert.Equal(!isRefusedByFactory, error.Message.Contains("AllowAutoRedirect and UseCookies", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_handler_that_was_used_and_is_safe_is_taken()
    {
        await using StubServer stub = await StubServer.StartAsync(Transport.Kestrel);
        stub.Answer(static _ => StubAnswer.Json("""{"count":3}"""));
        using var used = new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false };
        using var somebodys = new HttpClient(used, disposeHandler: false);
        _ = await somebodys.GetAsync(stub.BaseAddress);
        using var client = new ConversationsClient(Options(stub), used);

        Assert.Equal(3, await client.Tickets.CountUnreadAsync());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_chain_that_was_used_before_the_guards_could_be_put_into_it_is_refused_in_words(bool inContainer)
    {
        await using StubServer stub = await StubServer.StartAsync(Transport.Kestrel);
        stub.Answer(static _ => StubAnswer.Json("{}"));
        using var used = new PassingHandler { InnerHandler = new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false } };
        using var somebodys = new HttpClient(used, disposeHandler: false);
        _ = await somebodys.GetAsync(stub.BaseAddress);

        InvalidOperationException error = Assert.Throws<InvalidOperationException>(() => Make(stub, used, inContainer, out _));

        Assert.Contains("Give a chain that has not been used", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("builder")]
    [InlineData("every client")]
    [InlineData("filter before")]
    [InlineData("filter after")]
    [InlineData("given")]
    [InlineData("primary")]
    public async Task A_handler_that_leads_to_another_host_does_not_get_the_key_there(string place)
    {
        await using StubServer other = await StubServer.StartAsync(Transport.Kestrel);
        await using StubServer stub = await StubServer.StartAsync(Transport.Kestrel);
        other.Answer(static _ => StubAnswer.Json("""{"count":3}"""));
        var services = new ServiceCollection();
        LeadingHandler Leading() => new(other.BaseAddress);
        if (place == "every client")
        {
            _ = services.ConfigureHttpClientDefaults(builder => builder.AddHttpMessageHandler(Leading));
        }

        if (place == "filter before")
        {
            _ = services.AddSingleton<IHttpMessageHandlerBuilderFilter>(new AddingFilter(Leading));
        }

        IHttpClientBuilder returned = services.AddConversationsClient(options => Set(options, stub));
        _ = place switch
        {
            "builder" => returned.AddHttpMessageHandler(Leading),
            "primary" =>
                returned.ConfigurePrimaryHttpMessageHandler(() =>
                    new LeadingHandler(other.BaseAddress) { InnerHandler = new SocketsHttpHandler() }),
            _ => returned,
        };
        if (place == "filter after")
        {
            _ = services.AddSingleton<IHttpMessageHandlerBuilderFilter>(new AddingFilter(Leading));
        }

        using ServiceProvider provider = services.BuildServiceProvider();
        using ConversationsClient? given = place == "given"
            ? new ConversationsClient(Options(stub), new LeadingHandler(other.BaseAddress) { InnerHandler = new SocketsHttpHandler() })
            : null;
        IConversationsClient client = given ?? provider.GetRequiredService<IConversationsClient>();

        ConversationsException error = await Assert.ThrowsAnyAsync<ConversationsException>(() => client.Tickets.CountUnreadAsync());

        Assert.Empty(other.Requests);
        Assert.Contains("was stopped", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_clients_of_two_hosts_share_a_chain_of_handlers()
    {
        await using StubServer first = await StubServer.StartAsync(Transport.Kestrel);
        await using StubServer second = await StubServer.StartAsync(Transport.Kestrel);
        first.Answer(StubAnswer.Json("""{"count":1}"""));
        second.Answer(StubAnswer.Json("""{"count":2}"""));
        using var shared = new PassingHandler { InnerHandler = new SocketsHttpHandler() };
        using var one = new ConversationsClient(Options(first), shared);
        using var two = new ConversationsClient(Options(second), shared);
        using var somebodys = new HttpClient(shared, disposeHandler: false);

        Assert.Equal(1, await one.Tickets.CountUnreadAsync());
        Assert.Equal(2, await two.Tickets.CountUnreadAsync());
        second.Answer(StubAnswer.Json("{}"));
        Assert.Equal(HttpStatusCode.OK, (await somebodys.PostAsync(second.BaseAddress, content: null)).StatusCode);
    }

    private static ConversationsClientOptions Options(StubServer stub)
    {
        var options = new ConversationsClientOptions();
        Set(options, stub);
        return options;
    }

    private static void Set(ConversationsClientOptions options, StubServer stub) =>
        (options.ProjectId, options.BaseAddress, options.Credential) = ("1", stub.BaseAddress, ConversationsCredential.Session("s3ss", "csrf"));

    private static ServiceProvider? Make(StubServer stub, HttpMessageHandler handler, bool inContainer, out IConversationsClient client)
    {
        if (!inContainer)
        {
            client = new ConversationsClient(new() { ProjectId = "1", BaseAddress = stub.BaseAddress, ApiKey = "phx_first" }, handler);
            return null;
        }

        var services = new ServiceCollection();
        _ = services.AddConversationsClient(options =>
            (options.ProjectId, options.BaseAddress, options.ApiKey) = ("1", stub.BaseAddress, "phx_first")).ConfigurePrimaryHttpMessageHandler(() =>
                handler);
        ServiceProvider provider = services.BuildServiceProvider();
        client = provider.GetRequiredService<IConversationsClient>();
        return provider;
    }

    private sealed class PassingHandler : DelegatingHandler;

    private sealed class LeadingHandler(Uri elsewhere) : DelegatingHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            request.RequestUri = new(elsewhere, request.RequestUri!.PathAndQuery);
            return base.SendAsync(request, cancellationToken);
        }
    }

    private sealed class AddingFilter(Func<DelegatingHandler> handler) : IHttpMessageHandlerBuilderFilter
    {
        public Action<HttpMessageHandlerBuilder> Configure(Action<HttpMessageHandlerBuilder> next) => builder =>
        {
            next(builder);
            builder.AdditionalHandlers.Add(handler());
        };
    }
}
