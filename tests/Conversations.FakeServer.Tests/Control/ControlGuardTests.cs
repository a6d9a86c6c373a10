using Conversations.Client.Testing;

namespace Conversations.FakeServer.Tests.Control;

/// <summary>
/// The control routes are only for this machine. No page of another site reaches them, not even by a host name that resolves to this
/// machine.
/// </summary>
public sealed class ControlGuardTests
{
    private const string Fault = """{"operation":"*","then":{"status":503}}""";

    /// <summary>Spellings of another origin, or ones that no browser writes.</summary>
    public static TheoryData<string> ForeignOrigins =>
    [
        "https://example.com", "null", "", " ", "NULL", "file://", "file://localhost", "ftp://localhost", "localhost", "localhost:8080", "//localhost", "http:localhost", "http:///localhost",
        "http://localhost.", "http://localhost.example.com", "http://localhost.localdomain", "http://notlocalhost", "http://app.localhost",
        "http://127.0.0.1.example.com", "http://127.0.0.1.nip.example", "http://127.0.0.1.", "http://128.0.0.1", "http://0.0.0.0", "http://127.1", "http://2130706433", "http://0x7f.0.0.1", "http://0177.0.0.1",
        "http://localhost@evil.example", "http://evil.example@localhost", "http://me:pw@localhost", "http://localhost:80@evil.example", "http://example.com:80@localhost",
        "http://localhost/", "http://localhost/x", "http://localhost?x", "http://localhost#x", "http://evil.example#localhost", "http://evil.example/localhost", @"http://evil.example\localhost", @"http://localhost\@evil.example",
        "http://localhost:", "http://localhost:x", "http://localhost:-1", "http://localhost:65536", "http://localhost:80:80", "http://localhost: 80",
        "http://::1", "http://[::1", "http://[::1]x", "http://[::2]", "http://[fe80::1]", "http://[::1%25lo]", "http://[::1%lo]", "http://[::ffff:128.0.0.1]", "http://[::ffff:7f00:1", "http://[127.0.0.1]", "http://[localhost]", "http://[]", "http://[::1/64]", "http://[[::1]]",
        "http://localhost,http://localhost", "http://localhost, http://evil.example", "http://localhost http://evil.example", "http://localhost\thttp://evil.example",
        "http://", "https://", "http://:80", "https", "chrome-extension://localhost",
    ];

    /// <summary>Origins of pages of this machine: as a browser writes them, and in spellings that no browser uses.</summary>
    public static TheoryData<string> LocalOrigins =>
        ["http://localhost", "http://localhost:5173", "https://localhost:8443", "http://127.0.0.1", "http://127.0.0.1:3000", "http://127.0.0.2:3000", "http://127.255.255.254", "http://[::1]", "http://[::1]:3000", "http://[::ffff:7f00:1]:3000", "HTTP://LOCALHOST:80"];

    public static TheoryData<string> ForeignHosts =>
        ["example.com", "example.com:8080", "localhost.", "localhost.example.com", "127.0.0.1.nip.example:80", "app.localhost", "0.0.0.0", "127.1", "2130706433", "192.168.1.5:8080", "[::2]:80", "[fe80::1]", "localhost:x", "localhost:", "", "me@localhost"];

    public static TheoryData<string> LocalHosts => ["localhost", "localhost:8080", "LocalHost:1", "127.0.0.1", "127.0.0.1:80", "127.4.5.6:80", "[::1]", "[::1]:8080"];

    private static readonly string[] Methods = ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS", "PROPFIND"];

    [Theory]
    [MemberData(nameof(ForeignOrigins))]
    public async Task A_page_of_elsewhere_can_neither_set_a_fault_nor_read_what_was_recorded(string origin)
    {
        await using Running fake = await Running.StartAsync();

        using HttpResponseMessage setting = await SendAsync(fake, "POST", "/__fake/faults", origin, Fault);
        using HttpResponseMessage reading = await SendAsync(fake, "GET", "/__fake/requests", origin);

        await IsRefusedAsync(setting, "Origin");
        await IsRefusedAsync(reading, "Origin");
        (await fake.CallAsync("GET", Running.Tickets)).Is(200);
        Assert.Single(await fake.RequestsAsync());
    }

