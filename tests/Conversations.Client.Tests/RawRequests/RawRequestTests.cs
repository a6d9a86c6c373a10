using System.Net.Http.Json;
using System.Text;
using Microsoft.Extensions.DependencyInjection;

namespace Conversations.Client.Tests.RawRequests;

/// <summary>An endpoint that the package lacks is called with the client's credential, limits and errors.</summary>
public sealed class RawRequestTests
{
    private const string Answer = """{"name":"late refunds","count":3}""";

    [Theory, BothTransports]
    public async Task A_body_is_written_before_it_is_sent_and_has_a_length(Transport transport)
    {
        await using StubServer stub = await StubServer.StartAsync(transport);
        stub.Answer(StubAnswer.Json(Answer, 201));
        using ConversationsClient client = stub.CreateClient();
        using var content = JsonContent.Create(new Pattern("ü", 1), PatternJson.Default.Pattern);

        _ = await client.RawRequestAsync(HttpMethod.Post, "conversations/patterns/", PatternJson.Default.Pattern, content);

        Assert.Equal("""{"name":"\u00FC","count":1}""", stub.Request.Text);
        Assert.Equal(stub.Request.Body.Length.ToString(System.Globalization.CultureInfo.InvariantCulture), stub.Request["Content-Length"]);
        Assert.Equal("application/json", stub.Request["Accept"]);
        // It is the caller's.
        Assert.Equal(stub.Request.Text, await content.ReadAsStringAsync());
    }

    [Fact]
    public async Task A_body_that_cannot_be_written_is_not_sent()
    {
        await using var stub = StubServer.InMemory();
        using ConversationsClient client = stub.CreateClient();
        using var content = new StreamContent(new GivenBody(static (_, _) => throw new InvalidDataException("The file is broken.")));

        Exception? error = await Record.ExceptionAsync(
            () => client.RawRequestAsync(HttpMethod.Post, "x", PatternJson.Default.Pattern, content));

        Assert.Contains("The file is broken.", error?.ToString(), StringComparison.Ordinal);
        Assert.Empty(stub.Requests);
    }

    [Fact]
    public async Task A_whole_request_brings_its_headers_and_options_and_can_be_sent_again()
    {
        await using var stub = StubServer.InMemory(StubAnswer.Of(204), StubAnswer.Of(204));
        using ConversationsClient client = stub.CreateClient();
        using var request = new HttpRequestMessage(HttpMethod.Delete, "conversations/patterns/1/")
        {
            Content = new StringContent("{}", Encoding.UTF8, "application/json"),
            Headers = { { "X-Reason", ["a", "b"] }, { "Accept", "application/json" } },
        };

        for (int time = 0; time < 2; time++)
        {
            using HttpResponseMessage response = await client.RawRequestAsync(request);
            Assert.Equal(204, (int)response.StatusCode);
        }

        Assert.Equal("conversations/patterns/1/", request.RequestUri!.OriginalString);
        Assert.Equal(2, stub.Requests.Count);
        Assert.All(stub.Requests, static sent =>
        {
            Assert.Equal("a, b", sent["X-Reason"]);
            Assert.Equal("application/json", sent["Accept"]);
            Assert.Equal("{}", sent.Text);
        });
    }

    [Fact]
    public async Task A_refusal_is_the_exception_of_its_status_and_repeats_no_key()
    {
        await using var stub = StubServer.InMemory();
        _ = stub.Answer(static _ => StubAnswer.Json($$"""{"type":"invalid_request","code":"not_found","detail":"Endpoint not found. {{StubServer.Key}}","attr":null}""", 404));
        using ConversationsClient client = stub.CreateClient();

        ConversationsNotSupportedException typed = await Assert.ThrowsAsync<ConversationsNotSupportedException>(
            () => client.RawRequestAsync(HttpMethod.Get, "nothing/secret-id/", PatternJson.Default.Pattern));
        ConversationsNotSupportedException whole = await Assert.ThrowsAsync<ConversationsNotSupportedException>(
            () => client.RawRequestAsync(new(HttpMethod.Get, "nothing/secret-id/")));

        Assert.All([typed, whole], static error =>
        {
            Assert.Equal("(a path outside the contract)", error.Route);
            Assert.DoesNotContain(StubServer.Key, error.ToString(), StringComparison.Ordinal);
            Assert.DoesNotContain("secret-id", error.ToString(), StringComparison.Ordinal);
        });
    }

