using System.Text.Json;

namespace Conversations.FakeServer.Tests.Control;

/// <summary><c>GET</c> and <c>DELETE /__fake/requests</c>.</summary>
public sealed class RequestTests
{
    [Fact]
    public async Task Each_request_is_listed_with_its_members_in_order()
    {
        await using Running fake = await Running.StartAsync();
        (await fake.CallAsync("POST", Running.Tickets + "?b=2&a=%20", """{"status":"open","more":[1.50,null]}""")).Is(201);

        JsonElement request = Assert.Single(await fake.RequestsAsync());

        Assert.Equal(["n", "operation", "method", "path", "query", "headers", "body", "status", "at"], request.EnumerateObject().Select(static member => member.Name));
        Assert.Equal(
            (1, "tickets.create", "POST", Running.Tickets, "b=2&a=%20", 201, Running.Now),
            (request.GetProperty("n").GetInt32(), request.Text("operation"), request.Text("method"), request.Text("path"), request.Text("query"),
                request.GetProperty("status").GetInt32(), request.Text("at")));
        Assert.Equal("""{"status":"open","more":[1.50,null]}""", request.GetProperty("body").GetRawText());
        Assert.Equal("application/json; charset=utf-8", request.GetProperty("headers").Text("Content-Type"));
    }

    [Fact]
    public async Task What_lets_a_caller_in_is_never_shown()
    {
        await using Running fake = await Running.StartAsync();
        using HttpRequestMessage request = Running.Request("POST", Running.Tickets + "?personal_api_key=phx_fake", """{"personal_api_key":"phx_fake"}""", "phx_fake");
        request.Headers.TryAddWithoutValidation("Cookie", "sessionid=sess-fake; posthog_csrftoken=csrf-fake");
        request.Headers.TryAddWithoutValidation("X-CSRFToken", "csrf-fake");
        (await fake.Http.SendAsync(request)).EnsureSuccessStatusCode().Dispose();

        string listed = (await fake.ControlAsync("GET", "requests")).Text;

        JsonElement headers = JsonSerializer.Deserialize<JsonElement>(listed)[0].GetProperty("headers");
        Assert.Equal(("***", "***", "***"), (headers.Text("Authorization"), headers.Text("Cookie"), headers.Text("X-CSRFToken")));
        Assert.All((string[])["phx_fake", "sess-fake", "csrf-fake"], secret => Assert.DoesNotContain(secret, listed, StringComparison.Ordinal));
    }

    [Fact]
    public async Task They_are_numbered_in_order_unmatched_ones_too()
    {
        await using Running fake = await Running.StartAsync();
        (await fake.CallAsync("GET", Running.Tickets)).Is(200);
        (await fake.CallAsync("GET", "/nowhere", key: null)).Is(404);
        (await fake.CallAsync("PUT", Running.Tickets, "{}")).Is(403);

        IReadOnlyList<JsonElement> requests = await fake.RequestsAsync();

        Assert.Equal([1, 2, 3], requests.Select(static request => request.GetProperty("n").GetInt32()));
        Assert.Equal(["tickets.list", null, null], requests.Select(static request => request.Text("operation")));
        Assert.Equal(["", "", ""], requests.Select(static request => request.Text("query")));
        Assert.True(requests[0].IsNull("body"));
    }

    [Theory]
    [InlineData("plain text")]
    [InlineData("{\"half")]
    public async Task A_body_that_is_no_json_is_its_text(string body)
    {
        await using Running fake = await Running.StartAsync();
        _ = await fake.CallAsync("POST", Running.Tickets, body);
        Assert.Equal(body, (await fake.RequestsAsync())[0].Text("body"));
    }

    [Fact]
    public async Task Delete_empties_and_numbers_begin_anew()
    {
        await using Running fake = await Running.StartAsync();
        _ = await fake.CallAsync("GET", Running.Tickets);

        (await fake.ControlAsync("DELETE", "requests")).Is(204);

        Assert.Empty(await fake.RequestsAsync());
        _ = await fake.CallAsync("GET", Running.Tickets);
        Assert.Equal(1, (await fake.RequestsAsync()).Single().GetProperty("n").GetInt32());
    }

    [Fact]
    public async Task A_stream_is_listed_while_it_is_open()
    {
        await using Running fake = await Running.StartAsync();
        (await fake.ControlAsync("POST", "turns", """{"steps":[{"hold":"h"}]}""")).Is(204);
        using TurnStream stream = await fake.TurnAsync(Guid.NewGuid());

        JsonElement request = Assert.Single(await fake.RequestsAsync());

        Assert.Equal(("conversations.create", 200), (request.Text("operation"), request.GetProperty("status").GetInt32()));
    }

    [Fact]
    public async Task The_newest_are_kept_and_go_on_with_their_numbers()
    {
        await using Running fake = await Running.StartAsync("--set", "max_recorded_requests=2");
        foreach (int limit in (int[])[1, 2, 3, 4])
        {
            _ = await fake.CallAsync("GET", $"{Running.Tickets}?limit={limit}");
        }

        Assert.Equal(
            [(3, "limit=3"), (4, "limit=4")],
            (await fake.RequestsAsync()).Select(static request => (request.GetProperty("n").GetInt32(), request.Text("query"))));

        (await fake.ControlAsync("DELETE", "requests")).Is(204);
        _ = await fake.CallAsync("GET", Running.Tickets);
        Assert.Equal(1, (await fake.RequestsAsync()).Single().GetProperty("n").GetInt32());
    }

    [Fact]
    public async Task A_body_that_is_too_large_is_refused_on_every_path_and_never_listed()
    {
        await using Running fake = await Running.StartAsync();
        string large = new string(' ', (20 * 1024 * 1024) + 1);

        (await fake.CallAsync("POST", Running.Tickets, large)).Is(413);
        Assert.Contains("--seed", (await fake.ControlAsync("POST", "seed", large)).Is(413).Json.Text("error"), StringComparison.Ordinal);
        (await fake.CallAsync("POST", "/nowhere", large)).Is(404);

        Assert.Equal([413, 404], (await fake.RequestsAsync()).Select(static request => request.GetProperty("status").GetInt32()));
        Assert.All(await fake.RequestsAsync(), static request => Assert.True(request.IsNull("body")));
    }
}
