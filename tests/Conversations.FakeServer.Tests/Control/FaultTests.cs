using System.Text;

namespace Conversations.FakeServer.Tests.Control;

/// <summary><c>POST</c> and <c>DELETE /__fake/faults</c>.</summary>
public sealed class FaultTests
{
    [Fact]
    public async Task A_status_comes_with_headers_and_body_of_any_json()
    {
        await using Running fake = await StartAsync("""{"operation":"tickets.list","then":{"status":503,"headers":{"Retry-After":7,"X-Any":"a b"},"body":{"error":"später"}}}""");

        Answer answer = (await fake.CallAsync("GET", Running.Tickets)).Is(503);

        Assert.Equal(("""{"error":"später"}""", "application/json"), (answer.Text, answer.ContentType?.ToString()));
        Assert.Equal((TimeSpan.FromSeconds(7), "a b"), (answer.Headers.RetryAfter?.Delta, answer.Headers.GetValues("X-Any").Single()));
        (await fake.CallAsync("GET", Running.Views)).Is(200);
    }

    [Theory]
    [InlineData("""{"status":503}""", "", null)]
    [InlineData("""{"status":503,"body":null}""", "", null)]
    [InlineData("""{"status":503,"body":[1,2]}""", "[1,2]", "application/json")]
    [InlineData("""{"status":503,"body":false}""", "false", "application/json")]
    [InlineData("""{"status":502,"body":"<h1>Bad gateway</h1>"}""", "<h1>Bad gateway</h1>", "text/plain; charset=utf-8")]
    [InlineData("""{"status":502,"headers":{"content-type":"text/html"},"body":"<h1>Bad gateway</h1>"}""", "<h1>Bad gateway</h1>", "text/html")]
    [InlineData("""{"status":200,"headers":{"content-type":"application/json"},"body":"{\"half"}""", "{\"half", "application/json")]
    public async Task Without_a_body_the_answer_is_empty_and_a_text_is_the_body_itself(string then, string text, string? contentType)
    {
        await using Running fake = await StartAsync("{\"operation\":\"*\",\"then\":" + then + "}");

        Answer answer = await fake.CallAsync("GET", Running.Tickets);

        Assert.Equal((text, contentType), (answer.Text, answer.ContentType?.ToString()));
    }

    [Fact]
    public async Task A_reset_breaks_the_connection_and_is_recorded_with_0()
    {
        await using Running fake = await StartAsync("""{"operation":"tickets.create","then":{"reset":true}}""");
        int before = await fake.TicketCountAsync();

        await Assert.ThrowsAsync<HttpRequestException>(() => fake.CallAsync("POST", Running.Tickets, "{}"));

        Assert.Equal(before, await fake.TicketCountAsync());
        Assert.Equal(0, (await fake.RequestsAsync())[1].GetProperty("status").GetInt32());
    }

