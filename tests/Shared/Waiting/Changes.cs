namespace Conversations.Tests.Waiting;

/// <summary>
/// Lets a test wait for a condition. Code that changes the state calls <see cref="Tell"/>; the condition is checked again only then.
/// </summary>
public sealed class Changes
{
    // Only a broken test waits this long.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private TaskCompletionSource _next = New();

    /// <summary>Signals that the state has changed.</summary>
    public void Tell() => Interlocked.Exchange(ref _next, New()).SetResult();

    /// <summary>
    /// Completes when the condition is true; fails with the text of <paramref name="instead"/> when it does not become true in time.
    /// </summary>
    public async Task UntilAsync(Func<bool> isSo, Func<string>? instead = null)
    {
        while (true)
        {
            // Taken before the check, so that a change right after the check is not missed.
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

    // A waiter continues on another thread, not inside Tell.
    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
