using System.Threading.RateLimiting;

namespace Conversations.Client.Budgets;

/// <summary>A call that waits. It completes under the limiter's lock, and goes on elsewhere.</summary>
internal sealed class BudgetWaiter
{
    private readonly Action<BudgetWaiter, CancellationToken> _cancel;
    private readonly TaskCompletionSource<RateLimitLease> _source = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private CancellationTokenRegistration _canceling;

    /// <param name="cancel">Takes the waiter out when its call is cancelled.</param>
    /// <param name="since">When it came.</param>
    public BudgetWaiter(Action<BudgetWaiter, CancellationToken> cancel, TimeSpan since)
    {
        (_cancel, Since) = (cancel, since);
        Node = new(this);
    }

    public LinkedListNode<BudgetWaiter> Node { get; }

    public TimeSpan Since { get; }

    public Task<RateLimitLease> Task => _source.Task;

    public void Watch(CancellationToken cancellationToken) => _canceling = cancellationToken.UnsafeRegister(
        static (waiter, token) => ((BudgetWaiter)waiter!)._cancel((BudgetWaiter)waiter, token), this);

    public void Answered(BudgetLease lease)
    {
        _source.SetResult(lease);
        StopWatching();
    }

    public void Canceled(CancellationToken cancellationToken) => _source.SetCanceled(cancellationToken);

    public void Disposed()
    {
        _source.SetException(new ObjectDisposedException(nameof(ConversationsBudget)));
        StopWatching();
    }

    // Disposing the registration would wait for a cancellation that waits for the lock.
    private void StopWatching() => _ = _canceling.Unregister();
}
