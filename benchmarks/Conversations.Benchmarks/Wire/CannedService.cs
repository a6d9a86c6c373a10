using System.Net;
using System.Net.Http.Headers;

namespace Conversations.Benchmarks.Wire;

/// <summary>A service in the process: the bytes are ready, each call gets a fresh response with its own headers and stream.</summary>
/// <param name="answer">What it answers.</param>
/// <param name="whenAsked">What it answers to a GET; the same as to the rest when null.</param>
internal sealed class CannedService(Payload answer, Payload? whenAsked = null) : HttpMessageHandler
{
    public HttpClient Client() => new(this) { BaseAddress = new("http://service.invalid/") };

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var payload = request.Method == HttpMethod.Get ? whenAsked ?? answer : answer;
        var content = new StreamContent(new WireStream(payload.Bytes));
        content.Headers.ContentType = new MediaTypeHeaderValue(payload.Type, payload.IsJson ? "utf-8" : null);
        if (payload.IsJson)
        {
            content.Headers.ContentLength = payload.Bytes.Length;
        }

        return Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK) { Content = content, RequestMessage = request });
    }
}
