using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Conversations.Client.Tests.Configuration;

/// <summary>The client refuses the address or key of another PostHog interface at the start, with an explanation.</summary>
public sealed class WrongServiceTests
{
    private const string ProjectKey = "phc_SECRETsecret";

    [Theory]
    [InlineData("https://us.i.posthog.com")]
    [InlineData("https://eu.i.posthog.com/")]
    [InlineData("https://EU.I.PostHog.com")]
    [InlineData("https://us-assets.i.posthog.com")]
    [InlineData("https://i.posthog.com")]
    [InlineData("https://us.i.posthog.com.:443")]
    public void A_host_for_ingestion_is_refused_and_the_right_ones_are_named(string address)
    {
        string error = Refused(options => options.BaseAddress = new(address));

        Assert.All(["ingestion", "ConversationsHosts.UnitedStates", "ConversationsHosts.EuropeanUnion"], text => Assert.Contains(text, error, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("http://us.i.posthog.com")]
    [InlineData("http://i.posthog.com/")]
    public void A_host_for_ingestion_over_http_is_refused_for_both_in_one_message(string address)
    {
        string error = Refused(options => options.BaseAddress = new(address));

        Assert.All(["http: use https", "ingestion", "ConversationsHosts.UnitedStates", "ConversationsHosts.EuropeanUnion"], text => Assert.Contains(text, error, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("https://us.posthog.com")]
    [InlineData("https://us.i.posthog.com.acme.example")]
    [InlineData("https://hi.posthog.com")]
    [InlineData("https://posthog.acme.example")]
    public void Other_hosts_are_not(string address)
    {
        using var client = new ConversationsClient(new() { ProjectId = "1", ApiKey = "phx_a", BaseAddress = new(address) });
        Assert.Equal("1", client.ProjectId);
    }

    [Fact]
    public void A_project_key_is_refused_as_ApiKey_without_quoting_it()
    {
        string error = Refused(static options => options.ApiKey = ProjectKey);

        Assert.StartsWith("ApiKey is a project key (phc_", error, StringComparison.Ordinal);
        Assert.Contains("phx_", error, StringComparison.Ordinal);
        Assert.DoesNotContain(ProjectKey, error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_project_key_is_refused_as_a_credential_without_quoting_it()
    {
        foreach (Action make in new Action[] { static () => ConversationsCredential.PersonalApiKey(ProjectKey),
            static () => ConversationsCredential.OAuthToken(ProjectKey) })
        {
            ArgumentException error = Assert.Throws<ArgumentException>(make);
            Assert.Contains("project key (phc_", error.Message, StringComparison.Ordinal);
            Assert.DoesNotContain(ProjectKey, error.ToString(), StringComparison.Ordinal);
        }
    }

    private static string Refused(Action<ConversationsClientOptions> spoil)
    {
        var services = new ServiceCollection();
        services.AddConversationsClient(static options => (options.ProjectId, options.ApiKey) = ("1", "phx_a"));
        services.PostConfigureAll(spoil);
        using ServiceProvider provider = services.BuildServiceProvider();
        OptionsValidationException error = Assert.Throws<OptionsValidationException>(
            provider.GetRequiredService<IStartupValidator>().Validate);
        return Assert.Single(error.Failures);
    }
}
