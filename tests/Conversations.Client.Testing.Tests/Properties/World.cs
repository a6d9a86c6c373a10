using System.Text;
using System.Text.Json;
using Conversations.Client.Testing.Tests.Shared;

namespace Conversations.Client.Testing.Tests.Properties;

/// <summary>A fake with rows of every kind, to which one request after the other is sent.</summary>
internal sealed partial class World : IAsyncDisposable
{
    private readonly TestClock _clock = new(Fixtures.Now);
    private readonly HttpClient _http;
    private readonly Dictionary<string, List<string>> _made = [];
    private readonly List<HttpResponseMessage> _open = [];

    private World(ServiceVersion version)
    {
        Version = version;
        Fake = new(new() { TimeProvider = _clock, ServiceVersion = version });
        Fake.Load(Fixtures.People);
        Fake.Load(Rows.Json);
        _ = Fake.Tickets.Add(Rows.Thread);
        _http = new(Fake.CreateHandler()) { BaseAddress = new("https://fake.example/") };
    }

    public FakeConversationsServer Fake { get; }

    public ServiceVersion Version { get; }

    public static async Task<World> OpenAsync(ServiceVersion version)
    {
        var world = new World(version);
        var step = TimeSpan.FromMinutes(20);
        world.Fake.Turns.For(Guid.Parse(Rows.Running)).Next(turn => turn.Say("Slow", 2).Pause(step).Say("and steady").Pause(step).Say("Done."));
        world.Fake.Turns.For(Guid.Parse(Rows.Asking)).Next(static turn => turn.Approval(Rows.Proposal, "create_flag", "A flag", "{\"key\":\"x\"}"));
        world.Fake.Turns.For(Guid.Parse(Rows.Idle)).Next(static turn => turn.Tool("search", "{}", "found").Say("All of it", 3));
        foreach (string conversation in (string[])[Rows.Running, Rows.Asking])
        {
            using HttpRequestMessage send = ToMessage(new("POST", Service.Conversations)
            {
                Body = $$"""{"content":"go","conversation":"{{conversation}}","trace_id":"{{conversation}}"}""",
                ContentType = "application/json",
            });
            HttpResponseMessage response = await world._http.SendAsync(send, HttpCompletionOption.ResponseHeadersRead);
            Assert.Equal(200, (int)response.StatusCode);
            world._open.Add(response);
        }

        foreach (string content in (string[])["next", "and then"])
        {
            _ = await world.SendAsync(new("POST", $"{Service.Conversations}{Rows.Running}/queue/")
            {
                Caller = Callers.Session,
                Body = $$"""{"content":"{{content}}"}""",
                ContentType = "application/json",
            });
        }

        return world;
    }

    public void Wait(TimeSpan time) => _clock.Advance(time);

    /// <summary>Sends a request and reads the answer to its end; a stream's too, for which the clock moves as far as it has to.</summary>
    public async Task<Exchange> SendAsync(PlannedRequest planned)
    {
        PlannedRequest request = planned with { Path = Fill(planned.Path), Body = planned.Body is null ? null : Fill(planned.Body) };
        using HttpRequestMessage message = ToMessage(request);
        string path = new Uri(_http.BaseAddress!, request.Target).AbsolutePath;
        using HttpResponseMessage response = await _http.SendAsync(message, HttpCompletionOption.ResponseHeadersRead);
        DateTimeOffset before = _clock.GetUtcNow();
        string? type = response.Content.Headers.ContentType?.MediaType;
        string text = type == "text/event-stream" ? await ReadStreamAsync(response) : await response.Content.ReadAsStringAsync();
        var exchange = new Exchange(request, path, Version, (int)response.StatusCode, type, text)
        {
            Headers = response.Headers.ToDictionary(
                static header => header.Key, static header => string.Join(", ", header.Value), StringComparer.OrdinalIgnoreCase),
            ClockMoved = _clock.GetUtcNow() > before,
        };
        Remember(exchange);
        return exchange;
    }

