using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Conversations.Client;
using Conversations.Client.Configuration;
using Conversations.Client.Pipeline;
using Conversations.Client.Pipeline.Guards;
using Conversations.Client.Pipeline.Hosts;
using Conversations.Client.Telemetry;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers clients of PostHog's Conversations API.</summary>
/// <remarks>
/// <para>A client is a singleton. Its options are checked when the host starts. Its connections are kept, and renewed every five
/// minutes. The factory's own log of each request is off, because it can hold headers; the client's own
/// takes its place (docs/telemetry.md). Registering the same client again only adds to
/// its options.</para>
/// <para>For the client without a key, change the options with <c>services.Configure&lt;ConversationsClientOptions&gt;(…)</c> and
/// <c>PostConfigure</c>, and read them from <c>IOptions&lt;ConversationsClientOptions&gt;</c>. A keyed client has its own options, under
/// its key and under the <see cref="IHttpClientBuilder.Name"/> of its builder. <c>ConfigureAll</c> changes both. Options are read once,
/// when the client is created: a configuration that is reloaded changes no client.</para>
/// </remarks>
public static class ConversationsClientServiceCollectionExtensions
{
    private const string DefaultName = ClientOptionsFactory.ClientName;

    /// <summary>Registers <see cref="IConversationsClient"/> with options from a configuration, bound without reflection.</summary>
    /// <param name="services">The services to add the client to.</param>
    /// <param name="configuration">
    /// A section with the keys <c>ProjectId</c>, <c>BaseAddress</c>, <c>ApiKey</c>, <c>RequestTimeout</c>, <c>MaxErrorBodyBytes</c>,
    /// <c>MaxResponseBytes</c>, <c>PathPrefix</c> and <c>UserAgentSuffix</c>, in its section <c>Retry</c> the keys <c>MaxAttempts</c>,
    /// <c>BaseDelay</c>, <c>MaxDelay</c>, <c>TotalTimeout</c> and <c>RepeatIdenticalMessages</c>, and in its section <c>Streaming</c> the
    /// keys <c>ByteIdleTimeout</c>, <c>EventIdleTimeout</c>, <c>Reconnect</c>, <c>MaxReconnects</c>, <c>MaxTotalReconnects</c>,
    /// <c>MaxEventBytes</c> and <c>ConfirmEnd</c>: the options of the same names. Times are written <c>hh:mm:ss</c>. A missing key does not
    /// change its option, and unknown keys are ignored.
    /// </param>
    /// <returns>The builder of the client's HttpClient, to add handlers of the application.</returns>
    public static IHttpClientBuilder AddConversationsClient(this IServiceCollection services, IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        return services.AddConversationsClient(options => ConversationsClientConfiguration.Apply(configuration, options));
    }

    /// <summary>Registers <see cref="IConversationsClient"/> with options from a configuration and from code.</summary>
    /// <param name="services">The services to add the client to.</param>
    /// <param name="configuration">A section with the same keys as for the overload without an action.</param>
    /// <param name="configure">Sets further options. They override the configuration.</param>
    /// <returns>The builder of the client's HttpClient, to add handlers of the application.</returns>
    public static IHttpClientBuilder AddConversationsClient(
        this IServiceCollection services, IConfiguration configuration, Action<ConversationsClientOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        ArgumentNullException.ThrowIfNull(configure);
        return services.AddConversationsClient(options =>
        {
            ConversationsClientConfiguration.Apply(configuration, options);
            configure(options);
        });
    }

    /// <summary>Registers <see cref="IConversationsClient"/>.</summary>
    /// <param name="services">The services to add the client to.</param>
    /// <param name="configure">Sets the options.</param>
    /// <returns>The builder of the client's HttpClient, to add handlers of the application.</returns>
    public static IHttpClientBuilder AddConversationsClient(this IServiceCollection services, Action<ConversationsClientOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(configure);
        IHttpClientBuilder builder = AddPipeline(services, DefaultName, configure, out bool isNew);
        if (isNew)
        {
            services.AddSingleton<IConversationsClient>(static provider => Create(provider, DefaultName));
        }

        return builder;
    }

