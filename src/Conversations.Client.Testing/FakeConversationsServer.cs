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
/// A fake of the whole service in one object. It validates, refuses, orders, filters and streams like the service, and keeps state. Make
/// one for each test; any number can run side by side. It starts with one project, one user and one key that has every scope.
/// </summary>
public sealed class FakeConversationsServer : IAsyncDisposable, IDisposable
{
    // In memory any address works. No DNS server knows this one, so a call that leaves the process fails at once.
    private static readonly Uri InMemoryAddress = new("https://conversations-fake.invalid/");

    private readonly FakeState _state;
    private readonly RequestLog _log;
    private readonly Dispatcher _dispatcher;
    private readonly List<FakeConversationsHost> _hosts = [];

    /// <summary>Makes a fake.</summary>
    /// <param name="options">The options of the fake. Default: new options.</param>
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

    /// <summary>The options. They can be changed while the fake runs.</summary>
    public FakeConversationsOptions Options { get; }

    /// <summary>The clock of the fake, from its options.</summary>
    public TimeProvider TimeProvider => Options.TimeProvider;

    /// <summary>The personal API key of the fake's own user. It has every scope, and clients use it by default.</summary>
    public string ApiKey { get; } = DefaultDirectory.ApiKey;

    /// <summary>The project of the fake's own user.</summary>
    public string ProjectId { get; } = DefaultDirectory.ProjectId.ToString(CultureInfo.InvariantCulture);

    /// <summary>The public token of the fake's own project, with which customers call the widget API.</summary>
    public string WidgetToken { get; } = DefaultDirectory.WidgetToken;

    /// <summary>The tickets.</summary>
    public FakeTickets Tickets { get; }

    /// <summary>The AI conversations.</summary>
    public FakeConversations Conversations { get; }

    /// <summary>The saved views.</summary>
    public FakeViews Views { get; }

    /// <summary>The projects, users, credentials and persons.</summary>
    public FakeDirectory Directory { get; }

    /// <summary>The scripts for the next turns.</summary>
    public FakeTurns Turns { get; }

    /// <summary>The rules for what goes wrong between a client and the fake.</summary>
    public FakeFaults Faults { get; }

    /// <summary>The requests so far.</summary>
    public FakeRequests Requests { get; }

    /// <summary>Makes a client that calls the fake in memory and uses its clock.</summary>
    /// <param name="caller">Who calls. Default: the key <see cref="ApiKey"/>, which has every scope.</param>
    /// <param name="configure">Changes the client's options, after the fake has set address, project, credential, clock, and a
    /// <see cref="RetryOptions.BaseDelay"/> of zero, so that repetitions do not wait.</param>
    /// <returns>The client. It does not have to be disposed and ends with the fake.</returns>
    /// <exception cref="InvalidOperationException">The caller's user is not in the fake.</exception>
    public IConversationsClient CreateClient(FakeCaller? caller = null, Action<ConversationsClientOptions>? configure = null)
    {
        var options = new ConversationsClientOptions();
        Configure(options);
        options.Credential = CredentialOf(caller);
        configure?.Invoke(options);
        return new ConversationsClient(options, CreateHandler());
    }

    /// <summary>Makes a handler through which any <see cref="HttpClient"/> calls the fake in memory, with any base address.</summary>
    /// <returns>The handler. One fake can have several.</returns>
    public HttpMessageHandler CreateHandler() => new InMemoryHandler(_dispatcher);

    /// <summary>Listens on a port of the loopback address, with the same state.</summary>
    /// <param name="port">The port; 0 takes a free one.</param>
    /// <param name="cancellationToken">Cancels the start.</param>
    /// <returns>The host. The port closes when the host or the fake is disposed.</returns>
    /// <exception cref="IOException">The port is taken.</exception>
    /// <exception cref="ObjectDisposedException">The fake was disposed.</exception>
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

    /// <summary>Adds the content of a seed file: all of it or nothing. An entry that already exists is replaced.</summary>
    /// <param name="seedJson">The content of the file: JSON with any of <c>projects</c>, <c>users</c>, <c>roles</c>, <c>keys</c>,
    /// <c>oauth_tokens</c>, <c>sessions</c>, <c>persons</c>, <c>email_channels</c>, <c>tickets</c>, <c>views</c>, <c>conversations</c>,
    /// with members spelled as on the wire.</param>
    /// <exception cref="FakeSeedException">The file has a mistake. The message says the line, the path and what is wrong.</exception>
    public void Load(string seedJson)
    {
        ArgumentNullException.ThrowIfNull(seedJson);
        _ = LoadListed(seedJson);
    }

    /// <summary>Like <see cref="Load"/>, and returns the added rows in the order of the file.</summary>
    internal SeededRows LoadListed(string seedJson)
    {
        using (_state.Enter())
        {
            return SeedReader.Read(seedJson, _state.Directory).AddTo(_state);
        }
    }

    /// <summary>Removes even what a new fake starts with, so that a seed file defines everything.</summary>
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

    /// <summary>Plays every running turn to its end and skips pauses and holds.</summary>
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
    /// Runs the service's periodic job once: it wakes the tickets whose <see cref="Ticket.SnoozedUntil"/> has passed on the fake's clock.
    /// Nothing else wakes a ticket: neither time alone nor reading it.
    /// </summary>
    public void WakeSnoozed()
    {
        using (_state.Enter())
        {
            _state.WakeSnoozed();
        }
    }

    /// <summary>Removes everything: rows, callers, scripts, faults, counters and recorded requests. The options stay as they are.</summary>
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

    /// <summary>Ends the fake: cuts open streams and closes ports. Later requests throw <see cref="ObjectDisposedException"/>.</summary>
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

    /// <summary>Lets a client call this fake as the fake's own user.</summary>
    internal void Configure(ConversationsClientOptions options)
    {
        options.BaseAddress = InMemoryAddress;
        options.ProjectId = ProjectId;
        options.Credential = ConversationsCredential.PersonalApiKey(ApiKey);
        options.ApiKey = null;
        options.TimeProvider = TimeProvider;
        // A test whose clock stands still would wait for ever, and one on a real clock for seconds.
        options.Retry.BaseDelay = TimeSpan.Zero;
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
