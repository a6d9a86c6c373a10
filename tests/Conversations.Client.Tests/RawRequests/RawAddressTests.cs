namespace Conversations.Client.Tests.RawRequests;

/// <summary>A path of the application leads where it shows, on the client's host, with the client's credential.</summary>
public sealed class RawAddressTests
{
    private const string Answer = """{"name":"late refunds","count":3}""";

    [Theory]
    [InlineData("conversations/patterns/", "/api/projects/1/conversations/patterns/")]
    [InlineData("conversations/patterns/?limit=10&offset=2", "/api/projects/1/conversations/patterns/?limit=10&offset=2")]
    [InlineData("?a=1", "/api/projects/1/?a=1")]
    [InlineData("/api/users/@me/", "/api/users/@me/")]
    [InlineData("/api/environments/1/conversations/patterns/", "/api/environments/1/conversations/patterns/")]
    [InlineData("persons/a%2Fb%20c/?q=%26+ü", "/api/projects/1/persons/a%2Fb%20c/?q=%26+%C3%BC")]
    [InlineData("persons/..a/.b/c../", "/api/projects/1/persons/..a/.b/c../")]
    [InlineData("a?b=../..&c=//x", "/api/projects/1/a?b=../..&c=//x")]
    [InlineData("https://stub.example/api/projects/1/conversations/patterns/?limit=1&offset=1", "/api/projects/1/conversations/patterns/?limit=1&offset=1")]
    public async Task A_path_is_below_the_project_or_with_a_slash_from_the_root(string path, string target)
    {
        await using var stub = StubServer.InMemory(StubAnswer.Json(Answer), StubAnswer.Json(Answer));
        using ConversationsClient client = stub.CreateClient(static options => options.PathPrefix = PathPrefix.Projects);
        using var request = new HttpRequestMessage(HttpMethod.Get, path);

        Pattern read = await client.RawRequestAsync(HttpMethod.Get, path, PatternJson.Default.Pattern);
        using HttpResponseMessage response = await client.RawRequestAsync(request);

        Assert.Equal(new Pattern("late refunds", 3), read);
        Assert.Equal(Answer, await response.Content.ReadAsStringAsync());
        Assert.Equal([target, target], stub.Requests.Select(static sent => sent.Target));
        Assert.All(stub.Requests, static sent => Assert.Equal($"Bearer {StubServer.Key}", sent["Authorization"]));
        Assert.All(stub.Requests, static sent => Assert.StartsWith("Conversations.Client/", sent["User-Agent"], StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("")]
    [InlineData("https://elsewhere.example/x")]
    [InlineData("http://stub.example/x")]
    [InlineData("https://stub.example:444/x")]
    [InlineData("https://user@stub.example/x")]
    [InlineData("https://stub.example/a/../x")]
    [InlineData("https://stub.example/a/%2e%2e/x")]
    [InlineData("https://stub.example/x#y")]
    [InlineData(@"https://stub.example\x")]
    [InlineData("https://stub.example.elsewhere.example/x")]
    [InlineData("HTTP:x")]
    [InlineData("file:///etc/passwd")]
    [InlineData("mailto:a@b.example")]
    [InlineData("//elsewhere.example/x")]
    [InlineData("///elsewhere.example/x")]
    [InlineData(@"\\elsewhere.example\x")]
    [InlineData(@"/\elsewhere.example/x")]
    [InlineData(@"a\..\..\x")]
    [InlineData(" //elsewhere.example/x")]
    [InlineData("\t//elsewhere.example/x")]
    [InlineData("\n/x")]
    [InlineData("..")]
    [InlineData("../../users/@me/")]
    [InlineData("a/../b")]
    [InlineData("a/./b")]
    [InlineData("a/%2e%2e/b")]
    [InlineData("a/.%2E/b")]
    [InlineData("a/%2E?x")]
    [InlineData("a#b")]
    [InlineData("a/.. ")]
    [InlineData("..\t")]
    [InlineData("a/..\n")]
    public async Task A_path_that_is_not_relative_or_leads_elsewhere_is_refused_before_anything_is_sent(string path)
    {
        await using var stub = StubServer.InMemory();
        using ConversationsClient client = stub.CreateClient();
        var request = new HttpRequestMessage(HttpMethod.Post, Uri.TryCreate(path, UriKind.RelativeOrAbsolute, out Uri? uri) ? uri : null);

        ArgumentException typed = await Assert.ThrowsAnyAsync<ArgumentException>(
            () => client.RawRequestAsync(HttpMethod.Post, path, PatternJson.Default.Pattern));
        ArgumentException whole = await Assert.ThrowsAnyAsync<ArgumentException>(() => client.RawRequestAsync(request));

        Assert.Equal("path", typed.ParamName);
        Assert.Equal("request", whole.ParamName);
        Assert.Empty(stub.Requests);
    }

    [Fact]
    public async Task A_path_with_half_a_character_is_refused()
    {
        await using var stub = StubServer.InMemory();
        using ConversationsClient client = stub.CreateClient();

        _ = await Assert.ThrowsAsync<ArgumentException>(
            () => client.RawRequestAsync(HttpMethod.Get, "a\ud800/", PatternJson.Default.Pattern));
        Assert.Empty(stub.Requests);
    }

    [Theory]
    [InlineData("Authorization", "Bearer phx_another")]
    [InlineData("cookie", "sessionid=x")]
    [InlineData("Host", "elsewhere.example")]
    [InlineData("Referer", "https://elsewhere.example/")]
    [InlineData("User-Agent", "mine/1.0")]
    [InlineData("x-csrftoken", "x")]
    public async Task A_header_that_the_client_writes_itself_is_refused_and_named(string name, string value)
    {
        await using var stub = StubServer.InMemory();
        using ConversationsClient client = stub.CreateClient();
        using var request = new HttpRequestMessage(HttpMethod.Get, "x") { Headers = { { name, value } } };

        ArgumentException error = await Assert.ThrowsAsync<ArgumentException>(() => client.RawRequestAsync(request));

        Assert.Contains($"sets {name}, which the client writes itself", error.Message, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("phx_another", error.Message, StringComparison.Ordinal);
        Assert.Empty(stub.Requests);
    }

    /// <summary>Paths made at random from pieces that addresses are made of.</summary>
    [Fact]
    public async Task Whatever_a_path_is_made_of_it_is_refused_or_stays_at_the_service()
    {
        string[] pieces =
        [
            "/", "//", "..", ".", "%2e", "%2E%2e", "%2f", "%5c", "\\", ":", "@", "?", "#", "stub.example", "elsewhere.example", "https:", "https://",
            "file:", "a", " ", "\t", "\u2025", "\uff0f", "[::1]", "%", "%00", ";", "&", "api", "projects", "~", "\u00fc",
        ];
        await using var stub = StubServer.InMemory();
        _ = stub.Answer(static _ => StubAnswer.Json(Answer));
        using ConversationsClient client = stub.CreateClient();
        var random = new Random(14);
        int sent = 0;
        for (int round = 0; round < 20_000; round++)
        {
            string path = string.Concat(random.GetItems(pieces, random.Next(1, 8)));
            try
            {
                _ = await client.RawRequestAsync(HttpMethod.Get, path, PatternJson.Default.Pattern);
                sent++;
            }
            catch (ArgumentException)
            {
                // Refused, as it should be where there is doubt.
            }
        }

        Assert.InRange(sent, 1_000, 19_000);
        Assert.Equal(sent, stub.Requests.Count);
        Assert.All(stub.Requests, static request =>
        {
            Assert.StartsWith("/", request.Target, StringComparison.Ordinal);
            Assert.DoesNotContain(request.Path.Split('/'), static segment => Uri.UnescapeDataString(segment) is "." or "..");
            Assert.Equal("stub.example", request["Host"] ?? "stub.example");
        });
    }
}
