using System.Diagnostics.Metrics;
using Conversations.Client.HealthChecks;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Conversations.Client.Tests.Health;

/// <summary>An application with a health check of one of its two clients, on a clock.</summary>
internal sealed class Checked : IAsyncDisposable
{
    public const string Unread = """{"count":3}""";

    private readonly ServiceProvider _services;
    private readonly int _attempts;
    private readonly ConversationsBudget? _budget;
    private int _status;

    public Checked(
        Action<ConversationsHealthOptions>? configure = null,
        string? clientName = null,
        int attempts = 1,
        ConversationsBudget? budget = null)
    {
        (_attempts, _budget) = (attempts, budget);
        var services = new ServiceCollection();
        services.AddLogging();
        _ = services.AddConversationsClient(Set).ConfigurePrimaryHttpMessageHandler(() => Stub.CreateHandler()!);
        _ = services.AddConversationsClient("emea", Set).ConfigurePrimaryHttpMessageHandler(() => Stub.CreateHandler()!);
        services.AddHealthChecks().AddConversations(clientName, configure);
        _services = services.BuildServiceProvider();
    }

    public StubServer Stub { get; } = StubServer.InMemory();

    public TestClock Time { get; } = new();

    public IConversationsClient Client => _services.GetRequiredService<IConversationsClient>();

    public IConversationsClient Keyed => _services.GetRequiredKeyedService<IConversationsClient>("emea");

    public IMeterFactory Meters => _services.GetRequiredService<IMeterFactory>();

    public async Task<HealthReportEntry> CheckAsync(CancellationToken cancellationToken = default) =>
        Assert.Single((await _services.GetRequiredService<HealthCheckService>().CheckHealthAsync(cancellationToken)).Entries).Value;

    public async Task CallAsync(int status, int times, IConversationsClient? client = null)
    {
        _status = status;
        _ = Stub.Answer(_ => StubAnswer.Json(Unread, _status));
        for (int time = 0; time < times; time++)
        {
            _ = await Record.ExceptionAsync(() => (client ?? Client).Tickets.CountUnreadAsync());
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        await Stub.DisposeAsync();
    }

    private void Set(ConversationsClientOptions options)
    {
        options.ProjectId = StubServer.ProjectId;
        options.BaseAddress = Stub.BaseAddress;
        options.ApiKey = StubServer.Key;
        options.TimeProvider = Time;
        options.Retry.MaxAttempts = _attempts;
        options.Budget = _budget;
    }
}
