using System.Net;
using System.Net.Http.Headers;
using Conversations.Client.Testing.Dispatching;
using Conversations.Client.Testing.Exchange;

namespace Conversations.Client.Testing.Transports;

/// <summary>The transport in memory: translates between <see cref="HttpClient"/> and the fake, without a socket.</summary>
internal sealed class InMemoryHandler(Dispatcher dispatcher) : HttpMessageHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        Uri uri = request.RequestUri ?? throw new InvalidOperationException("The request has no address.");
        if (uri.AbsolutePath.Contains("%00", StringComparison.Ordinal))
        {
            // A web server refuses such a path before any program sees it, as the fake's own port does.
            return Translate(FakeResponse.Empty(400), request);
        }

        FakeResponse answer = await dispatcher.HandleAsync(
            new FakeRequest
            {
                Method = request.Method.Method,
                Origin = uri.GetLeftPart(UriPartial.Authority),
                Path = uri.AbsolutePath,
                Query = uri.Query.TrimStart('?'),
                Headers = Headers(request),

                // Read after the headers, because asking for the length adds it to them.
                Incoming = request.Content is { } content ? new IncomingBody(content.Headers.ContentLength, content.CopyToAsync) : null,
            },
            cancellationToken).ConfigureAwait(false);
        return answer.Delivery switch
        {
            Delivery.Sent => Translate(answer, request),
            Delivery.Reset => throw BrokenConnection.BeforeHeaders(),
            _ => throw await SilenceAsync(cancellationToken).ConfigureAwait(false),
        };
    }

    private static HttpResponseMessage Translate(FakeResponse answer, HttpRequestMessage request)
    {
        var response = new HttpResponseMessage((HttpStatusCode)answer.Status)
        {
            RequestMessage = request,
            Content = answer.Source is { } source ? new StreamContent(new SourceStream(source)) : new ReadOnlyMemoryContent(answer.Body),
        };
        response.Content.Headers.ContentLength = answer.Source is null ? answer.Body.Length : answer.Length;
        if (answer.ContentType is { } type)
        {
            _ = response.Content.Headers.TryAddWithoutValidation("Content-Type", type);
        }

        foreach ((string name, string value) in answer.Headers)
        {
            // HttpClient decides to which of the two collections a header belongs.
            _ = response.Headers.TryAddWithoutValidation(name, value) || response.Content.Headers.TryAddWithoutValidation(name, value);
        }

        return response;
    }

    /// <summary>Waits until the caller gives up or the fake is disposed.</summary>
    private async Task<HttpRequestException> SilenceAsync(CancellationToken cancellationToken)
    {
        using var gone = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, dispatcher.Closing);
        var silence = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using (gone.Token.Register(silence.SetResult).ConfigureAwait(false))
        {
            await silence.Task.ConfigureAwait(false);
        }

        cancellationToken.ThrowIfCancellationRequested();
        return BrokenConnection.BeforeHeaders();
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
