using Conversations.Client;
using Conversations.Client.Pipeline.Hosts;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Says whether a client uses the resilience handlers that the host has for every HttpClient.</summary>
public static class HostResilienceHttpClientBuilderExtensions
{
    /// <summary>
    /// Sends the client's reads through the resilience handlers that <c>ConfigureHttpClientDefaults</c> adds to every HttpClient, such as
    /// <c>AddStandardResilienceHandler</c>. Without this call they are taken off the client, which has retries of its own.
    /// </summary>
    /// <param name="builder">The builder that <c>AddConversationsClient</c> returned.</param>
    /// <returns>The same builder.</returns>
    /// <remarks>
    /// The host's handlers then repeat, hedge and limit the calls that send a <c>GET</c>, and the client does not repeat these.
    /// <see cref="ConversationsClientOptions.RequestTimeout"/> limits all attempts of such a call together. Changes and streams do not pass
    /// through the handlers. Resilience handlers that are added to the returned builder itself stay without this call, for all calls.
    /// </remarks>
    /// <exception cref="ArgumentException">The builder is not that of a client of this package.</exception>
    public static IHttpClientBuilder UseHostResilience(this IHttpClientBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        if (!ConversationsClientServiceCollectionExtensions.IsRegistered(builder))
        {
            throw new ArgumentException("The builder is not of a client of this package: call UseHostResilience on what AddConversationsClient returned.", nameof(builder));
        }

        _ = builder.Services.AddSingleton(new HostResilienceChoice(builder.Name));
        return builder;
    }
}
