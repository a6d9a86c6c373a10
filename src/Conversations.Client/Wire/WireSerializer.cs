using System.Net.Http.Headers;
using System.Reflection;
using System.Text.Json;
using Refit;

namespace Conversations.Client.Wire;

/// <summary>
/// Refit's own serializer, with two promises more: a body that cannot be written is not half sent, and no method that promises a value
/// gives null.
/// </summary>
internal sealed class WireSerializer(IHttpContentSerializer inner) : IHttpContentSerializer
{
    private static readonly MediaTypeHeaderValue Json = new("application/json", "utf-8");

    /// <summary>
    /// Writes the whole body before anything is sent; so it has a length too, which some proxies before Python servers need.
    /// </summary>
    public HttpContent ToHttpContent<T>(T item) =>
        new ByteArrayContent(
            JsonSerializer.SerializeToUtf8Bytes(item, WireSettings.Json.GetTypeInfo(typeof(T))!)) { Headers = { ContentType = Json } };

    /// <summary>Reads a value; an answer of null, or of nothing, is unreadable.</summary>
    public async Task<T?> FromHttpContentAsync<T>(HttpContent content, CancellationToken cancellationToken = default) =>
        await inner.FromHttpContentAsync<T>(content, cancellationToken).ConfigureAwait(false) ?? throw new JsonException("The answer is null where a value was expected.");

    public string? GetFieldNameForProperty(PropertyInfo propertyInfo) => inner.GetFieldNameForProperty(propertyInfo);
}
