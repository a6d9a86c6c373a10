using System.Net;

namespace Conversations.Client.Errors;

/// <summary>Says which failures pass by themselves. Exceptions, repetitions and streams ask here.</summary>
internal static class Transience
{
    /// <summary>Whether the same request may succeed later.</summary>
    public static bool Is(HttpStatusCode status) =>
        status is HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests
            || (status >= HttpStatusCode.InternalServerError
                && status is not (HttpStatusCode.NotImplemented or HttpStatusCode.HttpVersionNotSupported));

    /// <summary>
    /// Whether a change that got this status did nothing. A gateway or a broken service may say anything else after the change.
    /// </summary>
    public static bool ProvesNothingDone(HttpStatusCode status) =>
        status is >= HttpStatusCode.Ambiguous and < HttpStatusCode.InternalServerError and not HttpStatusCode.RequestTimeout;
}
