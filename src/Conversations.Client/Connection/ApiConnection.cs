using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Conversations.Client.Errors;
using Conversations.Client.Pipeline;
using Conversations.Client.Pipeline.Answers;
using Conversations.Client.Streaming;
using Refit;

namespace Conversations.Client.Connection;

/// <summary>What the groups of one client share: the generated interface, the pipeline under it, the project and the credential.</summary>
internal sealed class ApiConnection(
    HttpClient http, string projectId, ConversationsCredential credential, StreamSettings streamSettings, ActiveStreams streams)
{
    public string ProjectId { get; } = projectId;

    public ConversationsCredential Credential { get; } = credential;

    /// <summary>The generated interface. Its requests carry the credential, so that clients can share one pipeline.</summary>
    public IConversationsApi Api { get; } = RestService.ForGenerated<IConversationsApi>(
        http, Wire.WireSettings.Create(new() { [LogicalCallHandler.Caller.Key] = credential }, LogicalCall.SecretsOf));

    public Uri BaseAddress => http.BaseAddress!;

    public StreamSettings StreamSettings { get; } = streamSettings;

    public TimeProvider TimeProvider => StreamSettings.TimeProvider;

    /// <summary>
    /// The running streams of all clients over this pipeline, because the ids of conversations are the same for all of them.
    /// </summary>
    public ActiveStreams Streams { get; } = streams;

    /// <summary>Creates a connection for another project or caller over the same pipeline.</summary>
    public ApiConnection With(string? otherProjectId, ConversationsCredential? otherCredential) =>
        new(http, otherProjectId ?? ProjectId, otherCredential ?? Credential, StreamSettings, Streams);

    /// <summary>The unread events of a response.</summary>
    public static TurnAnswer EventsOf(IApiResponse<Stream> response)
    {
        if (response is { Error: null, Content: { } stream, ContentHeaders: { } headers } && MediaType.IsEventStream(headers))
        {
            return new(stream, response, LogicalCall.SecretsOf(response.RequestMessage));
        }

        string mediaType = response.ContentHeaders is { } others && MediaType.Of(others) is { Length: > 0 } sent
            ? Redaction.Redact(sent, LogicalCall.SecretsOf(response.RequestMessage))
            : "nothing";
        response.Dispose();
        throw response.Error ?? (Exception)new ConversationsException($"The service answered with {mediaType} where a stream of events was expected. Check that BaseAddress is the API's own address, not a page's or a proxy's.");
    }

    /// <summary>Reads the page behind a link that the service sent.</summary>
    public async Task<Page<T>> FollowAsync<T>(Uri link, JsonTypeInfo<Page<T>> type, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, link);
        request.Options.Set(LogicalCallHandler.Caller, Credential);
        using HttpResponseMessage response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken)
            .ConfigureAwait(false);
        try
        {
            Stream body = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
            return await JsonSerializer.DeserializeAsync(body, type, cancellationToken)
                .ConfigureAwait(false) ?? throw new JsonException("The answer is null where a page was expected.");
        }
        catch (JsonException exception)
        {
            throw Wire.WireSettings.Unreadable(exception, LogicalCall.SecretsOf(response.RequestMessage));
        }
    }
}
