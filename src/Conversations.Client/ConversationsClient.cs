using Conversations.Client.Configuration;
using Conversations.Client.Pipeline;

namespace Conversations.Client;

/// <inheritdoc cref="IConversationsClient"/>
public sealed class ConversationsClient : IConversationsClient, IDisposable
{
    private readonly HttpClient _http;
    private readonly SocketsHttpHandler? _ownTransport;

    /// <summary>Makes a client without a container.</summary>
    /// <param name="options">Whom to call, and as whom.</param>
    /// <param name="primaryHandler">Takes the place of the socket, for instance in tests; everything above it stays. It is not disposed.</param>
    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">An option is missing or wrong; the exception names every mistake.</exception>
    public ConversationsClient(ConversationsClientOptions options, HttpMessageHandler? primaryHandler = null)
        : this(Checked(options), primaryHandler is null ? PipelineBuilder.CreateTransport() : null, primaryHandler)
    {
    }

    /// <summary>For the container, whose factory has built the pipeline and owns it.</summary>
    internal ConversationsClient(ConversationsClientOptions options, HttpClient http)
    {
        _http = http;
        PipelineBuilder.Configure(http, options);
        var connection = new Connection(http, options.ProjectId!);
        ProjectId = connection.ProjectId;
        Api = connection.Api;
        Conversations = new ConversationOperations(connection);
        Tickets = new TicketOperations(connection);
        Views = new ViewOperations(connection);
    }

    private ConversationsClient(ConversationsClientOptions options, SocketsHttpHandler? ownTransport, HttpMessageHandler? givenTransport)
        : this(options, new HttpClient(PipelineBuilder.Chain(options, givenTransport ?? ownTransport!), disposeHandler: false)) =>
        _ownTransport = ownTransport;

    /// <inheritdoc/>
    public string ProjectId { get; }

    /// <inheritdoc/>
    public IConversationOperations Conversations { get; }

    /// <inheritdoc/>
    public ITicketOperations Tickets { get; }

    /// <inheritdoc/>
    public IViewOperations Views { get; }

    /// <inheritdoc/>
    public IConversationsApi Api { get; }

    /// <summary>Ends calls that are running and closes the client's own connections; a handler that was given stays.</summary>
    public void Dispose()
    {
        _http.Dispose();
        _ownTransport?.Dispose();
    }

    private static ConversationsClientOptions Checked(ConversationsClientOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        ConversationsClientOptionsValidator.ThrowIfInvalid(options);
        return options;
    }
}
