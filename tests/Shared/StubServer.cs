using System.Collections.Concurrent;
using Conversations.Client;
using Conversations.Tests.Waiting;

namespace Conversations.Tests;

/// <summary>A server that answers what a test wrote down, with two transports to the same script.</summary>
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
    /// Whether the stub itself answers what a stream asks at its end, with an idle conversation without messages; on unless a test is about
    /// that.
    /// </summary>
    public bool AnswersHowTurnsStand { get; set; } = true;

    /// <summary>What streams asked at their ends and the stub answered by itself.</summary>
    public IReadOnlyList<StubRequest> Questions => [.. _questions];

    /// <summary>What arrived, in order, the questions of streams left out.</summary>
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

    /// <summary>A server in memory with these answers.</summary>
    public static StubServer InMemory(params StubAnswer[] answers) => new StubServer().Answer(answers);

    /// <summary>Gives these answers, one to each request.</summary>
    public StubServer Answer(params StubAnswer[] answers)
    {
        foreach (StubAnswer answer in answers)
        {
            _answers.Enqueue(answer);
        }

        return this;
    }

    /// <summary>Answers each request by a rule, once the given answers are used up.</summary>
    public StubServer Answer(Func<StubRequest, StubAnswer> rule)
    {
        _rule = rule;
        return this;
    }

    /// <summary>Ends when so many requests have arrived, the questions of streams left out.</summary>
    public Task ArrivedAsync(int requests) => ArrivedAsync(() => _requests.Count >= requests);

    /// <summary>Ends when something is so that becomes so by requests.</summary>
    public Task ArrivedAsync(Func<bool> isSo) => _changes.UntilAsync(isSo, () => $"Arrived has: {string.Join(", ", Requests.Select(static request => $"{request.Method} {request.Path}"))}.");

    /// <summary>The transport in memory; null for a server with sockets, which the client reaches by its own.</summary>
    public HttpMessageHandler? CreateHandler() => _kestrel is null ? _inMemory : null;

    /// <summary>A client of this server.</summary>
    /// <param name="configure">Sets options.</param>
    /// <param name="transport">What it sends by, if that is not the one of the server.</param>
    public ConversationsClient CreateClient(Action<ConversationsClientOptions>? configure = null, HttpMessageHandler? transport = null)
    {
        var options = new ConversationsClientOptions { ProjectId = ProjectId, BaseAddress = BaseAddress,
            Credential = ConversationsCredential.PersonalApiKey(Key) };
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
