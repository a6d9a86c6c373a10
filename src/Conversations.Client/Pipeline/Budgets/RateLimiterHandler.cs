using System.Threading.RateLimiting;

namespace Conversations.Client.Pipeline.Budgets;

/// <summary>Takes one permit of the application's limiter for each sending, and holds it until the sending has its response.</summary>
internal sealed class RateLimiterHandler(RateLimiter limiter) : DelegatingHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var call = LogicalCall.Required(request);
        long began = call.Settings.TimeProvider.GetTimestamp();
        using RateLimitLease lease = await limiter.AcquireAsync(1, cancellationToken).ConfigureAwait(false);
        call.Waited(call.Settings.TimeProvider.GetElapsedTime(began));
        return lease.IsAcquired
            ? await base.SendAsync(request, cancellationToken).ConfigureAwait(false)
            : throw NotSent.Of(call, lease, "the RateLimiter of the options gave no permit", "so long that its queue was full");
    }
}
