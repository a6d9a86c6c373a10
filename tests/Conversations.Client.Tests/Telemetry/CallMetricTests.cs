using System.Diagnostics.Metrics;
using Conversations.Client.Telemetry;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.Metrics.Testing;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;

namespace Conversations.Client.Tests.Telemetry;

/// <summary>What calls measure, and whose meter they use.</summary>
public sealed class CallMetricTests
{
    private const string Calls = "conversations.client.call.duration";
    private const string Unread = """{"count":3}""";

    [Fact]
    public async Task A_call_is_measured_in_seconds_with_route_method_and_status()
    {
        var time = new TestClock();
        await using var watched = Watched.Start(
            StubServer.InMemory().Answer(_ =>
            {
                time.Advance(TimeSpan.FromSeconds(2));
                return StubAnswer.Json(Unread);
            }),
            options => options.TimeProvider = time);
        MetricCollector<double> calls = watched.Collect<double>(Calls);

        _ = await watched.Client.Tickets.CountUnreadAsync();

        CollectedMeasurement<double> call = Assert.Single(calls.GetMeasurementSnapshot());
        Assert.Equal((2.0, "s"), (call.Value, calls.Instrument!.Unit));
        Assert.Equal(
            ["conversations.operation.name=tickets.unread_count", "http.request.method=GET", "http.response.status_code=200", "server.address=stub.example", "server.port=443", "url.template=/api/projects/{project_id}/conversations/tickets/unread_count/"],
            call.Tags.Select(static tag => $"{tag.Key}={tag.Value}").Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_refused_call_is_measured_with_its_error()
    {
        await using var watched = Watched.Start(StubServer.InMemory(StubAnswer.Json("{}", 403)));
        MetricCollector<double> calls = watched.Collect<double>(Calls);

        await Assert.ThrowsAsync<ConversationsPermissionException>(() => watched.Client.Tickets.CountUnreadAsync());

        CollectedMeasurement<double> call = Assert.Single(calls.GetMeasurementSnapshot());
        Assert.Equal((403, "403"), (call.Tags["http.response.status_code"], call.Tags["error.type"]));
    }

    [Fact]
    public async Task Each_repetition_is_counted_with_its_reason_and_has_a_span_and_the_last_failure_a_warning()
    {
        var time = new TestClock();
        await using var watched = Watched.Start(
            StubServer.InMemory(StubAnswer.Json("{}", 503), StubAnswer.Reset(), StubAnswer.Json("{}", 500), StubAnswer.Json("{}", 429)),
            options => (options.TimeProvider, options.Retry.MaxAttempts) = (time, 4));
        MetricCollector<long> retries = watched.Collect<long>("conversations.client.call.retries");
        MetricCollector<double> calls = watched.Collect<double>(Calls);

        _ = await Assert.ThrowsAsync<ConversationsRateLimitException>(
            () => time.RunAsync(watched.Client.Tickets.CountUnreadAsync()));

        Assert.Equal(3, retries.GetMeasurementSnapshot().Sum(static retry => retry.Value));
        Assert.Equal(
            ["503", "500"],
            retries.GetMeasurementSnapshot()
                .Select(static retry => (string)retry.Tags["conversations.retry.reason"]!)
                .Where(static reason => char.IsDigit(reason[0])));
        Assert.Equal("429", Assert.Single(calls.GetMeasurementSnapshot()).Tags["error.type"]);
        Assert.Equal(
            [1, 2, 3],
            watched.Spans.Select(static span => Watched.Tag(span, "http.request.resend_count")).Where(static count => count is not null));
        FakeLogRecord warning = Assert.Single(watched.Logs.GetSnapshot(), static line => line.Level > LogLevel.Information);
        Assert.Equal(LogLevel.Warning, warning.Level);
        Assert.Contains("4", warning.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Containers_do_not_see_each_others_calls()
    {
        await using var one = Watched.Start(StubServer.InMemory(StubAnswer.Json(Unread)));
        await using var other = Watched.Start(StubServer.InMemory());
        MetricCollector<double> calls = other.Collect<double>(Calls);

        _ = await one.Client.Tickets.CountUnreadAsync();

        Assert.Empty(calls.GetMeasurementSnapshot());
    }

    [Fact]
    public async Task The_meter_of_a_keyed_client_has_its_key()
    {
        var stub = StubServer.InMemory(StubAnswer.Json(Unread));
        List<(string? Client, double Seconds)> seen = [];
        await using var watched = Watched.Start(stub, change: (services, _) => services
            .AddConversationsClient("emea", options =>
                (options.ProjectId, options.BaseAddress, options.ApiKey) = ("1", stub.BaseAddress, StubServer.Key))
            .ConfigurePrimaryHttpMessageHandler(() => stub.CreateHandler()!));
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, itself) =>
        {
            if (instrument.Name == Calls && instrument.Meter.Scope == watched.Meters)
            {
                itself.EnableMeasurementEvents(instrument);
            }
        };
        listener.SetMeasurementEventCallback<double>((instrument, seconds, _, _) =>
            seen.Add(((string?)instrument.Meter.Tags?.Single(static tag => tag.Key == "conversations.client.name").Value, seconds)));
        listener.Start();

        _ = await watched.Keyed("emea").Tickets.CountUnreadAsync();

        Assert.Equal("emea", Assert.Single(seen).Client);
    }

    [Fact]
    public async Task A_client_for_another_project_tells_as_the_one_it_is_from()
    {
        await using var watched = Watched.Start(StubServer.InMemory(StubAnswer.Json(Unread)));
        MetricCollector<double> calls = watched.Collect<double>(Calls);

        _ = await watched.Client.With(projectId: "2").Tickets.CountUnreadAsync();

        _ = Assert.Single(calls.GetMeasurementSnapshot());
        _ = Assert.Single(watched.Spans);
        Assert.Contains(watched.Logs.GetSnapshot(), static line => line.Id.Name == "CallSucceeded");
    }

    /// <summary>The first asks for a longer wait than the client waits, so that it is not sent again; the second is healed.</summary>
    [Theory]
    [InlineData("3600", 1)]
    [InlineData("0", 2)]
    public async Task A_failure_that_is_not_sent_again_or_that_a_repetition_heals_is_no_warning(string retryAfter, int sent)
    {
        await using var watched = Watched.Start(
            StubServer.InMemory(StubAnswer.Json("{}", 503).With("Retry-After", retryAfter)).Answer(static _ => StubAnswer.Json(Unread)),
            static options => (options.Retry.MaxAttempts, options.Retry.BaseDelay) = (2, TimeSpan.Zero));

        _ = await Record.ExceptionAsync(() => watched.Client.Tickets.CountUnreadAsync());

        Assert.Equal(sent, watched.Stub.Requests.Count);
        Assert.DoesNotContain(watched.Logs.GetSnapshot(), static line => line.Id.Name == "RetriesRanOut");
    }

    [Theory, BothTransports]
    public async Task Without_a_container_the_meter_is_one_for_all_and_the_log_that_of_the_options(Transport transport)
    {
        await using StubServer stub = (await StubServer.StartAsync(transport)).Answer(StubAnswer.Json("""{"detail":"x"}""", 418));
        using var calls = new MetricCollector<double>(meterScope: null, "Conversations.Client", Calls);
        var logs = new FakeLogCollector();
        using ILoggerFactory factory = LoggerFactory.Create(logging =>
            logging.SetMinimumLevel(LogLevel.Trace).AddProvider(new FakeLoggerProvider(logs)));
        using ConversationsClient client = stub.CreateClient(options => options.LoggerFactory = factory);

        await Assert.ThrowsAsync<ConversationsApiException>(() => client.Tickets.CountUnreadAsync());

        Assert.Contains(calls.GetMeasurementSnapshot(), static call => call.Tags.TryGetValue("error.type", out object? error) && "418".Equals(error));
        FakeLogRecord line = Assert.Single(logs.GetSnapshot());
        Assert.Equal(("Conversations.Client", 2, "CallFailed", LogLevel.Debug), (line.Category, line.Id.Id, line.Id.Name, line.Level));
    }

    [Fact]
    public void Retries_and_waits_for_the_budget_are_measured_and_logged()
    {
        using ServiceProvider services = new ServiceCollection().AddMetrics().BuildServiceProvider();
        IMeterFactory meters = services.GetRequiredService<IMeterFactory>();
        var logs = new FakeLogCollector();
        using ILoggerFactory factory = LoggerFactory.Create(logging =>
            logging.SetMinimumLevel(LogLevel.Trace).AddProvider(new FakeLoggerProvider(logs)));
        var telemetry = new ClientTelemetry(ClientTelemetry.MetersOf(meters, clientName: null), factory, new("https://a.example"), TimeProvider.System);
        using var retries = new MetricCollector<long>(meters, "Conversations.Client", "conversations.client.call.retries");
        using var waits = new MetricCollector<double>(meters, "Conversations.Client", "conversations.client.budget.wait.duration");
        var operation = new CalledOperation(HttpMethod.Get, "/api/", "tickets.list");

        telemetry.Retried(operation, span: null, "503");
        telemetry.RetriesRanOut(operation, "503", 4);
        telemetry.WaitedForBudget("turns", TimeSpan.FromSeconds(2));

        CollectedMeasurement<long> retry = Assert.Single(retries.GetMeasurementSnapshot());
        Assert.Equal(("503", "tickets.list"), (retry.Tags["conversations.retry.reason"], retry.Tags["conversations.operation.name"]));
        CollectedMeasurement<double> wait = Assert.Single(waits.GetMeasurementSnapshot());
        Assert.Equal((2.0, "turns"), (wait.Value, wait.Tags["conversations.limit.class"]));
        Assert.Equal(
            [(3, LogLevel.Information), (4, LogLevel.Warning), (5, LogLevel.Debug)],
            logs.GetSnapshot().Select(static line => (line.Id.Id, line.Level)));
    }
}
