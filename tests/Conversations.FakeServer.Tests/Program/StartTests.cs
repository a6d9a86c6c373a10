using System.Text.Json;

namespace Conversations.FakeServer.Tests.Program;

/// <summary>The effects of the arguments.</summary>
public sealed class StartTests
{
    [Fact]
    public async Task Only_this_machine_is_listened_to_by_default()
    {
        await using Running fake = await Running.StartAsync();
        Assert.Equal("127.0.0.1", fake.Http.BaseAddress!.Host);
    }

    [Theory]
    [InlineData("localhost", "127.0.0.1")]
    [InlineData("0.0.0.0", "0.0.0.0")]
    public async Task Another_host_is_listened_to_when_said(string host, string address)
    {
        await using Running fake = await Running.StartAsync("--host", host);
        Assert.Equal(address, fake.Http.BaseAddress!.Host);
    }

    [Fact]
    public async Task Without_a_seed_there_are_a_project_a_user_a_key_and_some_tickets()
    {
        await using Running fake = await Running.StartAsync();

        Assert.InRange(await fake.TicketCountAsync(), 2, 9);
        Answer view = await fake.CallAsync("POST", Running.Views, """{"name":"x"}""");
        Assert.Equal(1, view.Is(201).Json.GetProperty("created_by").GetProperty("id").GetInt32());
        (await fake.CallAsync("GET", "/api/projects/2/conversations/tickets/")).Is(404);
    }

    [Fact]
    public async Task A_seed_file_says_all_there_is()
    {
        string file = Path.GetTempFileName();
        await File.WriteAllTextAsync(file, """
            {"projects":[{"id":4}],"users":[{"id":3,"projects":[4]}],"keys":[{"key":"phx_mine","user":3,"scopes":["*"]}],"tickets":[{"project":4}]}
            """);

        await using Running fake = await Running.StartAsync("--seed", file);
        File.Delete(file);

        (await fake.CallAsync("GET", Running.Tickets)).Is(401);
        Assert.Equal(1, (await fake.CallAsync("GET", "/api/projects/4/conversations/tickets/", key: "phx_mine")).Is(200).Json.GetProperty("count").GetInt32());
    }

    [Fact]
    public async Task Set_turns_switches_and_the_last_of_one_counts()
    {
        await using Running fake = await Running.StartAsync("--set", "title=never", "--set", "title=immediately", "--set", "rate_limits=true", "--set", "keepalive_seconds=2.5");

        JsonElement options = (await fake.ControlAsync("PATCH", "options", "{}")).Is(200).Json;

        Assert.Equal("immediately", options.Text("title"));
        Assert.True(options.GetProperty("rate_limits").GetBoolean());
        Assert.Equal(2.5, options.GetProperty("keepalive_seconds").GetDouble());
    }

    [Fact]
    public async Task The_clock_stands_where_it_was_set()
    {
        await using Running fake = await Running.StartAsync();

        Assert.Equal($$"""{"status":"ok","now":"{{Running.Now}}"}""", (await fake.ControlAsync("GET", "health")).Is(200).Text);
        JsonElement ticket = (await fake.CallAsync("POST", Running.Tickets, "{}")).Is(201).Json;
        Assert.Equal(Running.Now, ticket.Text("created_at"));
    }

    [Fact]
    public async Task Without_a_clock_time_runs()
    {
        await using FakeProgram program = await FakeProgram.StartAsync(Arguments.Parse(["--set", "keepalive_seconds=0.01"]));
        using var http = new HttpClient { BaseAddress = program.BaseAddress };
        using var turns = new StringContent("""{"steps":[{"hold":"h"}]}""");
        (await http.PostAsync(new Uri("/__fake/turns", UriKind.Relative), turns)).EnsureSuccessStatusCode().Dispose();
        using HttpRequestMessage request = Running.Request("POST", Running.Conversations, $$"""{"content":"hi","conversation":"{{Guid.NewGuid()}}","trace_id":"{{Guid.NewGuid()}}"}""", "phx_fake");
        using var stream = new TurnStream(await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead));

        await stream.UntilAsync(static it => it.Blocks.Contains(": keepalive"));
    }

    [Fact]
    public async Task A_preset_is_what_the_switches_start_from_and_what_a_reset_goes_back_to()
    {
        await using Running fake = await Running.StartAsync("--set", "rate_limits=false", "--preset", "newest_service");
        (await fake.ControlAsync("PATCH", "options", """{"create_ticket":"documented"}""")).Is(200);

        (await fake.ControlAsync("POST", "reset")).Is(204);

        (await fake.CallAsync("POST", Running.Tickets, "{}")).Is(405);
        JsonElement options = (await fake.ControlAsync("PATCH", "options", "{}")).Json;
        Assert.Equal((false, true), (options.GetProperty("rate_limits").GetBoolean(), options.GetProperty("deprecation_headers").GetBoolean()));
    }
}
