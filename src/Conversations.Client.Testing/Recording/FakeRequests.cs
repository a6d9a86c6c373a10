using System.Collections;
using System.Globalization;
using System.Text;
using Conversations.Client.Testing.Recording;
using Conversations.Client.Testing.Routing;

namespace Conversations.Client.Testing;

/// <summary>The requests the fake has answered, oldest first. Each enumeration sees those that are there when it begins.</summary>
public sealed class FakeRequests : IReadOnlyList<RecordedRequest>
{
    private readonly RequestLog _log;
    private readonly TimeProvider _time;

    internal FakeRequests(RequestLog log, TimeProvider time)
    {
        _log = log;
        _time = time;
    }

    /// <inheritdoc/>
    public int Count => _log.Snapshot().Count;

    /// <inheritdoc/>
    public RecordedRequest this[int index] => _log.Snapshot()[index];

    /// <inheritdoc/>
    public IEnumerator<RecordedRequest> GetEnumerator() => _log.Snapshot().GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>The first request of an operation: at once when there has been one, else as soon as it comes.</summary>
    /// <param name="operation">The operation.</param>
    /// <param name="timeout">How long to wait, on the fake's clock.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <exception cref="TimeoutException">No such request came in time; the message says what came instead.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    public async Task<RecordedRequest> WaitForAsync(Operation operation, TimeSpan timeout, CancellationToken cancellationToken = default)
    {
        try
        {
            return await _log.FirstAsync(operation).WaitAsync(timeout, _time, cancellationToken).ConfigureAwait(false);
        }
        catch (TimeoutException error)
        {
            throw new TimeoutException($"No {OperationNames.Of(operation)} came within {timeout}. {NearMisses(operation)}{WhatCame()}", error);
        }
    }

    /// <summary>Checks that an operation was never asked for.</summary>
    /// <param name="operation">The operation.</param>
    /// <exception cref="FakeAssertionException">It was; the message lists the requests.</exception>
    public void AssertNone(Operation operation)
    {
        int found = this.Count(request => request.Operation == operation);
        if (found > 0)
        {
            throw new FakeAssertionException(
                $"Expected no {OperationNames.Of(operation)}, but there {(found == 1 ? "was one" : $"were {found}")}:\n{Lines(request => request.Operation == operation)}");
        }
    }

    /// <summary>Checks that an operation is not asked for while a time passes, from now on.</summary>
    /// <param name="operation">The operation.</param>
    /// <param name="duration">How long to watch, on the fake's clock: with a <c>FakeTimeProvider</c>, move it on and await this then.</param>
    /// <param name="cancellationToken">Ends the watch.</param>
    /// <returns>Ends when the time has passed.</returns>
    /// <exception cref="FakeAssertionException">It was asked for; thrown as soon as that happens. The message shows the request and all that came.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    public async Task AssertNoneAsync(Operation operation, TimeSpan duration, CancellationToken cancellationToken = default)
    {
        RecordedRequest found;
        try
        {
            found = await _log.NextAsync(operation).WaitAsync(duration, _time, cancellationToken).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            return;
        }

        throw new FakeAssertionException($"Expected no {OperationNames.Of(operation)} for {duration}, but there was one:\n{Lines(request => ReferenceEquals(request, found))}{WhatCame()}");
    }

    /// <summary>
    /// Everything that was asked, with its time: a line a request, its body below, and the events that were sent of a stream. Write it to
    /// the output of a test when the test is over: xunit shows that output where the test failed.
    /// </summary>
    public string Transcript() => Lines(static _ => true);

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
        int number = 0;
        foreach (RecordedRequest request in _log.Snapshot())
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
