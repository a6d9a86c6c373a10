using System.Text.RegularExpressions;

namespace Conversations.FakeServer.Tests.Transcripts;

/// <summary>Records a client's requests and the responses, without what always differs: the address and generated ids.</summary>
internal sealed partial class Recorder(HttpMessageHandler inner) : DelegatingHandler(inner)
{
    private readonly List<string> _exchanges = [];
    private readonly Dictionary<string, string> _ids = [];

    /// <summary>Each request with its response.</summary>
    public IReadOnlyList<string> Exchanges => _exchanges;

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        string asked = request.Content is null ? "" : await request.Content.ReadAsStringAsync(cancellationToken);
        HttpResponseMessage response = await base.SendAsync(request, cancellationToken);
        await response.Content.LoadIntoBufferAsync(cancellationToken);
        string answered = await response.Content.ReadAsStringAsync(cancellationToken);
        string origin = request.RequestUri!.GetLeftPart(UriPartial.Authority);
        string exchange = $"{request.Method} {request.RequestUri.PathAndQuery}\n{asked}\n{(int)response.StatusCode} {response.Content.Headers.ContentType}\n{answered}";
        _exchanges.Add(Ids().Replace(exchange.Replace(origin, "", StringComparison.Ordinal), id => NameOf(id.Value)));
        return response;
    }

    /// <summary>The same id always gets the same name, so a different id still shows.</summary>
    private string NameOf(string id) => _ids.TryGetValue(id, out string? name) ? name : _ids[id] = $"id-{_ids.Count + 1}";

    [GeneratedRegex("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|[0-9a-f]{32}", RegexOptions.None, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Ids();
}
