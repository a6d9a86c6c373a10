namespace Conversations.Client.Streaming;

/// <summary>The options of streams as they were when the client was made, with the clock and the chance that waits are made of.</summary>
internal sealed record StreamSettings
{
    public required TimeProvider TimeProvider { get; init; }

    /// <summary>A number from 0 to 1, so that many clients do not come back at the same instant.</summary>
    public required Func<double> Jitter { get; init; }

    public required TimeSpan ByteIdleTimeout { get; init; }

    public required TimeSpan EventIdleTimeout { get; init; }

    public required bool Reconnect { get; init; }

    public required int MaxReconnects { get; init; }

    public required int MaxTotalReconnects { get; init; }

    public required int MaxEventBytes { get; init; }

    public required bool ConfirmEnd { get; init; }

    public static StreamSettings Of(ConversationsClientOptions options) => new()
    {
        TimeProvider = options.TimeProvider,
#pragma warning disable RS0030 // The one place where it comes in; tests give another one.
        Jitter = Random.Shared.NextDouble,
#pragma warning restore RS0030
        ByteIdleTimeout = options.Streaming.ByteIdleTimeout,
        EventIdleTimeout = options.Streaming.EventIdleTimeout ?? Timeout.InfiniteTimeSpan,
        Reconnect = options.Streaming.Reconnect,
        MaxReconnects = options.Streaming.MaxReconnects,
        MaxTotalReconnects = options.Streaming.MaxTotalReconnects,
        MaxEventBytes = options.Streaming.MaxEventBytes,
        ConfirmEnd = options.Streaming.ConfirmEnd,
    };
}
