using System.Globalization;
using System.Net;
using Conversations.Client.Testing.Dispatching;
using Conversations.Client.Testing.Exchange;
using Conversations.Client.Testing.Recording;
using Conversations.Client.Testing.SeedFiles;
using Conversations.Client.Testing.State;
using Conversations.Client.Testing.Transports;

namespace Conversations.Client.Testing;

/// <summary>
/// A fake of the whole service in one object: it validates, refuses, orders, filters and streams as the service does, and remembers.
/// Make one for each test; any number runs side by side. It starts with one project, one user and one key that may do everything.
/// </summary>
public sealed class FakeConversationsServer : IAsyncDisposable, IDisposable
{
    // Any address would do in memory; one that no name server knows shows at once when a call leaves it.
    private static readonly Uri InMemoryAddress = new("https://conversations-fake.invalid/");

    private readonly FakeState _state;
    private readonly RequestLog _log;
    private readonly Dispatcher _dispatcher;
    private readonly List<FakeConversationsHost> _hosts = [];

    /// <summary>Makes a fake.</summary>
    /// <param name="options">Its switches; the defaults are those of the service.</param>
    public FakeConversationsServer(FakeConversationsOptions? options = null)
    {
        Options = options ?? new FakeConversationsOptions();
        _state = new FakeState(Options);
        _log = new RequestLog(_state.Gate, Options);
        Faults = new FakeFaults(_state.Gate);
        _dispatcher = new Dispatcher(_state, _log, Faults, this);
        Tickets = new FakeTickets(_state);
        Conversations = new FakeConversations(_state);
        Views = new FakeViews(_state);
        Directory = new FakeDirectory(_state);
        Turns = new FakeTurns(_state);
        Requests = new FakeRequests(_log, Options);
        DefaultDirectory.Fill(_state);
    }

    /// <summary>The switches, which can be changed while the fake runs.</summary>
    public FakeConversationsOptions Options { get; }

    /// <summary>The clock of the fake, the one of its options.</summary>
    public TimeProvider TimeProvider => Options.TimeProvider;

    /// <summary>The personal API key of the fake's own user, with every scope: what a default caller shows.</summary>
    public string ApiKey { get; } = DefaultDirectory.ApiKey;

    /// <summary>The project of the fake's own user.</summary>
    public string ProjectId { get; } = DefaultDirectory.ProjectId.ToString(CultureInfo.InvariantCulture);

    /// <summary>The tickets.</summary>
    public FakeTickets Tickets { get; }

    /// <summary>The AI conversations.</summary>
    public FakeConversations Conversations { get; }

    /// <summary>The saved views.</summary>
    public FakeViews Views { get; }

    /// <summary>Who exists and who may call.</summary>
    public FakeDirectory Directory { get; }

    /// <summary>What the turns to come do.</summary>
    public FakeTurns Turns { get; }

    /// <summary>What goes wrong on the way.</summary>
    public FakeFaults Faults { get; }

    /// <summary>What was asked so far.</summary>
    public FakeRequests Requests { get; }

    /// <summary>A client of the fake, in memory and on its clock.</summary>
    /// <param name="caller">As whom. Default: with the key <see cref="ApiKey"/>, which has every scope.</param>
    /// <param name="configure">Changes the client's options, after address, project, credential and clock were set.</param>
    /// <returns>The client; it needs no disposing and ends with the fake.</returns>
    /// <exception cref="InvalidOperationException">The caller's user is not in the fake.</exception>
    public IConversationsClient CreateClient(FakeCaller? caller = null, Action<ConversationsClientOptions>? configure = null)
    {
        var options = new ConversationsClientOptions();
        Configure(options);
        options.Credential = CredentialOf(caller);
        configure?.Invoke(options);
        return new ConversationsClient(options, CreateHandler());
    }

    /// <summary>The fake as the transport of any <see cref="HttpClient"/>, in memory and with any base address.</summary>
    /// <returns>The handler; several can be made of one fake.</returns>
    public HttpMessageHandler CreateHandler() => new InMemoryHandler(_dispatcher);

    /// <summary>Opens the same state on a port of the loopback address.</summary>
    /// <param name="port">The port; 0 takes a free one.</param>
    /// <param name="cancellationToken">Ends the start.</param>
    /// <returns>The open port, which is closed when it is disposed or the fake ends.</returns>
    /// <exception cref="IOException">The port is taken.</exception>
    /// <exception cref="ObjectDisposedException">The fake was ended.</exception>
    public async Task<FakeConversationsHost> StartAsync(int port = 0, CancellationToken cancellationToken = default)
    {
        FakeConversationsHost host = await FakeConversationsHost.StartAsync(
            _dispatcher.HandleAsync, IPAddress.Loopback, port, cancellationToken).ConfigureAwait(false);
        if (!TryKeep(host))
        {
            await host.DisposeAsync().ConfigureAwait(false);
            throw new ObjectDisposedException(nameof(FakeConversationsServer));
        }

        return host;
    }

