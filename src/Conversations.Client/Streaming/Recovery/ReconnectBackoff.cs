using Conversations.Client.Values;

namespace Conversations.Client.Streaming.Recovery;

/// <summary>Counts the attempts to follow a turn, in a row and over the whole stream, and waits between them.</summary>
internal sealed class ReconnectBackoff(StreamSettings settings)
{
    private static readonly GrowingDelay Delay = new(First: TimeSpan.FromSeconds(0.5), Longest: TimeSpan.FromSeconds(30));
    private int _joins;

    /// <summary>How long a connection must carry data to count as healthy.</summary>
    public static TimeSpan HealthyTime { get; } = TimeSpan.FromSeconds(30);

    /// <summary>The number of attempts in a row.</summary>
    public int Count { get; private set; }

    /// <summary>
    /// Resets the count after progress: a new finished message, or a healthy connection. Nothing less counts, or the client would reconnect
    /// for ever to a service that sends anything and breaks.
    /// </summary>
    public void Reset() => Count = 0;

    /// <summary>Whether a fault may be temporary.</summary>
    public static bool IsWorthAnother(ConversationsException fault) => fault switch
    {
        // The stream's own end.
        ConversationsStreamException => false,
        { IsTransient: true } => true,
        // A response of an unexpected kind, such as the page of a proxy.
        _ => fault.GetType() == typeof(ConversationsException),
    };

    /// <summary>The exception for a stream that cannot be brought to an end.</summary>
    public static ConversationsStreamException Unsettled(string what, Exception? cause) =>
        new($"{what} Read the result later with GetAsync, or join the turn with ReconnectAsync; do not send the text again.", cause);

    /// <summary>Waits before the turn is joined, as before any other attempt. The number of joins of a stream is limited.</summary>
    /// <exception cref="ConversationsStreamException">There were too many attempts, or the service asks for too long a wait.</exception>
    public async Task NextJoinAsync(ConversationsException? fault, CancellationToken cancellationToken)
    {
        if (_joins >= settings.MaxTotalReconnects)
        {
            throw Unsettled($"The turn could not be followed to its end: the stream joined it {_joins} times, which is all that Streaming.MaxTotalReconnects allows.", fault);
        }

        await NextAsync(fault, cancellationToken).ConfigureAwait(false);
        _joins++;
    }

    /// <summary>Waits before the next attempt. The wait grows with each attempt, and is at least as long as the service asks for.</summary>
    /// <exception cref="ConversationsStreamException">There were too many attempts, or the service asks for too long a wait.</exception>
    public async Task NextAsync(ConversationsException? fault, CancellationToken cancellationToken)
    {
        if (Count >= settings.MaxReconnects)
        {
            throw Unsettled($"The turn could not be followed to its end: {Count} tries in a row brought nothing new.", fault);
        }

        TimeSpan? asked = (fault as ConversationsApiException)?.RetryAfter;
        if (asked > Delay.Longest)
        {
            throw Unsettled($"The turn could not be followed to its end: the service asks to wait for {asked}.", fault);
        }

        TimeSpan own = Delay.Before(Count, settings.Jitter());
        Count++;
        await Task.Delay(asked > own ? asked.Value : own, settings.TimeProvider, cancellationToken).ConfigureAwait(false);
    }
}
