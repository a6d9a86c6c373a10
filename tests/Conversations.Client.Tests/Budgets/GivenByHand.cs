using System.Diagnostics.CodeAnalysis;
using System.Threading.RateLimiting;

namespace Conversations.Client.Tests.Budgets;

/// <summary>A limiter whose permits the test gives, to those who wait in their order.</summary>
/// <param name="isDeaf">Whether it hears no cancellation, and ends those who wait with a refusal when it is disposed.</param>
internal sealed class GivenByHand(bool isDeaf = false) : RateLimiter
{
    private readonly Queue<TaskCompletionSource<RateLimitLease>> _waiting = [];
    private readonly Changes _changes = new();
    private volatile int _asked;
    private volatile int _given;

    public override TimeSpan? IdleDuration => null;

    /// <summary>What it tells of itself.</summary>
    public RateLimiterStatistics? Statistics { get; init; }

    /// <summary>How many permits it has for those who do not wait.</summary>
    public int Free { get; set; }

    /// <summary>How often it was asked for a permit.</summary>
    public int Asked => _asked;

    public Permit GiveNext()
    {
        var permit = new Permit(true);
        _waiting.Dequeue().SetResult(permit);
        return permit;
    }

    public void RefuseNext(TimeSpan? retryAfter) => _waiting.Dequeue().SetResult(new Permit(false, retryAfter));

    public void CancelNext() => _waiting.Dequeue().SetCanceled();

    /// <summary>Completes when so many have asked for a permit that they would wait for.</summary>
    public Task AskedAsync(int times) => _changes.UntilAsync(() => _asked >= times, () => $"It was asked {_asked} times.");

    /// <summary>Completes when so many of them have theirs.</summary>
    public Task GivenAsync(int times) => _changes.UntilAsync(() => _given >= times, () => $"It has given {_given} permits.");

    public override RateLimiterStatistics? GetStatistics() => Statistics;

    protected override RateLimitLease AttemptAcquireCore(int permitCount) => new Permit(Free-- > 0);

    protected override async ValueTask<RateLimitLease> AcquireAsyncCore(int permitCount, CancellationToken cancellationToken)
    {
        var waiting = new TaskCompletionSource<RateLimitLease>();
        _waiting.Enqueue(waiting);
        _ = Interlocked.Increment(ref _asked);
        _changes.Tell();
        RateLimitLease lease = await waiting.Task.WaitAsync(isDeaf ? default : cancellationToken);
        _ = Interlocked.Increment(ref _given);
        _changes.Tell();
        return lease;
    }

    protected override void Dispose(bool disposing)
    {
        while (isDeaf && _waiting.TryDequeue(out TaskCompletionSource<RateLimitLease>? waiting))
        {
            waiting.SetResult(new Permit(false));
        }

        base.Dispose(disposing);
    }

    internal sealed class Permit(bool isAcquired, TimeSpan? retryAfter = null) : RateLimitLease
    {
        public override bool IsAcquired => isAcquired;

        /// <summary>Whether it was given back.</summary>
        public bool IsBack { get; private set; }

        public override IEnumerable<string> MetadataNames => [];

        public override bool TryGetMetadata(string metadataName, [NotNullWhen(true)] out object? metadata)
        {
            metadata = metadataName == MetadataName.RetryAfter.Name ? retryAfter : null;
            return metadata is not null;
        }

        protected override void Dispose(bool disposing)
        {
            IsBack = true;
            base.Dispose(disposing);
        }
    }
}
