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
            throw new TimeoutException($"No {OperationNames.Of(operation)} came within {timeout}. {WhatCame()}", error);
        }
    }

    /// <summary>Checks that an operation was never asked for.</summary>
    /// <param name="operation">The operation.</param>
    /// <exception cref="FakeAssertionException">It was; the message lists the requests.</exception>
    public void AssertNone(Operation operation)
    {
        RecordedRequest[] found = [.. this.Where(request => request.Operation == operation)];
        if (found.Length > 0)
        {
            throw new FakeAssertionException(
                $"Expected no {OperationNames.Of(operation)}, but there {(found.Length == 1 ? "was one" : $"were {found.Length}")}:\n{Lines(found)}");
        }
    }

    /// <summary>Everything that was asked, a line a request with its body below, to be printed where a test failed.</summary>
    public string Transcript() => Lines(_log.Snapshot());

    private string WhatCame()
    {
        IReadOnlyList<RecordedRequest> requests = _log.Snapshot();
        return requests.Count == 0 ? "The fake has had no request at all." : $"The fake has had:\n{Lines(requests)}";
    }

    private static string Lines(IReadOnlyList<RecordedRequest> requests)
    {
        var text = new StringBuilder();
        for (int i = 0; i < requests.Count; i++)
        {
            RecordedRequest request = requests[i];
            string name = request.Operation is { } operation ? OperationNames.Of(operation) : "no route";
            _ = text.Append(CultureInfo.InvariantCulture, $"{i + 1}. {request.Method} {request.PathAndQuery} ({name}) -> {request.Status}\n");
            if (request.Body is { } body)
            {
                _ = text.Append("   ").Append(body).Append('\n');
            }

            if (request.Nearest.Count > 0)
            {
                _ = text.Append("   nearest: ").AppendJoin("; ", request.Nearest).Append('\n');
            }
        }

        return text.ToString();
    }
}
