using System.Net;
using Conversations.Client;
using Conversations.Soak.Service;
using Microsoft.Extensions.DependencyInjection;

namespace Conversations.Soak;

/// <summary>One of the ways in which an application has its client.</summary>
internal enum Arrangement
{
    /// <summary>From the constructor.</summary>
    Plain,

    /// <summary>From a container.</summary>
    Container,

    /// <summary>Keyed, with a browser session, which alone may use the queue.</summary>
    Keyed,

    /// <summary>A tenant's view of a client, with tokens that change and are refused.</summary>
    Tenant,

    /// <summary>With a budget that is wide enough.</summary>
    Budget,

    /// <summary>From a container whose resilience handlers take the reads.</summary>
    HostResilience,
}

/// <summary>A client, and what must be disposed with it.</summary>
internal sealed class SoakClient : IDisposable
{
    private readonly List<IDisposable> _owned = [];
    private readonly FakeProcess _fake;
    private readonly Book _book;
    private readonly int _seed;
    private int _tokens;

    public SoakClient(int number, FakeProcess fake, Book book, int seed)
    {
        (_fake, _book, _seed) = (fake, book, seed);
        Arrangement = (Arrangement)(number % Enum.GetValues<Arrangement>().Length);
        Name = $"{Arrangement}-{number}";
        Client = Arrangement switch
        {
            Arrangement.Container or Arrangement.HostResilience => FromContainer(key: null),
            Arrangement.Keyed => FromContainer(Name),
            Arrangement.Tenant => Plain().With(credential: ConversationsCredential.FromProvider(_ => NextTokenAsync())),
            _ => Plain(),
        };
    }

    public Arrangement Arrangement { get; }

    public string Name { get; }

    public IConversationsClient Client { get; }

    /// <summary>What must be collected after the end.</summary>
    public IEnumerable<WeakReference> Traces => [new(Client), .. _owned.Select(static owned => new WeakReference(owned))];

    public void Dispose()
    {
        foreach (IDisposable owned in _owned)
        {
            owned.Dispose();
        }
    }

    private ConversationsClient Plain()
    {
        var options = new ConversationsClientOptions();
        Configure(options);
        var transport = new SendingHandler(_book, _seed)
        {
            InnerHandler = new SocketsHttpHandler { AutomaticDecompression = DecompressionMethods.None, UseCookies = false },
        };
        var client = new ConversationsClient(options, transport);
        _owned.AddRange([client, transport]);
        if (options.Budget is { } budget)
        {
            _owned.Add(budget);
        }

        return client;
    }

    private IConversationsClient FromContainer(string? key)
    {
        var services = new ServiceCollection();
        if (Arrangement == Arrangement.HostResilience)
        {
            _ = services.ConfigureHttpClientDefaults(static builder => builder.AddStandardResilienceHandler(static host =>
            {
                host.Retry.MaxRetryAttempts = 3;
                host.Retry.Delay = TimeSpan.FromMilliseconds(20);
                // One call in ten meets a fault here, which is where the handler by default takes the service for dead.
                host.CircuitBreaker.FailureRatio = 0.9;
            }));
        }

        IHttpClientBuilder builder = key is null
            ? services.AddConversationsClient(Configure)
            : services.AddConversationsClient(key, Configure);
        (Book book, int seed) = (_book, _seed);
        _ = builder.AddHttpMessageHandler(() => new SendingHandler(book, seed));
        if (Arrangement == Arrangement.HostResilience)
        {
            _ = builder.UseHostResilience();
        }

        ServiceProvider provider = services.BuildServiceProvider();
        _owned.Add(provider);
        IConversationsClient client = key is null
            ? provider.GetRequiredService<IConversationsClient>()
            : provider.GetRequiredKeyedService<IConversationsClient>(key);
        return client;
    }

    private void Configure(ConversationsClientOptions options)
    {
        options.ProjectId = "1";
        options.BaseAddress = _fake.Address;
        options.UserAgentSuffix = Name;
        options.RequestTimeout = TimeSpan.FromSeconds(8);
        options.Retry.BaseDelay = TimeSpan.FromMilliseconds(20);
        options.Streaming.ByteIdleTimeout = TimeSpan.FromSeconds(8);
        options.Streaming.MaxReconnects = 8;
        if (Arrangement == Arrangement.Keyed)
        {
            options.Credential = ConversationsCredential.Session(FakeSide.SessionId, FakeSide.CsrfToken);
        }
        else
        {
            options.ApiKey = "phx_fake";
        }

        if (Arrangement == Arrangement.Budget)
        {
            var budget = new BudgetOptions { Margin = TimeSpan.FromMilliseconds(10) };
            foreach (LimitClass limitClass in Enum.GetValues<LimitClass>())
            {
                budget.Windows[limitClass] = [new LimitWindow(100, TimeSpan.FromSeconds(1))];
            }

            options.Budget = new(Name, budget);
        }
    }

    /// <summary>Every third token is one that the service does not know: calls meet a 401, and one of them asks for the next.</summary>
    private async ValueTask<ConversationsCredential> NextTokenAsync()
    {
        int number = Interlocked.Increment(ref _tokens);
        string token = $"pha_{Name}_{number}".ToLowerInvariant();
        if (number % 3 != 0)
        {
            _ = await _fake.AskAsync($"token {token}");
        }

        return ConversationsCredential.OAuthToken(token, DateTimeOffset.UtcNow.AddSeconds(5));
    }
}
