using System.Threading.RateLimiting;
using StackExchange.Redis;

namespace Conversations.Client.Redis;

/// <summary>
/// The limiter of a class that several processes share. Owns what this process knows of it: who waits, until when it is closed, and until
/// when it counts by itself because Redis does not answer.
/// </summary>
internal sealed class RedisLimiter : RateLimiter, IClosableLimiter
{
    private readonly object _gate = new();
    private readonly BudgetLimit _limit;
    private readonly ReservationScript _script;
    private readonly RedisBudgetOptions _options;
    private readonly RateLimiter _local;
    private readonly TimeProvider _timeProvider;
    private readonly TimeSpan _longest;
    private readonly long _origin;
    private readonly CancellationTokenSource _disposing = new();
    private TimeSpan _closedUntil;
    private TimeSpan _aloneUntil;
    private int _waiting;
    private long _granted;
    private long _refused;

    public RedisLimiter(BudgetLimit limit, ReservationScript script, RedisBudgetOptions options)
    {
        (_limit, _script, _options) = (limit, script, options);
        _local = limit.CreateLocal();
        _timeProvider = limit.TimeProvider;
        _longest = limit.Windows.Select(static window => window.Length).DefaultIfEmpty(TimeSpan.Zero).Max();
        _origin = _timeProvider.GetTimestamp();
        _script.Listen(Heard);
    }

    public override TimeSpan? IdleDuration => null;

    public override RateLimiterStatistics GetStatistics() => new()
    {
        // What is left is known to Redis alone.
        CurrentAvailablePermits = Left(ref _closedUntil) > TimeSpan.Zero || Volatile.Read(ref _waiting) > 0 ? 0 : 1,
        CurrentQueuedCount = Volatile.Read(ref _waiting),
        TotalSuccessfulLeases = Interlocked.Read(ref _granted),
        TotalFailedLeases = Interlocked.Read(ref _refused),
    };

    public async ValueTask CloseAsync(TimeSpan time, CancellationToken cancellationToken = default)
    {
        Close(time);
        await ((IClosableLimiter)_local).CloseAsync(time, cancellationToken).ConfigureAwait(false);
        if (Left(ref _aloneUntil) > TimeSpan.Zero || !_script.IsConnected)
        {
            return;
        }

        try
        {
            await _script.CloseAsync(time < _longest ? time : _longest)
                .WaitAsync(_options.ResponseTimeout, _timeProvider, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (IsOutage(exception))
        {
            GoAlone(exception);
        }
    }

    /// <summary>Never gives a permit without waiting, because Redis has to be asked.</summary>
    protected override RateLimitLease AttemptAcquireCore(int permitCount) => Lease.Refused(wait: null);

    protected override async ValueTask<RateLimitLease> AcquireAsyncCore(int permitCount, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(permitCount, 1);
        ObjectDisposedException.ThrowIf(_disposing.IsCancellationRequested, typeof(ConversationsBudget));
        using var both = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _disposing.Token);
        _ = Interlocked.Increment(ref _waiting);
        try
        {
            RateLimitLease lease = await AcquireAsync(Now(), both.Token).ConfigureAwait(false);
            _ = Interlocked.Increment(ref lease.IsAcquired ? ref _granted : ref _refused);
            return lease;
        }
        catch (OperationCanceledException canceled) when (cancellationToken.IsCancellationRequested)
        {
            throw new OperationCanceledException(canceled.Message, canceled, cancellationToken);
        }
        catch (OperationCanceledException canceled) when (_disposing.IsCancellationRequested)
        {
            throw new ObjectDisposedException("The budget was disposed while a call waited for it.", canceled);
        }
        finally
        {
            _ = Interlocked.Decrement(ref _waiting);
        }
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing && !_disposing.IsCancellationRequested)
        {
            _script.Unlisten(Heard);
            _disposing.Cancel();
            _local.Dispose();
        }

        base.Dispose(disposing);
    }

