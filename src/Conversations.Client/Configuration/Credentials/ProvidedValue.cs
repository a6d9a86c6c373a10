namespace Conversations.Client.Configuration.Credentials;

/// <summary>One result of a provider. Several results may have the same credential.</summary>
/// <param name="credential">What the provider returned.</param>
/// <param name="given">When it did.</param>
internal sealed class ProvidedValue(SecretCredential credential, DateTimeOffset given)
{
    private const int Part = 10;

    private static readonly TimeSpan LongestMargin = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan ShortestPause = TimeSpan.FromSeconds(1);

    private volatile bool _isRefused;

    public SecretCredential Credential { get; } = credential;

    /// <summary>Whether the service has refused it, so that only calls that were sent before still have it.</summary>
    public bool IsRefused => _isRefused;

    /// <summary>How long after a failed attempt to renew it ahead of its end the next attempt begins.</summary>
    public TimeSpan PauseAhead => Margin / Part > ShortestPause ? Margin / Part : ShortestPause;

    /// <summary>How long before its end the next one is fetched.</summary>
    private TimeSpan Margin { get; } = credential.ExpiresAt is not { } end ? TimeSpan.Zero
        : (end - given) / Part < LongestMargin ? (end - given) / Part
        : LongestMargin;

    /// <summary>Whether it can be sent, and need not be renewed.</summary>
    public bool IsFresh(TimeProvider clock) => !IsRefused && (Credential.ExpiresAt is null || !IsDue(clock.GetUtcNow()));

    /// <summary>Whether the next one should be fetched.</summary>
    public bool IsDue(DateTimeOffset now) => Credential.ExpiresAt - Margin <= now;

    /// <summary>Whether it has ended.</summary>
    public bool IsExpired(DateTimeOffset now) => Credential.ExpiresAt <= now;

    /// <summary>Whether another value holds the same secret.</summary>
    public bool HasSecretOf(ProvidedValue other) => Credential.Secrets.SequenceEqual(other.Credential.Secrets, StringComparer.Ordinal);

    /// <summary>Notes that the service has refused it.</summary>
    public void Refuse() => _isRefused = true;
}
