using Azure;
using Azure.Core;
using Azure.Security.KeyVault.Secrets;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Conversations.Client.Testing.Tests.Snippets;

/// <summary>The code blocks of docs/credentials.md, each with a source that gives a refused credential first.</summary>
public sealed class Credentials
{
    private const string Revoked = "phx_revoked";
    private const string Valid = "phx_valid";

    [Fact]
    public async Task A_key_is_read_from_Key_Vault_again_when_it_was_rotated()
    {
        var vault = new Vault();

        Assert.Equal(0, await CountAsync(options => UseVault(options, vault)));

        Assert.Equal(2, vault.Asked);
    }

    [Fact]
    public async Task A_key_is_read_from_the_configuration_again_when_it_was_reloaded()
    {
        IConfigurationRoot configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(new Dictionary<string, string?> { ["PostHog:ApiKey"] = Revoked }).Build();

        Assert.Equal(0, await CountAsync(
            options => UseConfiguration(options, configuration), before: () => configuration["PostHog:ApiKey"] = Valid));
    }

    [Fact]
    public async Task A_provider_takes_what_it_needs_from_the_container()
    {
        await using FakeConversationsServer fake = Fake();
        var services = new ServiceCollection();
        _ = services.AddSingleton<SecretClient>(new Vault());
        Register(services);
        _ = services.AddConversationsClient(options => (options.ProjectId, options.BaseAddress) = (fake.ProjectId, new("https://fake.example")))
            .ConfigurePrimaryHttpMessageHandler(fake.CreateHandler);
        await using ServiceProvider application = services.BuildServiceProvider();

        Assert.Equal(0, await application.GetRequiredService<IConversationsClient>().Tickets.CountUnreadAsync());
    }

    [Fact]
    public async Task A_token_of_Azure_Core_is_sent_with_its_end()
    {
        var entra = new Entra();

        Assert.Equal(0, await CountAsync(options => UseAzure(options, entra)));

        Assert.Equal("api://posthog/.default", Assert.Single(entra.Scopes));
    }

    [Fact]
    public async Task A_token_of_an_OAuth_library_is_sent_with_its_end() =>
        Assert.Equal(0, await CountAsync(static options => UseLibrary(options, new Tokens())));

    [Fact]
    public async Task The_token_of_a_request_is_sent_for_its_user()
    {
        await using FakeConversationsServer fake = Fake();
        var services = new ServiceCollection();
        _ = services.AddSingleton<IAuthenticationService>(new SignedIn());
        await using ServiceProvider application = services.BuildServiceProvider();
        var request = new DefaultHttpContext { RequestServices = application };

        Assert.Equal(0, await UnreadAsync(request, fake.CreateClient(configure: Revoke)));
    }

    private static void UseVault(ConversationsClientOptions options, SecretClient vault)
    {
        options.Credential = ConversationsCredential.FromProvider(async cancellationToken =>
        {
            KeyVaultSecret secret = await vault.GetSecretAsync("posthog-key", cancellationToken: cancellationToken);
            return ConversationsCredential.PersonalApiKey(secret.Value);
        });
    }

    private static void UseConfiguration(ConversationsClientOptions options, IConfiguration configuration)
    {
        options.Credential = ConversationsCredential.FromProvider(
            _ => new(ConversationsCredential.PersonalApiKey(configuration["PostHog:ApiKey"]!)));
    }

    private static void Register(ServiceCollection services)
    {
        services.AddConversationsClient(options => options.ProjectId = "12345");
        services.AddOptions<ConversationsClientOptions>()
            .Configure<SecretClient>((options, vault) => options.Credential = FromVault(vault));
    }

    private static ConversationsCredential FromVault(SecretClient vault)
    {
        var options = new ConversationsClientOptions();
        UseVault(options, vault);
        return options.Credential!;
    }

    private static void UseAzure(ConversationsClientOptions options, TokenCredential entra)
    {
        options.Credential = ConversationsCredential.FromProvider(async cancellationToken =>
        {
            AccessToken token = await entra.GetTokenAsync(new TokenRequestContext(["api://posthog/.default"]), cancellationToken);
            return ConversationsCredential.OAuthToken(token.Token, token.ExpiresOn);
        });
    }

