namespace Conversations.Client;

/// <summary>
/// A credential provider (<see cref="ConversationsCredential.FromProvider"/>) failed, or returned nothing that can be sent. The service was
/// not asked, or has refused the credential before, so that nothing was done.
/// </summary>
/// <remarks>
/// <see cref="Exception.InnerException"/> is what the provider threw. A provider that takes too long ends in a
/// <see cref="ConversationsTimeoutException"/>.
/// </remarks>
public sealed class ConversationsCredentialException : ConversationsException
{
    /// <inheritdoc cref="ConversationsException(string, Exception)"/>
    public ConversationsCredentialException(string? message = null, Exception? innerException = null)
        : base(message, innerException)
    {
    }

    /// <summary>What a provider threw may pass; what it gave does not.</summary>
    private protected override bool IsTransientByKind => InnerException is not null;
}
