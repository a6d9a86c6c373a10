using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Conversations.Client.Testing.Tests.Snippets;

/// <summary>The code blocks of docs/production.md.</summary>
public sealed class Production
{
    private static readonly IConfigurationRoot Configuration = new ConfigurationBuilder()
        .AddInMemoryCollection(new Dictionary<string, string?> { ["PostHog:ProjectId"] = "1", ["PostHog:ApiKey"] = "phx_a" }).Build();

    [Fact]
    public async Task With_the_hosts_handlers_a_read_is_sent_four_times_and_a_change_once() =>
        Assert.Equal((4, 1), await SentAsync(static services => UseHosts(services, Configuration)));

    [Fact]
    public async Task With_a_handler_of_its_own_a_read_is_sent_four_times_and_a_change_once() =>
        Assert.Equal((4, 1), await SentAsync(static services => UseOwn(services, Configuration)));

    [Fact]
    public async Task Tenants_share_a_pool_and_wait_for_their_own_budgets()
    {
        await using var fake = new FakeConversationsServer();
        await using FakeConversationsHost host = await fake.StartAsync();
        string[] tenants = ["acme", "lumen"];
        IConfigurationRoot configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(tenants.SelectMany(tenant => new Dictionary<string, string?>
            {
                [$"{tenant}:ProjectId"] = "1",
                [$"{tenant}:ApiKey"] = fake.ApiKey,
                [$"{tenant}:BaseAddress"] = host.BaseAddress.ToString(),
            }))
            .Build();
        var services = new ServiceCollection();
        AddTenants(services, configuration, tenants);
        await using ServiceProvider application = services.BuildServiceProvider();

        foreach (string tenant in tenants)
        {
            IConversationsClient client = application.GetRequiredKeyedService<IConversationsClient>(tenant);
            for (int call = 0; call < 5; call++)
            {
                _ = await client.Tickets.CountUnreadAsync();
            }
        }

        ConversationsBudget[] budgets = [.. tenants.Select(tenant =>
            application.GetRequiredService<IOptionsMonitor<ConversationsClientOptions>>().Get(tenant).Budget!)];
        Assert.All(budgets, static budget => Assert.Equal(5 / 480.0, budget.GetStatistics(LimitClass.Calls).Used!.Value, precision: 5));
    }

    private static void AddTenants(ServiceCollection services, IConfiguration configuration, IEnumerable<string> tenants)
    {
        var pool = new SocketsHttpHandler { PooledConnectionLifetime = TimeSpan.FromMinutes(5) };
        foreach (string tenant in tenants)
        {
            services.AddConversationsClient(tenant, configuration.GetSection(tenant))
                .ConfigurePrimaryHttpMessageHandler(() => pool)
                .SetHandlerLifetime(Timeout.InfiniteTimeSpan);
            services.Configure<ConversationsClientOptions>(tenant, options => options.Budget = new ConversationsBudget(tenant));
        }
    }

    private static void UseHosts(ServiceCollection services, IConfiguration configuration)
    {
        services.ConfigureHttpClientDefaults(http => http.AddStandardResilienceHandler());
        services.AddConversationsClient(configuration.GetSection("PostHog"))
            .UseHostResilience();
    }

    private static void UseOwn(ServiceCollection services, IConfiguration configuration)
    {
        services.AddConversationsClient(configuration.GetSection("PostHog"))
            .AddStandardResilienceHandler();
    }

    private static async Task<(int Reads, int Changes)> SentAsync(Action<ServiceCollection> register)
    {
        var clock = new TestClock(new DateTimeOffset(2026, 6, 3, 11, 0, 0, TimeSpan.Zero));
        await using var fake = new FakeConversationsServer(new FakeConversationsOptions { TimeProvider = clock });
        fake.Tickets.Add(new TicketSeed { TicketNumber = 42 });
        fake.Faults.On(Operation.TicketsUnreadCount).Times(100).Respond(503);
        fake.Faults.On(Operation.TicketsReply).Times(100).Respond(503);
        var services = new ServiceCollection();
        _ = services.AddSingleton<TimeProvider>(clock);
        register(services);
        _ = services.AddConversationsClient(static _ => { }).UseFake(fake);
        await using ServiceProvider application = services.BuildServiceProvider();
        IConversationsClient client = application.GetRequiredService<IConversationsClient>();

        _ = await Assert.ThrowsAsync<ConversationsApiException>(() => clock.RunAsync(client.Tickets.CountUnreadAsync()));
        int reads = fake.Requests.Count;
        _ = await Assert.ThrowsAsync<ConversationsApiException>(() => clock.RunAsync(client.Tickets.ReplyAsync(42, "Hi")));
        return (reads, fake.Requests.Count - reads);
    }
}
