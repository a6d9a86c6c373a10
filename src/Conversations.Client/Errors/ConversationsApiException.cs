using System.Net;
using Conversations.Client.Errors;

namespace Conversations.Client;

/// <summary>The service answered a call with an error; the derived type says which kind.</summary>
/// <remarks>
/// Kinds go by status, never by <see cref="ErrorType"/>: the service marks 402 and 409 as <c>server_error</c>. Texts change
/// between servers, so decide by type, <see cref="StatusCode"/>, <see cref="Code"/> and <see cref="Attribute"/>, and show
/// <see cref="Detail"/> to people. The current key never stands in any text. In <see cref="Exception.Message"/> each text of the
/// service is cut after 1,000 characters, and control characters in it are escaped; here they stand as they came.
/// </remarks>
public class ConversationsApiException : ConversationsException
{
    /// <summary>Makes an exception, also for doubles in tests.</summary>
    /// <param name="message">What happened and what to do.</param>
    /// <param name="innerException">What caused it.</param>
    public ConversationsApiException(string? message = null, Exception? innerException = null)
        : base(message, innerException)
    {
    }

    private protected ConversationsApiException(HttpStatusCode statusCode, string? message, Exception? innerException)
        : base(message, innerException) => Facts = new() { StatusCode = statusCode };

    /// <summary>What the mapper worked out. The members below show it, and doubles in tests set them one by one.</summary>
    internal ErrorFacts Facts { get; init; } = new();

    /// <summary>The HTTP status of the answer.</summary>
    public HttpStatusCode StatusCode
    {
        get => Facts.StatusCode;
        init => Facts = Facts with { StatusCode = value };
    }

    /// <summary>The <c>type</c> of the error body, such as <c>validation_error</c>; <see langword="null"/> when it has none.</summary>
    public string? ErrorType
    {
        get => Facts.ErrorType;
        init => Facts = Facts with { ErrorType = value };
    }

    /// <summary>The <c>code</c> of the error body, such as <c>invalid_choice</c>; else its <c>error_type</c>.</summary>
    public string? Code
    {
        get => Facts.Code;
        init => Facts = Facts with { Code = value };
    }

    /// <summary>What the service said, from whichever of its error shapes came: <c>detail</c>, else <c>error</c>.</summary>
    public string? Detail
    {
        get => Facts.Detail;
        init => Facts = Facts with { Detail = value };
    }

    /// <summary>The member the error is about; nested names are joined with two underscores, as in <c>filters__status__0</c>.</summary>
    public string? Attribute
    {
        get => Facts.Attribute;
        init => Facts = Facts with { Attribute = value };
    }

    /// <summary>The answer's <c>X-Request-Id</c>, to name in a report to the service.</summary>
    public string? RequestId
    {
        get => Facts.RequestId;
        init => Facts = Facts with { RequestId = value };
    }

    /// <summary>
    /// How long the service asks to wait: from the <c>Retry-After</c> header, else the number of seconds in the text of a 429.
    /// </summary>
    public TimeSpan? RetryAfter
    {
        get => Facts.RetryAfter;
        init => Facts = Facts with { RetryAfter = value };
    }

    /// <summary>The method of the call.</summary>
    public HttpMethod Method
    {
        get => Facts.Method;
        init => Facts = Facts with { Method = value };
    }

    /// <summary>The call's route with its parameters unfilled, such as <c>/api/projects/{project_id}/conversations/tickets/</c>.</summary>
    public string Route
    {
        get => Facts.Route;
        init => Facts = Facts with { Route = value };
    }

    /// <summary>How often the call was sent, counting the first and those of handlers that the application added.</summary>
    public int Attempts
    {
        get => Facts.Attempts;
        init => Facts = Facts with { Attempts = value };
    }

    /// <summary>
    /// The body of the answer as text, cut at <see cref="ConversationsClientOptions.MaxErrorBodyBytes"/>; it may be HTML or empty.
    /// </summary>
    public string Body
    {
        get => Facts.Body;
        init => Facts = Facts with { Body = value };
    }
}
