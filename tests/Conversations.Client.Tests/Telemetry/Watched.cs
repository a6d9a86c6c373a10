using System.Diagnostics;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.Metrics.Testing;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;

namespace Conversations.Client.Tests.Telemetry;

/// <summary>
/// A client in a container, over a stub, with everything that it tells. Spans are those of one trace, because other tests run at the same
/// time; measurements are those of the container's own meter.
/// </summary>
internal sealed class Watched : IAsyncDisposable
{
    private readonly List<Activity> _spans = [];
    private readonly Activity _root;
    private readonly ActivityListener _listener;
    private readonly ServiceProvider _services;
    private readonly List<IDisposable> _collectors = [];

    private Watched(StubServer stub, Action<ConversationsClientOptions>? configure, Action<IServiceCollection, IHttpClientBuilder>? change)
    {
        _listener = new()
        {
            ShouldListenTo = static source => source.Name == "Conversations.Client",
            Sample = static (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = Keep,
        };
        ActivitySource.AddActivityListener(_listener);
        _root = new Activity("test").SetIdFormat(ActivityIdFormat.W3C).Start();
        Stub = stub;
        var services = new ServiceCollection();
        services.AddLogging(logging => logging.SetMinimumLevel(LogLevel.Trace).AddProvider(new FakeLoggerProvider(Logs)));
        IHttpClientBuilder builder = services.AddConversationsClient(options =>
        {
            options.ProjectId = StubServer.ProjectId;
            options.BaseAddress = stub.BaseAddress;
            options.ApiKey = StubServer.Key;
            options.Retry.MaxAttempts = 1;
            configure?.Invoke(options);
        });
        if (stub.CreateHandler() is { } handler)
        {
            builder.ConfigurePrimaryHttpMessageHandler(() => handler);
        }

        change?.Invoke(services, builder);
        _services = services.BuildServiceProvider();
        Meters = _services.GetRequiredService<IMeterFactory>();
        Client = _services.GetRequiredService<IConversationsClient>();
    }

    public StubServer Stub { get; }

    public IConversationsClient Client { get; }

    public IMeterFactory Meters { get; }

    public FakeLogCollector Logs { get; } = new();

    /// <summary>The trace that the test runs in.</summary>
    public ActivityTraceId Trace => _root.TraceId;

    /// <summary>The spans that have ended, in the order of their beginnings.</summary>
    public IReadOnlyList<Activity> Spans
    {
        get
        {
            lock (_spans)
            {
                return [.. _spans.OrderBy(static span => span.StartTimeUtc)];
            }
        }
    }

    public static Watched Start(
        StubServer stub,
        Action<ConversationsClientOptions>? configure = null,
        Action<IServiceCollection, IHttpClientBuilder>? change = null) => new(stub, configure, change);

    /// <summary>The measurements of an instrument from here on.</summary>
    public MetricCollector<T> Collect<T>(string instrument)
        where T : struct
    {
        var collector = new MetricCollector<T>(Meters, "Conversations.Client", instrument);
        _collectors.Add(collector);
        return collector;
    }

    /// <summary>The span of the only stream.</summary>
    public Activity StreamSpan => Assert.Single(Spans, static span => span.OperationName.StartsWith("invoke_agent", StringComparison.Ordinal));

    /// <summary>The spans of calls.</summary>
    public IReadOnlyList<Activity> CallSpans =>
        [.. Spans.Where(static span => !span.OperationName.StartsWith("invoke_agent", StringComparison.Ordinal))];

    /// <summary>The client with a key.</summary>
    public IConversationsClient Keyed(string key) => _services.GetRequiredKeyedService<IConversationsClient>(key);

    public static object? Tag(Activity span, string name) => span.GetTagItem(name);

    public async ValueTask DisposeAsync()
    {
        _collectors.ForEach(static collector => collector.Dispose());
        _root.Stop();
        _listener.Dispose();
        await _services.DisposeAsync();
        await Stub.DisposeAsync();
    }

    private void Keep(Activity span)
    {
        if (span.TraceId == _root.TraceId)
        {
            lock (_spans)
            {
                _spans.Add(span);
            }
        }
    }
}
