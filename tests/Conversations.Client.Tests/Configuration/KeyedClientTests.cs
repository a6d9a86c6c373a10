using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Conversations.Client.Tests.Configuration;

/// <summary>Several clients in one container, each with its own host, project and credential.</summary>
public sealed class KeyedClientTests
{
    [Theory, BothTransports]
    public async Task Two_names_by_action_are_two_clients(Transport transport)
    {
        await using StubServer emea = await StubServer.StartAsync(transport);
        await using StubServer us = await StubServer.StartAsync(transport);
        var services = new ServiceCollection();
        Reach(
            services.AddConversationsClient(
                "emea", options => (options.ProjectId, options.BaseAddress, options.ApiKey) = ("11", emea.BaseAddress, "phx_emea")),
            emea);
        Reach(
            services.AddConversationsClient(
                "us",
                options =>
                    (options.ProjectId, options.BaseAddress, options.Credential) =
                        ("22", us.BaseAddress, ConversationsCredential.Session("s3ss", "csrf"))),
            us);

        await AskBothAsync(services, emea, us);

        Assert.Equal(("11", "Bearer phx_emea", null), Caller(emea));
        Assert.Equal(("22", null, "sessionid=s3ss; posthog_csrftoken=csrf"), Caller(us));
    }

    [Theory, BothTransports]
    public async Task Two_names_by_configuration_are_two_clients(Transport transport)
    {
        await using StubServer emea = await StubServer.StartAsync(transport);
        await using StubServer us = await StubServer.StartAsync(transport);
        IConfigurationRoot configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Desks:Emea:ProjectId"] = "11",
            ["Desks:Emea:BaseAddress"] = emea.BaseAddress.ToString(),
            ["Desks:Emea:ApiKey"] = "phx_emea",
            ["Desks:Us:ProjectId"] = "22",
            ["Desks:Us:BaseAddress"] = us.BaseAddress.ToString(),
            ["Desks:Us:ApiKey"] = "phx_us",
        }).Build();
        var services = new ServiceCollection();
        Reach(services.AddConversationsClient("emea", configuration.GetSection("Desks:Emea")), emea);
        Reach(services.AddConversationsClient("us", configuration.GetSection("Desks:Us")), us);

        await AskBothAsync(services, emea, us);

        Assert.Equal(("11", "Bearer phx_emea", null), Caller(emea));
        Assert.Equal(("22", "Bearer phx_us", null), Caller(us));
    }

    [Fact]
    public async Task The_client_without_a_key_stands_beside_them()
    {
        await using var stub = StubServer.InMemory();
        stub.Answer(static _ => StubAnswer.Json(Examples.Ticket));
        var services = new ServiceCollection();
        Reach(
            services.AddConversationsClient(options =>
                (options.ProjectId, options.BaseAddress, options.ApiKey) = ("1", stub.BaseAddress, "phx_one")),
            stub);
        Reach(
            services.AddConversationsClient(
                "two", options => (options.ProjectId, options.BaseAddress, options.ApiKey) = ("2", stub.BaseAddress, "phx_two")),
            stub);
        await using ServiceProvider provider = services.BuildServiceProvider();

        IConversationsClient one = provider.GetRequiredService<IConversationsClient>();
        IConversationsClient two = provider.GetRequiredKeyedService<IConversationsClient>("two");
        _ = await one.Tickets.GetAsync(1);
        _ = await two.Tickets.GetAsync(1);

        Assert.Equal(("1", "2"), (one.ProjectId, two.ProjectId));
        Assert.Equal(["Bearer phx_one", "Bearer phx_two"], stub.Requests.Select(static request => request["Authorization"]));
        Assert.Same(two, provider.GetRequiredKeyedService<IConversationsClient>("two"));
        Assert.Null(provider.GetKeyedService<IConversationsClient>("three"));
    }

    [Fact]
    public void Mistakes_of_every_client_are_named_at_the_start()
    {
        var services = new ServiceCollection();
        services.AddConversationsClient("emea", static options => options.ProjectId = "1");
        services.AddConversationsClient("us", static options => options.ApiKey = "k");
        using ServiceProvider provider = services.BuildServiceProvider();

        AggregateException error = Assert.Throws<AggregateException>(provider.GetRequiredService<IStartupValidator>().Validate);

        var mistakes = error.InnerExceptions.Cast<OptionsValidationException>()
            .ToDictionary(static mistake => mistake.OptionsName.Split(':')[^1], static mistake => Assert.Single(mistake.Failures));
        Assert.StartsWith("Client \"emea\": Credential is missing", mistakes["emea"], StringComparison.Ordinal);
        Assert.StartsWith("Client \"us\": ProjectId is missing", mistakes["us"], StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_missing_is_named_with_its_parameter()
    {
        var services = new ServiceCollection();
        IConfiguration configuration = new ConfigurationBuilder().Build();
        Assert.Equal("name", Assert.Throws<ArgumentException>(() => services.AddConversationsClient("", static _ => { })).ParamName);
        Assert.Equal("name", Assert.Throws<ArgumentException>(() => services.AddConversationsClient("", configuration)).ParamName);
        Assert.Equal("name", Assert.Throws<ArgumentNullException>(() => services.AddConversationsClient(null!, configuration)).ParamName);
        Assert.Equal(
            "configure",
            Assert.Throws<ArgumentNullException>(() =>
                services.AddConversationsClient("a", (Action<ConversationsClientOptions>)null!)).ParamName);
        Assert.Equal("configuration", Assert.Throws<ArgumentNullException>(() => services.AddConversationsClient("a", (IConfiguration)null!)).ParamName);
        Assert.Equal(
            "configure",
            Assert.Throws<ArgumentNullException>(() =>
                services.AddConversationsClient((Action<ConversationsClientOptions>)null!)).ParamName);
        Assert.Equal("configuration", Assert.Throws<ArgumentNullException>(() => services.AddConversationsClient((IConfiguration)null!)).ParamName);
        Assert.Equal(
            "services",
            Assert.Throws<ArgumentNullException>(static () =>
                ((IServiceCollection)null!).AddConversationsClient(static _ => { })).ParamName);
        Assert.Empty(services);
    }

    private static async Task AskBothAsync(ServiceCollection services, StubServer emea, StubServer us)
    {
        emea.Answer(static _ => StubAnswer.Json(Examples.Ticket));
        us.Answer(static _ => StubAnswer.Json(Examples.Ticket));
        services.AddSingleton<Desk>();
        await using ServiceProvider provider = services.BuildServiceProvider();
        provider.GetRequiredService<IStartupValidator>().Validate();
        Desk desk = provider.GetRequiredService<Desk>();
        _ = await desk.Emea.Tickets.GetAsync(1);
        _ = await desk.Us.Tickets.GetAsync(1);
    }

    private static void Reach(IHttpClientBuilder builder, StubServer stub)
    {
        if (stub.CreateHandler() is { } handler)
        {
            builder.ConfigurePrimaryHttpMessageHandler(() => handler);
        }
    }

    private static (string Project, string? Authorization, string? Cookie) Caller(StubServer stub) =>
        (stub.Request.Target.Split('/')[3], stub.Request["Authorization"], stub.Request["Cookie"]);

#pragma warning disable CA1812 // The container makes it.
    private sealed record Desk([FromKeyedServices("emea")] IConversationsClient Emea, [FromKeyedServices("us")] IConversationsClient Us);
#pragma warning restore CA1812
}