    [Theory]
    [InlineData("https://example.com")]
    [InlineData("null")]
    public async Task No_method_and_no_question_before_a_call_gets_a_page_through(string origin)
    {
        await using Running fake = await Running.StartAsync();
        foreach (string? name in fake.RouteNames.Select(static route => route.Split(' ')[1]).Append("/__fake").Append("/__fake/").Append("/__fake/nowhere").Distinct())
        {
            foreach (string method in Methods)
            {
                using HttpResponseMessage answer = await SendAsync(fake, method, name, origin, asks: method == "OPTIONS" ? "POST" : null);
                Assert.True(403 == (int)answer.StatusCode, $"{method} {name} answered {(int)answer.StatusCode}");
                Assert.DoesNotContain(answer.Headers, static header => header.Key.StartsWith("Access-Control", StringComparison.OrdinalIgnoreCase));
            }
        }

        Assert.Empty(await fake.RequestsAsync());
    }

    [Theory]
    [MemberData(nameof(LocalOrigins))]
    public async Task A_page_of_this_machine_goes_on_working(string origin)
    {
        await using Running fake = await Running.StartAsync();

        using HttpResponseMessage asked = await SendAsync(fake, "OPTIONS", "/__fake/faults", origin, asks: "POST");
        using HttpResponseMessage setting = await SendAsync(fake, "POST", "/__fake/faults", origin, Fault);
        using HttpResponseMessage reading = await SendAsync(fake, "GET", "/__fake/requests", origin);

        Assert.Equal([204, 204, 200], new[] { asked, setting, reading }.Select(static answer => (int)answer.StatusCode));
        Assert.All([asked, setting, reading], answer => Assert.Equal(origin, answer.Headers.GetValues("Access-Control-Allow-Origin").Single()));
    }

    [Fact]
    public async Task A_page_that_the_fake_itself_has_served_goes_on_working()
    {
        await using Running onLoopback = await Running.StartAsync();
        await using Running onAll = await Running.StartAsync("--host", "0.0.0.0");
        int port = onAll.Http.BaseAddress!.Port;

        using HttpResponseMessage own = await SendAsync(onLoopback, "GET", "/__fake/requests", onLoopback.Http.BaseAddress!.GetLeftPart(UriPartial.Authority));
        (int Status, string Text) byAddress = await RawHttp.SendAsync(new Uri($"http://127.0.0.1:{port}"), "GET /__fake/requests HTTP/1.1", $"Host: 192.168.1.5:{port}", $"Origin: http://192.168.1.5:{port}");
        (int Status, string Text) byName = await RawHttp.SendAsync(new Uri($"http://127.0.0.1:{port}"), "GET /__fake/requests HTTP/1.1", $"Host: evil.example:{port}", $"Origin: http://evil.example:{port}");
        (int Status, string Text) ofNeighbour = await RawHttp.SendAsync(new Uri($"http://127.0.0.1:{port}"), "GET /__fake/requests HTTP/1.1", $"Host: 192.168.1.5:{port}", $"Origin: http://192.168.1.6:{port}");

        Assert.Equal((200, 200, 403, 403), ((int)own.StatusCode, byAddress.Status, byName.Status, ofNeighbour.Status));
    }

    [Theory]
    [MemberData(nameof(ForeignHosts))]
    public async Task A_name_that_was_made_to_point_here_reads_nothing(string host)
    {
        await using Running fake = await Running.StartAsync();
        (await fake.CallAsync("GET", Running.Tickets)).Is(200);

        (int Status, string Text) answer = await RawHttp.SendAsync(fake.Http.BaseAddress!, "GET /__fake/requests HTTP/1.1", $"Host: {host}");
        (int Status, string Text) asked = await RawHttp.SendAsync(fake.Http.BaseAddress!, "OPTIONS /__fake/faults HTTP/1.1", $"Host: {host}", "Origin: http://localhost", "Access-Control-Request-Method: POST");

        // The web server itself refuses a value that is not a host.
        Assert.All([answer, asked], static refused => Assert.True(refused.Status is 403 or 400, refused.Text));
        Assert.DoesNotContain("tickets.list", answer.Text, StringComparison.Ordinal);
        Assert.True(answer.Status == 400 || answer.Text.Contains("--host", StringComparison.Ordinal), answer.Text);
    }

    [Theory]
    [MemberData(nameof(LocalHosts))]
    public async Task Every_name_of_this_machine_is_answered(string host)
    {
        await using Running fake = await Running.StartAsync();
        Assert.Equal(200, (await RawHttp.SendAsync(fake.Http.BaseAddress!, "GET /__fake/health HTTP/1.1", $"Host: {host}")).Status);
    }

