using Conversations.Client;
using Conversations.Client.Configuration;
using Conversations.Client.Pipeline;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers the client of PostHog's Conversations API.</summary>
public static class ConversationsClientServiceCollectionExtensions
{
    /// <summary>The name of the client's HttpClient and of its options.</summary>
    private const string Name = "Conversations.Client";

    /// <summary>Registers <see cref="IConversationsClient"/> as a singleton. Its options are checked when the host starts.</summary>
    /// <param name="services">Where to register it.</param>
    /// <param name="configure">Sets the options. When it is called several times, all actions run, in order.</param>
    /// <returns>The builder of the client's HttpClient, for handlers of the application's own.</returns>
    /// <remarks>
    /// The connections are kept and renewed every five minutes, so the client can be a singleton. The factory's own log of each
    /// request is off for this client, because it can hold headers.
    /// </remarks>
    public static IHttpClientBuilder AddConversationsClient(this IServiceCollection services, Action<ConversationsClientOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(configure);
        services.AddOptions<ConversationsClientOptions>(Name).Configure(configure).ValidateOnStart();
        var builder = services.AddHttpClient(Name);
        if (services.Any(static service => service.ServiceType == typeof(Registration)))
        {
            return builder;
        }

        services.AddSingleton<Registration>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<ConversationsClientOptions>, ConversationsClientOptionsValidator>());
        services.AddSingleton<IConversationsClient>(static provider => new ConversationsClient(Options(provider), provider.GetRequiredService<IHttpClientFactory>().CreateClient(Name)));
        return builder
            .RemoveAllLoggers()
            .ConfigurePrimaryHttpMessageHandler(static () => PipelineBuilder.CreateTransport())
            // The transport renews its connections by itself; a rotated handler would cut streams.
            .SetHandlerLifetime(Timeout.InfiniteTimeSpan)
            .ConfigureAdditionalHttpMessageHandlers(static (handlers, provider) =>
            {
                foreach (var handler in PipelineBuilder.CreateHandlers(Options(provider)))
                {
                    handlers.Add(handler);
                }
            });
    }

    private static ConversationsClientOptions Options(IServiceProvider provider) =>
        provider.GetRequiredService<IOptionsMonitor<ConversationsClientOptions>>().Get(Name);

    /// <summary>Marks that the pipeline is registered, so that a second call adds to the options only.</summary>
    private sealed class Registration;
}
