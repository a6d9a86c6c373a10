namespace Conversations.Client.Tests.Configuration;

/// <summary>Clients for other projects and callers that share one connection pool.</summary>
public sealed class WithTests
{
    private static readonly ConversationsCredential Other = ConversationsCredential.PersonalApiKey("phx_other");

    [Theory, BothTransports]
    public async Task It_changes_the_project_the_caller_or_both_and_leaves_the_client_alone(Transport transport)
    {
        await using StubServer stub = await StubServer.StartAsync(transport);
        stub.Answer(static _ => StubAnswer.Json(Examples.Ticket));
        using ConversationsClient client = stub.CreateClient();

        IConversationsClient[] clients = new[] { client.With(), client.With(projectId: "777"), client.With(credential: Other),
            client.With("778", Other), client.With("779").With(credential: Other), client.With("780", Other).With("@current"), client };
        foreach (IConversationsClient? tenant in clients)
        {
            _ = await tenant.Tickets.GetAsync(1);
        }

        Assert.Equal(["1", "777", "1", "778", "779", "@current", "1"], clients.Select(static tenant => tenant.ProjectId));
        Assert.Equal(["1", "777", "1", "778", "779", "%40current", "1"], stub.Requests.Select(static request => request.Target.Split('/')[3]));
        Assert.Equal(
            [StubServer.Key, StubServer.Key, "phx_other", "phx_other", "phx_other", "phx_other", StubServer.Key],
            stub.Requests.Select(static request => request["Authorization"]!["Bearer ".Length..]));
    }

    [Theory, BothTransports]
    public async Task Every_group_streams_and_later_pages_are_the_tenants(Transport transport)
    {
        await using StubServer stub = await StubServer.StartAsync(transport);
        using ConversationsClient client = stub.CreateClient(static options => options.UserAgentSuffix = "desk/1");
        IConversationsClient tenant = client.With("777", Other);
        stub.Answer(
            StubAnswer.Json(Examples.Page("/api/projects/777/conversations/tickets/?offset=1", Examples.Ticket)),
            StubAnswer.Json(Examples.Page("")),
            StubAnswer.Messages("""{"type":"ai","id":"a","content":"Hi"}"""),
            StubAnswer.Json(Examples.View),
            StubAnswer.Json("""{"messages":[],"max_queue_messages":2}"""),
            StubAnswer.Json(Examples.View));

        _ = await tenant.Tickets.ListAsync().ToListAsync();
        Assert.Equal("Hi", (await tenant.Conversations.AskAsync(Guid.NewGuid(), "?")).Text);
        _ = await tenant.Views.GetAsync("a");
        _ = await tenant.Queue.ListAsync(Guid.NewGuid());
        _ = await tenant.Api.GetViewAsync(tenant.ProjectId, "a");

        Assert.Equal(6, stub.Requests.Count);
        Assert.All(stub.Requests, static request =>
        {
            Assert.Equal(("777", "Bearer phx_other"), (request.Target.Split('/')[3], request["Authorization"]));
            Assert.EndsWith(" desk/1", request["User-Agent"], StringComparison.Ordinal);
        });
    }

    [Theory, BothTransports]
    public async Task A_session_and_a_key_share_the_pool_and_none_sends_what_is_the_others(Transport transport)
    {
        await using StubServer stub = await StubServer.StartAsync(transport);
        stub.Answer(static _ => StubAnswer.Of(204).With("Set-Cookie", "sessionid=stolen; Path=/"));
        using ConversationsClient client = stub.CreateClient();
        IConversationsClient session = client.With(credential: ConversationsCredential.Session("s3ss", "csrf"));

        await session.Views.DeleteAsync("a");
        await client.Views.DeleteAsync("a");
        await session.Views.DeleteAsync("a");

        Assert.Equal(["sessionid=s3ss; posthog_csrftoken=csrf", null, "sessionid=s3ss; posthog_csrftoken=csrf"], stub.Requests.Select(static request => request["Cookie"]));
        Assert.Equal(["csrf", null, "csrf"], stub.Requests.Select(static request => request["X-CSRFToken"]));
        Assert.Equal([null, "Bearer " + StubServer.Key, null], stub.Requests.Select(static request => request["Authorization"]));
        Assert.Single(stub.Requests.Select(static request => request.Connection).Distinct());
    }

