namespace Conversations.Soak.Calls;

/// <summary>Lets callers pass, and holds them where the load stands still for a sample.</summary>
internal sealed class Gate
{
    private readonly Lock _gate = new();
    private TaskCompletionSource? _closed;
    private TaskCompletionSource? _empty;
    private int _inside;

    public async Task EnterAsync()
    {
        while (true)
        {
            Task waiting;
            lock (_gate)
            {
                if (_closed is null)
                {
                    _inside++;
                    return;
                }

                waiting = _closed.Task;
            }

            await waiting;
        }
    }

    public void Leave()
    {
        lock (_gate)
        {
            if (--_inside == 0)
            {
                _ = _empty?.TrySetResult();
            }
        }
    }

    /// <summary>Lets nobody in any more, and waits until the last has left.</summary>
    /// <exception cref="TimeoutException">Somebody does not leave.</exception>
    public Task CloseAsync(TimeSpan patience)
    {
        lock (_gate)
        {
            _closed ??= new(TaskCreationOptions.RunContinuationsAsynchronously);
            _empty = new(TaskCreationOptions.RunContinuationsAsynchronously);
            if (_inside == 0)
            {
                _empty.SetResult();
            }

            return _empty.Task.WaitAsync(patience);
        }
    }

    public void Open()
    {
        lock (_gate)
        {
            _ = _closed?.TrySetResult();
            _closed = null;
        }
    }
}
