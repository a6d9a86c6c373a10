using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

namespace Conversations.Client.Testing.Tests.Snippets;

/// <summary>The code block of docs/telemetry.md, with OpenTelemetry's own exporter behind it.</summary>
public sealed class Telemetry
{
    [Fact]
    public async Task OpenTelemetry_exports_the_spans_and_metrics_of_a_turn()
    {
        List<Activity> spans = [];
        List<MetricSnapshot> metrics = [];
        await using var fake = new FakeConversationsServer();
        var services = new ServiceCollection();
        services.AddConversationsClient(static _ => { }).UseFake(fake);
        AddTelemetry(services);
        services.ConfigureOpenTelemetryTracerProvider(tracing => tracing.AddInMemoryExporter(spans));
        services.ConfigureOpenTelemetryMeterProvider(measuring => measuring.AddInMemoryExporter(metrics));
        await using ServiceProvider application = services.BuildServiceProvider();
        TracerProvider traced = application.GetRequiredService<TracerProvider>();
        MeterProvider measured = application.GetRequiredService<MeterProvider>();
        var id = Guid.NewGuid();

        _ = await application.GetRequiredService<IConversationsClient>().Conversations.AskAsync(id, "Hi");
        Assert.True(traced.ForceFlush() && measured.ForceFlush());

        Activity stream = Assert.Single(spans.ToArray(), span => id.ToString().Equals(span.GetTagItem("gen_ai.conversation.id")));
        Assert.Equal("invoke_agent PostHog AI", stream.DisplayName);
        ActivityContext sending = Assert.Single(stream.Links).Context;
        Assert.StartsWith("POST /api/", Assert.Single(spans.ToArray(), span => span.Context == sending).DisplayName, StringComparison.Ordinal);
        Assert.Superset(
            new HashSet<string> { "conversations.client.call.duration", "gen_ai.client.operation.duration", "conversations.client.stream.events" },
            metrics.Select(static metric => metric.Name).ToHashSet());
    }

    [Fact]
    public async Task The_health_checks_of_both_clients_are_healthy_and_the_probe_asks_once()
    {
        await using var fake = new FakeConversationsServer();
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddConversationsClient(static _ => { }).UseFake(fake);
        services.AddConversationsClient("emea", static _ => { }).UseFake(fake);
        AddHealth(services);
        await using ServiceProvider application = services.BuildServiceProvider();

        HealthReport report = await application.GetRequiredService<HealthCheckService>().CheckHealthAsync();

        Assert.Equal(HealthStatus.Healthy, report.Status);
        Assert.Equal(["conversations", "conversations:emea"], report.Entries.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(1, fake.Requests.Count(static request => request.Operation == Operation.TicketsUnreadCount));
    }

    private static void AddHealth(IServiceCollection services)
    {
        services.AddHealthChecks().AddConversations();
        services.AddHealthChecks().AddConversations("emea", static options => options.ProbeInterval = TimeSpan.FromMinutes(5));
    }

    private static void AddTelemetry(IServiceCollection services)
    {
        services.AddOpenTelemetry()
            .WithTracing(static tracing => tracing.AddSource("Conversations.Client"))
            .WithMetrics(static metrics => metrics.AddMeter("Conversations.Client"));
    }
}