    /// <summary>Registers a keyed <see cref="IConversationsClient"/>: inject it with <c>[FromKeyedServices("name")]</c>.</summary>
    /// <param name="services">The services to add the client to.</param>
    /// <param name="name">The key.</param>
    /// <param name="configure">Sets the options.</param>
    /// <returns>The builder of the client's HttpClient, to add handlers of the application.</returns>
    /// <exception cref="ArgumentException">The name is empty.</exception>
    public static IHttpClientBuilder AddConversationsClient(
        this IServiceCollection services, string name, Action<ConversationsClientOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(configure);
        string fullName = ClientOptionsFactory.ClientNameOf(name);
        IHttpClientBuilder builder = AddPipeline(services, fullName, configure, out bool isNew);
        if (isNew)
        {
            services.AddKeyedSingleton<IConversationsClient>(name, (provider, _) => Create(provider, fullName));
        }

        return builder;
    }

    /// <summary>Registers a keyed <see cref="IConversationsClient"/> with options from a configuration, bound without reflection.</summary>
    /// <param name="services">The services to add the client to.</param>
    /// <param name="name">The key.</param>
    /// <param name="configuration">A section with the same keys as for the client without a key.</param>
    /// <returns>The builder of the client's HttpClient, to add handlers of the application.</returns>
    /// <exception cref="ArgumentException">The name is empty.</exception>
    public static IHttpClientBuilder AddConversationsClient(this IServiceCollection services, string name, IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        return services.AddConversationsClient(name, options => ConversationsClientConfiguration.Apply(configuration, options));
    }

    /// <summary>Registers a keyed <see cref="IConversationsClient"/> with options from a configuration and from code.</summary>
    /// <param name="services">The services to add the client to.</param>
    /// <param name="name">The key.</param>
    /// <param name="configuration">A section with the same keys as for the client without a key.</param>
    /// <param name="configure">Sets further options. They override the configuration.</param>
    /// <returns>The builder of the client's HttpClient, to add handlers of the application.</returns>
    /// <exception cref="ArgumentException">The name is empty.</exception>
    public static IHttpClientBuilder AddConversationsClient(
        this IServiceCollection services, string name, IConfiguration configuration, Action<ConversationsClientOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        ArgumentNullException.ThrowIfNull(configure);
        return services.AddConversationsClient(name, options =>
        {
            ConversationsClientConfiguration.Apply(configuration, options);
            configure(options);
        });
    }

    private static IHttpClientBuilder AddPipeline(
        IServiceCollection services, string name, Action<ConversationsClientOptions> configure, out bool isNew)
    {
        services.TryAddTransient<IOptionsFactory<ConversationsClientOptions>, ClientOptionsFactory>();
        services.AddOptions<ConversationsClientOptions>(ClientOptionsFactory.OptionsNameOf(name)).Configure(configure).ValidateOnStart();
        IHttpClientBuilder builder = services.AddHttpClient(name);
        isNew = !IsRegistered(services, name);
        if (!isNew)
        {
            return builder;
        }

        services.AddSingleton(new Registration(name));
        services.TryAddSingleton<TelemetryByClient>();
        services.TryAddEnumerable(
            ServiceDescriptor.Singleton<IValidateOptions<ConversationsClientOptions>, ConversationsClientOptionsValidator>());
        // In front of all other filters, so that it runs after them and sees the handlers that they added.
        services.Insert(0, ServiceDescriptor.Singleton<IHttpMessageHandlerBuilderFilter>(new BothEndsFilter(name)));
        _ = builder
            .RemoveAllLoggers()
            .ConfigurePrimaryHttpMessageHandler(static () => Transport.Create())
            // The transport renews its connections by itself. A rotation of handlers would cut streams.
            .SetHandlerLifetime(Timeout.InfiniteTimeSpan)
            .ConfigureAdditionalHttpMessageHandlers((handlers, provider) =>
            {
                IReadOnlyList<DelegatingHandler> hosts = HostResilience.TakeOff(handlers);
                foreach (DelegatingHandler handler in PipelineBuilder.CreateHandlers(OptionsOf(provider, name)))
                {
                    handlers.Add(handler);
                }

                if (hosts.Count > 0 && provider.GetServices<HostResilienceChoice>().Any(choice => choice.ClientName == name))
                {
                    handlers.Add(new HostReadsHandler(hosts));
                }
            });
        RunBeforeOthersOfTheClient(services, name);
        return builder;
    }

