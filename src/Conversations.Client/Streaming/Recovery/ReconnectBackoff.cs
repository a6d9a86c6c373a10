using System.Net;

namespace Conversations.Client.Streaming.Recovery;

/// <summary>Owns the counts of tries to follow a turn further, in a row and over the whole stream, and the waits between them.</summary>
internal sealed class ReconnectBackoff(StreamSettings settings)
{
    private static readonly TimeSpan FirstDelay = TimeSpan.FromSeconds(0.5);
    private static readonly TimeSpan LongestDelay = TimeSpan.FromSeconds(30);
    private int _joins;

    /// <summary>How long a connection must have carried something to count as a healthy one.</summary>
    public static TimeSpan HealthyTime { get; } = TimeSpan.FromSeconds(30);

    /// <summary>How many tries in a row there were.</summary>
    public int Count { get; private set; }

    /// <summary>
    /// There was progress: a new finished message, or a healthy connection. Nothing less counts, or a service that sends anything and
    /// breaks would be asked for ever.
    /// </summary>
    public void Reset() => Count = 0;

    /// <summary>Whether a fault may pass by itself.</summary>
    public static bool IsWorthAnother(ConversationsException fault) => fault switch
    {
        ConversationsConnectionException or ConversationsTimeoutException => true,
        ConversationsApiException api =>
            api.StatusCode is HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests or >= HttpStatusCode.InternalServerError,
        // An answer that is not what was asked for, such as a proxy's page.
        _ => fault.GetType() == typeof(ConversationsException),
    };

    /// <summary>What is thrown when a stream cannot be brought to an end.</summary>
    public static ConversationsStreamException Unsettled(string what, Exception? cause) =>
        new($"{what} Read the result later with GetAsync, or join the turn with ReconnectAsync; do not send the text again.", cause);

    /// <summary>Waits before the turn is joined, as before any other try; a stream joins so many times and no more.</summary>
    /// <exception cref="ConversationsStreamException">There were too many tries, or the service asks for too long a wait.</exception>
    public async Task NextJoinAsync(ConversationsException? fault, CancellationToken cancellationToken)
    {
        if (_joins >= settings.MaxTotalReconnects)
        {
            throw Unsettled($"The turn could not be followed to its end: the stream joined it {_joins} times, which is all that Streaming.MaxTotalReconnects allows.", fault);
        }

        await NextAsync(fault, cancellationToken).ConfigureAwait(false);
        _joins++;
    }

    /// <summary>Waits before the next try: longer each time, and as long as the service asks for.</summary>
    /// <exception cref="ConversationsStreamException">There were too many tries, or the service asks for too long a wait.</exception>
    public async Task NextAsync(ConversationsException? fault, CancellationToken cancellationToken)
    {
        if (Count >= settings.MaxReconnects)
        {
            throw Unsettled($"The turn could not be followed to its end: {Count} tries in a row brought nothing new.", fault);
        }

        TimeSpan? asked = (fault as ConversationsApiException)?.RetryAfter;
        if (asked > LongestDelay)
        {
            throw Unsettled($"The turn could not be followed to its end: the service asks to wait for {asked}.", fault);
        }

        TimeSpan own = DelayBefore(Count);
        Count++;
        await Task.Delay(asked > own ? asked.Value : own, settings.TimeProvider, cancellationToken).ConfigureAwait(false);
    }

    private TimeSpan DelayBefore(int attempt)
    {
        // Half of it is left to chance.
        TimeSpan whole = FirstDelay * Math.Pow(2, attempt);
        return (whole < LongestDelay ? whole : LongestDelay) * (0.5 + (settings.Jitter() / 2));
    }
}
