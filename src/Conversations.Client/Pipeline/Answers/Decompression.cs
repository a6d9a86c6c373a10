using System.IO.Compression;
using Conversations.Client.Errors;

namespace Conversations.Client.Pipeline.Answers;

/// <summary>
/// Decompresses responses. This package never asks for compression, but some proxies compress all the same, and a compressed stream of
/// events cannot be parsed.
/// </summary>
internal static class Decompression
{
    // Each encoding is a stream around a stream, and a thousand of them end the process.
    private const int MaxEncodings = 2;

    private static readonly Dictionary<string, Func<Stream, Stream>> Decoders = new(StringComparer.OrdinalIgnoreCase)
    {
        ["gzip"] = static stream => new GZipStream(stream, CompressionMode.Decompress),
        ["x-gzip"] = static stream => new GZipStream(stream, CompressionMode.Decompress),
        ["br"] = static stream => new BrotliReader(stream),
        ["deflate"] = static stream => new ZLibStream(stream, CompressionMode.Decompress),
        ["identity"] = static stream => stream,
    };

    public static async Task ApplyAsync(HttpResponseMessage response, LogicalCall call, CancellationToken cancellationToken)
    {
        HttpContent compressed = response.Content;
        if (!compressed.Headers.NonValidated.Contains("Content-Encoding"))
        {
            return;
        }

        ICollection<string> encodings = compressed.Headers.ContentEncoding;
        if (encodings.Count > MaxEncodings || !encodings.All(Decoders.ContainsKey))
        {
            if (!response.IsSuccessStatusCode)
            {
                // The status of an error says more than its body.
                response.Content = new ByteArrayContent([]);
                return;
            }

            string sent = ShownText.Of(Redaction.Redact(string.Join(", ", encodings), call.Secrets));
            throw new ConversationsException($"{call.Method} {call.Route} was answered in the Content-Encoding \"{sent}\", which this client neither asks for nor reads. Take the compression off the proxy before the service.");
        }

        Stream stream = await compressed.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        // The last encoding was applied last (RFC 9110, section 8.4).
        foreach (string? encoding in encodings.Reverse())
        {
            stream = Decoders[encoding](stream);
        }

        var plain = new StreamContent(stream);
        Bodies.CopyHeaders(compressed, plain);
        response.Content = plain;
    }
}
