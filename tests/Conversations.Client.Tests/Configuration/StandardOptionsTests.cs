using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Conversations.Client.Tests.Configuration;

/// <summary>The options are the container's options: every standard way to change options reaches the client.</summary>
public sealed class StandardOptionsTests
{
    /// <summary>The ways to change a registered client's options, by name.</summary>
    public static IReadOnlyDictionary<string, Action<IServiceCollection, Action<ConversationsClientOptions>>> Ways { get; } =
        new Dictionary<string, Action<IServiceCollection, Action<ConversationsClientOptions>>>
        {
            ["Configure"] = static (services, set) => services.Configure(set),
            ["PostConfigure"] = static (services, set) => services.PostConfigure(set),
            ["ConfigureAll"] = static (services, set) => services.ConfigureAll(set),
            ["PostConfigureAll"] = static (services, set) => services.PostConfigureAll(set),
            ["AddOptions"] = static (services, set) =>
                services.AddOptions<ConversationsClientOptions>().Configure<IServiceProvider>((options, _) => set(options)),
            ["ConfigureOptions"] = static (services, set) => services.AddSingleton<IConfigureOptions<ConversationsClientOptions>>(new Own(set)),
            ["by the builder's name"] = static (services, set) => services.Configure(services.AddConversationsClient(static _ => { }).Name, set),
            ["after all by the builder's name"] = static (services, set) => services.PostConfigure(services.AddConversationsClient(static _ => { }).Name, set),
            ["a second registration"] = static (services, set) => services.AddConversationsClient(set),
        };

    public static TheoryData<string> Names => [.. Ways.Keys];

    [Theory, MemberData(nameof(Names))]
    public async Task The_client_without_a_key_obeys(string way)
    {
        await using var stub = StubServer.InMemory(StubAnswer.Json(Examples.Ticket));
        var services = new ServiceCollection();
        services.AddConversationsClient(static options => (options.ProjectId, options.ApiKey) = ("1", "phx_production"))
            .ConfigurePrimaryHttpMessageHandler(() => stub.CreateHandler()!);
        int times = 0;

        Ways[way](services, options =>
        {
            times++;
            (options.ProjectId, options.ApiKey, options.BaseAddress) = ("777", "phx_test", new Uri("https://test.example"));
        });

        await using ServiceProvider provider = services.BuildServiceProvider();
        provider.GetRequiredService<IStartupValidator>().Validate();
        IConversationsClient client = provider.GetRequiredService<IConversationsClient>();
        _ = await client.Tickets.GetAsync(1);
        Assert.Equal(("777", "777", "Bearer phx_test"), (client.ProjectId, stub.Request.Target.Split('/')[3], stub.Request["Authorization"]));
        Assert.Equal("test.example", stub.Request["Host"] ?? provider.GetRequiredService<IOptions<ConversationsClientOptions>>().Value.BaseAddress!.Host);
        Assert.Equal(provider.GetRequiredService<IOptions<ConversationsClientOptions>>().Value.ProjectId, client.ProjectId);
        // Once for the client's options, and once for those that this test requested as IOptions.
        Assert.InRange(times, 1, 2);
    }

    [Fact]
    public void What_is_registered_last_wins_by_whichever_name()
    {
        var services = new ServiceCollection();
        IHttpClientBuilder builder = services.AddConversationsClient(static options => (options.ProjectId, options.ApiKey) = ("1", "k"));
        services.Configure<ConversationsClientOptions>(builder.Name, static options => options.ProjectId = "2");
        services.Configure<ConversationsClientOptions>(static options => options.ProjectId = "3");
        services.PostConfigure<ConversationsClientOptions>(static options => options.UserAgentSuffix = "a");
        services.PostConfigure<ConversationsClientOptions>(builder.Name, static options => options.UserAgentSuffix = "b");
        using ServiceProvider provider = services.BuildServiceProvider();

        ConversationsClientOptions options = provider.GetRequiredService<IOptions<ConversationsClientOptions>>().Value;

        Assert.Equal(("3", "b"), (options.ProjectId, options.UserAgentSuffix));
    }

