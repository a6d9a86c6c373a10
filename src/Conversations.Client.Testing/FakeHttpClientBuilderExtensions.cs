using Conversations.Client;
using Conversations.Client.Testing;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Connects the registered client of an application to the fake.</summary>
public static class FakeHttpClientBuilderExtensions
{
    /// <summary>
    /// Lets a registered client call the fake. Transport, address, project, credential and clock come from the fake, and
    /// <see cref="RetryOptions.BaseDelay"/> becomes zero, so that repetitions do not wait. Everything else stays as in production.
    /// </summary>
    /// <remarks>
    /// To test a credential, a project or a wait of your own, set it after this call with <c>PostConfigure</c>, and
    /// <see cref="ConversationsClientOptions.ApiKey"/> to null beside a <see cref="ConversationsClientOptions.Credential"/>. The fake knows
    /// the keys, tokens and projects that were put into <see cref="FakeConversationsServer.Directory"/>.
    /// </remarks>
    /// <param name="builder">The builder that <c>AddConversationsClient</c> returned.</param>
    /// <param name="fake">The fake. The container does not dispose it.</param>
    /// <returns>The same builder.</returns>
    public static IHttpClientBuilder UseFake(this IHttpClientBuilder builder, FakeConversationsServer fake)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(fake);
        _ = builder.Services.PostConfigure<ConversationsClientOptions>(builder.Name, fake.Configure);
        return builder.ConfigurePrimaryHttpMessageHandler(fake.CreateHandler);
    }
}