    private async Task<RateLimitLease> AcquireAsync(TimeSpan began, CancellationToken cancellationToken)
    {
        while (true)
        {
            TimeSpan? may = _limit.MaxWait == Timeout.InfiniteTimeSpan ? null : _limit.MaxWait - (Now() - began);
            if (Left(ref _closedUntil) is var closed && closed > TimeSpan.Zero)
            {
                if (closed > may)
                {
                    return Lease.Refused(closed);
                }

                await WaitAsync(closed, cancellationToken).ConfigureAwait(false);
                continue;
            }

            if (Left(ref _aloneUntil) > TimeSpan.Zero)
            {
                return await _local.AcquireAsync(1, cancellationToken).ConfigureAwait(false);
            }

            TimeSpan most = may is not { } left ? Timeout.InfiniteTimeSpan : left > TimeSpan.Zero ? left : TimeSpan.Zero;
            if (await ReserveAsync(most, cancellationToken).ConfigureAwait(false) is not { } place)
            {
                continue;
            }

            if (place.Id is not { } id)
            {
                return Lease.Refused(place.Wait);
            }

            if (await TakeAsync(id, place.Wait, cancellationToken).ConfigureAwait(false) is { } taken)
            {
                return taken;
            }
        }
    }

    /// <summary>Asks Redis for the next time; null if it does not answer.</summary>
    private async Task<Reservation?> ReserveAsync(TimeSpan maxWait, CancellationToken cancellationToken)
    {
        if (!_script.IsConnected)
        {
            GoAlone(new RedisException("There is no connection to Redis."));
            return null;
        }

        Task<Reservation>? asking = null;
        try
        {
            asking = _script.ReserveAsync(maxWait);
            return await asking.WaitAsync(_options.ResponseTimeout, _timeProvider, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (IsOutage(exception) || exception is OperationCanceledException)
        {
            _ = asking?.ContinueWith(
                static (late, script) =>
                {
                    if (late is { IsCompletedSuccessfully: true, Result.Id: { } id })
                    {
                        ((ReservationScript)script!).GiveBack(id);
                    }
                    else
                    {
                        _ = late.Exception;
                    }
                },
                _script,
                CancellationToken.None,
                TaskContinuationOptions.ExecuteSynchronously,
                TaskScheduler.Default);
            if (exception is OperationCanceledException)
            {
                throw;
            }

            GoAlone(exception);
            return null;
        }
    }

    /// <summary>Waits for the time of a place. Null if the class was closed meanwhile: what the service would refuse is not sent.</summary>
    private async Task<RateLimitLease?> TakeAsync(long id, TimeSpan wait, CancellationToken cancellationToken)
    {
        RateLimitLease? own = null;
        try
        {
            await WaitAsync(wait, cancellationToken).ConfigureAwait(false);
            // The own count goes on, so that it is right when Redis fails, and has the last word, for a Redis that has forgotten all.
            own = Left(ref _closedUntil) > TimeSpan.Zero ? null : await _local.AcquireAsync(1, cancellationToken).ConfigureAwait(false);
            return own;
        }
        finally
        {
            if (own is not { IsAcquired: true })
            {
                _script.GiveBack(id);
            }
        }
    }

    /// <summary>Timers count in whole milliseconds, and must not end before the time.</summary>
    private Task WaitAsync(TimeSpan wait, CancellationToken cancellationToken) =>
        Task.Delay(TimeSpan.FromMilliseconds(Math.Ceiling(wait.TotalMilliseconds)), _timeProvider, cancellationToken);

    private void Heard(RedisChannel channel, RedisValue message) => Close(ReservationScript.TimeIn(message));

    private void GoAlone(Exception exception)
    {
        lock (_gate)
        {
            _aloneUntil = Now() + _options.Pause;
        }

        _options.Unavailable?.Invoke(exception);
    }

    private static bool IsOutage(Exception exception) => exception is RedisException or TimeoutException;

    private TimeSpan Now() => _timeProvider.GetElapsedTime(_origin);

    private TimeSpan Left(ref TimeSpan until)
    {
        lock (_gate)
        {
            return until - Now();
        }
    }

    private void Close(TimeSpan time)
    {
        lock (_gate)
        {
            TimeSpan end = Now() + (time < _longest ? time : _longest);
            _closedUntil = end > _closedUntil ? end : _closedUntil;
        }
    }
}