    [Fact]
    public void A_keyed_client_has_its_own_and_obeys_what_is_for_all()
    {
        var services = new ServiceCollection();
        IHttpClientBuilder builder = services.AddConversationsClient("emea", static options => (options.ProjectId, options.ApiKey) = ("11", "k"));
        services.Configure<ConversationsClientOptions>(static options => options.ProjectId = "99");
        services.ConfigureAll<ConversationsClientOptions>(static options => options.UserAgentSuffix = "all");
        services.PostConfigure<ConversationsClientOptions>(builder.Name, static options => options.ApiKey = "named");
        using ServiceProvider provider = services.BuildServiceProvider();
        provider.GetRequiredService<IStartupValidator>().Validate();

        ConversationsClientOptions options = provider.GetRequiredService<IOptionsMonitor<ConversationsClientOptions>>().Get(builder.Name);

        Assert.Equal("11", provider.GetRequiredKeyedService<IConversationsClient>("emea").ProjectId);
        Assert.Equal(("11", "all", "named"), (options.ProjectId, options.UserAgentSuffix, options.ApiKey));
    }

    [Theory]
    [InlineData("emea")]
    [InlineData("Conversations.Client.Eu")]
    [InlineData("Conversations.Client")]
    [InlineData("Conversations.Client:emea")]
    public void A_keyed_client_is_configured_and_read_by_its_key_and_by_its_builders_name(string key)
    {
        var services = new ServiceCollection();
        services.Configure<ConversationsClientOptions>(
            !IsAnothersName(key) ? key : "Conversations.Client:" + key, static options => options.UserAgentSuffix = "early");
        IHttpClientBuilder builder = services.AddConversationsClient(key, static options => (options.ProjectId, options.ApiKey) = ("11", "k"));
        services.AddConversationsClient(static options => (options.ProjectId, options.ApiKey) = ("1", "k"));
        services.PostConfigure<ConversationsClientOptions>(builder.Name, static options => options.MaxErrorBodyBytes = 77);
        using ServiceProvider provider = services.BuildServiceProvider();
        provider.GetRequiredService<IStartupValidator>().Validate();

        Assert.Equal("11", provider.GetRequiredKeyedService<IConversationsClient>(key).ProjectId);
        Assert.Equal("1", provider.GetRequiredService<IConversationsClient>().ProjectId);
        foreach (string name in !IsAnothersName(key) ? [key, builder.Name] : (string[])[builder.Name])
        {
            ConversationsClientOptions options = provider.GetRequiredService<IOptionsMonitor<ConversationsClientOptions>>().Get(name);
            Assert.Equal(("11", "early", 77), (options.ProjectId, options.UserAgentSuffix, options.MaxErrorBodyBytes));
        }

        static bool IsAnothersName(string key) => key == "Conversations.Client" || key.StartsWith("Conversations.Client:", StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, false)]
    [InlineData(null, true)]
    [InlineData("emea", false)]
    [InlineData("emea", true)]
    public void Every_kind_of_setup_counts_once_under_each_name(string? key, bool byBuilder)
    {
        var services = new ServiceCollection();
        Action<ConversationsClientOptions> configure = static options =>
            (options.ProjectId, options.ApiKey, options.UserAgentSuffix) = ("1", "k", "");
        IHttpClientBuilder builder = key is null
            ? services.AddConversationsClient(configure)
            : services.AddConversationsClient(key, configure);
        string name = byBuilder ? builder.Name : key ?? Options.DefaultName;
        services.AddSingleton(new Suffix("d"));
        services.AddOptions<ConversationsClientOptions>(name)
            .Configure(static options => options.UserAgentSuffix += "a")
            .Configure<Suffix>(static (options, suffix) => options.UserAgentSuffix += suffix.Text)
            .PostConfigure<Suffix>(static (options, suffix) => options.UserAgentSuffix += suffix.Text)
            .Validate(static options => options.UserAgentSuffix == "aaddpall", "the validation ran");
        services.ConfigureAll<ConversationsClientOptions>(static options => options.UserAgentSuffix = "a" + options.UserAgentSuffix);
        services.PostConfigureAll<ConversationsClientOptions>(static options => options.UserAgentSuffix += "pall");
        using ServiceProvider provider = services.BuildServiceProvider();

        Assert.Equal("aaddpall", provider.GetRequiredService<IOptionsMonitor<ConversationsClientOptions>>().Get(name).UserAgentSuffix);
        services.AddOptions<ConversationsClientOptions>(name).Validate<Suffix>(static (_, _) => false, "no");
        using ServiceProvider refusing = services.BuildServiceProvider();
        OptionsValidationException error = Assert.Throws<OptionsValidationException>(() =>
            key is null
                ? refusing.GetRequiredService<IConversationsClient>()
                : refusing.GetRequiredKeyedService<IConversationsClient>(key));
        Assert.Equal(["no"], error.Failures);
    }

    private sealed record Suffix(string Text);

