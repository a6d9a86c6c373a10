using System.Diagnostics;
using System.Diagnostics.Metrics;
using Conversations.Client.Values;
using Tags = Conversations.Client.Telemetry.Conventions.Tags;

namespace Conversations.Client.Telemetry;

/// <summary>Owns the instruments of one meter. Every record is dropped at once while nobody listens, without an allocation.</summary>
internal sealed class ClientMeters
{
    private readonly Counter<long> _retries;
    private readonly Histogram<double> _budgetWaits;

    public ClientMeters(Meter meter)
    {
        var brief = new InstrumentAdvice<double> { HistogramBucketBoundaries = Conventions.ShortSeconds };
        var longer = new InstrumentAdvice<double> { HistogramBucketBoundaries = Conventions.LongSeconds };
        Calls = meter.CreateHistogram(
            Conventions.Metrics.Calls, "s", "How long a call took, with all its attempts.", tags: null, brief);
        _retries = meter.CreateCounter<long>(Conventions.Metrics.Retries, "{retry}", "How often a call was sent again.");
        _budgetWaits = meter.CreateHistogram(
            Conventions.Metrics.BudgetWaits, "s", "How long a call waited until the budget had room for it.", tags: null, longer);
        OpenStreams = meter.CreateUpDownCounter<long>(
            Conventions.Metrics.OpenStreams, "{stream}", "How many streams are open: sent, and not ended.");
        Streams = meter.CreateHistogram(
            Conventions.Metrics.Streams, "s", "How long a stream was open, from the sending to its end.", tags: null, longer);
        FirstEvent = meter.CreateHistogram(
            Conventions.Metrics.FirstEvent, "s", "How long a stream took from the sending to its first event.", tags: null, longer);
        FirstText = meter.CreateHistogram(
            Conventions.Metrics.FirstText, "s", "How long a stream took from the sending to the assistant's first text.", tags: null, longer);
        StreamEvents = meter.CreateCounter<long>(
            Conventions.Metrics.StreamEvents, "{event}", "How many events streams delivered.");
        Reconnects = meter.CreateCounter<long>(
            Conventions.Metrics.Reconnects, "{reconnect}", "How often streams joined their turn again after a connection had ended.");
        FilledGaps = meter.CreateCounter<long>(
            Conventions.Metrics.FilledGaps, "{gap}", "How often streams found messages that they had missed, and delivered them.");
        IdleTrips = meter.CreateCounter<long>(
            Conventions.Metrics.IdleTrips, "{trip}", "How often a connection was given up because it was silent.");
        Unknown = meter.CreateCounter<long>(
            Conventions.Metrics.Unknown, "{item}", "How many values, messages and events came that this version does not know.");
    }

    /// <summary>The instruments of clients without a container.</summary>
    public static ClientMeters Shared { get; } = new(new(new MeterOptions(Conventions.Source) { Version = ProductVersion.Text }));

    public Histogram<double> Calls { get; }

    public UpDownCounter<long> OpenStreams { get; }

    public Histogram<double> Streams { get; }

    public Histogram<double> FirstEvent { get; }

    public Histogram<double> FirstText { get; }

    public Counter<long> StreamEvents { get; }

    public Counter<long> Reconnects { get; }

    public Counter<long> FilledGaps { get; }

    public Counter<long> IdleTrips { get; }

    public Counter<long> Unknown { get; }

    /// <summary>Whether anybody listens to a stream's instruments.</summary>
    public bool WatchStreams =>
        OpenStreams.Enabled || Streams.Enabled || FirstEvent.Enabled || FirstText.Enabled || StreamEvents.Enabled || Reconnects.Enabled
            || FilledGaps.Enabled || IdleTrips.Enabled || Unknown.Enabled;

    /// <summary>A call is sent again.</summary>
    /// <param name="operation">The call.</param>
    /// <param name="reason">Why: the status code as text, or an <c>error.type</c>. From a short list, never a text of the service.</param>
    public void Retried(CalledOperation operation, string reason)
    {
        if (_retries.Enabled)
        {
            TagList tags = TagsOf(operation);
            tags.Add(Tags.RetryReason, reason);
            _retries.Add(1, tags);
        }
    }

    /// <summary>A call waited until the budget had room for it.</summary>
    /// <param name="limitClass">The class of limits, as the operation table names it.</param>
    /// <param name="waited">How long.</param>
    public void WaitedForBudget(string limitClass, TimeSpan waited) =>
        _budgetWaits.Record(waited.TotalSeconds, new KeyValuePair<string, object?>(Tags.LimitClass, limitClass));

    /// <summary>The tags of a call that are known before it is sent.</summary>
    public static TagList TagsOf(CalledOperation operation)
    {
        var tags = new TagList { { Tags.Method, HttpNames.MethodOf(operation.Method) } };
        if (operation is { Route: { } route, Name: { } name })
        {
            tags.Add(Tags.Route, route);
            tags.Add(Tags.Operation, name);
        }

        return tags;
    }
}