    private static void UseLibrary(ConversationsClientOptions options, Tokens tokens)
    {
        options.Credential = ConversationsCredential.FromProvider(async cancellationToken =>
        {
            (string accessToken, DateTimeOffset expiresAt) = await tokens.GetAsync(cancellationToken);
            return ConversationsCredential.OAuthToken(accessToken, expiresAt);
        });
    }

    private static async Task<int> UnreadAsync(HttpContext context, IConversationsClient client)
    {
        string? token = await context.GetTokenAsync("access_token");
        IConversationsClient users = client.With(credential: ConversationsCredential.OAuthToken(token!));
        return await users.Tickets.CountUnreadAsync(context.RequestAborted);
    }

    private static async Task<int> CountAsync(Action<ConversationsClientOptions> configure, Action? before = null)
    {
        await using FakeConversationsServer fake = Fake();
        IConversationsClient client = fake.CreateClient(configure: configure);
        if (before is not null)
        {
            // The first call keeps the key that is revoked.
            await Assert.ThrowsAsync<ConversationsAuthenticationException>(() => client.Tickets.CountUnreadAsync());
            before();
        }

        return await client.Tickets.CountUnreadAsync();
    }

    private static FakeConversationsServer Fake()
    {
        var fake = new FakeConversationsServer();
        fake.Directory.Add(new ApiKeySeed { Key = Valid });
        fake.Directory.Add(new OAuthTokenSeed { Token = "pha_valid" });
        return fake;
    }

    private static void Revoke(ConversationsClientOptions options) => options.Credential = ConversationsCredential.PersonalApiKey(Revoked);

    /// <summary>A vault whose key was rotated after it was first read.</summary>
    private sealed class Vault : SecretClient
    {
        public int Asked { get; private set; }

        public override Task<Response<KeyVaultSecret>> GetSecretAsync(
            string name,
            string? version = null,
            SecretContentType? outContentType = null,
            CancellationToken cancellationToken = default) =>
            Task.FromResult(Response.FromValue(new KeyVaultSecret(name, ++Asked == 1 ? Revoked : Valid), null!));
    }

    private sealed class Entra : TokenCredential
    {
        public IReadOnlyList<string> Scopes { get; private set; } = [];

        public override AccessToken GetToken(TokenRequestContext requestContext, CancellationToken cancellationToken)
        {
            Scopes = requestContext.Scopes;
            return new("pha_valid", DateTimeOffset.MaxValue);
        }

        public override ValueTask<AccessToken> GetTokenAsync(TokenRequestContext requestContext, CancellationToken cancellationToken) =>
            new(GetToken(requestContext, cancellationToken));
    }

    /// <summary>What an OAuth library gives: an access token, and when it ends.</summary>
    private sealed class Tokens
    {
        private int _asked;

        public async Task<(string AccessToken, DateTimeOffset ExpiresAt)> GetAsync(CancellationToken cancellationToken)
        {
            cancellationToken.ThrowIfCancellationRequested();
            await Task.Yield();
            return (_asked++ == 0 ? "pha_revoked" : "pha_valid", DateTimeOffset.MaxValue);
        }
    }

    /// <summary>The sign-in of a user, which has kept the user's token.</summary>
    private sealed class SignedIn : IAuthenticationService
    {
        public Task<AuthenticateResult> AuthenticateAsync(HttpContext context, string? scheme)
        {
            var properties = new AuthenticationProperties();
            properties.StoreTokens([new AuthenticationToken { Name = "access_token", Value = "pha_valid" }]);
            return Task.FromResult(AuthenticateResult.Success(new(new(), properties, "test")));
        }

        public Task ChallengeAsync(HttpContext context, string? scheme, AuthenticationProperties? properties) =>
            throw new NotSupportedException();

        public Task ForbidAsync(HttpContext context, string? scheme, AuthenticationProperties? properties) =>
            throw new NotSupportedException();

        public Task SignInAsync(
            HttpContext context, string? scheme, System.Security.Claims.ClaimsPrincipal principal, AuthenticationProperties? properties) =>
            throw new NotSupportedException();

        public Task SignOutAsync(HttpContext context, string? scheme, AuthenticationProperties? properties) =>
            throw new NotSupportedException();
    }
}
