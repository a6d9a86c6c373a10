using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Conversations.Client.Errors;
using Conversations.Client.Pipeline;
using Conversations.Client.Pipeline.Answers;
using Conversations.Client.Pipeline.Budgets;
using Conversations.Client.Streaming;
using Conversations.Client.Values;
using Conversations.Client.Wire;
using Refit;

namespace Conversations.Client.Connection;

/// <summary>What the groups of one client share: the generated interface, the pipeline under it, the project and the credential.</summary>
internal sealed class ApiConnection(
    HttpClient http, string projectId, ConversationsCredential credential, StreamSettings streamSettings, ActiveStreams streams)
{
    private IConversationsApi? _streamApi;

    public string ProjectId { get; } = projectId;

    public ConversationsCredential Credential { get; } = credential;

    /// <summary>The generated interface. Its requests carry the credential, so that clients can share one pipeline.</summary>
    public IConversationsApi Api { get; } = ApiOf(http, new() { [LogicalCallHandler.Caller.Key] = credential }, streamSettings);

    /// <summary>The generated interface for streams, which join and look again by a rule of their own.</summary>
    public IConversationsApi StreamApi => _streamApi ??= ApiOf(
        http,
        new() { [LogicalCallHandler.Caller.Key] = Credential, [LogicalCallHandler.OwnRule.Key] = true },
        StreamSettings);

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
            HttpRequestMessage? request = response.RequestMessage;
            return new(stream, response, LogicalCall.SecretsOf(request), LogicalCallHandler.SpanOf(request));
        }

        string mediaType = response.ContentHeaders is { } others && MediaType.Of(others) is { Length: > 0 } sent
            ? Redaction.Redact(sent, LogicalCall.SecretsOf(response.RequestMessage))
            : "nothing";
        response.Dispose();
        throw response.Error ?? (Exception)Described(response.RequestMessage, new($"The service answered with {mediaType} where a stream of events was expected. Check that BaseAddress is the API's own address, not a page's or a proxy's."));
    }

    /// <summary>Reads the page behind a link that the service sent.</summary>
    public Task<Page<T>> FollowAsync<T>(Uri link, JsonTypeInfo<Page<T>> type, CancellationToken cancellationToken) =>
        ReadAsync(new(HttpMethod.Get, link), answer: null, type, cancellationToken);

    /// <summary>Sends a request and reads the JSON of its response.</summary>
    /// <param name="request">The request; its content is not disposed.</param>
    /// <param name="answer">What a success holds, for a request of the application; null where the contract says it.</param>
    /// <param name="type">How the JSON is read.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public async Task<T> ReadAsync<T>(
        HttpRequestMessage request, OperationAnswer? answer, JsonTypeInfo<T> type, CancellationToken cancellationToken)
    {
        using HttpResponseMessage response = await SendAsync(request, answer, cancellationToken).ConfigureAwait(false);
        try
        {
            return await LoadedJson.ReadAsync(response.Content, type, SawUnknown(StreamSettings), cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or NotSupportedException)
        {
            throw Unreadable(response.RequestMessage, exception);
        }
    }

    /// <inheritdoc cref="ReadAsync"/>
    /// <summary>Sends a request and returns its response. Events are unread.</summary>
    public async Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request, OperationAnswer? answer, CancellationToken cancellationToken)
    {
        request.Options.Set(LogicalCallHandler.Caller, Credential);
        if (answer is { } expected)
        {
            request.Options.Set(LogicalCallHandler.Raw, expected);
        }

        if (request.Content is { } content)
        {
            // A body that cannot be written is refused before anything is sent, and has a length.
#if NET9_0_OR_GREATER
            await content.LoadIntoBufferAsync(cancellationToken).ConfigureAwait(false);
#else
            await content.LoadIntoBufferAsync().WaitAsync(cancellationToken).ConfigureAwait(false);
#endif
        }

        return await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken).ConfigureAwait(false);
    }

    private static IConversationsApi ApiOf(HttpClient http, Dictionary<string, object> options, StreamSettings settings) =>
        RestService.ForGenerated<IConversationsApi>(http, WireSettings.Create(options, Unreadable, ResearchBody.Of, SawUnknown(settings)));

    /// <summary>Who gets what this package does not know of a response.</summary>
    private static Action<UnknownTally>? SawUnknown(StreamSettings settings) => settings.Telemetry is { } telemetry ? telemetry.Saw : null;

    private static ConversationsException Unreadable(HttpRequestMessage? request, Exception exception) =>
        Described(request, WireSettings.Unreadable(exception, LogicalCall.SecretsOf(request)));

    /// <summary>A failure behind the pipeline, with what is known of its call.</summary>
    private static ConversationsException Described(HttpRequestMessage? request, ConversationsException failure)
    {
        if (request is not null)
        {
            LogicalCall.Of(request)?.Describe(failure);
        }

        return failure;
    }
}
