using System.Buffers;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Conversations.Client.Values;

namespace Conversations.Client.Wire;

/// <summary>Reads the JSON of a body that the pipeline has loaded.</summary>
internal static class LoadedJson
{
    private const int MaxRentedBytes = 1024 * 1024;

    /// <summary>Reads a value. An empty body or JSON null counts as unreadable.</summary>
    /// <param name="content">The body.</param>
    /// <param name="type">How the JSON is read.</param>
    /// <param name="sawUnknown">Gets what this package did not know of it; null if nobody wants to.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    /// <exception cref="JsonException">The body is not JSON of this type.</exception>
    /// <exception cref="InvalidOperationException">.NET does not know the charset.</exception>
    public static async Task<T> ReadAsync<T>(
        HttpContent content, JsonTypeInfo<T> type, Action<UnknownTally>? sawUnknown, CancellationToken cancellationToken)
    {
        Stream body = await content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        T? value = body.CanSeek && IsUtf8(content.Headers.ContentType?.CharSet)
            ? await ReadBufferedAsync(body, type, sawUnknown, cancellationToken).ConfigureAwait(false)
            : await content.ReadFromJsonAsync(type, cancellationToken).ConfigureAwait(false);
        return value ?? throw new JsonException("The answer is null where a value was expected.");
    }

    private static bool IsUtf8(string? charset) => charset is null || charset.Trim('"').Equals("utf-8", StringComparison.OrdinalIgnoreCase);

    /// <summary>
    /// Reads a body that is in memory. From a stream, the serializer looks for the end of each value that a converter reads before it
    /// calls the converter, again and again while its buffer grows.
    /// </summary>
    private static async Task<T?> ReadBufferedAsync<T>(
        Stream body, JsonTypeInfo<T> type, Action<UnknownTally>? sawUnknown, CancellationToken cancellationToken)
    {
        int length = checked((int)(body.Length - body.Position));
        // The pool would keep a large buffer for ever.
        bool isRented = length <= MaxRentedBytes;
        byte[] buffer = isRented ? ArrayPool<byte>.Shared.Rent(length) : new byte[length];
        try
        {
            await body.ReadExactlyAsync(buffer.AsMemory(0, length), cancellationToken).ConfigureAwait(false);
            UnknownItems.Forget();
            T? value = JsonSerializer.Deserialize(WithoutMark(buffer.AsSpan(0, length)), type);
            sawUnknown?.Invoke(UnknownItems.Take());
            return value;
        }
        finally
        {
            if (isRented)
            {
                // The body may hold what people wrote.
                ArrayPool<byte>.Shared.Return(buffer, clearArray: true);
            }
        }
    }

    /// <summary>The bytes behind a byte order mark, which some proxies add.</summary>
    private static ReadOnlySpan<byte> WithoutMark(ReadOnlySpan<byte> body) => body.StartsWith("\uFEFF"u8) ? body[3..] : body;
}
