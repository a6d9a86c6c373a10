using System.Net;

namespace Conversations.Client.Streaming.Recovery;

/// <summary>Owns the count of tries to follow a turn further since something new came, and the waits between them.</summary>
internal sealed class Attempts(StreamSettings settings)
{
    private static readonly TimeSpan FirstDelay = TimeSpan.FromSeconds(0.5);
    private static readonly TimeSpan LongestDelay = TimeSpan.FromSeconds(30);

    internal int Count { get; private set; }

    /// <summary>Something new came.</summary>
    internal void Reset() => Count = 0;

    /// <summary>Whether a fault may pass by itself.</summary>
    internal static bool IsWorthAnother(ConversationsException fault) => fault switch
    {
        ConversationsConnectionException or ConversationsTimeoutException => true,
        ConversationsApiException { StatusCode: HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests or >= HttpStatusCode.InternalServerError } => true,
        // An answer that is not what was asked for, such as a proxy's page.
        _ => fault.GetType() == typeof(ConversationsException),
    };

    /// <summary>What is thrown when a stream cannot be brought to an end.</summary>
    internal static ConversationsStreamException Unsettled(string what, Exception? cause) =>
        new($"{what} Read the result later with GetAsync, or join the turn with ReconnectAsync; do not send the text again.", cause);

    /// <summary>Waits before the next try: not at all the first time, then longer each time, and as long as the service asks for.</summary>
    /// <exception cref="ConversationsStreamException">There were too many tries, or the service asks for too long a wait.</exception>
    internal async Task NextAsync(ConversationsException? fault, CancellationToken cancellationToken)
    {
        if (Count >= settings.MaxReconnects)
        {
            throw Unsettled($"The turn could not be followed to its end: {Count} tries in a row brought nothing new.", fault);
        }

        var delay = (fault as ConversationsApiException)?.RetryAfter ?? DelayBefore(Count);
        if (delay > LongestDelay)
        {
            throw Unsettled($"The turn could not be followed to its end: the service asks to wait for {delay}.", fault);
        }

        Count++;
        if (delay > TimeSpan.Zero)
        {
            await Task.Delay(delay, settings.TimeProvider, cancellationToken).ConfigureAwait(false);
        }
    }

    private TimeSpan DelayBefore(int attempt)
    {
        if (attempt == 0)
        {
            return TimeSpan.Zero;
        }

        // Half of it is left to chance.
        var whole = FirstDelay * Math.Pow(2, attempt - 1);
        return (whole < LongestDelay ? whole : LongestDelay) * (0.5 + (settings.Chance() / 2));
    }
}
