using System.Text.Json.Serialization.Metadata;
using Conversations.Client.Configuration;
using Conversations.Client.Connection;
using Conversations.Client.Pipeline;
using Conversations.Client.Pipeline.Guards;
using Conversations.Client.Queue;
using Conversations.Client.Streaming;
using Conversations.Client.Telemetry;
using Conversations.Client.Tickets;
using Conversations.Client.Views;

namespace Conversations.Client;

/// <inheritdoc cref="IConversationsClient"/>
public sealed class ConversationsClient : IConversationsClient, IDisposable
{
    private readonly ApiConnection _connection;
    private readonly HttpClient? _http;
    private readonly SocketsHttpHandler? _ownTransport;

    /// <summary>Creates a client without a container.</summary>
    /// <param name="options">The service, the project and the credential, with all other settings.</param>
    /// <param name="primaryHandler">
    /// Replaces the socket handler, for instance in tests; all other handlers stay. It is not disposed. The client switches off redirects
    /// and cookies of a <see cref="SocketsHttpHandler"/> or <see cref="HttpClientHandler"/>, also below handlers that delegate to it, and
    /// puts the guards of its calls directly before it.
    /// </param>
    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">
    /// An option is missing or wrong; the exception names every mistake.
    /// </exception>
    /// <exception cref="InvalidOperationException">The handler was already used, and it follows redirects, keeps cookies or delegates to
    /// another handler. These can then not be switched off, or the guards not be added.</exception>
    public ConversationsClient(ConversationsClientOptions options, HttpMessageHandler? primaryHandler = null)
        : this(
            Checked(options),
            ClientTelemetry.WithoutContainer(options.LoggerFactory, options.BaseAddress!, options.TimeProvider),
            primaryHandler is null ? Transport.Create() : null,
            primaryHandler)
    {
    }

    /// <summary>For the container, whose factory has built the pipeline.</summary>
    internal ConversationsClient(ConversationsClientOptions options, ClientTelemetry? telemetry, HttpClient http)
        : this(new ApiConnection(
            http, options.ProjectId!, options.EffectiveCredential, StreamSettings.Of(options, telemetry), new ActiveStreams()))
    {
        _http = http;
        PipelineBuilder.Configure(http, options);
    }

    private ConversationsClient(
        ConversationsClientOptions options,
        ClientTelemetry telemetry,
        SocketsHttpHandler? ownTransport,
        HttpMessageHandler? givenTransport)
        : this(
            options,
            telemetry,
            new HttpClient(PipelineBuilder.Chain(options, telemetry, givenTransport ?? ownTransport!), disposeHandler: false)) =>
        _ownTransport = ownTransport;

    private ConversationsClient(ApiConnection connection)
    {
        _connection = connection;
        Conversations = new ConversationOperations(connection);
        Queue = new QueueOperations(connection);
        Tickets = new TicketOperations(connection);
        Views = new ViewOperations(connection);
    }

    /// <inheritdoc/>
    public string ProjectId => _connection.ProjectId;

    /// <inheritdoc/>
    public IConversationOperations Conversations { get; }

    /// <inheritdoc/>
    public IQueueOperations Queue { get; }

    /// <inheritdoc/>
    public ITicketOperations Tickets { get; }

    /// <inheritdoc/>
    public IViewOperations Views { get; }

    /// <inheritdoc/>
    public IConversationsApi Api => _connection.Api;

    /// <inheritdoc/>
    public IConversationsClient With(string? projectId = null, ConversationsCredential? credential = null)
    {
        if (projectId is not null && !ConversationsClientOptionsValidator.IsProjectId(projectId))
        {
            throw new ArgumentException("The text is not a project: give digits, or \"@current\".", nameof(projectId));
        }

        return new ConversationsClient(_connection.With(projectId, credential));
    }

    /// <inheritdoc/>
    public Task<T> RawRequestAsync<T>(
        HttpMethod method,
        string path,
        JsonTypeInfo<T> responseType,
        HttpContent? content = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(method);
        ArgumentNullException.ThrowIfNull(path);
        ArgumentNullException.ThrowIfNull(responseType);
        return _connection.ReadAsync(
            RawRequests.Create(method, _connection, path, content), OperationAnswer.Value, responseType, cancellationToken);
    }

    /// <inheritdoc/>
    public Task<HttpResponseMessage> RawRequestAsync(HttpRequestMessage request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        return _connection.SendAsync(RawRequests.Copy(request, _connection), OperationAnswer.Events, cancellationToken);
    }

    /// <summary>
    /// Ends running calls and closes the client's own connections. Does not dispose a handler that was given. On a client from
    /// <see cref="With"/> it closes nothing.
    /// </summary>
    public void Dispose()
    {
        _http?.Dispose();
        _ownTransport?.Dispose();
    }

    private static ConversationsClientOptions Checked(ConversationsClientOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        ConversationsClientOptionsValidator.ThrowIfInvalid(options);
        return options;
    }
}
