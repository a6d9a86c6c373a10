namespace Conversations.Tests.Waiting;

/// <summary>Lets a test wait until something is so: who changes it says that it changed, and nobody looks again before.</summary>
public sealed class Changes
{
    // Only a broken test waits so long.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private TaskCompletionSource _next = New();

    /// <summary>Says that something has changed.</summary>
    public void Tell() => Interlocked.Exchange(ref _next, New()).SetResult();

    /// <summary>Ends when something is so; fails with what there is instead when that does not come.</summary>
    public async Task UntilAsync(Func<bool> isSo, Func<string>? instead = null)
    {
        while (true)
        {
            // Taken before the look, so that a change right behind it is not missed.
            Task next = Volatile.Read(ref _next).Task;
            if (isSo())
            {
                return;
            }

            try
            {
                await next.WaitAsync(Patience).ConfigureAwait(false);
            }
            catch (TimeoutException exception)
            {
                throw new Xunit.Sdk.XunitException($"It does not come. {instead?.Invoke()}", exception);
            }
        }
    }

    // Whoever waits goes on in a thread of its own, not in that of the one who tells.
    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
