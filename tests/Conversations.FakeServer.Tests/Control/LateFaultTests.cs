namespace Conversations.FakeServer.Tests.Control;

/// <summary><c>POST /__fake/faults</c>: what runs after its answer was lost.</summary>
public sealed class LateFaultTests
{
    [Theory]
    [InlineData("""{"status":504,"run_after_ms":2500}""", 504)]
    [InlineData("""{"reset":true,"run_after_ms":2500}""", 0)]
    public async Task What_runs_after_a_while_is_not_there_before_it(string then, int status)
    {
        await using Running fake = await Running.StartAsync();
        (await fake.ControlAsync("POST", "faults", "{\"operation\":\"tickets.create\",\"then\":" + then + "}")).Is(204);
        int before = await fake.TicketCountAsync();

        if (status > 0)
        {
            (await fake.CallAsync("POST", Running.Tickets, "{}")).Is(status);
        }
        else
        {
            await Assert.ThrowsAsync<HttpRequestException>(() => fake.CallAsync("POST", Running.Tickets, "{}"));
        }

        (await fake.ControlAsync("POST", "clock", """{"advance_seconds":2.4}""")).Is(200);
        Assert.Equal(before, await fake.TicketCountAsync());
        (await fake.ControlAsync("POST", "clock", """{"advance_seconds":0.1}""")).Is(200);
        Assert.Equal(before + 1, await fake.TicketCountAsync());
    }

    [Theory]
    [InlineData("""{"operation":"*","then":{"hang":"body","run_after_ms":1}}""", "then.run_after_ms")]
    [InlineData("""{"operation":"*","then":{"malformed":true,"run_after_ms":1}}""", "then.run_after_ms")]
    [InlineData("""{"operation":"*","then":{"reset":true,"run_after_ms":-1}}""", "then.run_after_ms")]
    [InlineData("""{"operation":"*","then":{"run_after_ms":1}}""", "then")]
    public async Task What_runs_anyway_or_answers_nothing_does_not_run_after_a_while(string rule, string path)
    {
        await using Running fake = await Running.StartAsync();
        await fake.RefusesAsync("POST", "faults", rule, path);
        (await fake.CallAsync("GET", Running.Tickets)).Is(200);
    }
}
