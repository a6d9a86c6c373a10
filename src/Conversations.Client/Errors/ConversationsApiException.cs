using System.Net;
using Conversations.Client.Errors;

namespace Conversations.Client;

/// <summary>The service responded to a call with an error. The derived type says which kind.</summary>
/// <remarks>
/// The kind depends on the status, never on <see cref="ErrorType"/>: the service marks 402 and 409 as <c>server_error</c>. Texts differ
/// between servers, so decide by type, <see cref="StatusCode"/>, <see cref="Code"/> and <see cref="Attribute"/>, and show
/// <see cref="Detail"/> to people. No text contains the current key. In <see cref="Exception.Message"/> each text of the service is
/// cut after 1,000 characters, and its control characters are escaped. The properties have the texts as they came.
/// </remarks>
public class ConversationsApiException : ConversationsException
{
    /// <summary>Creates an exception, also for test doubles.</summary>
    /// <param name="message">What happened and what to do.</param>
    /// <param name="innerException">What caused it.</param>
    public ConversationsApiException(string? message = null, Exception? innerException = null)
        : base(message, innerException)
    {
    }

    private protected ConversationsApiException(HttpStatusCode statusCode, string? message, Exception? innerException)
        : base(message, innerException) => Facts = new() { StatusCode = statusCode };

    /// <summary>The values from the mapper. The members below return them, and test doubles set them one by one.</summary>
    internal ErrorFacts Facts { get; init; } = new();

    /// <summary>The HTTP status of the response.</summary>
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

    /// <summary>The <c>code</c> of the error body, such as <c>invalid_choice</c>; otherwise its <c>error_type</c>.</summary>
    public string? Code
    {
        get => Facts.Code;
        init => Facts = Facts with { Code = value };
    }

    /// <summary>The text of the service, from any of its error shapes: <c>detail</c>, otherwise <c>error</c>.</summary>
    public string? Detail
    {
        get => Facts.Detail;
        init => Facts = Facts with { Detail = value };
    }

    /// <summary>
    /// The member that the error is about. Nested names are joined with two underscores, as in <c>filters__status__0</c>.
    /// </summary>
    public string? Attribute
    {
        get => Facts.Attribute;
        init => Facts = Facts with { Attribute = value };
    }

    /// <summary>The <c>X-Request-Id</c> of the response. Name it in a report to the service.</summary>
    public string? RequestId
    {
        get => Facts.RequestId;
        init => Facts = Facts with { RequestId = value };
    }

    /// <summary>
    /// How long the service asks to wait: from the <c>Retry-After</c> header, otherwise the number of seconds in the text of a 429.
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

    /// <summary>
    /// The route of the call, with the names of its parameters in place of the values, such as
    /// <c>/api/projects/{project_id}/conversations/tickets/</c>.
    /// </summary>
    public string Route
    {
        get => Facts.Route;
        init => Facts = Facts with { Route = value };
    }

    /// <summary>
    /// The body of the response as text, cut at <see cref="ConversationsClientOptions.MaxErrorBodyBytes"/>. It may be HTML or empty.
    /// </summary>
    public string Body
    {
        get => Facts.Body;
        init => Facts = Facts with { Body = value };
    }

    private protected override bool IsTransientByKind => Transience.Is(StatusCode);
}
