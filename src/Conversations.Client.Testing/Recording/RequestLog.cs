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

    /// <summary>Notes the request down, and what is sent from now on of an answer that is a stream.</summary>
    public FakeResponse Add(FakeRequest request, Operation? operation, FakeResponse response, TimeProvider time)
    {
        SentEvents? events = response.IsStream ? new SentEvents(time) : null;
        var recorded = new RecordedRequest
        {
            Operation = operation,
            Method = request.Method,
            PathAndQuery = Redaction.Query(request.PathAndQuery),
            Headers = Redaction.Headers(request.Headers),
            Body = request.Body.IsEmpty ? null : Redaction.Body(Encoding.UTF8.GetString(request.Body.Span)),
            Status = response.Status,
            At = time.GetUtcNow(),
            Nearest = operation is null ? RouteTable.Nearest(request.Method, request.Path) : [],
            Events = events,
        };
        _requests.Add(recorded);
        foreach ((_, TaskCompletionSource<RecordedRequest> waiter) in _waiters.Where(waiting => waiting.Operation == operation))
        {
            _ = waiter.TrySetResult(recorded);
        }

        _ = _waiters.RemoveAll(waiting => waiting.Operation == operation);
        return events is null ? response : response.Through(body => new RecordedBody(body, events));
    }

    /// <summary>The first request of the operation, recorded already or to come.</summary>
    public Task<RecordedRequest> FirstAsync(Operation operation)
    {
        lock (gate)
        {
            return _requests.Find(request => request.Operation == operation) is { } recorded ? Task.FromResult(recorded) : NextAsync(operation);
        }
    }

    /// <summary>The next request of the operation that comes.</summary>
    public Task<RecordedRequest> NextAsync(Operation operation)
    {
        lock (gate)
        {
            var waiter = new TaskCompletionSource<RecordedRequest>(TaskCreationOptions.RunContinuationsAsynchronously);
            _waiters.Add((operation, waiter));
            return waiter.Task;
        }
    }

    public void Clear() => _requests.Clear();
}
