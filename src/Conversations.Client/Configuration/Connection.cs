using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Refit;

namespace Conversations.Client.Configuration;

/// <summary>What the groups of one client share: the generated interface, the pipeline under it, and the project they work in.</summary>
internal sealed class Connection(HttpClient http, string projectId)
{
    internal string ProjectId { get; } = projectId;

    internal IConversationsApi Api { get; } = RestService.ForGenerated<IConversationsApi>(http, Wire.WireSettings.Create());

    internal Uri BaseAddress => http.BaseAddress!;

    /// <summary>Fetches the page behind a link that the service gave.</summary>
    internal async Task<Page<T>> FollowAsync<T>(Uri link, JsonTypeInfo<Page<T>> type, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, link);
        using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken).ConfigureAwait(false);
        try
        {
            var body = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
            return await JsonSerializer.DeserializeAsync(body, type, cancellationToken).ConfigureAwait(false) ?? throw new JsonException("The answer is null where a page was expected.");
        }
        catch (JsonException exception)
        {
            throw Wire.WireSettings.Unreadable(exception);
        }
    }
}