    [Fact]
    public async Task What_is_configured_under_the_key_reaches_the_wire()
    {
        await using var stub = StubServer.InMemory(StubAnswer.Json("""{"count":0}"""));
        var services = new ServiceCollection();
        services.AddConversationsClient("emea", static options => (options.ProjectId, options.ApiKey, options.BaseAddress) = ("11", "k", new("https://stub.example")))
            .ConfigurePrimaryHttpMessageHandler(() => stub.CreateHandler()!);
        services.Configure<ConversationsClientOptions>("emea", static options => options.UserAgentSuffix = "acme/2");
        await using ServiceProvider provider = services.BuildServiceProvider();

        _ = await provider.GetRequiredKeyedService<IConversationsClient>("emea").Tickets.CountUnreadAsync();

        Assert.EndsWith("acme/2", Assert.Single(stub.Requests)["User-Agent"], StringComparison.Ordinal);
    }

    [Fact]
    public void A_mistake_that_Configure_makes_is_named_at_the_start()
    {
        var services = new ServiceCollection();
        services.AddConversationsClient(static options => (options.ProjectId, options.ApiKey) = ("1", "k"));
        services.Configure<ConversationsClientOptions>(static options => options.MaxErrorBodyBytes = -1);
        using ServiceProvider provider = services.BuildServiceProvider();

        OptionsValidationException error = Assert.Throws<OptionsValidationException>(
            provider.GetRequiredService<IStartupValidator>().Validate);

        Assert.StartsWith("MaxErrorBodyBytes", Assert.Single(error.Failures), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("emea")]
    public void A_configuration_and_an_action_go_together_and_the_action_has_the_last_word(string? key)
    {
        IConfiguration configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(new Dictionary<string, string?> { ["ProjectId"] = "1", ["ApiKey"] = "k", ["UserAgentSuffix"] = "configured" })
            .Build();
        var services = new ServiceCollection();
        Action<ConversationsClientOptions> configure = static options =>
            (options.ProjectId, options.Streaming.ConfirmEnd) = (options.ProjectId + "0", false);
        IHttpClientBuilder builder = key is null
            ? services.AddConversationsClient(configuration, configure)
            : services.AddConversationsClient(key, configuration, configure);
        using ServiceProvider provider = services.BuildServiceProvider();
        provider.GetRequiredService<IStartupValidator>().Validate();

        ConversationsClientOptions options = provider.GetRequiredService<IOptionsMonitor<ConversationsClientOptions>>()
            .Get(key is null ? Options.DefaultName : builder.Name);

        Assert.Equal(("10", "k", "configured", false), (options.ProjectId, options.ApiKey, options.UserAgentSuffix, options.Streaming.ConfirmEnd));
        Assert.Equal(
            "10",
            (key is null ? provider.GetRequiredService<IConversationsClient>()
                : provider.GetRequiredKeyedService<IConversationsClient>(key)).ProjectId);
    }

    [Fact]
    public void What_is_missing_of_them_is_named()
    {
        var services = new ServiceCollection();
        IConfiguration configuration = new ConfigurationBuilder().Build();
        Assert.Equal(
            "configuration",
            Assert.Throws<ArgumentNullException>(() => services.AddConversationsClient((IConfiguration)null!, static _ => { })).ParamName);
        Assert.Equal("configure", Assert.Throws<ArgumentNullException>(() => services.AddConversationsClient(configuration, null!)).ParamName);
        Assert.Equal("configuration", Assert.Throws<ArgumentNullException>(() => services.AddConversationsClient("a", null!, static _ => { })).ParamName);
        Assert.Equal("configure", Assert.Throws<ArgumentNullException>(() => services.AddConversationsClient("a", configuration, null!)).ParamName);
        Assert.Equal(
            "name", Assert.Throws<ArgumentException>(() => services.AddConversationsClient("", configuration, static _ => { })).ParamName);
        Assert.Empty(services);
    }

    [Fact]
    public void A_reload_of_the_configuration_changes_no_client_that_was_made()
    {
        IConfigurationRoot configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(new Dictionary<string, string?> { ["ProjectId"] = "1", ["ApiKey"] = "k" })
            .Build();
        var services = new ServiceCollection();
        services.AddConversationsClient(configuration);
        using ServiceProvider provider = services.BuildServiceProvider();
        IConversationsClient client = provider.GetRequiredService<IConversationsClient>();

        configuration["ProjectId"] = "2";
        configuration.Reload();

        Assert.Equal(("1", "1"), (client.ProjectId, provider.GetRequiredService<IConversationsClient>().ProjectId));
    }

    private sealed class Own(Action<ConversationsClientOptions> set) : IConfigureOptions<ConversationsClientOptions>
    {
        public void Configure(ConversationsClientOptions options) => set(options);
    }
}
