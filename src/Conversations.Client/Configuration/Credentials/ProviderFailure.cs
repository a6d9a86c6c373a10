using System.Globalization;
using Conversations.Client.Errors;

namespace Conversations.Client.Configuration.Credentials;

/// <summary>How a provider failed. Each call that waited for it gets an exception of its own.</summary>
internal sealed class ProviderFailure
{
    // Providers that fail at once would otherwise be asked by each of the calls that come one after the other.
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private readonly DateTimeOffset _at;
    private readonly string _message;
    private readonly Exception? _cause;
    private readonly bool _isTimeout;

    private ProviderFailure(DateTimeOffset at, string message, Exception? cause = null, bool isTimeout = false) =>
        (_at, _message, _cause, _isTimeout) = (at, message, cause, isTimeout);

    /// <summary>It threw an exception.</summary>
    /// <param name="cause">The exception. Its text may hold anything, so that the message of this package does not repeat it.</param>
    /// <param name="secrets">The texts that no exception may repeat.</param>
    /// <param name="now">The current time.</param>
    public static ProviderFailure Thrown(Exception cause, IReadOnlyList<string> secrets, DateTimeOffset now) =>
        cause is OperationCanceledException
            ? new(now, "The credential provider gave up before it gave a credential. Look into the provider, or give it more time.", Redaction.Clean(cause, secrets), isTimeout: true)
            : new(now, $"The credential provider failed with {cause.GetType().Name}. Look into the provider; the inner exception has what it said.", Redaction.Clean(cause, secrets));

    /// <summary>It did not end in time.</summary>
    public static ProviderFailure TooLate(Exception cause, TimeSpan limit, DateTimeOffset now) =>
        new(now, $"The credential provider gave no credential within {limit}. Look into the provider, or raise RequestTimeout if it needs longer.", cause, isTimeout: true);

    /// <summary>It returned nothing, or something that cannot be sent.</summary>
    public static ProviderFailure Nothing(DateTimeOffset now) =>
        new(now, "The credential provider gave nothing, or another provider. Return PersonalApiKey, OAuthToken or Session from it.");

    /// <summary>It returned a token that has ended.</summary>
    public static ProviderFailure Expired(DateTimeOffset end, DateTimeOffset now) =>
        new(now, string.Create(CultureInfo.InvariantCulture, $"The credential provider gave a token that expired at {end:u}, and the client's clock says {now:u}. Let the provider fetch a new one where it keeps an old one, and check the clock of this machine."));

    /// <summary>It called the client that waits for it.</summary>
    public static ProviderFailure Circle(DateTimeOffset now) =>
        new(now, "A credential provider made a call that needs that provider's own credential, and would have waited for itself. Give the call in the provider a client with another credential.");

    /// <summary>Whether it was so short ago that the provider is not asked again.</summary>
    public bool IsWithinPause(DateTimeOffset now) => IsWithin(Pause, now);

    /// <summary>Whether it was less than a time ago. A clock that was set back says nothing.</summary>
    public bool IsWithin(TimeSpan pause, DateTimeOffset now) => now >= _at && now - _at < pause;

    /// <summary>The exception for one call.</summary>
    /// <param name="arrival">A sentence that says whether the call has done something.</param>
    public ConversationsException ToException(string arrival) => _isTimeout
        ? new ConversationsTimeoutException(_message + arrival, _cause)
        : new ConversationsCredentialException(_message + arrival, _cause);
}

/// <summary>What asking a provider led to: a value or a failure.</summary>
internal readonly record struct ProviderResult(ProvidedValue? Value, ProviderFailure? Failure);
