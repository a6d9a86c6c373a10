using System.Net.Http.Headers;
using System.Reflection;
using System.Text.Json;
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
    public async Task<T?> FromHttpContentAsync<T>(HttpContent content, CancellationToken cancellationToken = default) =>
        await inner.FromHttpContentAsync<T>(content, cancellationToken).ConfigureAwait(false) ?? throw new JsonException("The answer is null where a value was expected.");

    public string? GetFieldNameForProperty(PropertyInfo propertyInfo) => inner.GetFieldNameForProperty(propertyInfo);
}