    /// <summary>
    /// Moves the last registration in front of everything that was configured for the client by its name. So it finds those handlers that
    /// are for every client, which the factory adds first, and no others.
    /// </summary>
    private static void RunBeforeOthersOfTheClient(IServiceCollection services, string name)
    {
        int first = services.TakeWhile(service =>
            service.ServiceType != typeof(IConfigureOptions<HttpClientFactoryOptions>)
                || service.ImplementationInstance is not ConfigureNamedOptions<HttpClientFactoryOptions> named
                || named.Name != name).Count();
        ServiceDescriptor own = services[^1];
        services.RemoveAt(services.Count - 1);
        services.Insert(first, own);
    }

    /// <summary>Whether a builder is that of a client of this package.</summary>
    internal static bool IsRegistered(IHttpClientBuilder builder) => IsRegistered(builder.Services, builder.Name);

    private static bool IsRegistered(IServiceCollection services, string name) =>
        services.Any(service => service.ImplementationInstance is Registration registration && registration.Name == name);

    private static ConversationsClient Create(IServiceProvider provider, string name)
    {
        ConversationsClientOptions options = OptionsOf(provider, name);
        // The factory owns the handlers.
        return new(options, TelemetryOf(provider, name), provider.GetRequiredService<IHttpClientFactory>().CreateClient(name));
    }

    private static ConversationsClientOptions OptionsOf(IServiceProvider provider, string name) =>
        provider.GetRequiredService<IOptionsMonitor<ConversationsClientOptions>>().Get(ClientOptionsFactory.OptionsNameOf(name));

    private static ClientTelemetry TelemetryOf(IServiceProvider provider, string name) =>
        provider.GetRequiredService<TelemetryByClient>().Of(name);

    /// <summary>Marks a client as registered, so that a second call only adds to its options.</summary>
    private sealed record Registration(string Name);

    /// <summary>Owns the telemetry of each client, which its pipeline and its streams share.</summary>
    private sealed class TelemetryByClient(IServiceProvider provider)
    {
        private readonly ConcurrentDictionary<string, ClientTelemetry> _clients = new(StringComparer.Ordinal);

        public ClientTelemetry Of(string name) => _clients.GetOrAdd(name, Create);

        private ClientTelemetry Create(string name)
        {
            ConversationsClientOptions options = OptionsOf(provider, name);
            string key = ClientOptionsFactory.OptionsNameOf(name);
            return new(
                ClientTelemetry.MetersOf(provider.GetService<IMeterFactory>(), key.Length > 0 ? key : null),
                options.LoggerFactory ?? provider.GetService<ILoggerFactory>(),
                options.BaseAddress!,
                options.TimeProvider);
        }
    }

    /// <summary>
    /// Puts the handler that begins calls in front of all handlers of one client, and the guards directly before its transport, however the
    /// application changed its handlers.
    /// </summary>
    private sealed class BothEndsFilter(string name) : IHttpMessageHandlerBuilderFilter
    {
        public Action<HttpMessageHandlerBuilder> Configure(Action<HttpMessageHandlerBuilder> next) => builder =>
        {
            next(builder);
            if (builder.Name == name)
            {
                RepeatedCalls repeated = HostResilience.RepeatedBy(builder.AdditionalHandlers, builder.PrimaryHandler);
                builder.AdditionalHandlers.Insert(
                    0, PipelineBuilder.CreateFirst(OptionsOf(builder.Services, name), TelemetryOf(builder.Services, name), repeated));
                builder.PrimaryHandler = Transport.Guard(builder.PrimaryHandler);
            }
        };
    }
}
