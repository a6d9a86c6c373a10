using System.Diagnostics.CodeAnalysis;
using System.Threading.RateLimiting;

namespace Conversations.Client.Redis;

/// <summary>A permit, or the time after which there is one. A sending counts whatever comes of it, so nothing is given back.</summary>
internal sealed class Lease : RateLimitLease
{
    private readonly TimeSpan? _retryAfter;

    private Lease(bool isAcquired, TimeSpan? retryAfter) => (IsAcquired, _retryAfter) = (isAcquired, retryAfter);

    public static Lease Granted { get; } = new(isAcquired: true, retryAfter: null);

    public static Lease Refused(TimeSpan? wait) => new(isAcquired: false, wait);

    public override bool IsAcquired { get; }

    public override IEnumerable<string> MetadataNames => _retryAfter is null ? [] : [MetadataName.RetryAfter.Name];

    public override bool TryGetMetadata(string metadataName, [NotNullWhen(true)] out object? metadata)
    {
        metadata = metadataName == MetadataName.RetryAfter.Name ? _retryAfter : null;
        return metadata is not null;
    }
}
