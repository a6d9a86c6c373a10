namespace Conversations.Client.Streaming.Reading;

/// <summary>
/// Cancels a connection when a wait takes too long. The clock runs only during a wait, so a slow reader does not look like a silent
/// service.
/// </summary>
internal sealed class IdleClock(TimeSpan limit, TimeProvider timeProvider, CancellationTokenSource connection) : IDisposable
{
    private ITimer? _timer;
    private volatile bool _hasExpired;

    public bool HasExpired => _hasExpired;

    public bool IsOff => limit == Timeout.InfiniteTimeSpan;

    public TimeSpan Limit => limit;

    public void Start()
    {
        if (!IsOff)
        {
            _timer ??= timeProvider.CreateTimer(
                static clock => ((IdleClock)clock!).Expire(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            _ = _timer.Change(limit, Timeout.InfiniteTimeSpan);
        }
    }

    public void Stop() => _timer?.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);

    public void Dispose() => _timer?.Dispose();

    private void Expire()
    {
        _hasExpired = true;
        try
        {
            connection.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // The connection ended in the same instant.
        }
    }
}
