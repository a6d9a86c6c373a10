using System.Diagnostics.Tracing;
using System.Globalization;

namespace Conversations.Benchmarks.Measuring;

/// <summary>Shows by type what each column allocates. The runtime samples an allocation about every 100 kB, over many calls.</summary>
internal static class Allocations
{
    private const long SampledBytes = 300_000_000;

    public static async Task RunAsync(IReadOnlyList<Scenario> scenarios)
    {
        using var listener = new Listener();
        foreach (Scenario scenario in scenarios)
        {
            foreach (Column column in scenario.Columns())
            {
                await RepeatAsync(column.Call, SampledBytes / 10);
                listener.Clear();
                double bytes = await RepeatAsync(column.Call, SampledBytes);
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"\n{scenario.Name} {column.Name}: {bytes:N0} bytes a call\n{listener.Top(16, bytes)}"));
            }
        }
    }

    private static async Task<double> RepeatAsync(Call call, long bytes)
    {
        long start = GC.GetTotalAllocatedBytes(precise: true);
        int calls = 0;
        long allocated;
        do
        {
            await call(false);
            calls++;
            allocated = GC.GetTotalAllocatedBytes() - start;
        }
        while (allocated < bytes);
        return allocated / (double)calls;
    }

    private sealed class Listener : EventListener
    {
        private readonly Dictionary<string, int> _samples = [];

        public void Clear()
        {
            lock (_samples)
            {
                _samples.Clear();
            }
        }

        public string Top(int count, double bytes)
        {
            lock (_samples)
            {
                double total = Math.Max(1, _samples.Values.Sum());
                return string.Join('\n', _samples.OrderByDescending(static sample => sample.Value).Take(count)
                    .Select(sample => string.Create(CultureInfo.InvariantCulture, $"  {sample.Value / total,4:P0} {bytes * sample.Value / total,12:N0} {sample.Key}")));
            }
        }

        protected override void OnEventSourceCreated(EventSource eventSource)
        {
            if (eventSource.Name == "Microsoft-Windows-DotNETRuntime")
            {
                EnableEvents(eventSource, EventLevel.Verbose, (EventKeywords)0x1);
            }
        }

        protected override void OnEventWritten(EventWrittenEventArgs eventData)
        {
            if (eventData.EventName?.StartsWith("GCAllocationTick", StringComparison.Ordinal) == true)
            {
                string type = (string)eventData.Payload![5]!;
                lock (_samples)
                {
                    _samples[type] = _samples.GetValueOrDefault(type) + 1;
                }
            }
        }
    }
}
