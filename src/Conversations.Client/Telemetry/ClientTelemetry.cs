using System.Diagnostics;
using System.Diagnostics.Metrics;
using Conversations.Client.Values;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Conversations.Client.Telemetry;

/// <summary>What one client tells of itself: spans, metrics and log lines. Nothing of it costs anything while nobody listens.</summary>
/// <param name="meters">The instruments.</param>
/// <param name="loggers">Makes the log; null for none.</param>
internal sealed class ClientTelemetry(ClientMeters meters, ILoggerFactory? loggers)
{
    private static readonly ActivitySource Source = new(Conventions.Source, ProductVersion.Text);

    /// <summary>For events that belong to no client.</summary>
    public static ClientTelemetry Silent { get; } = WithoutContainer(loggers: null);

    /// <summary>The instruments.</summary>
    public ClientMeters Meters { get; } = meters;

    /// <summary>The log.</summary>
    public ILogger Log { get; } = loggers?.CreateLogger(Conventions.Source) ?? NullLogger.Instance;

    /// <summary>The telemetry of a client without a container.</summary>
    public static ClientTelemetry WithoutContainer(ILoggerFactory? loggers) => new(ClientMeters.Shared, loggers);

    /// <summary>
    /// The telemetry of a client in a container. The container's own meter lets tests of an application see only what it did.
    /// </summary>
    /// <param name="meters">The container's meters; null if it has none.</param>
    /// <param name="clientName">The key of the client; null for the one without a key.</param>
    /// <param name="loggers">Makes the log; null for none.</param>
    public static ClientTelemetry InContainer(IMeterFactory? meters, string? clientName, ILoggerFactory? loggers)
    {
        if (meters is null)
        {
            return WithoutContainer(loggers);
        }

        KeyValuePair<string, object?>[]? tags = clientName is null ? null : [new(Conventions.Tags.Client, clientName)];
        return new(new(meters.Create(new MeterOptions(Conventions.Source) { Version = ProductVersion.Text, Tags = tags })), loggers);
    }
}
