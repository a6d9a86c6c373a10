using Microsoft.Extensions.DependencyInjection;

namespace Conversations.Client.Tests.Pipeline.SentOnce;

/// <summary>A call that a handler or a credential provider of the application makes inside another call is a separate call.</summary>
public sealed class NestedCallTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_handlers_own_call_goes_out_once_with_its_own_caller(bool isOnEveryClient)
    {
        await using var stub = StubServer.InMemory(StubAnswer.Json("""{"id":"1"}"""), StubAnswer.Json("""{"id":"2"}"""));
        var services = new ServiceCollection();
        IConversationsClient? client = null;
        var handler = new NestingHandler(() =>
            client!.With(credential: ConversationsCredential.PersonalApiKey("phx_audit")).Tickets.ReplyAsync(99, new TicketReply { Message = "Audit" }));
        if (isOnEveryClient)
        {
            _ = services.ConfigureHttpClientDefaults(builder => builder.AddHttpMessageHandler(() => handler));
        }

        IHttpClientBuilder returned = services.AddConversationsClient(options =>
            (options.ProjectId, options.BaseAddress, options.ApiKey) =
                ("1", stub.BaseAddress, StubServer.Key)).ConfigurePrimaryHttpMessageHandler(() =>
                stub.CreateHandler()!);
        if (!isOnEveryClient)
        {
            _ = returned.AddHttpMessageHandler(() => handler);
        }

        await using ServiceProvider provider = services.BuildServiceProvider();
        client = provider.GetRequiredService<IConversationsClient>();

        _ = await Record.ExceptionAsync(() => client.Tickets.ReplyAsync(1, new TicketReply { Message = "Hi" }));

        Assert.Equal(["Bearer phx_audit", "Bearer " + StubServer.Key], stub.Requests.Select(static request => request["Authorization"]));
        Assert.Equal(["/99/", "/1/"], stub.Requests.Select(static request => request.Path.Contains("/99/", StringComparison.Ordinal) ? "/99/" : "/1/"));
    }

    [Fact]
    public async Task A_providers_own_call_to_the_same_operation_does_not_wait_for_itself()
    {
        await using var stub = StubServer.InMemory(StubAnswer.Json("""{"count":1}"""), StubAnswer.Json("""{"count":2}"""));
        using ConversationsClient vault = stub.CreateClient();
        using ConversationsClient client =
            stub.CreateClient(options => options.Credential = ConversationsCredential.FromProvider(async token =>
        {
            _ = await vault.Tickets.CountUnreadAsync(token);
            return ConversationsCredential.PersonalApiKey("phx_given");
        }));

        Assert.Equal(2, await client.Tickets.CountUnreadAsync().WaitAsync(TimeSpan.FromSeconds(30)));
        Assert.Equal(["Bearer " + StubServer.Key, "Bearer phx_given"], stub.Requests.Select(static request => request["Authorization"]));
    }

    [Fact]
    public async Task Somebody_elses_request_over_a_shared_chain_passes_inside_of_a_call_too()
    {
        await using var stub = StubServer.InMemory();
        stub.Answer(static _ => StubAnswer.Json($$"""{"id":"{{Examples.ConversationId}}"}"""));
        using var shared = new PassingHandler { InnerHandler = stub.CreateHandler()! };
        using var somebodys = new HttpClient(shared, disposeHandler: false);
        var services = new ServiceCollection();
        var handler = new NestingHandler(() => somebodys.PostAsync(new Uri("https://mirror.example/api/projects/1/conversations/tickets/1/reply/"), new StringContent("{}")));
        _ = services.AddConversationsClient(options =>
            (options.ProjectId, options.BaseAddress, options.ApiKey) =
                ("1", stub.BaseAddress, StubServer.Key)).ConfigurePrimaryHttpMessageHandler(() =>
                shared).AddHttpMessageHandler(() => handler);
        await using ServiceProvider provider = services.BuildServiceProvider();

        _ = await provider.GetRequiredService<IConversationsClient>().Tickets.ReplyAsync(1, new TicketReply { Message = "Hi" });

        Assert.Equal([null, "Bearer " + StubServer.Key], stub.Requests.Select(static request => request["Authorization"]));
    }

    private sealed class NestingHandler(Func<Task> call) : DelegatingHandler
    {
        private int _calls;

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            if (Interlocked.Increment(ref _calls) == 1)
            {
                _ = await Record.ExceptionAsync(call);
            }

            return await base.SendAsync(request, cancellationToken);
        }
    }

    private sealed class PassingHandler : DelegatingHandler;
}
