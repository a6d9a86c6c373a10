namespace Conversations.Client.Testing.Recording;

/// <summary>
/// Waits on the fake's clock. If that clock stands still, real time ends the wait, so that a test fails instead of hanging.
/// </summary>
internal static class GuardedWait
{
    /// <param name="task">The task to wait for.</param>
    /// <param name="timeout">How long to wait, on the fake's clock.</param>
    /// <param name="clock">The fake's clock.</param>
    /// <param name="guard">How long the clock may fail to keep up with real time.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <exception cref="TimeoutException">The timeout has passed on the clock.</exception>
    /// <exception cref="ClockStandsException">The clock stands still.</exception>
    public static async Task<T> WaitAsync<T>(
        Task<T> task, TimeSpan timeout, TimeProvider clock, TimeSpan guard, CancellationToken cancellationToken)
    {
        // The system's clock never stands still.
        if (clock == TimeProvider.System || guard == Timeout.InfiniteTimeSpan)
        {
            return await task.WaitAsync(timeout, clock, cancellationToken).ConfigureAwait(false);
        }

        long begun = clock.GetTimestamp();
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Task<T> waiting = task.WaitAsync(timeout, clock, ended.Token);
        try
        {
            for (long last = begun; ; last = clock.GetTimestamp())
            {
                var patience = Task.Delay(guard, TimeProvider.System, ended.Token);
                if (await Task.WhenAny(waiting, patience).ConfigureAwait(false) == waiting || patience.IsCanceled)
                {
                    break;
                }

                // Another provider may run as fast as real time. The wait then lasts as long as asked for.
                if (clock.GetElapsedTime(last) < guard / 2)
                {
                    throw new ClockStandsException(clock.GetElapsedTime(begun));
                }
            }

            return await waiting.ConfigureAwait(false);
        }
        finally
        {
            await ended.CancelAsync().ConfigureAwait(false);
        }
    }
}

/// <summary>The guard ended a wait, because the clock stood still.</summary>
internal sealed class ClockStandsException(TimeSpan moved) : Exception
{
    /// <summary>How far the clock moved since the wait began.</summary>
    public TimeSpan Moved { get; } = moved;
}
