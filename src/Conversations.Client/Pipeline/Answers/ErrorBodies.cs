using System.Buffers;
using System.Text;
using Conversations.Client.Errors;

namespace Conversations.Client.Pipeline.Answers;

/// <summary>Reads the bodies of error responses.</summary>
internal static class ErrorBodies
{
    private const int FirstBufferBytes = 4096;

    /// <summary>
    /// Keeps the body of an error up to its limit, however long it is. If the body breaks off, keeps what has arrived, because the status
    /// is known all the same.
    /// </summary>
    public static async Task KeepAsync(HttpResponseMessage response, int maxBytes, CancellationToken cancellationToken)
    {
        if (response.Content is KeptContent)
        {
            return;
        }

        HttpContent full = response.Content;
        using var body = new Body(maxBytes);
        try
        {
            Stream stream = await full.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
            await using (stream.ConfigureAwait(false))
            {
                await body.FillAsync(stream, cancellationToken).ConfigureAwait(false);
            }
        }
        catch (Exception exception) when (exception is IOException or HttpRequestException or InvalidDataException
            or OperationCanceledException)
        {
            // Keep what has arrived, also when a time limit ends the reading: the status says more than the limit.
        }

        response.Content = new KeptContent(body.ToArray()) { Headers = { ContentType = full.Headers.ContentType } };
    }

    /// <summary>The error response of a body that was kept.</summary>
    public static async Task<ErrorAnswer> AnswerOfAsync(HttpResponseMessage response, LogicalCall call) => new()
    {
        Facts = new()
        {
            Method = call.Method,
            Route = call.Route,
            StatusCode = response.StatusCode,
            Body = response.Content is KeptContent kept ? await kept.TextAsync().ConfigureAwait(false) : "",
            RequestId = response.Headers.TryGetValues("X-Request-Id", out IEnumerable<string>? ids) ? ids.FirstOrDefault() : null,
        },
        Availability = call.Availability,
        RetryAfter = response.Headers.RetryAfter,
        Secrets = call.Secrets,
    };

    /// <summary>The part of a body that has arrived.</summary>
    private sealed class Body(int maxBytes) : IDisposable
    {
        private byte[] _bytes = ArrayPool<byte>.Shared.Rent(Math.Min(maxBytes, FirstBufferBytes));
        private int _length;

        public void Dispose() => ArrayPool<byte>.Shared.Return(_bytes);

        public byte[] ToArray() => _bytes.AsSpan(0, _length).ToArray();

        /// <summary>Reads to the end, or up to the limit.</summary>
        public async Task FillAsync(Stream stream, CancellationToken cancellationToken)
        {
            while (_length < maxBytes)
            {
                if (_length == _bytes.Length)
                {
                    byte[] larger = ArrayPool<byte>.Shared.Rent((int)Math.Min(maxBytes, Math.Min(2L * _length, Array.MaxLength)));
                    _bytes.CopyTo(larger, 0);
                    ArrayPool<byte>.Shared.Return(_bytes);
                    _bytes = larger;
                }

                // A rented buffer may be larger than the limit.
                int count = await stream.ReadAsync(_bytes.AsMemory(_length, Math.Min(_bytes.Length, maxBytes) - _length), cancellationToken)
                    .ConfigureAwait(false);
                if (count == 0)
                {
                    return;
                }

                _length += count;
            }
        }
    }

    /// <summary>The start of a body, in memory.</summary>
    private sealed class KeptContent(byte[] bytes) : ByteArrayContent(bytes)
    {
        private string? _text;

        /// <summary>The body as text. It is read twice if the first sending must be reported to a second one.</summary>
        public async Task<string> TextAsync()
        {
            try
            {
                return _text ??= await ReadAsStringAsync(CancellationToken.None).ConfigureAwait(false);
            }
            catch (Exception exception) when (exception is InvalidOperationException or NotSupportedException)
            {
                // A charset that .NET does not know, or UTF-7, which it refuses.
                return _text = Encoding.UTF8.GetString(await ReadAsByteArrayAsync(CancellationToken.None).ConfigureAwait(false));
            }
        }
    }
}
