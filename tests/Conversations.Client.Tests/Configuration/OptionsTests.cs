using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Conversations.Client.Tests.Configuration;

public sealed class OptionsTests
{
    private static ConversationsClientOptions Good => new() { ProjectId = "1", ApiKey = "phx_a" };

    public static TheoryData<string, Action<ConversationsClientOptions>> Mistakes => new()
    {
        { "ProjectId", static options => options.ProjectId = null },
        { "ProjectId", static options => options.ProjectId = "" },
        { "ProjectId", static options => options.ProjectId = "1/../2" },
        { "ProjectId", static options => options.ProjectId = " 1" },
        { "ProjectId", static options => options.ProjectId = "-1" },
        { "ProjectId", static options => options.ProjectId = "١٢" },
        { "ProjectId", static options => options.ProjectId = "@CURRENT" },
        { "ProjectId", static options => options.ProjectId = "1\n" },
        { "BaseAddress", static options => options.BaseAddress = null },
        { "BaseAddress", static options => options.BaseAddress = new("posthog.com", UriKind.Relative) },
        { "BaseAddress", static options => options.BaseAddress = new("/api", UriKind.Relative) },
        { "BaseAddress", static options => options.BaseAddress = new("ftp://us.posthog.com") },
        { "BaseAddress", static options => options.BaseAddress = new("file:///etc") },
        { "http is for loopback only", static options => options.BaseAddress = new("http://us.posthog.com") },
        { "http is for loopback only", static options => options.BaseAddress = new("http://127.0.0.1.evil.example") },
        { "http is for loopback only", static options => options.BaseAddress = new("http://10.0.0.1") },
        { "more than an origin", static options => options.BaseAddress = new("https://us.posthog.com/api/") },
        { "more than an origin", static options => options.BaseAddress = new("https://us.posthog.com/?a=b") },
        { "more than an origin", static options => options.BaseAddress = new("https://us.posthog.com/#a") },
        { "user name", static options => options.BaseAddress = new("https://phx_secret@us.posthog.com") },
        { "Credential", static options => options.ApiKey = null },
        { "Credential", static options => options.ApiKey = "" },
        { "both set", static options => options.Credential = ConversationsCredential.OAuthToken("pha_a") },
        { "ApiKey", static options => options.ApiKey = "phx_secret\r\nX-Evil: 1" },
        { "ApiKey", static options => options.ApiKey = "phx_secret\0" },
        { "ApiKey", static options => options.ApiKey = "phx_secret " },
        { "ApiKey", static options => options.ApiKey = "phx_secretü" },
        { "TimeProvider", static options => options.TimeProvider = null! },
        { "RequestTimeout", static options => options.RequestTimeout = TimeSpan.Zero },
        { "RequestTimeout", static options => options.RequestTimeout = TimeSpan.FromSeconds(-1) },
        { "RequestTimeout", static options => options.RequestTimeout = TimeSpan.MaxValue },
        { "RequestTimeout", static options => options.RequestTimeout = TimeSpan.FromDays(50) },
        { "Retry.MaxAttempts", static options => options.Retry.MaxAttempts = 0 },
        { "Retry.BaseDelay", static options => options.Retry.BaseDelay = TimeSpan.FromTicks(-1) },
        { "Retry.BaseDelay", static options => options.Retry.BaseDelay = TimeSpan.MaxValue },
        { "Retry.MaxDelay", static options => options.Retry.MaxDelay = Timeout.InfiniteTimeSpan },
        { "Retry.TotalTimeout", static options => options.Retry.TotalTimeout = TimeSpan.Zero },
        { "MaxErrorBodyBytes", static options => options.MaxErrorBodyBytes = -1 },
        { "PathPrefix", static options => options.PathPrefix = (PathPrefix)3 },
        { "UserAgentSuffix", static options => options.UserAgentSuffix = "a\r\nX-Evil: 1" },
        { "UserAgentSuffix", static options => options.UserAgentSuffix = "ü" },
    };

