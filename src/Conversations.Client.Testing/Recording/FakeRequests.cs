using System.Collections;
using System.Globalization;
using System.Text;
using Conversations.Client.Testing.Recording;
using Conversations.Client.Testing.Routing;

namespace Conversations.Client.Testing;

/// <summary>
/// The requests that the fake has answered, oldest first. Each enumeration is a snapshot. Only the newest requests are kept, up to
/// <see cref="FakeConversationsOptions.MaxRecordedRequests"/> and <see cref="FakeConversationsOptions.MaxRecordedBytes"/>.
/// </summary>
public sealed class FakeRequests : IReadOnlyList<RecordedRequest>
{
    private readonly RequestLog _log;
    private readonly FakeConversationsOptions _options;

    internal FakeRequests(RequestLog log, FakeConversationsOptions options)
    {
        _log = log;
        _options = options;
    }

    /// <summary>How many requests are kept. Together with the <see cref="Dropped"/> ones, these are all that were answered.</summary>
    public int Count => _log.Count;

    /// <summary>
    /// How many of the oldest requests were dropped in favour of newer ones, since the fake was made or
    /// <see cref="FakeConversationsServer.Reset"/>. The checks and waits of this class still count them, and say so.
    /// </summary>
    public int Dropped => _log.Dropped;

    /// <summary>Returns a kept request by its index.</summary>
    /// <param name="index">The index; 0 is the oldest request that is kept.</param>
    public RecordedRequest this[int index] => _log.Snapshot().Requests[index];

    /// <inheritdoc/>
    public IEnumerator<RecordedRequest> GetEnumerator() => _log.Snapshot().Requests.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>Returns the first request of an operation. Waits for it if there was none yet.</summary>
    /// <param name="operation">The operation.</param>
    /// <param name="timeout">How long to wait, on the fake's clock.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <exception cref="TimeoutException">No such request came in time; the message says what came instead.</exception>
    /// <exception cref="FakeAssertionException">The fake's clock stood still for <see cref="FakeConversationsOptions.MaxRealWait"/> of real
    /// time, and no such request came; the message says what came instead. Or the first one is no longer kept.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    public async Task<RecordedRequest> WaitForAsync(Operation operation, TimeSpan timeout, CancellationToken cancellationToken = default)
    {
        Task<RecordedRequest> coming = _log.FirstAsync(operation);
        try
        {
            return await GuardedWait.WaitAsync(coming, timeout, _options.TimeProvider, _options.MaxRealWait, cancellationToken)
                .ConfigureAwait(false);
        }
        catch (TimeoutException error)
        {
            throw new TimeoutException($"No {OperationNames.Of(operation)} came within {timeout}. {NearMisses(operation)}{WhatCame()}", error);
        }
        catch (ClockStandsException stood)
        {
            throw new FakeAssertionException($"No {OperationNames.Of(operation)} came. {Explain(stood, timeout)} {NearMisses(operation)}{WhatCame()}");
        }
        finally
        {
            _log.StopWaiting(coming);
        }
    }

    /// <summary>Checks that there was no request of an operation.</summary>
    /// <param name="operation">The operation.</param>
    /// <exception cref="FakeAssertionException">There was one. The message lists the requests and says how many of them are no longer
    /// kept.</exception>
    public void AssertNone(Operation operation)
    {
        int dropped = _log.DroppedOf(operation);
        int found = dropped + this.Count(request => request.Operation == operation);
        if (found > 0)
        {
            throw new FakeAssertionException(
                $"Expected no {OperationNames.Of(operation)}, but there {(found == 1 ? "was one" : $"were {found}")}{(dropped > 0 ? $", {dropped} of them no longer kept. {RequestLog.HowToKeep}" : ":")}\n{Lines(request => request.Operation == operation)}");
        }
    }

