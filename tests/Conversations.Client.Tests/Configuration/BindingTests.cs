using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Conversations.Client.Tests.Configuration;

/// <summary>Binds options from a configuration: each plain key, and the message for each invalid value.</summary>
public sealed class BindingTests
{
    private static readonly Dictionary<string, string?> Good = new()
    {
        ["ProjectId"] = "12345",
        ["BaseAddress"] = "https://posthog.acme.example:8443",
        ["ApiKey"] = "phx_configured",
        ["RequestTimeout"] = "00:00:07.5",
        ["MaxErrorBodyBytes"] = "1024",
        ["PathPrefix"] = "Projects",
        ["UserAgentSuffix"] = "acme-desk/2.1",
    };

    /// <summary>A key, an invalid value for it, and the name in the exception.</summary>
    public static TheoryData<string, string, string> BadValues => new()
    {
        { "ProjectId", "1/2", "ProjectId is not a project" },
        { "ProjectId", "", "ProjectId is missing" },
        { "BaseAddress", "posthog.com", "BaseAddress is not an absolute https address" },
        { "BaseAddress", "http://us.posthog.com", "http is for loopback only" },
        { "BaseAddress", "https://[", "BaseAddress" },
        { "ApiKey", "phx_secret two", "ApiKey" },
        { "ApiKey", "", "Credential is missing" },
        { "RequestTimeout", "soon", "RequestTimeout" },
        { "RequestTimeout", "00:00:00", "RequestTimeout" },
        { "RequestTimeout", "50.00:00:00", "RequestTimeout" },
        { "MaxErrorBodyBytes", "many", "MaxErrorBodyBytes" },
        { "MaxErrorBodyBytes", "99999999999", "MaxErrorBodyBytes" },
        { "MaxErrorBodyBytes", "-1", "MaxErrorBodyBytes" },
        { "PathPrefix", "teams", "PathPrefix" },
        { "PathPrefix", "7", "PathPrefix" },
        { "UserAgentSuffix", "ü", "UserAgentSuffix" },
    };

    [Fact]
    public Task Every_plain_key_is_bound() => Cultures.EachAsync(static () =>
    {
        ConversationsClientOptions options = Bind(Good);
        Assert.Equal(("12345", new Uri("https://posthog.acme.example:8443"), "phx_configured"), (options.ProjectId, options.BaseAddress, options.ApiKey));
        Assert.Equal(
            (TimeSpan.FromSeconds(7.5), 1024, PathPrefix.Projects, "acme-desk/2.1"),
            (options.RequestTimeout, options.MaxErrorBodyBytes, options.PathPrefix, options.UserAgentSuffix));
        return Task.CompletedTask;
    });

    [Fact]
    public void A_key_that_is_missing_keeps_the_default_and_one_that_is_not_known_is_ignored()
    {
        ConversationsClientOptions options = Bind(new() { ["ProjectId"] = "@current", ["ApiKey"] = "k", ["Colour"] = "red", ["Credential"] = "x", ["TimeProvider"] = "y", ["RateLimiter:Limit"] = "1" });
        var defaults = new ConversationsClientOptions();
        Assert.Equal(
            (defaults.BaseAddress, defaults.RequestTimeout, defaults.MaxErrorBodyBytes),
            (options.BaseAddress, options.RequestTimeout, options.MaxErrorBodyBytes));
        Assert.Equal(
            (defaults.PathPrefix, null, null, TimeProvider.System),
            (options.PathPrefix, options.UserAgentSuffix, options.Credential, options.TimeProvider));
    }

    [Fact]
    public void Keys_and_words_are_read_in_any_case()
    {
        ConversationsClientOptions options = Bind(new() { ["projectid"] = "1", ["APIKEY"] = "k", ["pathprefix"] = "environments", ["requesttimeout"] = "-00:00:00.001" });
        Assert.Equal(
            ("1", "k", PathPrefix.Environments, Timeout.InfiniteTimeSpan),
            (options.ProjectId, options.ApiKey, options.PathPrefix, options.RequestTimeout));
    }

    [Theory, MemberData(nameof(BadValues))]
    public void A_bad_value_is_named_at_the_start_and_no_secret_with_it(string key, string value, string named)
    {
        using ServiceProvider provider = Services(new(Good) { [key] = value }).BuildServiceProvider();

        OptionsValidationException error = Assert.Throws<OptionsValidationException>(
            provider.GetRequiredService<IStartupValidator>().Validate);

        Assert.Contains(named, Assert.Single(error.Failures), StringComparison.Ordinal);
        Assert.DoesNotContain("phx_secret", error.ToString(), StringComparison.Ordinal);
        Assert.Throws<OptionsValidationException>(provider.GetRequiredService<IConversationsClient>);
    }

    [Fact]
    public void All_bad_values_are_named_at_once()
    {
        using ServiceProvider provider = Services(new()
        {
            ["ProjectId"] = "one",
            ["BaseAddress"] = "ftp://us.posthog.com",
            ["RequestTimeout"] = "soon",
            ["MaxErrorBodyBytes"] = "many",
            ["PathPrefix"] = "teams",
            ["UserAgentSuffix"] = "ü",
        }).BuildServiceProvider();

        OptionsValidationException error = Assert.Throws<OptionsValidationException>(
            provider.GetRequiredService<IStartupValidator>().Validate);

        Assert.Equal(
            ["BaseAddress", "Credential", "MaxErrorBodyBytes", "PathPrefix", "ProjectId", "RequestTimeout", "UserAgentSuffix"],
            error.Failures.Select(static failure => failure.Split(' ')[0]).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void What_cannot_be_read_stays_a_mistake_also_when_code_sets_the_option()
    {
        ServiceCollection services = Services(new(Good) { ["RequestTimeout"] = "soon" });
        services.AddConversationsClient(static options => options.RequestTimeout = TimeSpan.FromSeconds(1));
        using ServiceProvider provider = services.BuildServiceProvider();

        OptionsValidationException error = Assert.Throws<OptionsValidationException>(
            provider.GetRequiredService<IStartupValidator>().Validate);
        Assert.Contains("RequestTimeout", Assert.Single(error.Failures), StringComparison.Ordinal);
    }

    private static ServiceCollection Services(Dictionary<string, string?> values)
    {
        IConfigurationRoot configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(values.Select(static value => KeyValuePair.Create("Conversations:" + value.Key, value.Value)))
            .Build();
        var services = new ServiceCollection();
        services.AddConversationsClient(configuration.GetSection("Conversations"));
        return services;
    }

    private static ConversationsClientOptions Bind(Dictionary<string, string?> values)
    {
        ConversationsClientOptions? bound = null;
        ServiceCollection services = Services(values);
        services.PostConfigureAll<ConversationsClientOptions>(options => bound = options);
        using ServiceProvider provider = services.BuildServiceProvider();
        provider.GetRequiredService<IStartupValidator>().Validate();
        return bound!;
    }
}
