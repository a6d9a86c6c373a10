using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Conversations.Client.Testing.Transports;

/// <summary>The door on a port: translates between Kestrel and the fake.</summary>
/// <param name="answerTo">The fake.</param>
/// <param name="stopping">Cancelled when the port closes, so that no open stream holds it.</param>
internal sealed class KestrelDoor(Func<FakeRequest, FakeResponse> answerTo, CancellationToken stopping) : IHttpApplication<HttpContext>
{
    public HttpContext CreateContext(IFeatureCollection contextFeatures) => new DefaultHttpContext(contextFeatures);

    public void DisposeContext(HttpContext context, Exception? exception)
    {
    }

    public async Task ProcessRequestAsync(HttpContext context)
    {
        using var gone = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, stopping);
        FakeRequest request = await ReadAsync(context.Request, gone.Token).ConfigureAwait(false);
        FakeResponse answer = answerTo(request);
        HttpResponse response = context.Response;
        response.StatusCode = answer.Status;
        response.ContentType = answer.ContentType;
        foreach ((string name, string value) in answer.Headers)
        {
            response.Headers[name] = value;
        }

        if (answer.Events is not { } events)
        {
            // A write without bytes is one all the same: Kestrel refuses it on a 204 and then closes the connection.
            if (!answer.Body.IsEmpty)
            {
                response.ContentLength = answer.Body.Length;
                await response.Body.WriteAsync(answer.Body, gone.Token).ConfigureAwait(false);
            }

            return;
        }

        // A cut leaves this loop as the reader's IOException. Kestrel then sends what was written and closes without the end of
        // the chunks, which is what a client sees of a real cut; HttpContext.Abort could lose bytes that the script had sent before it.
        using (events)
        {
            await response.Body.FlushAsync(gone.Token).ConfigureAwait(false);
            while (await events.ReadAsync(gone.Token).ConfigureAwait(false) is { } bytes)
            {
                await response.Body.WriteAsync(bytes, gone.Token).ConfigureAwait(false);
                await response.Body.FlushAsync(gone.Token).ConfigureAwait(false);
            }
        }
    }

    private static async Task<FakeRequest> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        using var body = new MemoryStream();
        await request.Body.CopyToAsync(body, cancellationToken).ConfigureAwait(false);

        // The raw target, because Path is decoded and could not be split at its slashes any more.
        string target = request.HttpContext.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        string[] parts = target.Split('?', 2);
        return new FakeRequest
        {
            Method = request.Method,
            Origin = $"{request.Scheme}://{request.Host.Value}",
            Path = parts[0],
            Query = parts.Length > 1 ? parts[1] : "",
            Headers = request.Headers.ToDictionary(header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase),
            Body = body.ToArray(),
        };
    }
}
