using System.Net.Http.Headers;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Conversations.Client.Values;
using Refit;

namespace Conversations.Client.Wire;

/// <summary>
/// Refit's own serializer with two more guarantees: it never sends half of a body that cannot be written, and a method that promises a
/// value never returns null.
/// </summary>
/// <param name="inner">Refit's own serializer.</param>
/// <param name="contentOf">Makes the content of what was written.</param>
/// <param name="sawUnknown">Gets what this package did not know of each response; null if nobody wants to.</param>
internal sealed class WireSerializer(
    IHttpContentSerializer inner, Func<object?, byte[], ByteArrayContent> contentOf, Action<UnknownTally>? sawUnknown)
    : IHttpContentSerializer
{
    private static readonly MediaTypeHeaderValue Json = new("application/json", "utf-8");

    /// <summary>
    /// Writes the whole body before anything is sent. The body then also has a length, which some proxies before Python servers need.
    /// </summary>
    public HttpContent ToHttpContent<T>(T item)
    {
        ByteArrayContent content = contentOf(item, JsonSerializer.SerializeToUtf8Bytes(item, WireSettings.Json.GetTypeInfo(typeof(T))!));
        content.Headers.ContentType = Json;
        return content;
    }

    /// <inheritdoc cref="LoadedJson.ReadAsync"/>
    public async Task<T?> FromHttpContentAsync<T>(HttpContent content, CancellationToken cancellationToken = default) =>
        await LoadedJson
            .ReadAsync(content, (JsonTypeInfo<T>)WireSettings.Json.GetTypeInfo(typeof(T))!, sawUnknown, cancellationToken)
            .ConfigureAwait(false);

    public string? GetFieldNameForProperty(PropertyInfo propertyInfo) => inner.GetFieldNameForProperty(propertyInfo);
}
