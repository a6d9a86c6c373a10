using System.Net;

namespace Conversations.Client;

/// <summary>
/// The service refused what was sent. <see cref="ConversationsApiException.Attribute"/> names the member,
/// <see cref="ConversationsApiException.Detail"/> says the rule. (Status 400.)
/// </summary>
public sealed class ConversationsValidationException : ConversationsApiException
{
    /// <inheritdoc cref="ConversationsApiException(string, Exception)"/>
    public ConversationsValidationException(string? message = null, Exception? innerException = null)
        : base(HttpStatusCode.BadRequest, message, innerException)
    {
    }
}

/// <summary>The service did not accept the credential, or none was sent. (Status 401.)</summary>
public sealed class ConversationsAuthenticationException : ConversationsApiException
{
    /// <inheritdoc cref="ConversationsApiException(string, Exception)"/>
    public ConversationsAuthenticationException(string? message = null, Exception? innerException = null)
        : base(HttpStatusCode.Unauthorized, message, innerException)
    {
    }
}

/// <summary>
/// The organization's AI credits are used up; an organization admin can raise the limit in the billing settings. (Status 402.)
/// </summary>
public sealed class ConversationsQuotaException : ConversationsApiException
{
    /// <inheritdoc cref="ConversationsApiException(string, Exception)"/>
    public ConversationsQuotaException(string? message = null, Exception? innerException = null)
        : base(HttpStatusCode.PaymentRequired, message, innerException)
    {
    }
}

/// <summary>The credential is not allowed to do this. (Status 403.)</summary>
public sealed class ConversationsPermissionException : ConversationsApiException
{
    /// <inheritdoc cref="ConversationsApiException(string, Exception)"/>
    public ConversationsPermissionException(string? message = null, Exception? innerException = null)
        : base(HttpStatusCode.Forbidden, message, innerException)
    {
    }

    /// <summary>
    /// The scope that the key or token lacks, such as <c>ticket:write</c>; <see langword="null"/> when a scope is not the reason.
    /// </summary>
    public string? MissingScope { get; init; }

    /// <summary>
    /// Whether the service refuses keys and tokens for this call, whatever their scopes, and it needs
    /// <see cref="ConversationsCredential.Session"/>. It is false where an older server refuses every key because it does not have the
    /// call, as for a change of a view: a session does not help there. For a call that only newer servers have, and for sessions only, it
    /// is
    /// true, because the refusal does not tell the servers apart.
    /// </summary>
    public bool RequiresSession { get; init; }

    /// <summary>
    /// Whether the server is an older one that does not have the call, and refuses every key and token for it. No credential helps; a
    /// session
    /// gets a <see cref="ConversationsNotSupportedException"/>.
    /// </summary>
    public bool IsUnsupportedByServer { get; init; }
}

/// <summary>
/// The object does not exist, or the credential may not see it. The service also does not find an AI conversation without a title. (Status
/// 404.)
/// </summary>
public sealed class ConversationsNotFoundException : ConversationsApiException
{
    /// <inheritdoc cref="ConversationsApiException(string, Exception)"/>
    public ConversationsNotFoundException(string? message = null, Exception? innerException = null)
        : base(HttpStatusCode.NotFound, message, innerException)
    {
    }
}

/// <summary>
/// This server does not offer the call. A newer server may have dropped it, or an older one may not have it yet. (Status 405, or 404 for a
/// path that the server does not know.)
/// </summary>
public sealed class ConversationsNotSupportedException : ConversationsApiException
{
    /// <inheritdoc cref="ConversationsApiException(string, Exception)"/>
    public ConversationsNotSupportedException(string? message = null, Exception? innerException = null)
        : base(HttpStatusCode.MethodNotAllowed, message, innerException)
    {
    }
}

/// <summary>The call does not fit the current state of its object; <see cref="Reason"/> says why. (Status 409.)</summary>
public sealed class ConversationsConflictException : ConversationsApiException
{
    /// <inheritdoc cref="ConversationsApiException(string, Exception)"/>
    public ConversationsConflictException(string? message = null, Exception? innerException = null)
        : base(HttpStatusCode.Conflict, message, innerException)
    {
    }

    /// <summary>The reason: the <c>error</c> of the body, otherwise its <c>error_type</c>, otherwise its <c>code</c>.</summary>
    public OpenEnum<ConflictReason>? Reason { get; init; }

    private protected override bool IsTransientByKind => IsInProgress
        || Reason?.Known is ConflictReason.Conflict or ConflictReason.QueueFull;

    /// <summary>Whether an identical message is on its way, so that its own result is not known yet.</summary>
    internal bool IsInProgress => Reason?.Known is ConflictReason.ReplyInProgress or ConflictReason.ComposeInProgress;
}

/// <summary>There were too many calls. Wait for <see cref="ConversationsApiException.RetryAfter"/>. (Status 429.)</summary>
public sealed class ConversationsRateLimitException : ConversationsApiException
{
    /// <inheritdoc cref="ConversationsApiException(string, Exception)"/>
    public ConversationsRateLimitException(string? message = null, Exception? innerException = null)
        : base(HttpStatusCode.TooManyRequests, message, innerException)
    {
    }
}
