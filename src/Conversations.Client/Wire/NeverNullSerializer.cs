using System.Reflection;
using System.Text.Json;
using Refit;

namespace Conversations.Client.Wire;

/// <summary>Refit's own serializer, except that an answer of <c>null</c> or of nothing is unreadable: no method promises a value and gives none.</summary>
internal sealed class NeverNullSerializer(IHttpContentSerializer inner) : IHttpContentSerializer
{
    public HttpContent ToHttpContent<T>(T item) => inner.ToHttpContent(item);

    public async Task<T?> FromHttpContentAsync<T>(HttpContent content, CancellationToken cancellationToken = default) =>
        await inner.FromHttpContentAsync<T>(content, cancellationToken).ConfigureAwait(false) ?? throw new JsonException("The answer is null where a value was expected.");

    public string? GetFieldNameForProperty(PropertyInfo propertyInfo) => inner.GetFieldNameForProperty(propertyInfo);
}
