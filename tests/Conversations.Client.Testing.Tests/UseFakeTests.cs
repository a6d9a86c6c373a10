using Microsoft.Extensions.DependencyInjection;

namespace Conversations.Client.Testing.Tests;

/// <summary>The fake under an application's own registration, whatever else the application does to the options.</summary>
public sealed class UseFakeTests
{
    [Theory]
    [InlineData(null)]
    [InlineData("emea")]
    public async Task The_fake_is_called_also_when_production_configures_afterwards_what_it_configured_before(string? key)
    {
        await using var fake = new FakeConversationsServer();
        fake.Tickets.Add(new TicketSeed { TicketNumber = 7 });
        var services = new ServiceCollection();
        IHttpClientBuilder builder = key is null
            ? services.AddConversationsClient(Production)
            : services.AddConversationsClient(key, Production);
        services.Configure<ConversationsClientOptions>(Production);
        services.ConfigureAll<ConversationsClientOptions>(Production);
        services.PostConfigure<ConversationsClientOptions>(Production);
        builder.UseFake(fake);
        services.Configure<ConversationsClientOptions>(Production);
        await using ServiceProvider application = services.BuildServiceProvider();

        IConversationsClient client = key is null
            ? application.GetRequiredService<IConversationsClient>()
            : application.GetRequiredKeyedService<IConversationsClient>(key);

        Assert.Equal(7, (await client.Tickets.GetAsync(7)).TicketNumber);
        Assert.NotEqual("424242", client.ProjectId);
    }

    private static void Production(ConversationsClientOptions options) =>
        (options.ProjectId, options.ApiKey, options.BaseAddress) = ("424242", "phx_production", ConversationsHosts.EuropeanUnion);
}
