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
        : base(message, innerException) => StatusCode = statusCode;

    internal ConversationsApiException(ErrorFacts facts)
        : base(facts.Message)
    {
        StatusCode = facts.StatusCode;
        ErrorType = facts.ErrorType;
        Code = facts.Code;
        Detail = facts.Detail;
        Attribute = facts.Attribute;
        RequestId = facts.RequestId;
        RetryAfter = facts.RetryAfter;
        Method = facts.Method;
        Route = facts.Route;
        Attempts = facts.Attempts;
        Body = facts.Body;
    }

    /// <summary>The HTTP status of the answer.</summary>
    public HttpStatusCode StatusCode { get; init; }

    /// <summary>The <c>type</c> of the error body, such as <c>validation_error</c>; <see langword="null"/> when it has none.</summary>
    public string? ErrorType { get; init; }

    /// <summary>The <c>code</c> of the error body, such as <c>invalid_choice</c>; else its <c>error_type</c>.</summary>
    public string? Code { get; init; }

    /// <summary>What the service said, from whichever of its error shapes came: <c>detail</c>, else <c>error</c>.</summary>
    public string? Detail { get; init; }

    /// <summary>The member the error is about; nested names are joined with two underscores, as in <c>filters__status__0</c>.</summary>
    public string? Attribute { get; init; }

    /// <summary>The answer's <c>X-Request-Id</c>, to name in a report to the service.</summary>
    public string? RequestId { get; init; }

    /// <summary>How long the service asks to wait: from the <c>Retry-After</c> header, else the number of seconds in the text of a 429.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>The method of the call.</summary>
    public HttpMethod Method { get; init; } = HttpMethod.Get;

    /// <summary>The call's route with its parameters unfilled, such as <c>/api/projects/{project_id}/conversations/tickets/</c>.</summary>
    public string Route { get; init; } = "";

    /// <summary>How often the call was sent, counting the first and those of handlers that the application added.</summary>
    public int Attempts { get; init; } = 1;

    /// <summary>The body of the answer as text, cut at <see cref="ConversationsClientOptions.MaxErrorBodyBytes"/>; it may be HTML or empty.</summary>
    public string Body { get; init; } = "";
}
