using System.Collections.Concurrent;
using Conversations.Client;
using Conversations.Tests.Waiting;

namespace Conversations.Tests;

/// <summary>A server that gives the responses that a test scripts, over two transports.</summary>
public sealed class StubServer : IAsyncDisposable
{
    public const string Key = "phx_stub-key";
    public const string ProjectId = "1";

    private readonly ConcurrentQueue<StubRequest> _requests = [];
    private readonly ConcurrentQueue<StubRequest> _questions = [];
    private readonly ConcurrentQueue<StubAnswer> _answers = [];
    private readonly Changes _changes = new();
    private readonly InMemoryTransport _inMemory;
    private KestrelTransport? _kestrel;
    private Func<StubRequest, StubAnswer>? _rule;

    private StubServer() => _inMemory = new(this);

    public Uri BaseAddress => _kestrel?.Address ?? new("https://stub.example");

    /// <summary>
    /// Whether the stub itself responds, with an idle conversation without messages, when a stream asks at its end for the state of its
    /// turn. On by default.
    /// </summary>
    public bool AnswersHowTurnsStand { get; set; } = true;

    /// <summary>The requests that streams sent at their end and that the stub answered by itself.</summary>
    public IReadOnlyList<StubRequest> Questions => [.. _questions];

    /// <summary>The requests that arrived, in order, without <see cref="Questions"/>.</summary>
    public IReadOnlyList<StubRequest> Requests => [.. _requests];

    /// <summary>The only request that arrived.</summary>
    public StubRequest Request => Requests is [var only] ? only : throw new InvalidOperationException($"{Requests.Count} requests arrived where one was expected.");

    public static async Task<StubServer> StartAsync(Transport transport)
    {
        var server = new StubServer();
        if (transport == Transport.Kestrel)
        {
            server._kestrel = await KestrelTransport.StartAsync(server);
        }

        return server;
    }

    /// <summary>A server in memory with these responses.</summary>
    public static StubServer InMemory(params StubAnswer[] answers) => new StubServer().Answer(answers);

    /// <summary>Adds responses, one for each request.</summary>
    public StubServer Answer(params StubAnswer[] answers)
    {
        foreach (StubAnswer answer in answers)
        {
            _answers.Enqueue(answer);
        }

        return this;
    }

    /// <summary>Sets a rule that responds to each request once the given responses are used up.</summary>
    public StubServer Answer(Func<StubRequest, StubAnswer> rule)
    {
        _rule = rule;
        return this;
    }

    /// <summary>Completes when this many requests have arrived, without <see cref="Questions"/>.</summary>
    public Task ArrivedAsync(int requests) => ArrivedAsync(() => _requests.Count >= requests);

    /// <summary>Completes when a condition on the arrived requests is true.</summary>
    public Task ArrivedAsync(Func<bool> isSo) => _changes.UntilAsync(isSo, () => $"Arrived has: {string.Join(", ", Requests.Select(static request => $"{request.Method} {request.Path}"))}.");

    /// <summary>The in-memory transport; null for a server with sockets, because the client then uses its own transport.</summary>
    public HttpMessageHandler? CreateHandler() => _kestrel is null ? _inMemory : null;

    /// <summary>A client of this server. It sends each call once, unless the options say otherwise.</summary>
    /// <param name="configure">Sets options.</param>
    /// <param name="transport">The transport to use in place of the server's.</param>
    public ConversationsClient CreateClient(Action<ConversationsClientOptions>? configure = null, HttpMessageHandler? transport = null)
    {
        var options = new ConversationsClientOptions
        {
            ProjectId = ProjectId,
            BaseAddress = BaseAddress,
            Credential = ConversationsCredential.PersonalApiKey(Key),
            Retry = { MaxAttempts = 1 },
        };
        configure?.Invoke(options);
        return new(options, transport ?? CreateHandler());
    }

    public async ValueTask DisposeAsync()
    {
        if (_kestrel is not null)
        {
            await _kestrel.DisposeAsync();
        }
    }

    internal StubAnswer Take(StubRequest request)
    {
        if (AnswersHowTurnsStand
            && ConversationOf(request) is { } id
            && _requests.Any(sent => sent.Method == "POST" && sent.Text.Contains(id, StringComparison.Ordinal)))
        {
            _questions.Enqueue(request);
            return StubAnswer.Json($$"""{"id":"{{id}}","status":"idle","title":"Stub","type":"assistant","messages":[],"pending_approvals":[]}""");
        }

        _requests.Enqueue(request);
        StubAnswer answer = _answers.TryDequeue(out StubAnswer? given) ? given
            : _rule is { } rule ? rule(request)
            : StubAnswer.Json("""{"detail":"The stub has no answer for this request."}""", 599);
        _changes.Tell();
        return answer;
    }

    private static string? ConversationOf(StubRequest request) =>
        request.Method == "GET" && request.Path.Split('/') is [_, "api", "environments" or "projects", _, "conversations", { Length: 36 } id, ""] ? id : null;
}
