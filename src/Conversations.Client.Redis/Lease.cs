using System.Diagnostics.CodeAnalysis;
using System.Threading.RateLimiting;

namespace Conversations.Client.Redis;

/// <summary>No permit, and the time after which there is one. Permits are those of the own count.</summary>
internal sealed class Lease : RateLimitLease
{
    private readonly TimeSpan? _retryAfter;

    private Lease(TimeSpan? retryAfter) => _retryAfter = retryAfter;

    public static Lease Refused(TimeSpan? wait) => new(wait);

    public override bool IsAcquired => false;

    public override IEnumerable<string> MetadataNames => _retryAfter is null ? [] : [MetadataName.RetryAfter.Name];

    public override bool TryGetMetadata(string metadataName, [NotNullWhen(true)] out object? metadata)
    {
        metadata = metadataName == MetadataName.RetryAfter.Name ? _retryAfter : null;
        return metadata is not null;
    }
}
