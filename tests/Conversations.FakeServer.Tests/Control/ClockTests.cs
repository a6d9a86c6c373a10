using System.Text.Json;

namespace Conversations.FakeServer.Tests.Control;

/// <summary><c>POST /__fake/clock</c> and the jobs.</summary>
public sealed class ClockTests
{
    [Fact]
    public async Task Advancing_and_setting_answer_the_new_time()
    {
        await using Running fake = await Running.StartAsync();

        Assert.Equal("""{"now":"2026-06-03T11:00:01.500000Z"}""", (await fake.ControlAsync("POST", "clock", """{"advance_seconds":1.5}""")).Is(200).Text);
        Assert.Equal("""{"now":"2026-06-05T00:00:00Z"}""", (await fake.ControlAsync("POST", "clock", """{"set":"2026-06-05"}""")).Is(200).Text);
        Assert.Equal("""{"now":"2026-06-05T00:00:00Z"}""", (await fake.ControlAsync("POST", "clock", """{"advance_seconds":0}""")).Is(200).Text);
        Assert.Equal("""{"now":"2026-06-05T10:30:00Z"}""", (await fake.ControlAsync("POST", "clock", """{"set":"2026-06-05T12:30:00+02:00"}""")).Is(200).Text);
        Assert.Equal("2026-06-05T10:30:00Z", (await fake.ControlAsync("GET", "health")).Json.Text("now"));
    }

    [Theory]
    [InlineData("""{}""", "")]
    [InlineData("""{"set":"2026-06-04","advance_seconds":1}""", "advance_seconds")]
    [InlineData("""{"set":"tomorrow"}""", "set")]
    [InlineData("""{"set":"06/04/2026"}""", "set")]
    [InlineData("""{"set":1780000000}""", "set")]
    [InlineData("""{"set":"9999-12-31"}""", "set")]
    [InlineData("""{"advance_seconds":-1}""", "advance_seconds")]
    [InlineData("""{"advance_seconds":"60"}""", "advance_seconds")]
    [InlineData("""{"advance_seconds":1e300}""", "advance_seconds")]
    [InlineData("""{"advance":60}""", "advance")]
    public async Task A_mistake_is_named_and_moves_nothing(string body, string path)
    {
        await using Running fake = await Running.StartAsync();

        await fake.RefusesAsync("POST", "clock", body, path);

        Assert.Equal(Running.Now, (await fake.ControlAsync("GET", "health")).Json.Text("now"));
    }

    [Fact]
    public async Task The_clock_can_be_set_back_and_running_waits_keep_their_length()
    {
        await using Running fake = await Running.StartAsync();
        (await fake.ControlAsync("POST", "turns", """{"steps":[{"pause_ms":60000},{"say":"late"}]}""")).Is(204);
        using TurnStream stream = await fake.TurnAsync(Guid.NewGuid());

        Assert.Equal("""{"now":"2026-06-01T00:00:00Z"}""", (await fake.ControlAsync("POST", "clock", """{"set":"2026-06-01"}""")).Is(200).Text);
        Assert.Equal("2026-06-01T00:00:00Z", (await fake.CallAsync("POST", Running.Tickets, "{}")).Is(201).Json.Text("created_at"));
        (await fake.ControlAsync("POST", "clock", """{"advance_seconds":60}""")).Is(200);

        await stream.ToEndAsync();
        Assert.Equal("late", stream.Finished[^1].Text("content"));
    }

    [Fact]
    public async Task Due_keepalives_are_sent()
    {
        await using Running fake = await Running.StartAsync();
        (await fake.ControlAsync("POST", "turns", """{"steps":[{"hold":"h"}]}""")).Is(204);
        using TurnStream stream = await fake.TurnAsync(Guid.NewGuid());

        (await fake.ControlAsync("POST", "clock", """{"advance_seconds":46}""")).Is(200);
        (await fake.ControlAsync("POST", "release/h")).Is(204);

        await stream.ToEndAsync();
        Assert.Equal(3, stream.Blocks.Count(static block => block == ": keepalive"));
    }

    [Fact]
    public async Task What_is_due_in_a_jump_is_done_in_its_order_each_at_its_own_instant()
    {
        await using Running fake = await Running.StartAsync("--set", "title=immediately");
        var id = Guid.NewGuid();
        (await fake.ControlAsync("POST", "turns", """{"steps":[{"pause_ms":20000},{"say":"a"},{"pause_ms":20000},{"say":"b"},{"pause_ms":5000}]}""")).Is(204);
        using TurnStream stream = await fake.TurnAsync(id);

        (await fake.ControlAsync("POST", "clock", """{"advance_seconds":3600}""")).Is(200);

        await stream.ToEndAsync();
        Assert.Equal([": keepalive", "a", ": keepalive", "b"], stream.Blocks.Skip(3).Select(static block => block.StartsWith(':') ? block : block.Split('"')[3]));
        Assert.Equal("2026-06-03T11:00:45Z", (await fake.CallAsync("GET", $"{Running.Conversations}{id}/")).Json.Text("updated_at"));
    }