    /// <summary>What the service shows of the rows that a request could touch. Showing it changes nothing.</summary>
    public async Task<string> ShowAsync(PlannedRequest request)
    {
        string path = new Uri(_http.BaseAddress!, Fill(request.Path)).AbsolutePath;
        var shown = new StringBuilder();
        string[] segments = path.Split('/', StringSplitOptions.RemoveEmptyEntries);
        List<string> targets = [Service.Tickets, $"{Service.Views}?limit=1000"];
        if (segments is [_, _, _, _, "tickets", { } ticket, ..])
        {
            targets.Add($"{Service.Tickets}{ticket}/messages/");
        }
        else if (segments is [_, _, _, _, not "views", ..])
        {
            targets.Add($"{Service.Conversations}{segments[4]}/");
            targets.Add($"{Service.Conversations}{segments[4]}/queue/");
        }

        if (segments is [_, _, _, _] or [_, _, _, _, not ("tickets" or "views"), ..])
        {
            targets.Add(Service.Conversations);
        }

        foreach (string target in targets)
        {
            using HttpRequestMessage message = ToMessage(new("GET", target) { Caller = Callers.Session });
            using HttpResponseMessage response = await _http.SendAsync(message);
            string text = await response.Content.ReadAsStringAsync();
            _ = shown.Append(target).Append(' ').Append((int)response.StatusCode).Append(' ').AppendLine(text);
        }

        return shown.ToString();
    }

    public async ValueTask DisposeAsync()
    {
        _open.ForEach(static response => response.Dispose());
        _http.Dispose();
        await Fake.DisposeAsync();
    }

    private static HttpRequestMessage ToMessage(PlannedRequest request)
    {
        var message = new HttpRequestMessage(new(request.Method), request.Target);
        request.Caller.ApplyTo(message.Headers);
        if (request.Accept is not null)
        {
            _ = message.Headers.TryAddWithoutValidation("Accept", request.Accept);
        }

        if (request.Body is not null)
        {
            message.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(request.Body));
            _ = request.ContentType is null || message.Content.Headers.TryAddWithoutValidation("Content-Type", request.ContentType);
        }

        return message;
    }

    /// <summary>Where nothing has come, the clock moves beyond the next sign of life, which is a keepalive at the latest.</summary>
    private async Task<string> ReadStreamAsync(HttpResponseMessage response)
    {
        using Stream body = await response.Content.ReadAsStreamAsync();
        using var bytes = new MemoryStream();
        byte[] buffer = new byte[4096];
        for (int count = 1; count > 0;)
        {
            Task<int> reading = body.ReadAsync(buffer, CancellationToken.None).AsTask();
            if (!reading.IsCompleted)
            {
                _clock.Advance(Fake.Options.KeepAliveInterval + TimeSpan.FromSeconds(1));
            }

            count = await reading;
            await bytes.WriteAsync(buffer.AsMemory(0, count));
        }

        return Encoding.UTF8.GetString(bytes.ToArray());
    }

    private string Fill(string text) => text.Contains("made:", StringComparison.Ordinal)
        ? Made().Replace(text, match => _made.GetValueOrDefault(match.Groups["kind"].Value) is { Count: > 0 } ids
            ? ids[int.Parse(match.Groups["number"].Value, System.Globalization.CultureInfo.InvariantCulture) % ids.Count]
            : Rows.Nowhere)
        : text;

    private void Remember(Exchange exchange)
    {
        if (exchange.Status is not (200 or 201)
            || exchange.Json is not { ValueKind: JsonValueKind.Object } json || exchange.Operation is null)
        {
            return;
        }

        switch (exchange.Operation.Name)
        {
            case "tickets.create" or "tickets.compose":
                Keep("ticket_id", json, "id");
                break;
            case "tickets.reply":
                Keep("message_id", json, "id");
                break;
            case "views.create":
                Keep("short_id", json, "short_id");
                break;
            case "queue.create":
                foreach (JsonElement message in json.GetProperty("messages").EnumerateArray())
                {
                    Keep("item_id", message, "id");
                }

                break;
        }
    }

    private void Keep(string kind, JsonElement json, string member)
    {
        _ = _made.TryAdd(kind, []);
        _made[kind].Add(json.Text(member)!);
    }

    [System.Text.RegularExpressions.GeneratedRegex("made:(?<kind>[a-z_]+):(?<number>[0-9]+)", System.Text.RegularExpressions.RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial System.Text.RegularExpressions.Regex Made();
}
