namespace Conversations.Client.Tests.Pipeline;

/// <summary>All paths use one prefix when the options say so: docs/service/conversations.md 1.1.</summary>
public sealed class PathPrefixTests
{
    [Theory, BothTransports]
    public async Task Links_and_ids_go_under_projects_as_they_are(Transport transport)
    {
        await using StubServer stub = await StubServer.StartAsync(transport);
        stub.Answer(
            StubAnswer.Json(Examples.View),
            StubAnswer.Json(Examples.Page("/api/environments/1/conversations/?offset=1&x=%2C%20a", Examples.ShortConversation)),
            StubAnswer.Json(Examples.Page("/api/projects/1/conversations/?offset=2", Examples.FullConversation.Replace("0197cccc", "0197cccd", StringComparison.Ordinal))),
            StubAnswer.Json(Examples.Page("")));
        using ConversationsClient client = stub.CreateClient(static options => options.PathPrefix = PathPrefix.Projects);

        _ = await client.Views.GetAsync("a b%2F");
        Assert.Equal(2, await client.Conversations.ListAsync().CountAsync());

        Assert.Equal(
            ["/api/projects/1/conversations/views/a%20b%252F/", "/api/projects/1/conversations/", "/api/projects/1/conversations/?offset=1&x=%2C%20a", "/api/projects/1/conversations/?offset=2"],
            stub.Requests.Select(static request => request.Target));
    }

    [Theory, BothTransports]
    public async Task Errors_name_the_contracts_route_all_the_same(Transport transport)
    {
        await using StubServer stub = await StubServer.StartAsync(transport);
        stub.Answer(StubAnswer.Json("""{"detail":"Not found."}""", 404));
        using ConversationsClient client = stub.CreateClient(static options => options.PathPrefix = PathPrefix.Projects);

        ConversationsNotFoundException error = await Assert.ThrowsAsync<ConversationsNotFoundException>(() => client.Views.GetAsync("a"));

        Assert.Equal("/api/environments/{project_id}/conversations/views/{short_id}/", error.Route);
    }

    [Theory]
    [InlineData(PathPrefix.Auto)]
    [InlineData(PathPrefix.Environments)]
    public async Task Servers_of_all_ages_are_reached_without_asking_them_first(PathPrefix prefix)
    {
        await using var stub = StubServer.InMemory(StubAnswer.Json(Examples.View), StubAnswer.Json(Examples.Ticket));
        using ConversationsClient client = stub.CreateClient(options => options.PathPrefix = prefix);

        _ = await client.Views.GetAsync("a");
        _ = await client.Tickets.GetAsync(1);

        Assert.Equal(["/api/environments/1/conversations/views/a/", "/api/projects/1/conversations/tickets/1/"], stub.Requests.Select(static request => request.Target));
    }
}