    /// <summary>The address of another endpoint may look like one of the contract, and its advice would be wrong.</summary>
    [Fact]
    public async Task A_path_that_looks_like_one_of_the_contract_gets_none_of_its_advice()
    {
        await using var stub = StubServer.InMemory();
        _ = stub.Answer(static _ => StubAnswer.Json("""{"type":"invalid_request","code":"not_found","detail":"Not found.","attr":null}""", 404));
        using ConversationsClient client = stub.CreateClient();

        ConversationsNotFoundException error = await Assert.ThrowsAsync<ConversationsNotFoundException>(
            () => client.RawRequestAsync(HttpMethod.Delete, "conversations/patterns/", PatternJson.Default.Pattern));

        Assert.Equal("(a path outside the contract)", error.Route);
        Assert.EndsWith("Check the id and the project.", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"name":""")]
    [InlineData("null")]
    [InlineData("<html>phx_stub-key</html>")]
    [InlineData("""{"name":{},"count":1}""")]
    public async Task An_answer_that_cannot_be_read_is_said_so(string body)
    {
        await using var stub = StubServer.InMemory(StubAnswer.Json(body));
        using ConversationsClient client = stub.CreateClient();

        ConversationsException error = await Assert.ThrowsAsync<ConversationsException>(
            () => client.RawRequestAsync(HttpMethod.Get, "x", PatternJson.Default.Pattern));

        Assert.StartsWith("The service answered with a success that cannot be read", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(StubServer.Key, error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_answer_without_a_body_is_one_for_a_whole_request_only()
    {
        await using var stub = StubServer.InMemory(StubAnswer.Of(204), StubAnswer.Of(204));
        using ConversationsClient client = stub.CreateClient();

        using HttpResponseMessage response = await client.RawRequestAsync(new(HttpMethod.Get, "x"));
        ConversationsException error = await Assert.ThrowsAsync<ConversationsException>(
            () => client.RawRequestAsync(HttpMethod.Get, "x", PatternJson.Default.Pattern));

        Assert.EndsWith("use the RawRequestAsync that takes an HttpRequestMessage.", error.Message, StringComparison.Ordinal);
        Assert.Empty(await response.Content.ReadAsByteArrayAsync());
    }

    /// <summary>The type that an answer claims lifts no limit but for who asked for whatever comes.</summary>
    [Theory]
    [InlineData("application/json")]
    [InlineData("text/event-stream")]
    public async Task Size_is_limited(string type)
    {
        await using var stub = StubServer.InMemory();
        _ = stub.Answer(_ => StubAnswer.Of(200).With("Content-Type", type).Write(new string(' ', 2_000)));
        using ConversationsClient client = stub.CreateClient(static options => options.MaxResponseBytes = 1_000);

        ConversationsException typed = await Assert.ThrowsAsync<ConversationsException>(
            () => client.RawRequestAsync(HttpMethod.Get, "x", PatternJson.Default.Pattern));
        Assert.Contains("more than 1000 bytes", typed.Message, StringComparison.Ordinal);
        if (type == "application/json")
        {
            ConversationsException whole =
                await Assert.ThrowsAsync<ConversationsException>(() => client.RawRequestAsync(new(HttpMethod.Get, "x")));
            Assert.Contains("more than 1000 bytes", whole.Message, StringComparison.Ordinal);
        }
    }

    /// <summary>The answer to a HEAD tells the length of a body that does not come.</summary>
    [Fact]
    public async Task The_length_that_a_HEAD_tells_is_no_size()
    {
        await using StubServer stub = await StubServer.StartAsync(Transport.Kestrel);
        stub.Answer(StubAnswer.Of(200).With("Content-Length", "2000000000"));
        using ConversationsClient client = stub.CreateClient();

        using HttpResponseMessage response = await client.RawRequestAsync(new(HttpMethod.Head, "x"));

        Assert.Equal(2_000_000_000, response.Content.Headers.ContentLength);
    }

    [Fact]
    public async Task Time_is_limited()
    {
        var clock = new TestClock();
        await using var stub = StubServer.InMemory();
        _ = stub.Answer(static _ => StubAnswer.Silence());
        using ConversationsClient client = stub.CreateClient(options => options.TimeProvider = clock);

        Task<HttpResponseMessage> call = client.RawRequestAsync(new(HttpMethod.Post, "x"));
        await stub.ArrivedAsync(1);
        await clock.PassAsync(TimeSpan.FromSeconds(100));

        ConversationsTimeoutException error = await Assert.ThrowsAsync<ConversationsTimeoutException>(() => call);
        Assert.Contains("is not known", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_project_and_caller_are_those_of_the_client()
    {
        await using var stub = StubServer.InMemory(StubAnswer.Json(Answer));
        using ConversationsClient client = stub.CreateClient();
        IConversationsClient other = client.With("@current", ConversationsCredential.Session("sess", "csrf"));

        _ = await other.RawRequestAsync(HttpMethod.Get, "x", PatternJson.Default.Pattern);

        Assert.Equal("/api/projects/%40current/x", stub.Request.Target);
        Assert.Null(stub.Request["Authorization"]);
        Assert.Contains("sessionid=sess", stub.Request["Cookie"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_client_of_a_container_calls_the_same_way()
    {
        await using var stub = StubServer.InMemory(StubAnswer.Json(Answer));
        var services = new ServiceCollection();
        _ = services.AddConversationsClient(options =>
            (options.ProjectId, options.BaseAddress, options.ApiKey) = (StubServer.ProjectId, stub.BaseAddress, StubServer.Key))
            .ConfigurePrimaryHttpMessageHandler(() => stub.CreateHandler()!);
        await using ServiceProvider provider = services.BuildServiceProvider();

        Pattern read = await provider.GetRequiredService<IConversationsClient>()
            .RawRequestAsync(HttpMethod.Get, "conversations/patterns/1/", PatternJson.Default.Pattern);

        Assert.Equal(3, read.Count);
        Assert.Equal($"Bearer {StubServer.Key}", stub.Request["Authorization"]);
    }

    [Fact]
    public async Task A_cancelled_call_ends_as_cancelled()
    {
        await using var stub = StubServer.InMemory();
        using ConversationsClient client = stub.CreateClient();
        using var canceled = new CancellationTokenSource();
        await canceled.CancelAsync();

        _ = await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => client.RawRequestAsync(HttpMethod.Get, "x", PatternJson.Default.Pattern, cancellationToken: canceled.Token));
        _ = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => client.RawRequestAsync(new(HttpMethod.Get, "x"), canceled.Token));
        Assert.Empty(stub.Requests);
    }
}
