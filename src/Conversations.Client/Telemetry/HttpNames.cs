using Tags = Conversations.Client.Telemetry.Conventions.Tags;

namespace Conversations.Client.Telemetry;

/// <summary>The names that the HTTP conventions give to methods and spans.</summary>
internal static class HttpNames
{
    private static readonly HashSet<string> Known = new(StringComparer.Ordinal)
    {
        "CONNECT", "DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT", "QUERY", "TRACE",
    };

    /// <summary>
    /// The value of <see cref="Tags.Method"/>. A method of the application's own making may be anything, and is not repeated.
    /// </summary>
    public static string MethodOf(HttpMethod method) => Known.Contains(method.Method) ? method.Method : Conventions.Values.Other;

    /// <summary>The name of a call's span.</summary>
    public static string SpanOf(CalledOperation operation)
    {
        string method = Known.Contains(operation.Method.Method) ? operation.Method.Method : Conventions.Values.OtherMethod;
        return operation.Route is { } route ? $"{method} {route}" : method;
    }
}
