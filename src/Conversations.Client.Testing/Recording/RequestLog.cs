using System.Text;
using Conversations.Client.Testing.Exchange;
using Conversations.Client.Testing.Routing;

namespace Conversations.Client.Testing.Recording;

/// <summary>
/// Owns the recorded requests in order, within the limits of the options, and completes the waits for them. Written while the gate of the
/// state is held.
/// </summary>
internal sealed class RequestLog(object gate, FakeConversationsOptions options)
{
    public const string HowToKeep = "MaxRecordedRequests and MaxRecordedBytes of the fake's options say how many are kept.";

    private readonly Queue<LogEntry> _entries = new();
    private readonly Dictionary<Operation, int> _droppedOf = [];
    private readonly List<(Operation Operation, TaskCompletionSource<RecordedRequest> Waiter)> _waiters = [];
    private int _dropped;
    private long _bytes;

    public int Count
    {
        get
        {
            lock (gate)
            {
                return _entries.Count;
            }
        }
    }

    public int Dropped
    {
        get
        {
            lock (gate)
            {
                return _dropped;
            }
        }
    }

    public LogSnapshot Snapshot()
    {
        lock (gate)
        {
            return new(_dropped, [.. _entries.Select(static entry => entry.Request)]);
        }
    }

    /// <summary>Records the request. If the response is a stream, also records what it sends from now on.</summary>
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
        var entry = new LogEntry(recorded);
        _entries.Enqueue(entry);
        _bytes += entry.Bytes;
        DropOldest();
        foreach ((_, TaskCompletionSource<RecordedRequest> waiter) in _waiters.Where(waiting => waiting.Operation == operation))
        {
            _ = waiter.TrySetResult(recorded);
        }

        _ = _waiters.RemoveAll(waiting => waiting.Operation == operation);
        return events is null ? response : response.Through(body => new RecordedBody(body, events, () => Resize(entry, events)));
    }

    /// <summary>How many requests of an operation were dropped.</summary>
    public int DroppedOf(Operation operation)
    {
        lock (gate)
        {
            return _droppedOf.GetValueOrDefault(operation);
        }
    }

    /// <summary>Returns the first request of the operation, or waits for it.</summary>
    /// <exception cref="FakeAssertionException">It was dropped.</exception>
    public Task<RecordedRequest> FirstAsync(Operation operation)
    {
        lock (gate)
        {
            if (_droppedOf.TryGetValue(operation, out int dropped))
            {
                throw new FakeAssertionException($"The first {OperationNames.Of(operation)} is no longer kept: the {_dropped} oldest requests were dropped, {dropped} such among them. {HowToKeep}");
            }

            return _entries.FirstOrDefault(entry => entry.Request.Operation == operation) is { } first
                ? Task.FromResult(first.Request)
                : NextAsync(operation);
        }
    }

    /// <summary>Waits for the next request of the operation.</summary>
    public Task<RecordedRequest> NextAsync(Operation operation)
    {
        lock (gate)
        {
            var waiter = new TaskCompletionSource<RecordedRequest>(TaskCreationOptions.RunContinuationsAsynchronously);
            _waiters.Add((operation, waiter));
            return waiter.Task;
        }
    }

    /// <summary>Removes a wait that has ended.</summary>
    public void StopWaiting(Task<RecordedRequest> waiting)
    {
        lock (gate)
        {
            _ = _waiters.RemoveAll(known => known.Waiter.Task == waiting);
        }
    }

    /// <summary>Drops all requests and frees their memory.</summary>
    public void Clear()
    {
        foreach (LogEntry entry in _entries)
        {
            entry.Forget();
        }

        _entries.Clear();
        _entries.TrimExcess();
        _droppedOf.Clear();
        _dropped = 0;
        _bytes = 0;
    }

    /// <summary>What was sent in a stream counts too, and grows after its request was recorded.</summary>
    private void Resize(LogEntry entry, SentEvents events)
    {
        lock (gate)
        {
            if (!entry.IsForgotten)
            {
                _bytes += entry.Resize(events);
                DropOldest();
            }
        }
    }

    /// <summary>The newest request stays, however large it is.</summary>
    private void DropOldest()
    {
        while (_entries.Count > options.MaxRecordedRequests || (_bytes > options.MaxRecordedBytes && _entries.Count > 1))
        {
            LogEntry oldest = _entries.Dequeue();
            oldest.Forget();
            _bytes -= oldest.Bytes;
            _dropped++;
            if (oldest.Request.Operation is { } operation)
            {
                _droppedOf[operation] = _droppedOf.GetValueOrDefault(operation) + 1;
            }
        }
    }
}

/// <summary>The content of the log at one moment.</summary>
/// <param name="Dropped">How many older requests are no longer kept.</param>
/// <param name="Requests">The kept requests, oldest first.</param>
internal sealed record LogSnapshot(int Dropped, IReadOnlyList<RecordedRequest> Requests);
