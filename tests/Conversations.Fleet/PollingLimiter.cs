using System.Threading.RateLimiting;
using Conversations.Client;
using RedisRateLimiting;
using StackExchange.Redis;

namespace Conversations.Fleet;

/// <summary>
/// The limiters of RedisRateLimiting beneath a budget, one for each window. They never wait, so each caller asks again after a while.
/// </summary>
internal sealed class PollingLimiter : RateLimiter
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);
    private static long TotalRefused;

    private readonly List<RateLimiter> _windows;

    public PollingLimiter(IConnectionMultiplexer redis, BudgetLimit limit) => _windows =
    [
        .. limit.Windows.Select(window => new RedisSlidingWindowRateLimiter<string>(
            $"{limit.Name}:{limit.LimitClass}:{window.Limit}",
            new() { ConnectionMultiplexerFactory = () => redis, PermitLimit = window.Limit, Window = window.Length + limit.Margin })),
    ];

    public static long Refused => Interlocked.Read(ref TotalRefused);

    public override TimeSpan? IdleDuration => null;

    public override RateLimiterStatistics? GetStatistics() => null;

    protected override RateLimitLease AttemptAcquireCore(int permitCount) => throw new NotSupportedException("Redis has to be asked.");

    protected override async ValueTask<RateLimitLease> AcquireAsyncCore(int permitCount, CancellationToken cancellationToken)
    {
        foreach (RateLimiter window in _windows)
        {
            while (!(await window.AcquireAsync(1, cancellationToken)).IsAcquired)
            {
                _ = Interlocked.Increment(ref TotalRefused);
                await Task.Delay(Pause, cancellationToken);
            }
        }

        return Granted.Instance;
    }

    private sealed class Granted : RateLimitLease
    {
        public static Granted Instance { get; } = new();

        public override bool IsAcquired => true;

        public override IEnumerable<string> MetadataNames => [];

        public override bool TryGetMetadata(string metadataName, out object? metadata)
        {
            metadata = null;
            return false;
        }
    }
}
