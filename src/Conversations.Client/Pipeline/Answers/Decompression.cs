using System.IO.Compression;
using Conversations.Client.Errors;

namespace Conversations.Client.Pipeline.Answers;

/// <summary>
/// Reads answers that come compressed, which this package never asks for: some proxies compress all the same, and the bytes of a
/// compressed stream of events look like no event at all.
/// </summary>
internal static class Decompression
{
    internal static async Task ApplyAsync(HttpResponseMessage response, LogicalCall call, CancellationToken cancellationToken)
    {
        var compressed = response.Content;
        if (!compressed.Headers.NonValidated.Contains("Content-Encoding"))
        {
            return;
        }

        if (!response.IsSuccessStatusCode && !compressed.Headers.ContentEncoding.All(IsKnown))
        {
            // A failure's status says more than its body.
            response.Content = new ByteArrayContent([]);
            return;
        }

        var stream = await compressed.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        // The last encoding was applied last (RFC 9110, section 8.4).
        foreach (var encoding in compressed.Headers.ContentEncoding.Reverse())
        {
            stream = encoding.ToLowerInvariant() switch
            {
                "gzip" or "x-gzip" => new GZipStream(stream, CompressionMode.Decompress),
                "br" => new BrotliStream(stream, CompressionMode.Decompress),
                "deflate" => new ZLibStream(stream, CompressionMode.Decompress),
                "identity" => stream,
                _ => throw new ConversationsException($"{call.Method} {call.Route} was answered in the Content-Encoding \"{Redaction.Redact(encoding, call.Secrets)}\", which this client neither asks for nor reads. Take the compression off the proxy before the service."),
            };
        }

        var plain = new StreamContent(stream);
        foreach (var (name, values) in compressed.Headers.NonValidated)
        {
            if (!name.Equals("Content-Encoding", StringComparison.OrdinalIgnoreCase) && !name.Equals("Content-Length", StringComparison.OrdinalIgnoreCase))
            {
                _ = plain.Headers.TryAddWithoutValidation(name, values);
            }
        }

        response.Content = plain;
    }

    private static bool IsKnown(string encoding) => encoding.ToLowerInvariant() is "gzip" or "x-gzip" or "br" or "deflate" or "identity";
}
