using System.Text;
using System.Text.Json;
using Conversations.Client.Testing;

namespace Conversations.Client.Tests.Architecture.Coverage;

/// <summary>A fake of the version that has the operation, with the data of the contract's examples, called with plain HTTP.</summary>
internal sealed class FakeService : IDisposable
{
    private const string Wanting = "phx_wanting";
    private const string Everything = "phx_everything";
    private const string SessionId = "session";
    private const string CsrfToken = "csrf";

    private static readonly Guid MessageId = Guid.Parse("0197aaaa-0000-0000-0000-000000000001");

    private readonly SpecOperation _operation;
    private readonly FakeConversationsServer _fake;
    private readonly HttpClient _http;
    private readonly Dictionary<string, string> _known;

    private FakeService(SpecOperation operation)
    {
        _operation = operation;
        bool isOlder = operation.Json.GetProperty("x-servers").GetString() == "legacy";
        _fake = new(new() { ServiceVersion = isOlder ? ServiceVersion.Legacy : ServiceVersion.Current });
        _http = new(_fake.CreateHandler()) { BaseAddress = new("https://fake.example") };
        Seed();
        _known = new()
        {
            ["project_id"] = "1",
            ["conversation_id"] = Examples.ConversationId,
            ["ticket_id"] = Examples.TicketId,
            ["message_id"] = MessageId.ToString(),
            ["short_id"] = "kT3xQ9aZ",
        };
    }

    public static ConversationsCredential Key => ConversationsCredential.PersonalApiKey(Everything);

    public static ConversationsCredential Session => ConversationsCredential.Session(SessionId, CsrfToken);

    public FakeConversationsServer Fake => _fake;

    public FakeConversationsOptions Options => _fake.Options;

    /// <summary>A credential that may make the call.</summary>
    public ConversationsCredential Allowed => _operation.IsSessionOnly ? Session : Key;

    /// <summary>A credential that may not make the call: a key without the scope, or any key where only a session may.</summary>
    public ConversationsCredential Forbidden => ConversationsCredential.PersonalApiKey(_operation.IsSessionOnly ? Everything : Wanting);

    public static async Task<FakeService> StartAsync(SpecOperation operation)
    {
        var service = new FakeService(operation);
        // The service makes the id of a waiting message.
        Answer queue = await service.AskAsync(Call.Of("POST", $"/api/environments/1/conversations/{Examples.ConversationId}/queue/", """{"content":"then"}"""), Session);
        service._known["item_id"] = JsonElement.Parse(queue.Body).GetProperty("messages")[0].GetProperty("id").GetString()!;
        return service;
    }

    /// <summary>The contract's own example of a request, with ids that the fake knows.</summary>
    public Call Valid() => Call.Of(_operation.Method, Filled(_known), _operation.RequestExample?.ToJsonString());

    /// <summary>The same request with this one id unknown to the fake.</summary>
    public Call UnknownId(string parameter) =>
        Valid() with { Target = Filled(new(_known) { [parameter] = parameter == "short_id" ? "nobody" : Guid.NewGuid().ToString() }) };

    public Call UnknownProject() => Valid() with { Target = Filled(new(_known) { ["project_id"] = "999" }) };

    /// <summary>
    /// The same request without its first required member, or, if none is required, with an invalid first member; null for an operation
    /// without a body.
    /// </summary>
    public Call? Invalid()
    {
        if (_operation.RequestExample is not { } body)
        {
            return null;
        }

        JsonElement schema = _operation.BodySchema!.Value;
        if (schema.TryGetProperty("required", out JsonElement required))
        {
            _ = body.Remove(required[0].GetString()!);
        }
        else
        {
            body[schema.GetProperty("properties").EnumerateObject().First().Name] = "";
        }

        return Valid() with { Body = body.ToJsonString() };
    }

