using System.Text;
using Conversations.Client.Testing.Exchange;
using Conversations.Client.Testing.Routing;

namespace Conversations.Client.Testing.Recording;

/// <summary>
/// Owns what was asked, in order and no more of it than the options say, and who waits for what. Written under the gate of the state.
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

    /// <summary>The first request of the operation, recorded already or to come.</summary>
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

    /// <summary>Forgets somebody who no longer waits.</summary>
    public void StopWaiting(Task<RecordedRequest> waiting)
    {
        lock (gate)
        {
            _ = _waiters.RemoveAll(known => known.Waiter.Task == waiting);
        }
    }

    /// <summary>Forgets what was asked, and gives its memory back.</summary>
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

    /// <summary>What was sent of a stream counts too, and grows after its request was noted down.</summary>
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

/// <summary>What the log holds at one moment.</summary>
/// <param name="Dropped">How many came before these, and are no longer kept.</param>
/// <param name="Requests">Oldest first.</param>
internal sealed record LogSnapshot(int Dropped, IReadOnlyList<RecordedRequest> Requests);
