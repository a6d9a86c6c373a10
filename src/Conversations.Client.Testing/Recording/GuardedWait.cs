namespace Conversations.Client.Testing.Recording;

/// <summary>A wait on the fake's clock that real time ends when that clock stands still, so that a test fails and does not hang.</summary>
internal static class GuardedWait
{
    /// <param name="task">What is waited for.</param>
    /// <param name="timeout">How long, on the clock.</param>
    /// <param name="clock">The fake's clock.</param>
    /// <param name="guard">How long in real time without the clock keeping step.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <exception cref="TimeoutException">The time has passed on the clock.</exception>
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

                // Another provider may run with the real time, and then the wait is what was asked for.
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

/// <summary>The guard of a wait has ended it.</summary>
internal sealed class ClockStandsException(TimeSpan moved) : Exception
{
    /// <summary>How far the clock was moved since the wait began.</summary>
    public TimeSpan Moved { get; } = moved;
}
