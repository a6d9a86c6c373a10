using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;

namespace Conversations.Client.Errors;

/// <summary>Turns an error response into the exception that says what to do. Does no I/O.</summary>
internal static class ErrorMapper
{
    private const string ScopeMark = "required scope '";
    private const string UnknownRouteMark = "Endpoint not found";
    private const string ClosedToKeysMark = "does not support personal API key access";

    /// <summary>Maps a response.</summary>
    /// <param name="answer">The response.</param>
    /// <param name="now">The current time, from which a date in <c>Retry-After</c> is measured.</param>
    public static ConversationsApiException Map(ErrorAnswer answer, DateTimeOffset now)
    {
        (ErrorFacts? read, HttpStatusCode status) = (answer.Facts, answer.Facts.StatusCode);
        ErrorBody body = ErrorBody.Parse(read.Body).Select(text => text is null ? null : Redaction.Redact(text, answer.Secrets));
        string? detail = body.Detail;
        TimeSpan? retryAfter =
            RetryAfter(answer.RetryAfter, now) ?? (status == HttpStatusCode.TooManyRequests ? LastSecondsIn(detail) : null);
        string? missingScope = ScopeIn(detail);
        bool isClosedToKeys = status == HttpStatusCode.Forbidden && detail?.Contains(ClosedToKeysMark, StringComparison.Ordinal) == true;

        string advice = isClosedToKeys ? answer.Availability.AdviceForKeys
            : status == HttpStatusCode.Forbidden ? ForbiddenAdvice(read, body, missingScope)
            : status == HttpStatusCode.NotFound ? NotFoundAdvice(answer, body)
            : Advice(answer, body, retryAfter);
        string message = Message(answer, body, detail, advice);
        ErrorFacts facts = read with
        {
            Body = Redaction.RedactCut(read.Body, answer.Secrets),
            ErrorType = body.Type,
            Code = body.Code,
            Detail = detail,
            Attribute = body.Attribute,
            RequestId = read.RequestId is { } id ? Redaction.Redact(id, answer.Secrets) : null,
            RetryAfter = retryAfter,
        };

        return status switch
        {
            HttpStatusCode.BadRequest => new ConversationsValidationException(message) { Facts = facts },
            HttpStatusCode.Unauthorized => new ConversationsAuthenticationException(message) { Facts = facts },
            HttpStatusCode.PaymentRequired => new ConversationsQuotaException(message) { Facts = facts },
            HttpStatusCode.Forbidden =>
                new ConversationsPermissionException(message)
                {
                    Facts = facts,
                    MissingScope = missingScope,
                    RequiresSession = isClosedToKeys && answer.Availability.SessionHelps,
                    IsUnsupportedByServer = isClosedToKeys && !answer.Availability.SessionHelps,
                },
            HttpStatusCode.NotFound when !IsUnknownRoute(detail) => new ConversationsNotFoundException(message) { Facts = facts },
            HttpStatusCode.NotFound or HttpStatusCode.MethodNotAllowed => new ConversationsNotSupportedException(message) { Facts = facts },
            HttpStatusCode.Conflict =>
                new ConversationsConflictException(message)
                {
                    Facts = facts,
                    Reason = body.Reason is { } reason ? new OpenEnum<ConflictReason>(reason) : null,
                },
            HttpStatusCode.TooManyRequests => new ConversationsRateLimitException(message) { Facts = facts },
            _ => new ConversationsApiException(message) { Facts = facts },
        };
    }

    /// <summary>Whether the text of a 429 is that of the limits of research (docs/service/conversations.md 1.7).</summary>
    public static bool IsOfResearch(string? detail) => detail?.Contains("Research mode", StringComparison.Ordinal) == true;

    private static string Message(ErrorAnswer answer, ErrorBody body, string? detail, string advice)
    {
        StringBuilder message = new StringBuilder()
            .Append(CultureInfo.InvariantCulture, $"{answer.Facts.Method} {answer.Facts.Route} was answered with {(int)answer.Facts.StatusCode}");
        // If a body is only a text, that text is its reason too.
        if ((body.Code ?? body.Reason) is { } code && code != detail)
        {
            message.Append(CultureInfo.InvariantCulture, $" ({ShownText.Of(code)})");
        }

        if (!string.IsNullOrWhiteSpace(detail))
        {
            message.Append(": ").Append(ShownText.Of(detail.Trim().TrimEnd('.')));
        }

        message.Append(message[^1] == '…' ? " " : ". ").Append(advice);
        return (answer.Note is { } note ? message.Append(' ').Append(note) : message).ToString();
    }