    [Fact]
    public async Task A_request_without_a_host_comes_from_no_browser()
    {
        await using Running fake = await Running.StartAsync();
        Assert.Equal(200, (await RawHttp.SendAsync(fake.Http.BaseAddress!, "GET /__fake/health HTTP/1.0")).Status);
    }

    [Fact]
    public async Task Where_others_may_call_every_name_is_answered_and_pages_of_elsewhere_are_not()
    {
        await using Running fake = await Running.StartAsync("--host", "0.0.0.0");
        var address = new Uri($"http://127.0.0.1:{fake.Http.BaseAddress!.Port}");

        (int Status, string Text) named = await RawHttp.SendAsync(address, "GET /__fake/requests HTTP/1.1", "Host: fake.internal:8080");
        (int Status, string Text) page = await RawHttp.SendAsync(address, "GET /__fake/requests HTTP/1.1", "Host: fake.internal:8080", "Origin: https://example.com");

        Assert.Equal((200, 403), (named.Status, page.Status));
    }

    [Fact]
    public async Task Two_origins_in_one_request_are_none_of_this_machine()
    {
        await using Running fake = await Running.StartAsync();
        foreach (string second in (string[])["http://localhost", "https://example.com", ""])
        {
            (int Status, string Text) answer = await RawHttp.SendAsync(fake.Http.BaseAddress!, "GET /__fake/requests HTTP/1.1", "Host: localhost", "Origin: http://localhost", $"Origin: {second}");
            Assert.Equal(403, answer.Status);
        }
    }

    [Theory]
    [InlineData("/__FAKE/faults")]
    [InlineData("/%5f_fake/faults")]
    [InlineData("/%5F%5Ffake/faults")]
    [InlineData("//__fake/faults")]
    [InlineData("/./__fake/faults")]
    [InlineData("/x/../__fake/faults")]
    [InlineData("/__fake%2ffaults")]
    [InlineData(@"\__fake\faults")]
    [InlineData("/__fake;x/faults")]
    [InlineData("http://localhost/__fake/faults")]
    [InlineData("/__fake/faults?x=/")]
    [InlineData("/__fake//faults")]
    [InlineData("/__fake/./faults")]
    public async Task No_spelling_of_the_path_gets_a_page_through(string target)
    {
        await using Running fake = await Running.StartAsync();

        (int Status, string Text) answer = await RawHttp.SendAsync(
            fake.Http.BaseAddress!, $"POST {target} HTTP/1.1", "Host: localhost", "Origin: https://example.com", "Content-Type: text/plain", $"Content-Length: {Fault.Length}", "", Fault);

        Assert.True(answer.Status is 400 or 403 or 404, answer.Text);
        (await fake.CallAsync("GET", Running.Tickets)).Is(200);
    }

    [Fact]
    public async Task A_fake_that_a_test_has_opened_on_a_port_has_no_control_routes_at_all()
    {
        await using var fake = new FakeConversationsServer();
        await using FakeConversationsHost host = await fake.StartAsync();
        using var http = new HttpClient { BaseAddress = host.BaseAddress };

        foreach ((string? method, string? path) in ((string, string)[])[("GET", "/__fake/requests"), ("GET", "/__fake/health"), ("POST", "/__fake/faults"), ("POST", "/__fake/reset")])
        {
            using HttpRequestMessage request = Running.Request(method, path, method == "POST" ? Fault : null, key: null);
            using HttpResponseMessage answer = await http.SendAsync(request);
            Assert.Equal(404, (int)answer.StatusCode);
        }

        Assert.Equal(4, fake.Requests.Count);
    }

    private static async Task<HttpResponseMessage> SendAsync(
        Running fake, string method, string path, string origin, string? body = null, string? asks = null)
    {
        using HttpRequestMessage request = Running.Request(method, path, body, key: null);
        Assert.True(request.Headers.TryAddWithoutValidation("Origin", origin));
        if (asks is not null)
        {
            request.Headers.Add("Access-Control-Request-Method", asks);
        }

        return await fake.Http.SendAsync(request);
    }

    private static async Task IsRefusedAsync(HttpResponseMessage response, string header)
    {
        Answer answer = await Answer.ReadAsync(response);
        Assert.Equal(["error", "path"], answer.Is(403).Json.EnumerateObject().Select(static member => member.Name));
        Assert.Equal(header, answer.Json.Text("path"));
        Assert.Contains("localhost", answer.Json.Text("error"), StringComparison.Ordinal);
        Assert.DoesNotContain(response.Headers, static item => item.Key.StartsWith("Access-Control", StringComparison.OrdinalIgnoreCase));
    }
}
