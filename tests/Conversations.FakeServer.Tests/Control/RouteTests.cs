namespace Conversations.FakeServer.Tests.Control;

/// <summary>Rules for every control route.</summary>
public sealed class RouteTests
{
    [Fact]
    public async Task Health_says_ok_and_the_time()
    {
        await using Running fake = await Running.StartAsync();
        Answer answer = (await fake.ControlAsync("GET", "health")).Is(200);
        Assert.Equal(("""{"status":"ok","now":"2026-06-03T11:00:00Z"}""", "application/json"), (answer.Text, answer.ContentType?.ToString()));
    }

    [Fact]
    public async Task No_control_route_is_counted_limited_faulted_or_asked_who_calls()
    {
        await using Running fake = await Running.StartAsync("--set", "rate_limits=true");
        (await fake.ControlAsync("POST", "faults", """{"operation":"*","then":{"status":503}}""")).Is(204);

        for (int call = 0; call < 500; call++)
        {
            (await fake.ControlAsync("GET", "health")).Is(200);
        }

        Assert.Empty(await fake.RequestsAsync());
        (await fake.CallAsync("GET", Running.Tickets)).Is(503);
        Assert.Single(await fake.RequestsAsync());
    }

    [Theory]
    [InlineData("GET", "nowhere")]
    [InlineData("GET", "")]
    [InlineData("GET", "reset")]
    [InlineData("POST", "release/")]
    [InlineData("POST", "jobs/nowhere")]
    public async Task An_unknown_control_route_is_404_and_not_recorded(string method, string name)
    {
        await using Running fake = await Running.StartAsync();

        Answer answer = (await fake.ControlAsync(method, name)).Is(404);

        Assert.Contains("POST /__fake/seed", answer.Json.Text("error"), StringComparison.Ordinal);
        Assert.Equal(404, (int)(await fake.Http.GetAsync(new Uri("/__fake", UriKind.Relative))).StatusCode);
        Assert.Empty(await fake.RequestsAsync());
    }

    [Fact]
    public async Task A_slash_at_the_end_changes_nothing()
    {
        await using Running fake = await Running.StartAsync();
        (await fake.ControlAsync("GET", "health/")).Is(200);
        (await fake.ControlAsync("GET", "health?x=1")).Is(200);
    }

    [Theory]
    [InlineData("POST", "seed")]
    [InlineData("PATCH", "options")]
    [InlineData("POST", "turns")]
    [InlineData("POST", "faults")]
    [InlineData("POST", "clock")]
    public async Task A_body_that_is_no_object_is_a_mistake(string method, string name)
    {
        await using Running fake = await Running.StartAsync();
        foreach (string body in (string[])["", "{", "[]", "\"x\"", "null", "7"])
        {
            await fake.RefusesAsync(method, name, body, "");
        }
    }

    [Theory]
    [InlineData("POST", "seed", "conversation")]
    [InlineData("PATCH", "options", "")]
    [InlineData("POST", "turns", "")]
    [InlineData("POST", "faults", "")]
    [InlineData("POST", "clock", "")]
    public async Task Half_of_a_surrogate_pair_is_a_mistake(string method, string name, string path)
    {
        await using Running fake = await Running.StartAsync();
        await fake.RefusesAsync(method, name, """{"conversation":"\ud83d"}""", path);
        await fake.RefusesAsync(method, name, """{"\udc00":1}""", "");
    }

    [Theory]
    [InlineData(Running.Tickets + "1%00/")]
    [InlineData("/__fake/%00")]
    [InlineData("/%00")]
    public async Task A_path_with_a_nul_character_is_an_empty_400_that_is_not_recorded(string path)
    {
        await using Running fake = await Running.StartAsync();

        Answer answer = (await fake.CallAsync("GET", path)).Is(400);

        Assert.Equal(("", null), (answer.Text, answer.ContentType));
        Assert.Empty(await fake.RequestsAsync());
    }
}
