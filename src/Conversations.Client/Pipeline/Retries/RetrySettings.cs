using Conversations.Client.Values;

namespace Conversations.Client.Pipeline.Retries;

/// <summary>The options for repetitions at the time when the client was created.</summary>
internal sealed class RetrySettings(ConversationsClientOptions options)
{
    public TimeProvider TimeProvider { get; } = options.TimeProvider;

    public int MaxAttempts { get; } = options.Retry.MaxAttempts;

    public TimeSpan MaxDelay { get; } = options.Retry.MaxDelay;

    public GrowingDelay Delay { get; } = new(options.Retry.BaseDelay, options.Retry.MaxDelay);

    private TimeSpan TotalTimeout { get; } =
        options.Retry.TotalTimeout == Timeout.InfiniteTimeSpan ? TimeSpan.MaxValue : options.Retry.TotalTimeout;

    private bool RepeatsIdenticalMessages { get; } = options.Retry.RepeatIdenticalMessages;

    /// <summary>Whether a call may be repeated.</summary>
    public bool AreFor(LogicalCall call) =>
        !call.HasOwnRule && !call.IsRepeatedByHost && (call.IsRepeatable || (RepeatsIdenticalMessages && call.RememberedFor is not null));

    /// <summary>The times in which a call may be repeated.</summary>
    public RetryTimes TimesOf(LogicalCall call) =>
        !call.IsRepeatable && call.RememberedFor is { } memory ? Within(memory) : new(TotalTimeout, TotalTimeout);

    /// <summary>
    /// Inside the time that the service remembers. It counts from its own end of the first message, which is later than the first sending.
    /// The last quarter is left for a repetition's way to the service.
    /// </summary>
    private RetryTimes Within(TimeSpan memory) =>
        new(TotalTimeout < memory * 0.75 ? TotalTimeout : memory * 0.75, TotalTimeout < memory ? TotalTimeout : memory);
}

/// <summary>The times of a repetition, from the beginning of the first attempt.</summary>
/// <param name="MayBegin">How long a repetition may begin.</param>
/// <param name="MayLast">How long a repetition may last.</param>
internal sealed record RetryTimes(TimeSpan MayBegin, TimeSpan MayLast);
