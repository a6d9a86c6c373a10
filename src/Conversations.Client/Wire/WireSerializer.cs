using System.Buffers;
using System.Net.Http.Headers;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Refit;

namespace Conversations.Client.Wire;

/// <summary>
/// Refit's own serializer with two more guarantees: it never sends half of a body that cannot be written, and a method that promises a
/// value never returns null.
/// </summary>
internal sealed class WireSerializer(IHttpContentSerializer inner) : IHttpContentSerializer
{
    private static readonly MediaTypeHeaderValue Json = new("application/json", "utf-8");

    /// <summary>
    /// Writes the whole body before anything is sent. The body then also has a length, which some proxies before Python servers need.
    /// </summary>
    public HttpContent ToHttpContent<T>(T item) =>
        new ByteArrayContent(
            JsonSerializer.SerializeToUtf8Bytes(item, WireSettings.Json.GetTypeInfo(typeof(T))!))
        { Headers = { ContentType = Json } };

    /// <summary>Reads a value. An empty response or JSON null counts as unreadable.</summary>
    public async Task<T?> FromHttpContentAsync<T>(HttpContent content, CancellationToken cancellationToken = default)
    {
        Stream body = await content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        T? value = body.CanSeek && IsUtf8(content.Headers.ContentType?.CharSet)
            ? await ReadLoadedAsync<T>(body, cancellationToken).ConfigureAwait(false)
            : await inner.FromHttpContentAsync<T>(content, cancellationToken).ConfigureAwait(false);
        return value ?? throw new JsonException("The answer is null where a value was expected.");
    }

    public string? GetFieldNameForProperty(PropertyInfo propertyInfo) => inner.GetFieldNameForProperty(propertyInfo);

    private static bool IsUtf8(string? charset) => charset is null || charset.Trim('"').Equals("utf-8", StringComparison.OrdinalIgnoreCase);

    /// <summary>
    /// Reads a body that is in memory. From a stream, the serializer looks for the end of each value that a converter reads before it
    /// calls the converter, again and again while its buffer grows.
    /// </summary>
    private static async Task<T?> ReadLoadedAsync<T>(Stream body, CancellationToken cancellationToken)
    {
        int length = checked((int)(body.Length - body.Position));
        byte[] buffer = ArrayPool<byte>.Shared.Rent(length);
        try
        {
            await body.ReadExactlyAsync(buffer.AsMemory(0, length), cancellationToken).ConfigureAwait(false);
            var type = (JsonTypeInfo<T>)WireSettings.Json.GetTypeInfo(typeof(T))!;
            return JsonSerializer.Deserialize(WithoutMark(buffer.AsSpan(0, length)), type);
        }
        finally
        {
            // The body may hold what people wrote.
            ArrayPool<byte>.Shared.Return(buffer, clearArray: true);
        }
    }

    /// <summary>The bytes behind a byte order mark, which some proxies add.</summary>
    private static ReadOnlySpan<byte> WithoutMark(ReadOnlySpan<byte> body) => body.StartsWith("\uFEFF"u8) ? body[3..] : body;
}
