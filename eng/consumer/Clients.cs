using Conversations.Client;
using Conversations.Client.Testing;
using Conversations.Client.Testing.WireMock;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using WireMock.RequestBuilders;
using WireMock.ResponseBuilders;
using WireMock.Server;

namespace Consumer;

/// <summary>Ways to get a client: plain, from a container by action and by configuration, keyed, for another project, on a fake.</summary>
internal static class Clients
{
    public static ConversationsClient Plain(FakeConversationsServer fake, FakeConversationsHost host) => new(new ConversationsClientOptions
    {
        ProjectId = fake.ProjectId,
        BaseAddress = host.BaseAddress,
        Credential = ConversationsCredential.PersonalApiKey(fake.ApiKey),
    });

    public static async Task RunAsync(FakeConversationsServer fake, FakeConversationsHost host)
    {
        Expect.That(ConversationsHosts.UnitedStates.Host == "us.posthog.com" && ConversationsHosts.EuropeanUnion.Host == "eu.posthog.com", "hosts");
        IConfiguration configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Conversations:ProjectId"] = fake.ProjectId,
            ["Conversations:BaseAddress"] = host.BaseAddress.ToString(),
            ["Conversations:ApiKey"] = fake.ApiKey,
            ["Conversations:Streaming:MaxReconnects"] = "3",
        }).Build();

        var services = new ServiceCollection();
        services.AddConversationsClient(configuration.GetSection("Conversations"));
        services.AddConversationsClient("emea", o =>
        {
            o.ProjectId = "@current";
            o.BaseAddress = host.BaseAddress;
            o.Credential = ConversationsCredential.FromProvider(async ct =>
            {
                await Task.Yield();
                return ConversationsCredential.PersonalApiKey(fake.ApiKey);
            });
        });
        services.AddConversationsClient("apac", configuration.GetSection("Conversations"));
        services.AddHealthChecks().AddConversations("emea");
        await using ServiceProvider provider = services.BuildServiceProvider();
        Expect.That((await provider.GetRequiredService<IConversationsClient>().Tickets.ListPageAsync()).Count == 0, "a configured client");
        Expect.That((await provider.GetRequiredKeyedService<IConversationsClient>("emea").Views.ListPageAsync()).Count == 0, "a keyed client");
        Expect.That(provider.GetRequiredKeyedService<IConversationsClient>("apac").ProjectId == fake.ProjectId, "a keyed client by configuration");

        HealthReport health = await provider.GetRequiredService<HealthCheckService>().CheckHealthAsync();
        Expect.That(health.Status == HealthStatus.Healthy, "a health check");

        using ConversationsClient client = Plain(fake, host);
        ConversationsCredential other = ConversationsCredential.PersonalApiKey(fake.ApiKey);
        IConversationsClient tenant = client.With(projectId: "@current", credential: other);
        Expect.That(tenant.ProjectId == "@current" && !(await tenant.Tickets.ListPageAsync()).HasNext, "a tenant's client");

        // The application's unchanged registration, on its own fake.
        await using var embedded = new FakeConversationsServer();
        embedded.Tickets.Add(new TicketSeed { Tags = ["vip"] });
        var app = new ServiceCollection();
        app.AddConversationsClient(o =>
        {
            o.ProjectId = "4711";
            o.ApiKey = "phx_of_production";
        }).UseFake(embedded);
        await using ServiceProvider appProvider = app.BuildServiceProvider();
        Expect.That((await appProvider.GetRequiredService<IConversationsClient>().Tickets.ListPageAsync()).Count == 1, "an app on the fake");

        // The fake on an existing WireMock server, beside its own mappings.
        using WireMockServer server = WireMockServer.Start();
        server.UseConversations(embedded);
        server.Given(Request.Create().WithPath("/api/projects/*/conversations/tickets/unread_count/")).RespondWith(Response.Create().WithBodyAsJson(new { count = 4711 }));
        using var mounted = new ConversationsClient(
            new ConversationsClientOptions { ProjectId = embedded.ProjectId, ApiKey = embedded.ApiKey,
                BaseAddress = new Uri(server.Url!) });
        embedded.Turns.Next(turn => turn.Say("Through WireMock.", partials: 2));
        Expect.That((await mounted.Conversations.AskAsync(Guid.NewGuid(), "Hi")).Text == "Through WireMock.", "the fake on WireMock");
        Expect.That(await mounted.Tickets.CountUnreadAsync() == 4711, "an own mapping over the fake's route");
    }
}