    /// <summary>Checks that no request of an operation comes during a time that starts now.</summary>
    /// <param name="operation">The operation.</param>
    /// <param name="duration">How long to watch, on the fake's clock. With a <c>FakeTimeProvider</c>, call this method, move the clock,
    /// then await the task.</param>
    /// <param name="cancellationToken">Cancels the watch.</param>
    /// <returns>A task that completes when the time has passed.</returns>
    /// <exception cref="FakeAssertionException">A request came; thrown as soon as it does. The message shows that request and all others.
    /// Or the fake's clock stood still for <see cref="FakeConversationsOptions.MaxRealWait"/> of real time before the time had
    /// passed.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    public async Task AssertNoneAsync(Operation operation, TimeSpan duration, CancellationToken cancellationToken = default)
    {
        Task<RecordedRequest> coming = _log.NextAsync(operation);
        RecordedRequest found;
        try
        {
            found = await GuardedWait.WaitAsync(coming, duration, _options.TimeProvider, _options.MaxRealWait, cancellationToken)
                .ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            return;
        }
        catch (ClockStandsException stood)
        {
            throw new FakeAssertionException($"Expected no {OperationNames.Of(operation)} for {duration}, and none came, but that time did not pass. {Explain(stood, duration)} {WhatCame()}");
        }
        finally
        {
            _log.StopWaiting(coming);
        }

        throw new FakeAssertionException($"Expected no {OperationNames.Of(operation)} for {duration}, but there was one:\n{Lines(request => ReferenceEquals(request, found))}{WhatCame()}");
    }

    /// <summary>
    /// Returns all kept requests as text with their times: one line for each request, its body below, and the events that were sent in a
    /// stream. Write it to the test output at the end of the test: xunit shows that output for a failed test.
    /// </summary>
    public string Transcript() => Lines(static _ => true);

    internal LogSnapshot Snapshot() => _log.Snapshot();

    private string Explain(ClockStandsException stood, TimeSpan timeout) =>
        $"The fake's clock stands still: it was moved by {stood.Moved} of {(timeout == Timeout.InfiniteTimeSpan ? "a wait without end" : $"the {timeout} to wait")}, and then not for {_options.MaxRealWait} of real time. Move it on, or set MaxRealWait of the fake's options higher.";

    private string WhatCame() => Lines(static _ => true) is { Length: > 0 } all ? $"The fake has had:\n{all}" : "The fake has had no request at all.";

    /// <summary>The requests that no route matched and that may have been meant for the operation.</summary>
    private string NearMisses(Operation operation)
    {
        string route = RouteTable.TextOf(operation);
        return Lines(request => request.Nearest.Contains(route)) is { Length: > 0 } near ? $"Near misses:\n{near}" : "";
    }

    /// <summary>Some of the requests, each with its number among all requests.</summary>
    private string Lines(Func<RecordedRequest, bool> isWanted)
    {
        var text = new StringBuilder();
        (int number, IReadOnlyList<RecordedRequest> requests) = _log.Snapshot();
        if (number > 0)
        {
            _ = text.Append(CultureInfo.InvariantCulture, $"… the {number} before are no longer kept\n");
        }

        foreach (RecordedRequest request in requests)
        {
            number++;
            if (isWanted(request))
            {
                AppendLines(text, number, request);
            }
        }

        return text.ToString();
    }

    private static void AppendLines(StringBuilder text, int number, RecordedRequest request)
    {
        string name = request.Operation is { } operation ? OperationNames.Of(operation) : "no route";
        string status = request.Status == 0 ? "no answer" : request.Status.ToString(CultureInfo.InvariantCulture);
        _ = text.Append(CultureInfo.InvariantCulture, $"{number}. {request.At:HH:mm:ss.fff} {request.Method} {request.PathAndQuery} ({name}) -> {status}\n");
        if (request.Body is { } body)
        {
            _ = text.Append("   ").Append(body).Append('\n');
        }

        if (request.Nearest.Count > 0)
        {
            _ = text.Append("   nearest: ").AppendJoin("; ", request.Nearest).Append('\n');
        }

        request.Events?.AppendTo(text);
    }
}
