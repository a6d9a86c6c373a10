using Conversations.Client.Telemetry;
using Conversations.Client.Values;

namespace Conversations.Client.Streaming;

/// <summary>The streaming options at the time when the client was created, with the clock and the random numbers for waits.</summary>
internal sealed record StreamSettings
{
    public required TimeProvider TimeProvider { get; init; }

    /// <summary>Returns a random number from 0 to 1, so that many clients do not reconnect at the same instant.</summary>
    public required Func<double> Jitter { get; init; }

    public required TimeSpan ByteIdleTimeout { get; init; }

    public required TimeSpan EventIdleTimeout { get; init; }

    public required bool Reconnect { get; init; }

    public required int MaxReconnects { get; init; }

    public required int MaxTotalReconnects { get; init; }

    public required int MaxEventBytes { get; init; }

    public required bool ConfirmEnd { get; init; }

    /// <summary>Spans, metrics and log of the client; null for events that belong to no client.</summary>
    public required ClientTelemetry? Telemetry { get; init; }

    /// <summary>For a body whose request was not a stream's: nothing joins it again, and only the caller's token ends a silence.</summary>
    public static StreamSettings OfGivenBody { get; } =
        Of(new(), telemetry: null) with { ByteIdleTimeout = Timeout.InfiniteTimeSpan, EventIdleTimeout = Timeout.InfiniteTimeSpan };

    public static StreamSettings Of(ConversationsClientOptions options, ClientTelemetry? telemetry) => new()
    {
        TimeProvider = options.TimeProvider,
        Jitter = GrowingDelay.RandomShare,
        ByteIdleTimeout = options.Streaming.ByteIdleTimeout,
        EventIdleTimeout = options.Streaming.EventIdleTimeout ?? Timeout.InfiniteTimeSpan,
        Reconnect = options.Streaming.Reconnect,
        MaxReconnects = options.Streaming.MaxReconnects,
        MaxTotalReconnects = options.Streaming.MaxTotalReconnects,
        MaxEventBytes = options.Streaming.MaxEventBytes,
        ConfirmEnd = options.Streaming.ConfirmEnd,
        Telemetry = telemetry,
    };
}
