using System.Text;
using Conversations.Client.Testing.Exchange;

namespace Conversations.FakeServer.Control;

/// <summary>
/// Lets pages of this machine call the fake from a browser, by the Fetch standard's CORS protocol. Pages of other origins get
/// nothing: with a key that everybody knows, any page on the net could otherwise read a developer's test data.
/// </summary>
internal static class CrossOrigin
{
    private const string Methods = "GET, POST, PUT, PATCH, DELETE";
    private const string RequestHeaders = "accept, authorization, content-type, x-csrftoken, x-posthog-session-id";
    private const string AnswerHeaders = "deprecation, link, retry-after, www-authenticate";

    /// <summary>The answer to a browser that asks before it calls; null for every other request. It is none of the service's.</summary>
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

    /// <summary>Lets the page that asked read the answer, if it is one of this machine.</summary>
    public static FakeResponse Admit(FakeRequest request, FakeResponse answer) => request.Header("Origin") is { } origin
        && ThisMachine.IsOrigin(origin)
        ? answer
            .With("Access-Control-Allow-Origin", origin)
            .With("Access-Control-Allow-Credentials", "true")
            .With("Access-Control-Expose-Headers", AnswerHeaders)
            .With("Vary", "Origin")
        : answer;

    // What is asked for is allowed too: a tracing library adds headers of its own.
    private static string AllowedHeaders(string? asked) =>
        string.IsNullOrWhiteSpace(asked) || !Ascii.IsValid(asked) ? RequestHeaders : $"{RequestHeaders}, {asked}";
}