    [Fact]
    public async Task Due_work_is_done_before_the_answer()
    {
        await using Running fake = await Running.StartAsync("--set", "title=immediately");
        var id = Guid.NewGuid();
        (await fake.ControlAsync("POST", "turns", """{"steps":[{"pause_ms":60000},{"say":"late"}]}""")).Is(204);
        using TurnStream stream = await fake.TurnAsync(id);

        (await fake.ControlAsync("POST", "clock", """{"advance_seconds":60}""")).Is(200);

        JsonElement conversation = (await fake.CallAsync("GET", $"{Running.Conversations}{id}/")).Is(200).Json;
        Assert.Equal(("idle", "late"), (conversation.Text("status"), conversation.GetProperty("messages")[1].Text("content")));
    }

    [Fact]
    public async Task Rate_limits_run_on_the_clock()
    {
        await using Running fake = await Running.StartAsync("--set", "rate_limits=true");
        for (int call = 0; call < 480; call++)
        {
            _ = await fake.CallAsync("GET", Running.Tickets + "?limit=1");
        }

        (await fake.CallAsync("GET", Running.Tickets)).Is(429);
        (await fake.ControlAsync("POST", "clock", """{"advance_seconds":60}""")).Is(200);
        (await fake.CallAsync("GET", Running.Tickets)).Is(200);
    }

    [Fact]
    public async Task Snoozed_tickets_wake_by_the_job_alone()
    {
        await using Running fake = await Running.StartAsync();
        JsonElement seeded = (await fake.ControlAsync("POST", "seed", """{"tickets":[{"status":"on_hold","snoozed_until":"2026-06-05T00:00:00Z"}]}""")).Is(200).Json;
        string ticket = $"{Running.Tickets}{seeded.GetProperty("tickets")[0].GetProperty("ticket_number")}/";
        (await fake.ControlAsync("POST", "jobs/wake-snoozed")).Is(204);
        Assert.Equal("on_hold", (await fake.CallAsync("GET", ticket)).Json.Text("status"));

        (await fake.ControlAsync("POST", "clock", """{"set":"2026-06-06"}""")).Is(200);
        Assert.Equal("on_hold", (await fake.CallAsync("GET", ticket)).Json.Text("status"));
        Assert.Equal("", (await fake.ControlAsync("POST", "jobs/wake-snoozed")).Is(204).Text);

        Assert.Equal("open", (await fake.CallAsync("GET", ticket)).Json.Text("status"));
    }

    [Fact]
    public async Task Finish_turns_plays_past_holds_and_pauses()
    {
        await using Running fake = await Running.StartAsync();
        (await fake.ControlAsync("POST", "turns", """{"steps":[{"hold":"h"},{"pause_ms":3600000},{"say":"the end"}]}""")).Is(204);
        using TurnStream stream = await fake.TurnAsync(Guid.NewGuid());

        Assert.Equal("", (await fake.ControlAsync("POST", "jobs/finish-turns")).Is(204).Text);

        await stream.ToEndAsync();
        Assert.False(stream.WasCut);
        Assert.Equal("the end", stream.Finished[^1].Text("content"));
        (await fake.ControlAsync("POST", "jobs/finish-turns")).Is(204);
    }

    [Fact]
    public async Task Finish_turns_plays_past_a_cut_that_nobody_has_joined()
    {
        await using Running fake = await Running.StartAsync();
        var conversation = Guid.NewGuid();
        (await fake.ControlAsync("POST", "turns", """{"steps":[{"say":"before"},{"cut":true},{"say":"the end"}]}""")).Is(204);
        using TurnStream stream = await fake.TurnAsync(conversation);
        await stream.ToEndAsync();
        Assert.True(stream.WasCut);
        Assert.Equal("in_progress", await StatusAsync());

        (await fake.ControlAsync("POST", "jobs/finish-turns")).Is(204);

        Assert.Equal("idle", await StatusAsync());

        async Task<string?> StatusAsync() => (await fake.CallAsync("GET", $"/api/projects/1/conversations/{conversation}/")).Is(200).Json.Text("status");
    }
}
