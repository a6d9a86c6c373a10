using System.Diagnostics;
using Conversations.Client.Telemetry;
using Conversations.Client.Tests.Streaming;
using Conversations.Client.Values;
using Microsoft.Extensions.Diagnostics.Metrics.Testing;

namespace Conversations.Client.Tests.Telemetry;

/// <summary>What telemetry costs while nobody listens: nothing that is allocated.</summary>
[Collection(nameof(AllocationTests.Alone))]
public sealed class SilenceTests
{
    private const int Times = 1_000;

    [Fact]
    public void Nothing_that_a_call_asks_of_telemetry_allocates_while_nobody_listens()
    {
        var telemetry = ClientTelemetry.WithoutContainer(loggers: null, new("https://stub.example"), TimeProvider.System);
        var operation = new CalledOperation(HttpMethod.Get, "/api/", "tickets.list");
        bool watches = false;

        long bytes = BytesOf(() =>
        {
            watches |= telemetry.WatchesCalls || telemetry.WatchesStreams || ClientTelemetry.WatchesSpans;
            telemetry.Meters.Retried(operation, "503");
            telemetry.Meters.WaitedForBudget("turns", TimeSpan.FromSeconds(1));
            UnknownItems.Forget();
            telemetry.Saw(UnknownItems.Take());
        });

        Assert.Equal((false, 0), (watches, bytes));
    }

    [Fact]
    public async Task A_call_costs_as_much_before_somebody_listened_as_after()
    {
        StubServer stub = StubServer.InMemory().Answer(static _ => StubAnswer.Json("""{"count":3}"""));
        using ConversationsClient client = stub.CreateClient();
        long before = await CostAsync(client);
        long listened;
        using (new MetricCollector<double>(meterScope: null, "Conversations.Client", "conversations.client.call.duration"))
        using (var listener = new ActivityListener
        {
            ShouldListenTo = static source => source.Name == "Conversations.Client",
            Sample = static (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
        })
        {
            ActivitySource.AddActivityListener(listener);
            listened = await CostAsync(client);
        }

        long after = await CostAsync(client);

        Assert.True(listened > before + 500, $"{before} bytes a call, {listened} while somebody listens.");
        Assert.InRange(after, before - 100, before + 100);
    }

    private static long BytesOf(Action action)
    {
        for (int warm = 0; warm < Times; warm++)
        {
            action();
        }

        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int time = 0; time < Times; time++)
        {
            action();
        }

        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    private static async Task<long> CostAsync(ConversationsClient client)
    {
        for (int warm = 0; warm < 50; warm++)
        {
            _ = await client.Tickets.CountUnreadAsync();
        }

        long before = GC.GetTotalAllocatedBytes(precise: true);
        for (int time = 0; time < Times; time++)
        {
            _ = await client.Tickets.CountUnreadAsync();
        }

        return (GC.GetTotalAllocatedBytes(precise: true) - before) / Times;
    }
}
