#if !NET9_0_OR_GREATER
using System.Net;
#endif

namespace Conversations.Client.Pipeline.Answers;

/// <summary>Reads the bodies of successful responses into memory, up to a limit. A cancellation also ends the reading itself.</summary>
internal static class Bodies
{
#if !NET9_0_OR_GREATER
    // A buffer of at most this size is reserved before the bytes have arrived.
    private const int MaxBelievedBytes = 1024 * 1024;
#endif

    /// <summary>Reads a whole body. A cancellation ends the reading itself.</summary>
    /// <exception cref="HttpRequestException">The body exceeds the limit (<see cref="HttpRequestError.ConfigurationLimitExceeded"/>), or it
    /// broke off.</exception>
    public static async Task LoadAsync(HttpResponseMessage response, int maxBytes, CancellationToken cancellationToken)
    {
#if NET9_0_OR_GREATER
        await response.Content.LoadIntoBufferAsync(maxBytes, cancellationToken).ConfigureAwait(false);
#else
        var body = new LoadedContent(response.Content, cancellationToken);
        await body.LoadIntoBufferAsync(maxBytes).ConfigureAwait(false);
        CopyHeaders(response.Content, body);
        response.Content = body;
#endif
    }

    /// <summary>Copies the headers of one content to another, except its length and its encoding.</summary>
    public static void CopyHeaders(HttpContent from, HttpContent to)
    {
        foreach ((string? name, System.Net.Http.Headers.HeaderStringValues values) in from.Headers.NonValidated)
        {
            if (!name.Equals("Content-Encoding", StringComparison.OrdinalIgnoreCase) && !name.Equals("Content-Length", StringComparison.OrdinalIgnoreCase))
            {
                _ = to.Headers.TryAddWithoutValidation(name, values);
            }
        }
    }

#if !NET9_0_OR_GREATER
    /// <summary>
    /// A body that the platform loads, with a token that ends the reading itself. The platform's own overload with a token exists only
    /// since .NET 9. A reading that is only abandoned would go on with a connection that others use after it.
    /// </summary>
    private sealed class LoadedContent(HttpContent source, CancellationToken cancellationToken) : HttpContent
    {
        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        {
            Stream body = await source.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
            await using (body.ConfigureAwait(false))
            {
                await body.CopyToAsync(stream, cancellationToken).ConfigureAwait(false);
            }
        }

        protected override bool TryComputeLength(out long length)
        {
            length = source.Headers.ContentLength ?? 0;
            return source.Headers.ContentLength <= MaxBelievedBytes;
        }

        protected override void Dispose(bool disposing)
        {
            if (disposing)
            {
                source.Dispose();
            }

            base.Dispose(disposing);
        }
    }
#endif
}