    [Theory, MemberData(nameof(Mistakes))]
    public void Each_mistake_is_named_and_no_secret_with_it(string named, Action<ConversationsClientOptions> spoil)
    {
        ConversationsClientOptions options = Good;
        spoil(options);

        OptionsValidationException error = Assert.Throws<OptionsValidationException>(() => new ConversationsClient(options));

        Assert.Contains(named, Assert.Single(error.Failures), StringComparison.Ordinal);
        Assert.DoesNotContain("phx_secret", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void All_mistakes_are_named_at_once()
    {
        OptionsValidationException error = Assert.Throws<OptionsValidationException>(() =>
            new ConversationsClient(
                new()
                {
                    BaseAddress = new("http://a.example/b"),
                    RequestTimeout = default,
                    MaxErrorBodyBytes = -1,
                    TimeProvider = null!,
                    PathPrefix = (PathPrefix)9,
                    UserAgentSuffix = "\n"
                }));

        Assert.Equal(8, error.Failures.Count());
        Assert.Equal(typeof(ConversationsClientOptions), error.OptionsType);
        _ = Assert.Throws<ArgumentNullException>(() => new ConversationsClient(null!));
    }

    [Theory]
    [InlineData("http://localhost:5000")]
    [InlineData("http://127.0.0.1")]
    [InlineData("http://[::1]:81")]
    [InlineData("https://posthog.acme.example:8443/")]
    [InlineData("https://müller.example")]
    public void Origins_are_accepted(string address)
    {
        ConversationsClientOptions options = Good;
        options.BaseAddress = new(address);
        options.RequestTimeout = Timeout.InfiniteTimeSpan;
        using var client = new ConversationsClient(options);
        Assert.Equal("1", client.ProjectId);
    }

    [Fact]
    public void Defaults_are_those_of_the_docs()
    {
        var options = new ConversationsClientOptions();
        Assert.Equal(new Uri("https://us.posthog.com"), options.BaseAddress);
        Assert.Equal(new Uri("https://eu.posthog.com"), ConversationsHosts.EuropeanUnion);
        Assert.Equal(
            (TimeSpan.FromSeconds(100), 65_536, PathPrefix.Auto, TimeProvider.System),
            (options.RequestTimeout, options.MaxErrorBodyBytes, options.PathPrefix, options.TimeProvider));
        Assert.Equal((null, null, null, null), (options.ProjectId, options.Credential, options.ApiKey, options.UserAgentSuffix));
    }

    [Fact]
    public void Texts_of_options_and_credentials_show_no_secret()
    {
        const string secret = "phx_secret";
        object[] shown =
        [
            new ConversationsClientOptions { ApiKey = secret, Credential = ConversationsCredential.PersonalApiKey(secret) },
            ConversationsCredential.PersonalApiKey(secret),
            ConversationsCredential.OAuthToken(secret),
            ConversationsCredential.Session(secret, secret),
            ConversationsCredential.FromProvider(static _ => new(ConversationsCredential.PersonalApiKey(secret))),
        ];
        Assert.All(shown, static value => Assert.DoesNotContain(secret, value.ToString()!, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("")]
    [InlineData("a b")]
    [InlineData("a\n")]
    [InlineData("a;b")]
    [InlineData("a,b")]
    [InlineData("a\"b")]
    [InlineData("ä")]
    [InlineData("\u007f")]
    public void A_secret_that_no_header_can_carry_is_refused_without_quoting_it(string secret)
    {
        foreach (Action make in new Action[]
        {
            () => ConversationsCredential.PersonalApiKey(secret),
            () => ConversationsCredential.OAuthToken(secret),
            () => ConversationsCredential.Session(secret, "ok"),
            () => ConversationsCredential.Session("ok", secret),
        })
        {
            ArgumentException error = Assert.ThrowsAny<ArgumentException>(make);
            Assert.True(secret.Length == 0 || !error.Message.Contains(secret, StringComparison.Ordinal));
        }

        _ = Assert.Throws<ArgumentNullException>(static () => ConversationsCredential.PersonalApiKey(null!));
        _ = Assert.Throws<ArgumentNullException>(static () => ConversationsCredential.FromProvider(null!));
    }

    [Fact]
    public async Task The_container_checks_the_options_when_the_host_starts()
    {
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(new());
        builder.Services.AddConversationsClient(static options => options.ProjectId = "x");
        using IHost host = builder.Build();

        OptionsValidationException error = await Assert.ThrowsAsync<OptionsValidationException>(() => host.StartAsync());

        Assert.Equal(2, error.Failures.Count());
    }

    [Fact]
    public async Task The_container_gives_one_client_and_a_second_registration_adds_to_its_options_only()
    {
        await using var stub = StubServer.InMemory();
        stub.Answer(_ => StubAnswer.Json(Examples.Ticket));
        var services = new ServiceCollection();
        IHttpClientBuilder first = services.AddConversationsClient(options =>
            (options.ProjectId, options.BaseAddress) = ("5", stub.BaseAddress));
        int count = services.Count(static service => service.ServiceType == typeof(IConversationsClient));
        services.AddConversationsClient(static options => (options.ApiKey, options.UserAgentSuffix) = ("k", "two"))
            .ConfigurePrimaryHttpMessageHandler(() => stub.CreateHandler()!);
        await using ServiceProvider provider = services.BuildServiceProvider();
        provider.GetRequiredService<IStartupValidator>().Validate();

        IConversationsClient client = provider.GetRequiredService<IConversationsClient>();
        _ = await client.Tickets.GetAsync(1);

        Assert.NotNull(first);
        Assert.Equal(1, count);
        Assert.Same(client, provider.GetRequiredService<IConversationsClient>());
        Assert.Single(provider.GetServices<IConversationsClient>());
        // The request went through each handler once: a second pipeline would have mapped the error or added the key twice.
        Assert.Equal(("/api/projects/5/conversations/tickets/1/", "Bearer k"), (stub.Request.Target, stub.Request["Authorization"]));
        Assert.EndsWith(" two", stub.Request["User-Agent"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Errors_and_streams_are_the_same_through_the_container()
    {
        await using var stub = StubServer.InMemory(StubAnswer.Json("""{"detail":"Not found."}""", 404), StubAnswer.Messages("""{"type":"ai","id":"a","content":"Hi"}"""));
        var services = new ServiceCollection();
        services.AddConversationsClient(options => (options.ProjectId, options.ApiKey, options.BaseAddress) = ("5", "k", stub.BaseAddress))
            .ConfigurePrimaryHttpMessageHandler(() => stub.CreateHandler()!);
        await using ServiceProvider provider = services.BuildServiceProvider();
        IConversationsClient client = provider.GetRequiredService<IConversationsClient>();

        _ = await Assert.ThrowsAsync<ConversationsNotFoundException>(() => client.Tickets.GetAsync(1));
        Assert.Equal("Hi", (await client.Conversations.AskAsync(Guid.NewGuid(), "?")).Text);
    }
}
