using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Conversations.Soak;

/// <summary>Listens to all that the clients tell of themselves, and counts.</summary>
internal sealed class Telemetry : IDisposable
{
    private const string Source = "Conversations.Client";

    private readonly MeterListener _meters = new();
    private readonly ActivityListener _spans;
    private readonly ConcurrentDictionary<string, long> _sums = new();
    private long _started;
    private long _stopped;
    private long _calls;
    private long _resends;
    private long _unsent;
    private long _sendings;

    public Telemetry()
    {
        _meters.InstrumentPublished = static (instrument, listener) =>
        {
            if (instrument.Meter.Name == Source)
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _meters.SetMeasurementEventCallback<long>((instrument, value, _, _) => Add(instrument.Name, value));
        // Of durations only their number.
        _meters.SetMeasurementEventCallback<double>((instrument, _, _, _) => Add(instrument.Name, 1));
        _meters.Start();
        _spans = new()
        {
            ShouldListenTo = static source => source.Name == Source,
            Sample = static (ref _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStarted = _ => Interlocked.Increment(ref _started),
            ActivityStopped = Stopped,
        };
        ActivitySource.AddActivityListener(_spans);
    }

    /// <summary>How many calls were measured.</summary>
    public long MeasuredCalls => Sum("conversations.client.call.duration");

    /// <summary>How often the clients sent a call again by themselves.</summary>
    public long Retries => Sum("conversations.client.call.retries");

    /// <summary>How many streams are open.</summary>
    public long OpenStreams => Sum("conversations.client.stream.active");

    /// <summary>How many streams have ended.</summary>
    public long Streams => Sum("gen_ai.client.operation.duration");

    public long Reconnects => Sum("conversations.client.stream.reconnects");

    public long FilledGaps => Sum("conversations.client.stream.filled_gaps");

    /// <summary>How many calls had to wait for a budget.</summary>
    public long BudgetWaits => Sum("conversations.client.budget.wait.duration");

    /// <summary>The spans that have begun and not ended: calls and streams that run.</summary>
    public long OpenSpans => Interlocked.Read(ref _started) - Interlocked.Read(ref _stopped);

    /// <summary>The spans of calls that have ended.</summary>
    public long Calls => Interlocked.Read(ref _calls);

    /// <summary>The spans of requests that were sent again.</summary>
    public long Resends => Interlocked.Read(ref _resends);

    /// <summary>The calls that ended before anything was handed to the transport, because their callers gave them up.</summary>
    public long Unsent => Interlocked.Read(ref _unsent);

    /// <summary>How many requests the calls that have ended handed to the transport.</summary>
    public long Sendings => Interlocked.Read(ref _sendings);

    public void Dispose()
    {
        _meters.Dispose();
        _spans.Dispose();
    }

    private void Stopped(Activity span)
    {
        _ = Interlocked.Increment(ref _stopped);
        if (span.GetTagItem("http.request.resend_count") is not null)
        {
            _ = Interlocked.Increment(ref _resends);
        }
        else if (span.GetTagItem("http.request.method") is not null)
        {
            _ = Interlocked.Increment(ref _calls);
            int sendings = SendingHandler.SendingsOf(span);
            _ = Interlocked.Add(ref _sendings, sendings);
            if (sendings == 0)
            {
                _ = Interlocked.Increment(ref _unsent);
            }
        }
    }

    private void Add(string instrument, long value) => _sums.AddOrUpdate(instrument, value, (_, before) => before + value);

    private long Sum(string instrument) => _sums.GetValueOrDefault(instrument);
}
