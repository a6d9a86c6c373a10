using System.Text.Json;

namespace Conversations.FakeServer.Tests.Control;

/// <summary><c>POST /__fake/reset</c>: restores everything to the state at the start of the program.</summary>
public sealed class ResetTests
{
    [Fact]
    public async Task Rows_and_seeds_go_back()
    {
        await using Running fake = await Running.StartAsync();
        int tickets = await fake.TicketCountAsync();
        (await fake.ControlAsync("POST", "seed", """{"keys":[{"key":"phx_more","user":1,"scopes":["*"]}],"tickets":[{},{}]}""")).Is(200);
        (await fake.CallAsync("POST", Running.Tickets, "{}")).Is(201);
        Assert.Equal(tickets + 3, await fake.TicketCountAsync("phx_more"));

        Answer answer = (await fake.ControlAsync("POST", "reset")).Is(204);

        Assert.Equal("", answer.Text);
        Assert.Equal(tickets, await fake.TicketCountAsync());
        (await fake.CallAsync("GET", Running.Tickets, key: "phx_more")).Is(401);
    }

    [Fact]
    public async Task The_seed_file_is_loaded_again()
    {
        string file = Path.GetTempFileName();
        await File.WriteAllTextAsync(file, """{"projects":[{"id":1}],"users":[{"id":1}],"keys":[{"key":"phx_fake","user":1,"scopes":["*"]}],"tickets":[{"ticket_number":77}]}""");
        await using Running fake = await Running.StartAsync("--seed", file);
        File.Delete(file);
        (await fake.ControlAsync("POST", "seed", """{"tickets":[{}]}""")).Is(200);

        (await fake.ControlAsync("POST", "reset")).Is(204);

        Assert.Equal([77], (await fake.CallAsync("GET", Running.Tickets)).Numbers());
    }

    [Fact]
    public async Task Switches_go_back_to_those_of_the_arguments()
    {
        await using Running fake = await Running.StartAsync("--set", "title=never");
        (await fake.ControlAsync("PATCH", "options", """{"title":"immediately","rate_limits":true}""")).Is(200);

        (await fake.ControlAsync("POST", "reset")).Is(204);

        JsonElement options = (await fake.ControlAsync("PATCH", "options", "{}")).Json;
        Assert.Equal("never", options.Text("title"));
        Assert.False(options.GetProperty("rate_limits").GetBoolean());
    }

    [Fact]
    public async Task Faults_turns_holds_requests_and_counters_are_forgotten()
    {
        await using Running fake = await Running.StartAsync("--set", "rate_limits=true");
        (await fake.ControlAsync("POST", "faults", """{"operation":"tickets.retrieve","then":{"status":503}}""")).Is(204);
        (await fake.ControlAsync("POST", "turns", """{"steps":[{"hold":"h"},{"say":"scripted"}]}""")).Is(204);
        for (int call = 0; call < 480; call++)
        {
            _ = await fake.CallAsync("GET", Running.Tickets + "?limit=1");
        }

        (await fake.CallAsync("GET", Running.Tickets)).Is(429);

        (await fake.ControlAsync("POST", "reset")).Is(204);

        (await fake.CallAsync("GET", Running.Tickets + "1/")).Is(200);
        Assert.Single(await fake.RequestsAsync());
        await fake.RefusesAsync("POST", "release/h", "", "name");
        using TurnStream stream = await (await fake.TurnAsync(Guid.NewGuid())).ToEndAsync();
        Assert.DoesNotContain("scripted", stream.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_clock_goes_back_to_where_it_was_frozen()
    {
        await using Running fake = await Running.StartAsync();
        (await fake.ControlAsync("POST", "clock", """{"advance_seconds":3600}""")).Is(200);

        (await fake.ControlAsync("POST", "reset")).Is(204);

        Assert.Equal(Running.Now, (await fake.ControlAsync("GET", "health")).Json.Text("now"));
    }

    [Fact]
    public async Task Open_streams_are_cut()
    {
        await using Running fake = await Running.StartAsync();
        (await fake.ControlAsync("POST", "turns", """{"steps":[{"hold":"h"}]}""")).Is(204);
        using TurnStream stream = await fake.TurnAsync(Guid.NewGuid());

        (await fake.ControlAsync("POST", "reset")).Is(204);

        await stream.ToEndAsync();
        Assert.True(stream.WasCut);
    }
}