    /// <summary>Sends a raw call and returns the whole response, but only the headers of a stream.</summary>
    public async Task<Answer> AskAsync(Call call, ConversationsCredential? credential)
    {
        using HttpRequestMessage request = call.ToRequest(_http.BaseAddress!);
        if (credential is not null)
        {
            ((Client.Configuration.Credentials.SecretCredential)credential).Apply(request, _http.BaseAddress!);
        }

        using HttpResponseMessage response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        string? mediaType = response.Content.Headers.ContentType?.MediaType;
        return new((int)response.StatusCode, mediaType, mediaType == "text/event-stream" ? "" : await response.Content.ReadAsStringAsync());
    }

    /// <summary>A client of the fake that sends the given call in place of its next one. What the client itself adds stays.</summary>
    public ConversationsClient ClientOf(Call call, ConversationsCredential credential) => new(
        new() { ProjectId = "1", BaseAddress = _http.BaseAddress, Credential = credential, Retry = { MaxAttempts = 1 } },
        new Replacing(call) { InnerHandler = _fake.CreateHandler() });

    public void Dispose()
    {
        _http.Dispose();
        _fake.Dispose();
    }

    private string Filled(Dictionary<string, string> values) =>
        values.Aggregate(_operation.Path, static (path, value) => path.Replace($"{{{value.Key}}}", value.Value, StringComparison.Ordinal));

    private void Seed()
    {
        _fake.Directory.Add(new ApiKeySeed { Key = Everything });
        _fake.Directory.Add(new ApiKeySeed { Key = Wanting, Scopes = ["feature_flag:read"] });
        _fake.Directory.Add(new SessionSeed { SessionId = SessionId, CsrfToken = CsrfToken });
        _fake.Directory.Add(new RoleSeed { Id = Guid.Parse(Examples.RoleId), Name = "Tier 2" });
        _fake.Directory.Add(new EmailChannelSeed { Id = Guid.Parse("01970000-2222-0000-aaaa-222233334444"), Address = "help@acme.example" });
        _fake.Tickets.Add(new()
        {
            Id = Guid.Parse(Examples.TicketId),
            TicketNumber = 42,
            Messages = [
                new() { Content = "Where is my invoice?" },
                new() { Id = MessageId, Content = "A note.", AuthorType = AuthorType.Support, Author = 1, IsPrivate = true, FullEmail = "A note.\n> quoted" },
            ],
        });
        _fake.Views.Add(new() { ShortId = "kT3xQ9aZ", Name = "Breached and mine" });
        _fake.Conversations.Add(
            new()
            {
                Id = Guid.Parse(Examples.ConversationId),
                Title = "Signups",
                Messages = [new HumanMessage { Id = MessageId.ToString(), Content = "Hi" }]
            });
    }

    private sealed class Replacing(Call call) : DelegatingHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            using HttpRequestMessage replaced = call.ToRequest(request.RequestUri!);
            foreach ((string? name, IEnumerable<string>? values) in request.Headers.Where(header => !replaced.Headers.Contains(header.Key)))
            {
                _ = replaced.Headers.TryAddWithoutValidation(name, values);
            }

            return await base.SendAsync(replaced, cancellationToken);
        }
    }
}

/// <summary>A call as it is on the wire.</summary>
internal sealed record Call(string Method, string Target, string? Body)
{
    public string ContentType { get; init; } = "application/json";

    public string? Accept { get; init; }

    public static Call Of(string method, string target, string? body = null) => new(method, target, body);

    public HttpRequestMessage ToRequest(Uri origin)
    {
        var request = new HttpRequestMessage(new(Method), new Uri(origin, Target))
        {
            Content = Body is null ? null
            : new StringContent(Body, Encoding.UTF8, ContentType)
        };
        if (Accept is not null)
        {
            request.Headers.Add("Accept", Accept);
        }

        return request;
    }
}

/// <summary>A response.</summary>
internal sealed record Answer(int Status, string? MediaType, string Body)
{
    public bool IsEmpty => Body.Length == 0;

    public JsonElement Json => JsonElement.Parse(Body);
}
