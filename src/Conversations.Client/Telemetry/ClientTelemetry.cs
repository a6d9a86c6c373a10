using System.Diagnostics;
using System.Diagnostics.Metrics;
using Conversations.Client.Values;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Tags = Conversations.Client.Telemetry.Conventions.Tags;

namespace Conversations.Client.Telemetry;

/// <summary>What one client tells of itself: spans, metrics and log lines. Nothing of it costs anything while nobody listens.</summary>
/// <param name="meters">The instruments.</param>
/// <param name="loggers">Makes the log; null for none.</param>
/// <param name="origin">The service.</param>
/// <param name="clock">The clock of durations.</param>
internal sealed class ClientTelemetry(ClientMeters meters, ILoggerFactory? loggers, Uri origin, TimeProvider clock)
{
    private static readonly ActivitySource Source = new(Conventions.Source, ProductVersion.Text);

    /// <summary>The instruments.</summary>
    public ClientMeters Meters { get; } = meters;

    /// <summary>The log.</summary>
    public ILogger Log { get; } = loggers?.CreateLogger(Conventions.Source) ?? NullLogger.Instance;

    /// <summary>The clock of durations.</summary>
    public TimeProvider Clock { get; } = clock;

    /// <summary>Whether anybody listens to calls.</summary>
    public bool WatchesCalls => Source.HasListeners() || Meters.Calls.Enabled || Log.IsEnabled(LogLevel.Debug);

    /// <summary>Whether anybody listens to spans.</summary>
    public static bool WatchesSpans => Source.HasListeners();

    /// <summary>Whether anybody listens to streams.</summary>
    public bool WatchesStreams => Source.HasListeners() || Meters.WatchStreams || Log.IsEnabled(LogLevel.Warning);

    /// <summary>The telemetry of a client without a container.</summary>
    public static ClientTelemetry WithoutContainer(ILoggerFactory? loggers, Uri origin, TimeProvider clock) =>
        new(ClientMeters.Shared, loggers, origin, clock);

    /// <summary>
    /// The instruments of a client in a container. The container's own meter lets tests of an application see only what it did.
    /// </summary>
    /// <param name="meters">The container's meters; null if it has none.</param>
    /// <param name="clientName">The key of the client; null for the one without a key.</param>
    public static ClientMeters MetersOf(IMeterFactory? meters, string? clientName)
    {
        if (meters is null)
        {
            return ClientMeters.Shared;
        }

        KeyValuePair<string, object?>[]? tags = clientName is null ? null : [new(Tags.Client, clientName)];
        return new(meters.Create(new MeterOptions(Conventions.Source) { Version = ProductVersion.Text, Tags = tags }));
    }

    /// <summary>Begins to watch a call. Its span is the current one from here on.</summary>
    public CallWatch BeginCall(CalledOperation operation) => new(this, operation, StartSpan(HttpNames.SpanOf(operation), operation));

    /// <summary>Begins the span of a request that is sent again; null if nobody listens.</summary>
    /// <param name="operation">The call.</param>
    /// <param name="resends">How often it was sent before.</param>
    public Activity? BeginResend(CalledOperation operation, int resends) =>
        StartSpan(HttpNames.SpanOf(operation), operation)?.SetTag(Tags.ResendCount, resends);

    /// <summary>Begins to watch a stream.</summary>
    public StreamWatch BeginStream(StreamedTurn turn)
    {
        TagList tags = StreamWatch.TagsOf(turn, origin);
        // The stream's span lives longer than the code that begins it, so it must not become the current one there.
        Activity? before = Activity.Current;
        Activity? span = Source.StartActivity(StreamWatch.SpanName, ActivityKind.Client, default(ActivityContext), tags);
        Activity.Current = before;
        return new(this, turn, span);
    }

    /// <summary>The tags of a call's measurements that are known before it is sent.</summary>
    public TagList TagsOf(CalledOperation operation)
    {
        TagList tags = ClientMeters.TagsOf(operation);
        tags.Add(Tags.ServerAddress, origin.Host);
        tags.Add(Tags.ServerPort, origin.Port);
        return tags;
    }

    /// <summary>A call is sent again.</summary>
    /// <param name="operation">The call.</param>
    /// <param name="span">Its span; null if nobody listens.</param>
    /// <param name="reason">Why: an <c>error.type</c>.</param>
    public void Retried(CalledOperation operation, Activity? span, string reason)
    {
        _ = span?.AddEvent(new(Conventions.Events.Retried, tags: new() { { Tags.RetryReason, reason } }));
        Meters.Retried(operation, reason);
        ClientLog.CallRetried(Log, operation.Method, operation.Route, reason);
    }

    /// <summary>A call failed after several attempts and is not sent again.</summary>
    /// <param name="operation">The call.</param>
    /// <param name="reason">Why the last attempt failed: an <c>error.type</c>.</param>
    /// <param name="attempts">How many there were.</param>
    public void RetriesRanOut(CalledOperation operation, string reason, int attempts) =>
        ClientLog.RetriesRanOut(Log, operation.Method, operation.Route, reason, attempts);

    /// <summary>A call waited until the budget had room for it.</summary>
    /// <param name="limitClass">The class of limits, as the operation table names it.</param>
    /// <param name="waited">How long.</param>
    public void WaitedForBudget(string limitClass, TimeSpan waited)
    {
        Meters.WaitedForBudget(limitClass, waited);
        ClientLog.WaitedForBudget(Log, limitClass, waited.TotalMilliseconds);
    }

    /// <summary>JSON was read that holds what this package does not know, or not.</summary>
    public void Saw(UnknownTally unknown)
    {
        if (unknown.Values > 0)
        {
            Meters.Unknown.Add(unknown.Values, new KeyValuePair<string, object?>(Tags.UnknownKind, "value"));
            if (Log.IsEnabled(LogLevel.Debug))
            {
                ClientLog.UnknownValue(Log, ShownName.Of(unknown.LastValue!), unknown.LastType!.Name);
            }
        }

        if (unknown.Messages > 0)
        {
            Meters.Unknown.Add(unknown.Messages, new KeyValuePair<string, object?>(Tags.UnknownKind, "message"));
            if (Log.IsEnabled(LogLevel.Debug))
            {
                ClientLog.UnknownMessage(Log, ShownName.Of(unknown.LastKind!));
            }
        }
    }

    /// <summary>An event came that this package does not know.</summary>
    public void SawEvent(string name, string data)
    {
        Meters.Unknown.Add(1, new KeyValuePair<string, object?>(Tags.UnknownKind, "event"));
        if (Log.IsEnabled(LogLevel.Debug))
        {
            ClientLog.UnknownEvent(Log, ShownName.Of(name));
            ClientLog.SensitiveUnknownEvent(Log, name, data);
        }
    }

    private Activity? StartSpan(string name, CalledOperation operation) =>
        Source.HasListeners() ? Source.StartActivity(name, ActivityKind.Client, default(ActivityContext), TagsOf(operation)) : null;
}
