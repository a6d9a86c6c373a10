using System.Net;

namespace Conversations.Client;

/// <summary>
/// The service refused what was sent: <see cref="ConversationsApiException.Attribute"/> names the member,
/// <see cref="ConversationsApiException.Detail"/> the rule. (Status 400.)
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

/// <summary>The credential may not do this. (Status 403.)</summary>
public sealed class ConversationsPermissionException : ConversationsApiException
{
    /// <inheritdoc cref="ConversationsApiException(string, Exception)"/>
    public ConversationsPermissionException(string? message = null, Exception? innerException = null)
        : base(HttpStatusCode.Forbidden, message, innerException)
    {
    }

    /// <summary>
    /// The scope that the key or token lacks, such as <c>ticket:write</c>; <see langword="null"/> when that is not the reason.
    /// </summary>
    public string? MissingScope { get; init; }

    /// <summary>
    /// Whether the call is closed to keys and tokens whatever their scopes and needs <see cref="ConversationsCredential.Session"/>.
    /// </summary>
    public bool RequiresSession { get; init; }
}

/// <summary>
/// There is no such thing, or the credential may not see it; an AI conversation without a title is not found either. (Status 404.)
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
/// This server does not offer the call: today's no longer, or an older one not yet. (Status 405, or 404 for a path that the server does not
/// know.)
/// </summary>
public sealed class ConversationsNotSupportedException : ConversationsApiException
{
    /// <inheritdoc cref="ConversationsApiException(string, Exception)"/>
    public ConversationsNotSupportedException(string? message = null, Exception? innerException = null)
        : base(HttpStatusCode.MethodNotAllowed, message, innerException)
    {
    }
}

/// <summary>The call does not fit the state of what it is about; <see cref="Reason"/> says how. (Status 409.)</summary>
public sealed class ConversationsConflictException : ConversationsApiException
{
    /// <inheritdoc cref="ConversationsApiException(string, Exception)"/>
    public ConversationsConflictException(string? message = null, Exception? innerException = null)
        : base(HttpStatusCode.Conflict, message, innerException)
    {
    }

    /// <summary>Why: from the body's <c>error</c>, else its <c>error_type</c>, else its <c>code</c>.</summary>
    public OpenEnum<ConflictReason>? Reason { get; init; }
}

/// <summary>Too many calls: wait <see cref="ConversationsApiException.RetryAfter"/>. (Status 429.)</summary>
public sealed class ConversationsRateLimitException : ConversationsApiException
{
    /// <inheritdoc cref="ConversationsApiException(string, Exception)"/>
    public ConversationsRateLimitException(string? message = null, Exception? innerException = null)
        : base(HttpStatusCode.TooManyRequests, message, innerException)
    {
    }
}
