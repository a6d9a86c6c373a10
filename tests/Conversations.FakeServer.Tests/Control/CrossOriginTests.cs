using System.Text;

namespace Conversations.FakeServer.Tests.Control;

/// <summary>Browsers: pages of this machine may call the program, others may not.</summary>
public sealed class CrossOriginTests
{
    public static TheoryData<string> Local => ["http://localhost", "http://localhost:5173", "https://localhost:8443", "http://127.0.0.1:3000", "http://127.0.0.2", "http://[::1]:3000"];

    public static TheoryData<string> Foreign =>
        ["https://example.com", "http://localhost.example.com", "http://127.0.0.1.example.com", "http://example.com:80@localhost", "http://localhost/", "http://localhost/x", "null", "file://localhost", "ftp://localhost", "http://128.0.0.2", "localhost", ""];

    [Theory]
    [MemberData(nameof(Local))]
    public async Task A_page_of_this_machine_may_read_every_answer(string origin)
    {
        await using Running fake = await Running.StartAsync();
        foreach ((string? path, string? key) in ((string, string?)[])[(Running.Tickets, "phx_fake"), (Running.Tickets, null), ("/nowhere", null),
            ("/__fake/health", null), ("/__fake/nowhere", null)])
        {
            using HttpResponseMessage response = await SendAsync(fake, "GET", path, origin, key);

            Assert.Equal(origin, response.Headers.GetValues("Access-Control-Allow-Origin").Single());
            Assert.Equal("true", response.Headers.GetValues("Access-Control-Allow-Credentials").Single());
            Assert.Contains("retry-after", response.Headers.GetValues("Access-Control-Expose-Headers").Single(), StringComparison.Ordinal);
            Assert.Contains("Origin", response.Headers.Vary);
        }
    }

    [Theory]
    [MemberData(nameof(Local))]
    public async Task A_browser_that_asks_first_gets_204_and_is_not_recorded(string origin)
    {
        await using Running fake = await Running.StartAsync();
        (await fake.ControlAsync("POST", "faults", """{"operation":"*","then":{"status":503}}""")).Is(204);
        foreach (string path in (string[])[Running.Tickets + "1/", "/__fake/seed", "/nowhere"])
        {
            using HttpRequestMessage request = Running.Request("OPTIONS", path, null, null);
            request.Headers.Add("Origin", origin);
            request.Headers.Add("Access-Control-Request-Method", "PATCH");
            request.Headers.Add("Access-Control-Request-Headers", "authorization,x-trace");
            using HttpResponseMessage response = await fake.Http.SendAsync(request);

            Assert.Equal((204, ""), ((int)response.StatusCode, await response.Content.ReadAsStringAsync()));
            Assert.Equal(origin, response.Headers.GetValues("Access-Control-Allow-Origin").Single());
            string methods = response.Headers.GetValues("Access-Control-Allow-Methods").Single();
            Assert.All((string[])["GET", "POST", "PUT", "PATCH", "DELETE"], method => Assert.Contains(method, methods, StringComparison.Ordinal));
            string headers = response.Headers.GetValues("Access-Control-Allow-Headers").Single();
            Assert.All((string[])["accept", "authorization", "content-type", "x-csrftoken", "x-posthog-session-id", "x-trace"], header => Assert.Contains(header, headers, StringComparison.Ordinal));
        }

        Assert.Empty(await fake.RequestsAsync());
    }

    [Theory]
    [MemberData(nameof(Foreign))]
    public async Task A_page_of_another_origin_gets_no_header(string origin)
    {
        await using Running fake = await Running.StartAsync();
        using HttpRequestMessage asked = Running.Request("OPTIONS", Running.Tickets, null, null);
        asked.Headers.TryAddWithoutValidation("Origin", origin);
        asked.Headers.Add("Access-Control-Request-Method", "GET");

        using HttpResponseMessage preflight = await fake.Http.SendAsync(asked);
        using HttpResponseMessage answer = await SendAsync(fake, "GET", Running.Tickets, origin, "phx_fake");

        Assert.Equal((204, 200), ((int)preflight.StatusCode, (int)answer.StatusCode));
        Assert.All(
            [preflight, answer],
            static response =>
                Assert.DoesNotContain(response.Headers, static header => header.Key.StartsWith("Access-Control", StringComparison.OrdinalIgnoreCase)));
        Assert.Single(await fake.RequestsAsync());
    }

    [Fact]
    public async Task Streams_faults_and_refusals_can_be_read_too()
    {
        await using Running fake = await Running.StartAsync();
        (await fake.ControlAsync("POST", "faults", """{"operation":"tickets.list","then":{"status":503}}""")).Is(204);
        using HttpRequestMessage stream = Running.Request("POST", Running.Conversations, $$"""{"content":"hi","conversation":"{{Guid.NewGuid()}}","trace_id":"{{Guid.NewGuid()}}"}""", "phx_fake");
        stream.Headers.Add("Origin", "http://localhost:5173");
        using var mistake = new HttpRequestMessage(HttpMethod.Post, "/__fake/seed") { Content = new StringContent("{", Encoding.UTF8) };
        mistake.Headers.Add("Origin", "http://localhost:5173");

        using HttpResponseMessage turn = await fake.Http.SendAsync(stream);
        using HttpResponseMessage fault = await SendAsync(fake, "GET", Running.Tickets, "http://localhost:5173", "phx_fake");
        using HttpResponseMessage refused = await fake.Http.SendAsync(mistake);

        Assert.Equal([200, 503, 400], new[] { turn, fault, refused }.Select(static response => (int)response.StatusCode));
        Assert.All([turn, fault, refused], static response => Assert.Equal("http://localhost:5173", response.Headers.GetValues("Access-Control-Allow-Origin").Single()));
    }

    [Fact]
    public async Task Without_an_origin_nothing_is_added_and_other_options_go_to_the_service()
    {
        await using Running fake = await Running.StartAsync();

        Answer answer = await fake.CallAsync("GET", Running.Tickets);
        Answer options = await fake.CallAsync("OPTIONS", Running.Tickets);

        Assert.DoesNotContain(
            answer.Headers,
            static header => header.Key is "Vary" || header.Key.StartsWith("Access-Control", StringComparison.OrdinalIgnoreCase));
        Assert.NotEqual(204, options.Status);
        Assert.Equal(2, (await fake.RequestsAsync()).Count);
    }

    private static async Task<HttpResponseMessage> SendAsync(Running fake, string method, string path, string origin, string? key)
    {
        using HttpRequestMessage request = Running.Request(method, path, null, key);
        request.Headers.TryAddWithoutValidation("Origin", origin);
        return await fake.Http.SendAsync(request);
    }
}
