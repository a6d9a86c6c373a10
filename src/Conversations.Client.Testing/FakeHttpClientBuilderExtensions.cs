using Conversations.Client;
using Conversations.Client.Testing;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Connects the registered client of an application to the fake.</summary>
public static class FakeHttpClientBuilderExtensions
{
    /// <summary>
    /// Lets a registered client call the fake. Transport, address, project, credential and clock come from the fake. Everything else stays
    /// as in production.
    /// </summary>
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
