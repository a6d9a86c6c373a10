using System.Text;
using Conversations.Client.Testing.Exchange;

namespace Conversations.FakeServer.Control;

/// <summary>
/// Lets pages of this machine call the fake from a browser, by the CORS protocol of the Fetch standard. Pages of other origins get no such
/// headers. Everybody knows the key, so any web page could otherwise read a developer's test data.
/// </summary>
internal static class CrossOrigin
{
    private const string Methods = "GET, POST, PUT, PATCH, DELETE";
    private const string RequestHeaders = "accept, authorization, content-type, x-csrftoken, x-posthog-session-id";
    private const string AnswerHeaders = "deprecation, link, retry-after, www-authenticate";

    /// <summary>The response to a CORS preflight request, which the service does not have. Null for every other request.</summary>
    public static FakeResponse? Preflight(FakeRequest request)
    {
        if (request.Method != "OPTIONS" || request.Header("Origin") is null || request.Header("Access-Control-Request-Method") is null)
        {
            return null;
        }

        var answer = FakeResponse.Empty(204);
        return ThisMachine.IsOrigin(request.Header("Origin"))
            ? answer
                .With("Access-Control-Allow-Methods", Methods)
                .With("Access-Control-Allow-Headers", AllowedHeaders(request.Header("Access-Control-Request-Headers")))
                .With("Access-Control-Max-Age", "600")
            : answer;
    }

    /// <summary>Lets the page that sent the request read the response, if it is a page of this machine.</summary>
    public static FakeResponse Admit(FakeRequest request, FakeResponse answer) => request.Header("Origin") is { } origin
        && ThisMachine.IsOrigin(origin)
        ? answer
            .With("Access-Control-Allow-Origin", origin)
            .With("Access-Control-Allow-Credentials", "true")
            .With("Access-Control-Expose-Headers", AnswerHeaders)
            .With("Vary", "Origin")
        : answer;

    // All requested headers are allowed, too, because a tracing library adds its own.
    private static string AllowedHeaders(string? asked) =>
        string.IsNullOrWhiteSpace(asked) || !Ascii.IsValid(asked) ? RequestHeaders : $"{RequestHeaders}, {asked}";
}
