using System.Globalization;
using Conversations.Client.Testing.Wire;

namespace Conversations.Client.Testing.Exchange;

/// <summary>
/// The service refuses a request. Thrown by the rule that refuses it, as in the service's framework, and turned into a response in one
/// place.
/// </summary>
internal sealed class Refusal : Exception
{
    private Refusal(FakeResponse response, string sentence = "") => (Response, Sentence) = (response, sentence);

    public FakeResponse Response { get; }

    /// <summary>The sentence of the response, if it is of shape 1.</summary>
    public string Sentence { get; }

    /// <summary>The envelope, shape 1 of docs/service/tickets.md 1.3.</summary>
    public static Refusal Envelope(int status, string type, string code, string detail, string? attribute = null) =>
        new(FakeResponse.Json(status, (type, code, detail, attribute), static (writer, error) =>
        {
            writer.WriteStartObject();
            writer.WriteString("type", error.type);
            writer.WriteString("code", error.code);
            writer.WriteString("detail", error.detail);
            writer.WriteString("attr", error.attribute);
            writer.WriteEndObject();
        }), detail);

    /// <summary>The error object, shape 2 of docs/service/conversations.md 1.5.</summary>
    public static Refusal Error(int status, string error, string? detail = null) =>
        new(FakeResponse.Json(status, (error, detail), static (writer, texts) =>
        {
            writer.WriteStartObject();
            writer.WriteString("error", texts.error);
            if (texts.detail is { } text)
            {
                writer.WriteString("detail", text);
            }

            writer.WriteEndObject();
        }));

    /// <summary>What is wrong with the fields of a customer's request, field by field (docs/service/neighbours.md 1.6).</summary>
    public static Refusal InvalidData(params IReadOnlyList<(string Field, string Text)> mistakes) =>
        new(FakeResponse.Json(400, mistakes, static (writer, found) =>
        {
            writer.WriteStartObject();
            writer.WriteString("error", "Invalid request data");
            writer.WriteStartObject("details");
            foreach (IGrouping<string, string> field in found.GroupBy(mistake => mistake.Field, mistake => mistake.Text))
            {
                writer.WriteStrings(field.Key, field);
            }

            writer.WriteEndObject();
            writer.WriteEndObject();
        }));

    /// <summary>The bare detail, shape 2 of docs/service/tickets.md 1.3 and shape 3 of docs/service/conversations.md 1.5.</summary>
    public static Refusal Detail(int status, string detail, string? errorType = null) =>
        new(FakeResponse.Json(status, (detail, errorType), static (writer, error) =>
        {
            writer.WriteStartObject();
            writer.WriteString("detail", error.detail);
            if (error.errorType is { } type)
            {
                writer.WriteString("error_type", type);
            }

            writer.WriteEndObject();
        }));

    public static Refusal Invalid(string code, string detail, string? attribute) =>
        Envelope(400, "validation_error", code, detail, attribute);

    public static Refusal ParseError(string reason) =>
        Envelope(400, "invalid_request", "parse_error", "JSON parse error - " + reason);

    public static Refusal Unauthenticated(string code, string detail, bool isCurrent, string origin)
    {
        Refusal refusal = Envelope(401, "authentication_error", code, detail);
        string challenge = isCurrent ? $"Bearer resource_metadata=\"{origin}/.well-known/oauth-protected-resource\"" : "Bearer";
        _ = refusal.Response.With("WWW-Authenticate", challenge);
        return refusal;
    }

    public static Refusal Forbidden(string detail) => Envelope(403, "authentication_error", "permission_denied", detail);

    public static Refusal NotFound(string detail = "Not found.") => Envelope(404, "invalid_request", "not_found", detail);

    public static Refusal MethodNotAllowed(string method) => MethodNotAllowedBecause($"Method \"{method}\" not allowed.");

    public static Refusal MethodNotAllowedBecause(string detail) => Envelope(405, "invalid_request", "method_not_allowed", detail);

    public static Refusal NotAcceptable() =>
        Envelope(406, "invalid_request", "not_acceptable", "Could not satisfy the request Accept header.");

    /// <summary>This is not a response of the service itself, so it has no body that a client could read.</summary>
    public static Refusal TooLarge() => new(FakeResponse.Empty(413));

    public static Refusal UnsupportedMediaType(string mediaType) =>
        Envelope(415, "invalid_request", "unsupported_media_type", $"Unsupported media type \"{mediaType}\" in request.");

    public static Refusal Throttled(string detail, TimeSpan wait, RetryAfterMode header, DateTimeOffset now)
    {
        Refusal refusal = Envelope(429, "throttled_error", "throttled", detail);
        long seconds = (long)Math.Ceiling(wait.TotalSeconds);
        _ = header switch
        {
            RetryAfterMode.Seconds => refusal.Response.With("Retry-After", seconds.ToString(CultureInfo.InvariantCulture)),
            RetryAfterMode.Date => refusal.Response.With("Retry-After", now.AddSeconds(seconds).ToString("R", CultureInfo.InvariantCulture)),
            _ => refusal.Response,
        };
        return refusal;
    }

    /// <summary>The body is empty, so that a client can read only the header (docs/service/conversations.md 1.5).</summary>
    public static Refusal Crowded(int retryAfter) =>
        new(FakeResponse.Empty(503).With("Retry-After", retryAfter.ToString(CultureInfo.InvariantCulture)));

    public static Refusal ServerError() => Envelope(500, "server_error", "error", "A server error occurred.");

    /// <summary>Reports what this version of the fake cannot do. Nothing is half imitated.</summary>
    public static Refusal NotImplemented(string what) =>
        Envelope(501, "server_error", "not_imitated", $"This version of the fake does not imitate {what} yet.");
}