    private static string Advice(ErrorAnswer answer, ErrorBody body, TimeSpan? retryAfter) => answer.Facts.StatusCode switch
    {
        // The client sends UUIDs, and only older servers want numbers (docs/service/tickets.md 8.3).
        HttpStatusCode.BadRequest when answer.Availability.Instead is { } instead
            && body.Attribute?.StartsWith("ids__", StringComparison.Ordinal) == true =>
            $"This server is an older one, which takes no id that a ticket has. {instead}",
        HttpStatusCode.BadRequest when body.Attribute is { } attribute => $"Change \"{ShownText.Of(attribute)}\" and send again.",
        HttpStatusCode.BadRequest => "Change what is sent as the text says.",
        HttpStatusCode.Unauthorized => "Check the credential: a personal API key starts with phx_, belongs to this host, and is not a project key (phc_).",
        HttpStatusCode.PaymentRequired => "Ask an organization admin to raise the limit in the billing settings.",
        HttpStatusCode.MethodNotAllowed => answer.Availability.AdviceWhereMissing,
        HttpStatusCode.Conflict => ConflictAdvice(body.Reason),
        HttpStatusCode.TooManyRequests when retryAfter is { } wait => string.Create(CultureInfo.InvariantCulture, $"Wait {Math.Ceiling(wait.TotalSeconds)} seconds before the next call."),
        HttpStatusCode.TooManyRequests => "Wait before the next call.",
        >= HttpStatusCode.InternalServerError => "The fault is the service's: try later, and name RequestId if it stays.",
        >= HttpStatusCode.Ambiguous and < HttpStatusCode.BadRequest => "The client does not follow redirects, because the key must not go to another host: set BaseAddress to the API's own address.",
        _ => "The body on this exception has what the service said.",
    };

    /// <summary>A refusal of one object has no envelope, that of a whole project has one (docs/service/tickets.md 9).</summary>
    private static string ForbiddenAdvice(ErrorFacts answer, ErrorBody body, string? missingScope) => body switch
    {
        _ when missingScope is not null => $"Give the key or token the scope {ShownText.Of(missingScope)}, or use another credential.",
        { Reason: "not_note_author" } => "Only its author can change a note: use the author's credential, or write a note of your own.",
        { Type: null } when answer.Route.Contains("/queue/", StringComparison.Ordinal) => "Only the user who began a conversation can use its queue: use that user's session, or begin a conversation of your own.",
        { Type: null } when answer.Route.EndsWith("/suggest_reply/", StringComparison.Ordinal) => "Ask an organization admin to approve AI data processing.",
        _ => "Use a credential that has access to this project, and to what the call names.",
    };

    private static string NotFoundAdvice(ErrorAnswer answer, ErrorBody body) => body switch
    {
        _ when IsUnknownRoute(body.Detail) => answer.Availability.AdviceWhereMissing,
        { Reason: "full_email_not_found" } => "Ask only for messages whose HasFullEmailContent is true.",
        { Reason: "note_not_found" } => "Read the notes with Tickets.ListMessagesAsync: it may have been deleted, or belong to another ticket.",
        { Type: null, Reason: null } when answer.Facts.Route.EndsWith("{item_id}/", StringComparison.Ordinal) => "It waits no more, because its turn has begun or it was removed: read the queue with Queue.ListAsync.",
        _ when answer.Facts.Route.EndsWith("{conversation_id}/", StringComparison.Ordinal) => "Check the id and the project; a conversation is not found either until the service has given it a title.",
        _ => "Check the id and the project.",
    };

    /// <summary>
    /// The reasons are those of <see cref="ConflictReason"/>. The service forgets a message in progress after 30 seconds
    /// (docs/service/tickets.md 8.4, 9).
    /// </summary>
    private static string ConflictAdvice(string? reason) => reason switch
    {
        "reply_in_progress" => "The first one is still on its way: read the thread with Tickets.ListMessagesAsync after half a minute, and send only what is not there.",
        "compose_in_progress" => "The first one is still on its way: read the list with Tickets.ListAsync after half a minute, and write only what is not there.",
        "conflict" => "A turn is running: follow it to its end with Conversations.ReconnectAsync and send then, or leave the message with Queue.AddAsync.",
        "queue_full" => "Wait until a turn has taken one of them up, or take one back with Queue.RemoveAsync.",
        "not_running" => "Use Conversations.StreamAsync or AskAsync.",
        _ => "Read the current state before you decide whether to send it again.",
    };

    /// <summary>Only the text of the service tells an unknown path from an unknown id (docs/service/conversations.md 1.5).</summary>
    private static bool IsUnknownRoute(string? detail) => detail?.StartsWith(UnknownRouteMark, StringComparison.Ordinal) == true;

    private static string? ScopeIn(string? detail)
    {
        int start = detail?.IndexOf(ScopeMark, StringComparison.Ordinal) ?? -1;
        if (start < 0)
        {
            return null;
        }

        string scope = detail![(start + ScopeMark.Length)..];
        int end = scope.IndexOf('\'', StringComparison.Ordinal);
        return end <= 0 ? null : scope[..end];
    }

    private static TimeSpan? RetryAfter(RetryConditionHeaderValue? header, DateTimeOffset now) => header switch
    {
        { Delta: { } delta } => delta,
        { Date: { } date } when date > now => date - now,
        { Date: not null } => TimeSpan.Zero,
        _ => null,
    };

    /// <summary>
    /// A 429 without the header has the wait only in its text. The last number is the one that is rounded up
    /// (docs/service/conversations.md 1.7).
    /// </summary>
    private static TimeSpan? LastSecondsIn(string? detail)
    {
        if (detail is null)
        {
            return null;
        }

        int end = detail.LastIndexOf(" second", StringComparison.Ordinal);
        if (end < 0)
        {
            return null;
        }

        int start = detail.AsSpan(0, end).LastIndexOf(' ') + 1;
        return int.TryParse(detail.AsSpan(start, end - start), NumberStyles.None, CultureInfo.InvariantCulture, out int seconds)
            ? TimeSpan.FromSeconds(seconds)
            : null;
    }
}
