namespace Conversations.Client.Tests.Configuration.Credentials;

/// <summary>The client asks a credential provider once, and once more after a 401.</summary>
public sealed class CredentialTests
{
    private const string Refused = """{"type":"authentication_error","code":"authentication_failed","detail":"Key k1 is invalid.","attr":null}""";

    [Theory, BothTransports]
    public async Task It_is_asked_once_and_its_value_kept(Transport transport)
    {
        await using StubServer stub = await StubServer.StartAsync(transport);
        stub.Answer(_ => StubAnswer.Json(Examples.Ticket));
        int asked = 0;
        using ConversationsClient client =
            stub.CreateClient(options => options.Credential = ConversationsCredential.FromProvider(async token =>
        {
            await Task.Yield();
            return ConversationsCredential.PersonalApiKey($"k{Interlocked.Increment(ref asked)}");
        }));

        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => client.Tickets.GetAsync(1)));
        _ = await client.Tickets.GetAsync(1);

        Assert.Equal(1, asked);
        Assert.All(stub.Requests, static request => Assert.Equal("Bearer k1", request["Authorization"]));
    }

    [Theory, BothTransports]
    public async Task After_a_401_it_is_asked_once_more_and_the_same_is_sent_once_more_whatever_the_method(Transport transport)
    {
        await using StubServer stub = await StubServer.StartAsync(transport);
        int asked = 0;
        using ConversationsClient client = stub.CreateClient(options =>
            options.Credential = ConversationsCredential.FromProvider(_ => new(ConversationsCredential.PersonalApiKey($"k{++asked}"))));
        stub.Answer(
            StubAnswer.Json(Refused, 401),
            StubAnswer.Json(Examples.Ticket),
            StubAnswer.Json(Refused, 401),
            StubAnswer.Messages("""{"type":"ai","id":"a","content":"Hi"}"""));

        _ = await client.Tickets.UpdateAsync(1, new() { Tags = ["ü"] });
        Assert.Equal("Hi", (await client.Conversations.AskAsync(Guid.NewGuid(), "größer")).Text);

        Assert.Equal(["Bearer k1", "Bearer k2", "Bearer k2", "Bearer k3"], stub.Requests.Select(static request => request["Authorization"]));
        Assert.Equal("""{"tags":["ü"]}""", stub.Requests[1].Text);
        Assert.Equal(stub.Requests[2].Text, stub.Requests[3].Text);
        Assert.Equal((stub.Requests[2].Target, stub.Requests[2]["Accept"]), (stub.Requests[3].Target, stub.Requests[3]["Accept"]));
    }

    [Theory, BothTransports]
    public async Task A_second_401_is_thrown_without_either_key(Transport transport)
    {
        await using StubServer stub = await StubServer.StartAsync(transport);
        int asked = 0;
        using ConversationsClient client = stub.CreateClient(options =>
            options.Credential = ConversationsCredential.FromProvider(_ => new(ConversationsCredential.PersonalApiKey($"phx_key{++asked}"))));
        stub.Answer(_ => StubAnswer.Json("""{"detail":"Not phx_key1 and not phx_key2."}""", 401));

        ConversationsAuthenticationException error =
            await Assert.ThrowsAsync<ConversationsAuthenticationException>(() => client.Views.DeleteAsync("a"));

        Assert.Equal(2, stub.Requests.Count);
        Assert.DoesNotContain("phx_key2", error.ToString(), StringComparison.Ordinal);
    }

    [Theory, BothTransports]
    public async Task Callers_that_are_refused_together_ask_once(Transport transport)
    {
        await using StubServer stub = await StubServer.StartAsync(transport);
        int asked = 0;
        var all = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        int refused = 0;
        stub.Answer(request =>
        {
            if (request["Authorization"] != "Bearer k1")
            {
                return StubAnswer.Json(Examples.Ticket);
            }

            if (Interlocked.Increment(ref refused) == 10)
            {
                all.SetResult();
            }

            return StubAnswer.JsonAfter(all.Task, Refused, 401);
        });
        using ConversationsClient client =
            stub.CreateClient(options => options.Credential = ConversationsCredential.FromProvider(async token =>
        {
            await Task.Yield();
            return ConversationsCredential.PersonalApiKey($"k{Interlocked.Increment(ref asked)}");
        }));

        await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => client.Tickets.GetAsync(1)));

        Assert.Equal((2, 20), (asked, stub.Requests.Count));
    }

    [Theory, BothTransports]
    public async Task Callers_that_are_refused_together_ask_once_also_when_the_same_credential_comes_back(Transport transport)
    {
        await using StubServer stub = await StubServer.StartAsync(transport);
        var same = ConversationsCredential.PersonalApiKey("same");
        int asked = 0;
        var all = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        int refused = 0;
        stub.Answer(_ =>
        {
            int number = Interlocked.Increment(ref refused);
            if (number == 10)
            {
                all.SetResult();
            }

            return number > 10 ? StubAnswer.Json(Examples.Ticket) : StubAnswer.JsonAfter(all.Task, Refused, 401);
        });
        using ConversationsClient client =
            stub.CreateClient(options => options.Credential = ConversationsCredential.FromProvider(async token =>
        {
            await Task.Yield();
            Interlocked.Increment(ref asked);
            return same;
        }));

        await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => client.Tickets.GetAsync(1)));

        Assert.Equal(2, asked);
    }

    [Fact]
    public async Task A_fixed_credential_is_not_sent_twice()
    {
        await using var stub = StubServer.InMemory(StubAnswer.Json(Refused, 401));
        using ConversationsClient client = stub.CreateClient();

        _ = await Assert.ThrowsAsync<ConversationsAuthenticationException>(() => client.Tickets.GetAsync(1));

        Assert.Single(stub.Requests);
    }
}
