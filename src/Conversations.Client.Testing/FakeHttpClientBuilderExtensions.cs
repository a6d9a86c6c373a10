using Conversations.Client;
using Conversations.Client.Testing;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Puts the fake under an application's own registration.</summary>
public static class FakeHttpClientBuilderExtensions
{
    /// <summary>
    /// Lets a registered client call the fake: transport, address, project, credential and clock are the fake's, all else stays as in
    /// production.
    /// </summary>
    /// <param name="builder">What <c>AddConversationsClient</c> returned.</param>
    /// <param name="fake">The fake; the container does not dispose it.</param>
    /// <returns>The same builder.</returns>
    public static IHttpClientBuilder UseFake(this IHttpClientBuilder builder, FakeConversationsServer fake)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(fake);
        _ = builder.Services.PostConfigure<ConversationsClientOptions>(builder.Name, fake.Configure);
        return builder.ConfigurePrimaryHttpMessageHandler(fake.CreateHandler);
    }
}