    [Theory, BothTransports]
    public async Task Each_tenants_provider_is_asked_for_itself(Transport transport)
    {
        await using StubServer stub = await StubServer.StartAsync(transport);
        stub.Answer(static _ => StubAnswer.Json(Examples.Ticket));
        using ConversationsClient client = stub.CreateClient();
        var asked = new List<string>();
        List<string> names = ["a", "b"];
        List<IConversationsClient> tenants = names.ConvertAll(name => client.With(credential: ConversationsCredential.FromProvider(_ =>
        {
            asked.Add(name);
            return new(ConversationsCredential.PersonalApiKey("phx_" + name));
        })));

        foreach (IConversationsClient? tenant in tenants.Concat(tenants))
        {
            _ = await tenant.Tickets.GetAsync(1);
        }

        Assert.Equal(names, asked);
        Assert.Equal(["Bearer phx_a", "Bearer phx_b", "Bearer phx_a", "Bearer phx_b"], stub.Requests.Select(static request => request["Authorization"]));
    }

    [Fact]
    public async Task Disposing_a_tenant_closes_nothing_and_disposing_the_client_ends_the_tenants()
    {
        await using StubServer stub = await StubServer.StartAsync(Transport.Kestrel);
        stub.Answer(static _ => StubAnswer.Json(Examples.Ticket));
        ConversationsClient client = stub.CreateClient();
        IConversationsClient tenant = client.With("777", Other);

        _ = await tenant.Tickets.GetAsync(1);
        (tenant as IDisposable)?.Dispose();
        _ = await tenant.Tickets.GetAsync(1);
        _ = await client.Tickets.GetAsync(1);
        Assert.Single(stub.Requests.Select(static request => request.Connection).Distinct());

        client.Dispose();
        _ = await Assert.ThrowsAnyAsync<ObjectDisposedException>(() => tenant.Tickets.GetAsync(1));
        Assert.Equal(3, stub.Requests.Count);
    }

    [Fact]
    public async Task A_handler_of_the_callers_own_outlives_tenant_and_client()
    {
        await using var stub = StubServer.InMemory();
        stub.Answer(static _ => StubAnswer.Json(Examples.Ticket));
        using var handler = new Watched(stub.CreateHandler()!);
        var client = new ConversationsClient(new() { ProjectId = "1", ApiKey = "k" }, handler);
        IConversationsClient tenant = client.With("777");
        _ = await tenant.Tickets.GetAsync(1);

        (tenant as IDisposable)?.Dispose();
        client.Dispose();
        Assert.False(handler.IsDisposed);

        using var next = new ConversationsClient(new() { ProjectId = "1", ApiKey = "k" }, handler);
        _ = await next.Tickets.GetAsync(1);
        Assert.Equal(2, stub.Requests.Count);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" 1")]
    [InlineData("1/../2")]
    [InlineData("@CURRENT")]
    [InlineData("١٢")]
    [InlineData("-1")]
    public async Task What_is_no_project_is_refused(string projectId)
    {
        await using var stub = StubServer.InMemory();
        using ConversationsClient client = stub.CreateClient();
        Assert.Equal("projectId", Assert.Throws<ArgumentException>(() => client.With(projectId)).ParamName);
    }

    private sealed class Watched(HttpMessageHandler inner) : DelegatingHandler(inner)
    {
        public bool IsDisposed { get; private set; }

        protected override void Dispose(bool disposing)
        {
            IsDisposed = true;
            base.Dispose(disposing);
        }
    }
}
