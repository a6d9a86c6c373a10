using System.Text;
using System.Text.Json;

namespace Conversations.FakeServer.Tests.Shared;

/// <summary>The program in this process, on its own port, with a clock that stands still.</summary>
internal sealed class Running : IAsyncDisposable
{
    internal const string Now = "2026-06-03T11:00:00Z";
    internal const string Tickets = "/api/projects/1/conversations/tickets/";
    internal const string Views = "/api/projects/1/conversations/views/";
    internal const string Conversations = "/api/projects/1/conversations/";

    private readonly FakeProgram _program;

    private Running(FakeProgram program)
    {
        _program = program;
        Http = new HttpClient { BaseAddress = program.BaseAddress };
    }

    internal HttpClient Http { get; }

    internal IEnumerable<string> RouteNames => _program.Routes.Names;

    internal static async Task<Running> StartAsync(params string[] arguments) =>
        new(await FakeProgram.StartAsync(Arguments.Parse(["--clock", Now, .. arguments])));

    /// <summary>Calls a control route.</summary>
    internal Task<Answer> ControlAsync(string method, string name, string? body = null) => SendAsync(method, $"/__fake/{name}", body, key: null);

    /// <summary>Asserts that a control route refuses the body, and that the error has a text and the path of the mistake.</summary>
    internal async Task RefusesAsync(string method, string name, string body, string path)
    {
        Answer answer = (await ControlAsync(method, name, body)).Is(400);
        Assert.Equal(["error", "path"], answer.Json.EnumerateObject().Select(static member => member.Name));
        Assert.Equal(path, answer.Json.Text("path"));
        Assert.NotEmpty(answer.Json.Text("error")!);
    }

    /// <summary>Calls a route of the service with the key of the built-in seed.</summary>
    internal Task<Answer> CallAsync(string method, string path, string? body = null, string? key = "phx_fake") =>
        SendAsync(method, path, body, key);

    /// <summary>Sends to a conversation and returns as soon as the headers have arrived.</summary>
    internal async Task<TurnStream> TurnAsync(Guid conversation, string content = "hi", string? cookie = null)
    {
        string body = JsonSerializer.Serialize(new { content, conversation, trace_id = Guid.NewGuid() });
        using HttpRequestMessage request = Request("POST", Conversations, body, cookie is null ? "phx_fake" : null);
        if (cookie is not null)
        {
            request.Headers.TryAddWithoutValidation("Cookie", cookie);
            request.Headers.TryAddWithoutValidation("X-CSRFToken", "csrf-fake");
        }

        return new TurnStream(await Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead));
    }

    internal async Task<IReadOnlyList<JsonElement>> RequestsAsync() => [.. (await ControlAsync("GET", "requests")).Is(200).Json.EnumerateArray()];

    internal async Task<int> TicketCountAsync(string key = "phx_fake") =>
        (await CallAsync("GET", Tickets, key: key)).Is(200).Json.GetProperty("count").GetInt32();

    internal static HttpRequestMessage Request(string method, string path, string? body, string? key)
    {
        var request = new HttpRequestMessage(new HttpMethod(method), path);
        if (key is not null)
        {
            request.Headers.Authorization = new("Bearer", key);
        }

        if (body is not null)
        {
            request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        }

        return request;
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await _program.DisposeAsync();
    }

    private async Task<Answer> SendAsync(string method, string path, string? body, string? key)
    {
        using HttpRequestMessage request = Request(method, path, body, key);
        using HttpResponseMessage response = await Http.SendAsync(request);
        return await Answer.ReadAsync(response);
    }
}
