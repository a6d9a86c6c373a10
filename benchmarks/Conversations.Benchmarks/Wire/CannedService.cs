using System.Net;
using System.Net.Http.Headers;

namespace Conversations.Benchmarks.Wire;

/// <summary>An in-process service. The bytes are prepared; each call gets a new response with its own headers and stream.</summary>
/// <param name="answer">The response.</param>
/// <param name="whenAsked">The response to a GET; null for the same as to other requests.</param>
internal sealed class CannedService(Payload answer, Payload? whenAsked = null) : HttpMessageHandler
{
    public HttpClient Client() => new(this) { BaseAddress = new("http://service.invalid/") };

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        Payload payload = request.Method == HttpMethod.Get ? whenAsked ?? answer : answer;
        var content = new StreamContent(new WireStream(payload.Bytes));
        content.Headers.ContentType = new MediaTypeHeaderValue(payload.Type, payload.IsJson ? "utf-8" : null);
        if (payload.IsJson)
        {
            content.Headers.ContentLength = payload.Bytes.Length;
        }

        return Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK) { Content = content, RequestMessage = request });
    }
}
