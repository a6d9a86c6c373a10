using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace Conversations.Client.Testing.Tests.Shared;

/// <summary>A seeded fake behind one of its transports, called with plain HTTP.</summary>
public sealed class Service : IAsyncDisposable
{
    public const string Tickets = "/api/projects/1/conversations/tickets/";
    public const string Views = "/api/environments/1/conversations/views/";
    public const string Conversations = "/api/environments/1/conversations/";

    private readonly HttpClient _http;
    private readonly Transport _transport;

    private Service(FakeConversationsServer fake, TestClock clock, HttpClient http, Transport transport) =>
        (Fake, Clock, _http, _transport) = (fake, clock, http, transport);

    public FakeConversationsServer Fake { get; }

    public TestClock Clock { get; }

    public Uri BaseAddress => _http.BaseAddress!;

    public FakeConversationsOptions Options => Fake.Options;

    public static async Task<Service> OpenAsync(Transport transport, Action<FakeConversationsOptions>? configure = null)
    {
        var clock = new TestClock(Fixtures.Now);
        var options = new FakeConversationsOptions { TimeProvider = clock };
        configure?.Invoke(options);
        var fake = new FakeConversationsServer(options);
        fake.Load(Fixtures.People);
        fake.Load(Fixtures.Tickets);
        HttpClient http = transport == Transport.InMemory
            ? new HttpClient(fake.CreateHandler()) { BaseAddress = new Uri("https://fake.example/") }
            : new HttpClient { BaseAddress = (await fake.StartAsync()).BaseAddress };
        return new Service(fake, clock, http, transport);
    }

    public Task<Answer> GetAsync(string path, Caller? caller = null) => CallAsync(HttpMethod.Get, path, caller);

    public Task<Answer> PostAsync(string path, object body, Caller? caller = null, CancellationToken gone = default) =>
        CallAsync(HttpMethod.Post, path, caller, body, gone: gone);

    public Task<Answer> PatchAsync(string path, object body, Caller? caller = null) => CallAsync(HttpMethod.Patch, path, caller, body);

    public Task<Answer> DeleteAsync(string path, Caller? caller = null) => CallAsync(HttpMethod.Delete, path, caller);

    public async Task<Answer> CallAsync(
        HttpMethod method, string path, Caller? caller =
            null, object? body = null, string? accept = null, string? contentType = null, CancellationToken gone = default)
    {
        using HttpRequestMessage request = Request(method, path, caller, body, accept, contentType);
        using HttpResponseMessage response = await _http.SendAsync(request, gone);
        return await Answer.ReadAsync(response);
    }

    /// <summary>Sends a request and returns as soon as the headers have arrived.</summary>
    public async Task<HttpResponseMessage> OpenAnswerAsync(
        HttpMethod method, string path, object? body = null, CancellationToken gone = default)
    {
        using HttpRequestMessage request = Request(method, path, caller: null, body, accept: null, contentType: null);
        return await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, gone);
    }

    /// <summary>A client of the package over the same transport. It sends each call once.</summary>
    public ConversationsClient CreateClient() => new(
        new ConversationsClientOptions { BaseAddress = BaseAddress, ApiKey = "phx_all", ProjectId = "1", Retry = { MaxAttempts = 1 } },
        _transport == Transport.InMemory ? Fake.CreateHandler() : new SocketsHttpHandler());

    /// <summary>Sends to a conversation and returns as soon as the headers have arrived.</summary>
    public async Task<TurnStream> SendAsync(object body, Caller? caller = null, string? accept = null, CancellationToken gone = default)
    {
        using HttpRequestMessage request = Request(HttpMethod.Post, Conversations, caller, body, accept, contentType: null);
        HttpResponseMessage response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, gone);
        return new TurnStream(response);
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await Fake.DisposeAsync();
    }

    private static HttpRequestMessage Request(
        HttpMethod method, string path, Caller? caller, object? body, string? accept, string? contentType)
    {
        var request = new HttpRequestMessage(method, path);
        (caller ?? Callers.All).ApplyTo(request.Headers);
        if (accept is not null)
        {
            request.Headers.TryAddWithoutValidation("Accept", accept);
        }

        if (body is not null)
        {
            string text = body as string ?? JsonSerializer.Serialize(body);
            request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(text));
            request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(contentType ?? "application/json");
        }

        return request;
    }
}
