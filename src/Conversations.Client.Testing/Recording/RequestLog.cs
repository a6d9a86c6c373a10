using System.Text;
using Conversations.Client.Testing.Routing;
using Conversations.Client.Testing.Transports;

namespace Conversations.Client.Testing.Recording;

/// <summary>Owns what was asked, in order, and who waits for what. Written under the gate of the state.</summary>
internal sealed class RequestLog(object gate)
{
    private readonly List<RecordedRequest> _requests = [];
    private readonly List<(Operation Operation, TaskCompletionSource<RecordedRequest> Waiter)> _waiters = [];

    public IReadOnlyList<RecordedRequest> Snapshot()
    {
        lock (gate)
        {
            return [.. _requests];
        }
    }

    public void Add(FakeRequest request, Operation? operation, int status, DateTimeOffset at)
    {
        var recorded = new RecordedRequest
        {
            Operation = operation,
            Method = request.Method,
            PathAndQuery = Redaction.Query(request.PathAndQuery),
            Headers = Redaction.Headers(request.Headers),
            Body = request.Body.IsEmpty ? null : Redaction.Body(Encoding.UTF8.GetString(request.Body.Span)),
            Status = status,
            At = at,
            Nearest = operation is null ? RouteTable.Nearest(request.Method, request.Path) : [],
        };
        _requests.Add(recorded);
        foreach ((_, TaskCompletionSource<RecordedRequest> waiter) in _waiters.Where(waiting => waiting.Operation == operation))
        {
            _ = waiter.TrySetResult(recorded);
        }

        _ = _waiters.RemoveAll(waiting => waiting.Operation == operation);
    }

    /// <summary>The first request of the operation, recorded already or to come.</summary>
    public Task<RecordedRequest> FirstAsync(Operation operation)
    {
        lock (gate)
        {
            if (_requests.Find(request => request.Operation == operation) is { } recorded)
            {
                return Task.FromResult(recorded);
            }

            var waiter = new TaskCompletionSource<RecordedRequest>(TaskCreationOptions.RunContinuationsAsynchronously);
            _waiters.Add((operation, waiter));
            return waiter.Task;
        }
    }

    public void Clear() => _requests.Clear();
}
