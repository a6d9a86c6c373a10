using System.Diagnostics.CodeAnalysis;
using System.Threading.RateLimiting;

namespace Conversations.Client.Budgets;

/// <summary>A permit for one sending, or the time after which there is one. A sending counts whatever comes of it, so nothing is given
/// back.</summary>
internal sealed class BudgetLease : RateLimitLease
{
    private readonly TimeSpan? _retryAfter;

    private BudgetLease(bool isAcquired, TimeSpan? retryAfter) => (IsAcquired, _retryAfter) = (isAcquired, retryAfter);

    public static BudgetLease Granted { get; } = new(isAcquired: true, retryAfter: null);

    public static BudgetLease Refused(TimeSpan? retryAfter) => new(isAcquired: false, retryAfter);

    public override bool IsAcquired { get; }

    public override IEnumerable<string> MetadataNames => _retryAfter is null ? [] : [MetadataName.RetryAfter.Name];

    public override bool TryGetMetadata(string metadataName, [NotNullWhen(true)] out object? metadata)
    {
        metadata = metadataName == MetadataName.RetryAfter.Name ? _retryAfter : null;
        return metadata is not null;
    }
}