    /// <summary>Adds what a seed file says to what is there, all of it or nothing. An entry that is there already is replaced.</summary>
    /// <param name="seedJson">The content of the file: JSON with any of <c>projects</c>, <c>users</c>, <c>roles</c>, <c>keys</c>,
    /// <c>oauth_tokens</c>, <c>sessions</c>, <c>persons</c>, <c>email_channels</c>, <c>tickets</c>, <c>views</c>, <c>conversations</c>,
    /// members in the spelling of the wire.</param>
    /// <exception cref="FakeSeedException">The file has a mistake; the message says in which line, where and which.</exception>
    public void Load(string seedJson)
    {
        ArgumentNullException.ThrowIfNull(seedJson);
        _ = LoadListed(seedJson);
    }

    /// <summary>As <see cref="Load"/>, and says which rows were added, in the order of the file.</summary>
    internal SeededRows LoadListed(string seedJson)
    {
        using (_state.Enter())
        {
            return SeedReader.Read(seedJson, _state.Directory).AddTo(_state);
        }
    }

    /// <summary>Removes also what a new fake starts with, so that a seed file says all there is.</summary>
    internal void Empty()
    {
        using (_state.Enter())
        {
            _state.Clear();
        }
    }

    internal void ForgetRequests()
    {
        using (_state.Enter())
        {
            _log.Clear();
        }
    }

    /// <summary>Plays every running turn to its end, past pauses and holds.</summary>
    internal void FinishTurns()
    {
        using (_state.Enter())
        {
            foreach (ConversationRow conversation in _state.Conversations.All.ToArray())
            {
                conversation.Turn?.FinishNow();
            }
        }
    }

    internal ValueTask<FakeResponse> AnswerAsync(FakeRequest request, CancellationToken cancellationToken) =>
        _dispatcher.HandleAsync(request, cancellationToken);

    /// <summary>
    /// Runs the service's periodic job once: tickets whose <see cref="Ticket.SnoozedUntil"/> has come, on the fake's clock, are woken.
    /// Nothing else wakes a ticket, neither time alone nor reading it.
    /// </summary>
    public void WakeSnoozed()
    {
        using (_state.Enter())
        {
            _state.WakeSnoozed();
        }
    }

    /// <summary>
    /// Forgets everything: rows, callers, scripts, faults, counters and recorded requests. The switches stay as they are.
    /// </summary>
    public void Reset()
    {
        using (_state.Enter())
        {
            _state.Clear();
            _log.Clear();
            _dispatcher.Clear();
            Faults.Clear();
            DefaultDirectory.Fill(_state);
        }
    }

    /// <summary>
    /// Ends the fake: open streams are cut, ports are closed, later requests throw <see cref="ObjectDisposedException"/>.
    /// </summary>
    public void Dispose()
    {
        foreach (FakeConversationsHost host in Close())
        {
            host.Dispose();
        }
    }

    /// <inheritdoc cref="Dispose"/>
    public async ValueTask DisposeAsync()
    {
        foreach (FakeConversationsHost host in Close())
        {
            await host.DisposeAsync().ConfigureAwait(false);
        }
    }

    /// <summary>Points a client at this fake, as its own user.</summary>
    internal void Configure(ConversationsClientOptions options)
    {
        options.BaseAddress = InMemoryAddress;
        options.ProjectId = ProjectId;
        options.Credential = ConversationsCredential.PersonalApiKey(ApiKey);
        options.ApiKey = null;
        options.TimeProvider = TimeProvider;
    }

    private ConversationsCredential CredentialOf(FakeCaller? caller)
    {
        using (_state.Enter())
        {
            return caller?.Introduce(_state) ?? ConversationsCredential.PersonalApiKey(ApiKey);
        }
    }

    private bool TryKeep(FakeConversationsHost host)
    {
        using (_state.Enter())
        {
            if (!_dispatcher.IsClosed)
            {
                _hosts.Add(host);
            }

            return !_dispatcher.IsClosed;
        }
    }

    private FakeConversationsHost[] Close()
    {
        FakeConversationsHost[] hosts;
        using (_state.Enter())
        {
            hosts = [.. _hosts];
            _hosts.Clear();
            _dispatcher.Close();
            _state.Clear();
        }

        _dispatcher.Dispose();
        return hosts;
    }
}
