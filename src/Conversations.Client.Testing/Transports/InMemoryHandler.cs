using System.Net;
using System.Net.Http.Headers;
using Conversations.Client.Testing.Routing;

namespace Conversations.Client.Testing.Transports;

/// <summary>The door in memory: translates between <see cref="HttpClient"/> and the fake, without a socket.</summary>
internal sealed class InMemoryHandler(Dispatcher dispatcher) : HttpMessageHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        Uri uri = request.RequestUri ?? throw new InvalidOperationException("The request has no address.");
        byte[] body = request.Content is { } content
            ? await content.ReadAsByteArrayAsync(cancellationToken).ConfigureAwait(false)
            : [];

        FakeResponse answer = dispatcher.Handle(new FakeRequest
        {
            Method = request.Method.Method,
            Origin = uri.GetLeftPart(UriPartial.Authority),
            Path = uri.AbsolutePath,
            Query = uri.Query.TrimStart('?'),
            Headers = Headers(request),
            Body = body,
        });
        return Translate(answer, request);
    }

    private static HttpResponseMessage Translate(FakeResponse answer, HttpRequestMessage request)
    {
        var response = new HttpResponseMessage((HttpStatusCode)answer.Status)
        {
            RequestMessage = request,
            Content = answer.Events is { } events ? new StreamContent(new TurnBodyStream(events)) : new ReadOnlyMemoryContent(answer.Body),
        };
        response.Content.Headers.ContentType = answer.ContentType is { } type ? MediaTypeHeaderValue.Parse(type) : null;
        foreach ((string name, string value) in answer.Headers)
        {
            _ = response.Headers.TryAddWithoutValidation(name, value);
        }

        return response;
    }

    private static Dictionary<string, string> Headers(HttpRequestMessage request)
    {
        Dictionary<string, string> headers = new(StringComparer.OrdinalIgnoreCase);
        Collect(request.Headers.NonValidated);
        if (request.Content is { } content)
        {
            Collect(content.Headers.NonValidated);
        }

        return headers;

        void Collect(HttpHeadersNonValidated values)
        {
            foreach ((string name, HeaderStringValues value) in values)
            {
                headers[name] = value.ToString();
            }
        }
    }
}