    [Fact]
    public async Task Hanging_before_the_headers_gives_nothing()
    {
        await using Running fake = await StartAsync("""{"operation":"tickets.list","then":{"hang":"headers"}}""");
        using var gone = new CancellationTokenSource();
        using HttpRequestMessage request = Running.Request("GET", Running.Tickets, null, "phx_fake");
        Task<HttpResponseMessage> hanging = fake.Http.SendAsync(request, gone.Token);
        while ((await fake.RequestsAsync()).Count == 0)
        {
            await Task.Yield();
        }

        await gone.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => hanging);
        Assert.Equal(0, (await fake.RequestsAsync())[0].GetProperty("status").GetInt32());
    }

    [Fact]
    public async Task Hanging_in_the_body_gives_the_headers()
    {
        await using Running fake = await StartAsync("""{"operation":"tickets.create","then":{"hang":"body"}}""");
        using HttpRequestMessage request = Running.Request("POST", Running.Tickets, "{}", "phx_fake");

        using HttpResponseMessage response = await fake.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);

        Assert.Equal(201, (int)response.StatusCode);
        await using Stream body = await response.Content.ReadAsStreamAsync();
        using var gone = new CancellationTokenSource();
        Task<int> reading = body.ReadAsync(new byte[1], gone.Token).AsTask();
        Assert.False(reading.IsCompleted);
        await gone.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => reading);
    }

    [Fact]
    public async Task A_cut_after_bytes_delivers_exactly_those()
    {
        await using Running fake = await StartAsync("""{"operation":"conversations.create","then":{"cut_after_bytes":40}}""");

        using TurnStream stream = await (await fake.TurnAsync(Guid.NewGuid())).ToEndAsync();

        Assert.True(stream.WasCut);
        Assert.Equal(40, Encoding.UTF8.GetByteCount(stream.Text));
    }

    [Fact]
    public async Task A_cut_after_events_delivers_exactly_those()
    {
        await using Running fake = await StartAsync("""{"operation":"conversations.create","then":{"cut_after_events":2}}""");

        using TurnStream stream = await (await fake.TurnAsync(Guid.NewGuid())).ToEndAsync();

        Assert.True(stream.WasCut);
        Assert.Equal(2, stream.Events.Count);
    }

    [Fact]
    public async Task A_delay_waits_on_the_clock_and_runs_before_the_clocks_answer()
    {
        await using Running fake = await StartAsync("""{"operation":"tickets.create","then":{"delay_ms":2500}}""");
        using HttpRequestMessage request = Running.Request("POST", Running.Tickets, "{}", "phx_fake");
        Task<HttpResponseMessage> waiting = fake.Http.SendAsync(request);

        // The wait begins when the request has arrived, which the program does not show. So the clock moves until the wait is over.
        while (!waiting.IsCompleted)
        {
            await Task.Yield();
            (await fake.ControlAsync("POST", "clock", """{"advance_seconds":1}""")).Is(200);
        }

        using HttpResponseMessage response = await waiting;
        Assert.Equal(201, (int)response.StatusCode);
        Assert.InRange(
            DateTimeOffset.Parse((await fake.RequestsAsync())[0].Text("at")!, null),
            DateTimeOffset.Parse(Running.Now, null).AddSeconds(2.5),
            DateTimeOffset.MaxValue);
    }

    [Fact]
    public async Task Malformed_is_no_json()
    {
        await using Running fake = await StartAsync("""{"operation":"*","then":{"malformed":true}}""");
        Assert.StartsWith("<\"count\":", (await fake.CallAsync("GET", Running.Tickets)).Is(200).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nth_every_times_and_probability_say_when()
    {
        Assert.Equal([200, 503, 200, 200, 200, 200], await StatusesAsync("\"nth\":2"));
        Assert.Equal([200, 503, 503, 200, 200, 200], await StatusesAsync("\"nth\":2,\"times\":2"));
        Assert.Equal([200, 200, 503, 200, 200, 503], await StatusesAsync("\"every\":3"));
        Assert.Equal([503, 503, 200, 200, 200, 200], await StatusesAsync("\"times\":2"));
        Assert.Equal([503, 503, 503, 503, 503, 503], await StatusesAsync("\"probability\":1,\"seed\":7"));
        Assert.Equal(await StatusesAsync("\"probability\":0.5,\"seed\":7"), await StatusesAsync("\"probability\":0.5,\"seed\":7"));

        static async Task<IReadOnlyList<int>> StatusesAsync(string when)
        {
            await using Running fake = await StartAsync($$$"""{"operation":"tickets.list",{{{when}}},"then":{"status":503}}""");
            List<int> statuses = [];
            for (int call = 0; call < 6; call++)
            {
                statuses.Add((await fake.CallAsync("GET", Running.Tickets)).Status);
            }

            return statuses;
        }
    }

    [Fact]
    public async Task Rules_work_together_and_delete_removes_all()
    {
        await using Running fake = await StartAsync("""{"operation":"tickets.list","nth":1,"then":{"status":503}}""");
        (await fake.ControlAsync("POST", "faults", """{"operation":"*","nth":2,"then":{"status":502}}""")).Is(204);
        (await fake.ControlAsync("POST", "faults", """{"operation":"*","then":{"status":500}}""")).Is(204);

        (await fake.CallAsync("GET", Running.Tickets)).Is(503);
        (await fake.CallAsync("GET", Running.Tickets)).Is(502);
        (await fake.CallAsync("GET", Running.Tickets)).Is(500);
        (await fake.ControlAsync("DELETE", "faults")).Is(204);
        (await fake.CallAsync("GET", Running.Tickets)).Is(200);
    }

    [Theory]
    [InlineData("""{"then":{"reset":true}}""", "operation")]
    [InlineData("""{"operation":"tickets.lst","then":{"reset":true}}""", "operation")]
    [InlineData("""{"operation":7,"then":{"reset":true}}""", "operation")]
    [InlineData("""{"operation":"*"}""", "then")]
    [InlineData("""{"operation":"*","then":"reset"}""", "then")]
    [InlineData("""{"operation":"*","then":{}}""", "then")]
    [InlineData("""{"operation":"*","then":{"explode":true}}""", "then.explode")]
    [InlineData("""{"operation":"*","when":1,"then":{"reset":true}}""", "when")]
    [InlineData("""{"operation":"*","nth":0,"then":{"reset":true}}""", "nth")]
    [InlineData("""{"operation":"*","nth":"2","then":{"reset":true}}""", "nth")]
    [InlineData("""{"operation":"*","every":-1,"then":{"reset":true}}""", "every")]
    [InlineData("""{"operation":"*","times":0,"then":{"reset":true}}""", "times")]
    [InlineData("""{"operation":"*","probability":1.5,"seed":1,"then":{"reset":true}}""", "probability")]
    [InlineData("""{"operation":"*","probability":0.5,"seed":"x","then":{"reset":true}}""", "seed")]
    [InlineData("""{"operation":"*","seed":1,"then":{"reset":true}}""", "seed")]
    [InlineData("""{"operation":"*","nth":1,"every":2,"then":{"reset":true}}""", "every")]
    [InlineData("""{"operation":"*","nth":1,"probability":0.5,"seed":1,"then":{"reset":true}}""", "probability")]
    [InlineData("""{"operation":"*","then":{"status":99}}""", "then.status")]
    [InlineData("""{"operation":"*","then":{"status":600}}""", "then.status")]
    [InlineData("""{"operation":"*","then":{"status":"503"}}""", "then.status")]
    [InlineData("""{"operation":"*","then":{"status":204,"body":{}}}""", "then.body")]
    [InlineData("""{"operation":"*","then":{"status":503,"reset":true}}""", "then.reset")]
    [InlineData("""{"operation":"*","then":{"reset":false}}""", "then.reset")]
    [InlineData("""{"operation":"*","then":{"reset":true,"body":{}}}""", "then.body")]
    [InlineData("""{"operation":"*","then":{"headers":{}}}""", "then")]
    [InlineData("""{"operation":"*","then":{"hang":"feet"}}""", "then.hang")]
    [InlineData("""{"operation":"*","then":{"cut_after_bytes":-1}}""", "then.cut_after_bytes")]
    [InlineData("""{"operation":"*","then":{"cut_after_events":1.5}}""", "then.cut_after_events")]
    [InlineData("""{"operation":"*","then":{"delay_ms":-1}}""", "then.delay_ms")]
    [InlineData("""{"operation":"*","then":{"malformed":1}}""", "then.malformed")]
    [InlineData("""{"operation":"*","then":{"status":503,"headers":[]}}""", "then.headers")]
    [InlineData("""{"operation":"*","then":{"status":503,"headers":{"a b":"x"}}}""", "then.headers.a b")]
    [InlineData("""{"operation":"*","then":{"status":503,"headers":{"X":"a\r\nb"}}}""", "then.headers.X")]
    [InlineData("""{"operation":"*","then":{"status":503,"headers":{"X":{}}}}""", "then.headers.X")]
    [InlineData("""{"operation":"*","then":{"status":503,"headers":{"Content-Length":"3"}}}""", "then.headers.Content-Length")]
    public async Task A_mistake_is_named_by_its_place_and_sets_no_rule(string rule, string path)
    {
        await using Running fake = await Running.StartAsync();

        await fake.RefusesAsync("POST", "faults", rule, path);

        (await fake.CallAsync("GET", Running.Tickets)).Is(200);
    }

    private static async Task<Running> StartAsync(string rule)
    {
        Running fake = await Running.StartAsync();
        (await fake.ControlAsync("POST", "faults", rule)).Is(204);
        return fake;
    }
}
