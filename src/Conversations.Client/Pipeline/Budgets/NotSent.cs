using System.Globalization;
using System.Net;
using System.Threading.RateLimiting;

namespace Conversations.Client.Pipeline.Budgets;

/// <summary>The exception for a call that a limiter of the client did not let go.</summary>
internal static class NotSent
{
    /// <param name="call">The call.</param>
    /// <param name="lease">What the limiter gave instead of a permit.</param>
    /// <param name="reason">Why it gave none.</param>
    /// <param name="limit">What the wait was too long for.</param>
    public static ConversationsRateLimitException Of(LogicalCall call, RateLimitLease lease, string reason, string limit)
    {
        TimeSpan? wait = lease.TryGetMetadata(MetadataName.RetryAfter, out TimeSpan known) ? known : null;
        string again = call.Sendings.Count == 0 ? "" : " again";
        string advice = wait is { } time
            ? string.Create(CultureInfo.InvariantCulture, $", and it would have to wait {Math.Ceiling(time.TotalSeconds)} seconds, {limit}. Call again after RetryAfter")
            : ". Call again later";
        return new($"{call.Method} {call.Route} was not sent{again}: {reason}{advice}, or make fewer calls.")
        {
            Facts = new()
            {
                IsAnswer = false,
                StatusCode = HttpStatusCode.TooManyRequests,
                Method = call.Method,
                Route = call.Route,
                RetryAfter = wait,
            },
            Attempts = call.Sendings.Count,
        };
    }
}
