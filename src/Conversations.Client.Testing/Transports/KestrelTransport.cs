using System.Net.Sockets;
using Conversations.Client.Testing.Exchange;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Conversations.Client.Testing.Transports;

/// <summary>The transport on a port: translates between Kestrel and the fake.</summary>
/// <param name="answerTo">Answers a request.</param>
/// <param name="stopping">Cancelled when the port closes, so that open streams do not delay that.</param>
internal sealed class KestrelTransport(Func<FakeRequest, CancellationToken, ValueTask<FakeResponse>> answerTo, CancellationToken stopping)
    : IHttpApplication<HttpContext>
{
    public HttpContext CreateContext(IFeatureCollection contextFeatures) => new DefaultHttpContext(contextFeatures);

    public void DisposeContext(HttpContext context, Exception? exception)
    {
    }

    public async Task ProcessRequestAsync(HttpContext context)
    {
        using var gone = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, stopping);
        try
        {
            await AnswerAsync(context, gone.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (gone.IsCancellationRequested && !context.Response.HasStarted)
        {
            // Otherwise Kestrel would answer with a 500.
            context.Abort();
        }
    }

    private async Task AnswerAsync(HttpContext context, CancellationToken gone)
    {
        FakeResponse answer = await answerTo(Translate(context.Request), gone).ConfigureAwait(false);
        switch (answer.Delivery)
        {
            case Delivery.Sent:
                await SendAsync(context.Response, answer, gone).ConfigureAwait(false);
                break;
            case Delivery.Withheld:
                await new TaskCompletionSource().Task.WaitAsync(gone).ConfigureAwait(false);
                break;
            default:
                Reset(context);
                break;
        }
    }

    private static async Task SendAsync(HttpResponse response, FakeResponse answer, CancellationToken gone)
    {
        response.StatusCode = answer.Status;
        response.ContentType = answer.ContentType;
        foreach ((string name, string value) in answer.Headers)
        {
            response.Headers[name] = value;
        }

        if (answer.Source is not { } source)
        {
            // Kestrel refuses even an empty write on a 204 and then closes the connection.
            if (!answer.Body.IsEmpty)
            {
                response.ContentLength = answer.Body.Length;
                await response.Body.WriteAsync(answer.Body, gone).ConfigureAwait(false);
            }

            return;
        }

        // A cut leaves this loop as the source's IOException. Kestrel then sends what was written and closes without the end of the chunks,
        // as a client sees it after a real cut. HttpContext.Abort could lose bytes that were written before it.
        using (source)
        {
            response.ContentLength = answer.Length;
            await response.StartAsync(gone).ConfigureAwait(false);
            await response.Body.FlushAsync(gone).ConfigureAwait(false);
            while (await source.ReadAsync(gone).ConfigureAwait(false) is { } bytes)
            {
                await response.Body.WriteAsync(bytes, gone).ConfigureAwait(false);
                await response.Body.FlushAsync(gone).ConfigureAwait(false);
            }
        }
    }

    /// <summary>
    /// Closes the socket itself, without lingering, so that the peer gets a TCP reset. Kestrel's own abort would first end the stream
    /// normally.
    /// </summary>
    private static void Reset(HttpContext context)
    {
        Socket socket = context.Features.GetRequiredFeature<IConnectionSocketFeature>().Socket;
        socket.LingerState = new LingerOption(enable: true, seconds: 0);
        socket.Dispose();
        context.Abort();
    }

    private static FakeRequest Translate(HttpRequest request)
    {
        // The raw target, because Path is decoded and can no longer be split at its slashes.
        string target = request.HttpContext.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        string[] parts = target.Split('?', 2);
        return new FakeRequest
        {
            Method = request.Method,
            Origin = $"{request.Scheme}://{request.Host.Value}",
            Path = parts[0],
            Query = parts.Length > 1 ? parts[1] : "",

            // StringValues.ToString would leave out empty values.
            Headers = request.Headers.ToDictionary(
                header => header.Key, header => string.Join(',', header.Value.ToArray()), StringComparer.OrdinalIgnoreCase),
            Incoming = request.HttpContext.Features.GetRequiredFeature<IHttpRequestBodyDetectionFeature>().CanHaveBody
                ? new IncomingBody(request.ContentLength, request.Body.CopyToAsync)
                : null,
        };
    }
}
