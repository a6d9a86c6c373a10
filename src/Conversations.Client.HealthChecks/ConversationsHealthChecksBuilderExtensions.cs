using System.Diagnostics.Metrics;
using Conversations.Client;
using Conversations.Client.HealthChecks;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds health checks of clients of PostHog's Conversations API.</summary>
public static class ConversationsHealthChecksBuilderExtensions
{
    /// <summary>
    /// Adds a check that judges a client by how its own calls and streams fare. It sends nothing, unless
    /// <see cref="ConversationsHealthOptions.ProbeInterval"/> is set, and it begins to look at its first run.
    /// </summary>
    /// <param name="builder">The health checks of the application.</param>
    /// <param name="clientName">The key of the client; null for the one without a key.</param>
    /// <param name="configure">Sets when the client counts as degraded or unhealthy.</param>
    /// <returns>The builder.</returns>
    /// <remarks>
    /// The check is called <c>conversations</c>, or <c>conversations:</c> and the client's key. It is unhealthy when most calls fail, and
    /// degraded when calls wait long for the budget, the service throttles them, or streams join their turns again and again.
    /// </remarks>
    /// <exception cref="ArgumentException">An option is out of its range; the exception names every mistake.</exception>
    public static IHealthChecksBuilder AddConversations(
        this IHealthChecksBuilder builder, string? clientName = null, Action<ConversationsHealthOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        var options = new ConversationsHealthOptions();
        configure?.Invoke(options);
        string[] mistakes = [.. options.Mistakes()];
        if (mistakes.Length > 0)
        {
            throw new ArgumentException(string.Join(' ', mistakes), nameof(configure));
        }

        string name = clientName is null ? "conversations" : $"conversations:{clientName}";
        builder.Services.AddKeyedSingleton(name, (provider, _) => Create(provider, options, clientName));
        return builder.Add(new(
            name, provider => provider.GetRequiredKeyedService<ConversationsHealthCheck>(name), failureStatus: null, tags: null));
    }

    private static ConversationsHealthCheck Create(IServiceProvider provider, ConversationsHealthOptions options, string? clientName)
    {
        ConversationsClientOptions ofClient =
            provider.GetRequiredService<IOptionsMonitor<ConversationsClientOptions>>().Get(clientName ?? Options.Options.DefaultName);
        return new(
            options,
            new(options, clientName, provider.GetRequiredService<IMeterFactory>(), ofClient.TimeProvider),
            ofClient.Budget,
            () => clientName is null
                ? provider.GetRequiredService<IConversationsClient>()
                : provider.GetRequiredKeyedService<IConversationsClient>(clientName));
    }
}
