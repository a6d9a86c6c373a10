using System.Collections;
using System.Globalization;
using System.Text;
using Conversations.Client.Testing.Recording;
using Conversations.Client.Testing.Routing;

namespace Conversations.Client.Testing;

/// <summary>
/// The requests the fake has answered, oldest first. Each enumeration sees those that are there when it begins. The newest are kept, as
/// many as <see cref="FakeConversationsOptions.MaxRecordedRequests"/> and <see cref="FakeConversationsOptions.MaxRecordedBytes"/> say.
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

    /// <summary>How many requests are kept. All that were answered are these and the <see cref="Dropped"/> ones.</summary>
    public int Count => _log.Count;

    /// <summary>
    /// How many requests are no longer kept, because newer ones took their place: the oldest, since the fake was made or
    /// <see cref="FakeConversationsServer.Reset"/>. The checks below count them all the same, and say so.
    /// </summary>
    public int Dropped => _log.Dropped;

    /// <summary>A request by its place among those that are kept.</summary>
    /// <param name="index">The place; 0 is the oldest that is kept.</param>
    public RecordedRequest this[int index] => _log.Snapshot().Requests[index];

    /// <inheritdoc/>
    public IEnumerator<RecordedRequest> GetEnumerator() => _log.Snapshot().Requests.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>The first request of an operation: at once when there has been one, else as soon as it comes.</summary>
    /// <param name="operation">The operation.</param>
    /// <param name="timeout">How long to wait, on the fake's clock.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <exception cref="TimeoutException">No such request came in time; the message says what came instead.</exception>
    /// <exception cref="FakeAssertionException">The fake's clock stands still, for <see cref="FakeConversationsOptions.MaxRealWait"/> of
    /// real
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

    /// <summary>Checks that an operation was never asked for.</summary>
    /// <param name="operation">The operation.</param>
    /// <exception cref="FakeAssertionException">
    /// It was; the message lists the requests, and says how many of them are no longer kept.
    /// </exception>
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

    /// <summary>Checks that an operation is not asked for while a time passes, from now on.</summary>
    /// <param name="operation">The operation.</param>
    /// <param name="duration">
    /// How long to watch, on the fake's clock: with a <c>FakeTimeProvider</c>, move it on and await this then.
    /// </param>
    /// <param name="cancellationToken">Ends the watch.</param>
    /// <returns>Ends when the time has passed.</returns>
    /// <exception cref="FakeAssertionException">It was asked for; thrown as soon as that happens. The message shows the request and all
    /// that came.
    /// Or the fake's clock stands still, for <see cref="FakeConversationsOptions.MaxRealWait"/> of real time, before the time has
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
    /// Everything that was asked, with its time: a line a request, its body below, and the events that were sent of a stream. Write it to
    /// the output of a test when the test is over: xunit shows that output where the test failed.
    /// </summary>
    public string Transcript() => Lines(static _ => true);

    internal LogSnapshot Snapshot() => _log.Snapshot();

    private string Explain(ClockStandsException stood, TimeSpan timeout) =>
        $"The fake's clock stands still: it was moved by {stood.Moved} of {(timeout == Timeout.InfiniteTimeSpan ? "a wait without end" : $"the {timeout} to wait")}, and then not for {_options.MaxRealWait} of real time. Move it on, or set MaxRealWait of the fake's options higher.";

    private string WhatCame() => Lines(static _ => true) is { Length: > 0 } all ? $"The fake has had:\n{all}" : "The fake has had no request at all.";

    /// <summary>Requests that no route took, and that may have been meant for the operation.</summary>
    private string NearMisses(Operation operation)
    {
        string route = RouteTable.TextOf(operation);
        return Lines(request => request.Nearest.Contains(route)) is { Length: > 0 } near ? $"Near misses:\n{near}" : "";
    }

    /// <summary>Some of the requests, each with the number it has among all.</summary>
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
