using System.Diagnostics;

namespace Conversations.Benchmarks.Measuring;

/// <summary>
/// Runs the columns in interleaved rounds, A B C, B C A, …, so that a disturbance of the machine for a second affects all columns.
/// Time is the median over the rounds of the ratio to the floor in the same round. Bytes come from the process's own counter.
/// </summary>
internal static class Race
{
    public static async Task<IReadOnlyList<Result>> RunAsync(IReadOnlyList<Scenario> scenarios, int rounds)
    {
        var results = new List<Result>();
        foreach (Scenario scenario in scenarios)
        {
            results.AddRange(await RunAsync(scenario, rounds * scenario.RoundsFactor));
        }

        return results;
    }

    public static double At(IEnumerable<double> values, double quantile)
    {
        double[] sorted = [.. values.Order()];
        return sorted[(int)Math.Round((sorted.Length - 1) * quantile)];
    }

    private static async Task<IEnumerable<Result>> RunAsync(Scenario scenario, int rounds)
    {
        IReadOnlyList<Column> columns = scenario.Columns();
        await VerifyAsync(scenario, columns);
        await WarmUpAsync(columns);
        double[][] time = [.. columns.Select(_ => new double[rounds])];
        double[][] bytes = [.. columns.Select(_ => new double[rounds])];
        for (int round = 0; round < rounds; round++)
        {
            for (int turn = 0; turn < columns.Count; turn++)
            {
                int column = (turn + round) % columns.Count;
                (time[column][round], bytes[column][round]) = await MeasureAsync(columns[column], scenario.Operations);
            }
        }

        double floorBytes = At(bytes[0], 0.5);
        return columns.Select((column, index) =>
        {
            double[] ratios = [.. time[index].Zip(time[0], static (own, floor) => own / floor)];
            double total = At(bytes[index], 0.5);
            return new Result
            {
                Scenario = scenario.Name,
                Column = column.Name,
                Time = At(ratios, 0.5),
                Spread = (At(ratios, 0.1), At(ratios, 0.9)),
                Bytes = total / floorBytes,
                Microseconds = At(time[index], 0.5),
                TotalBytes = total,
                Bar = column.Bar,
            };
        });
    }

    private static async Task VerifyAsync(Scenario scenario, IReadOnlyList<Column> columns)
    {
        foreach (Column column in columns)
        {
            try
            {
                using IDisposable? around = column.Around?.Invoke();
                await column.Call(true);
            }
            catch (Exception wrong)
            {
                throw new InvalidOperationException($"{scenario.Name} {column.Name}: {wrong.Message}", wrong);
            }
        }
    }

    /// <summary>
    /// Runs the columns in turn, with pauses: the JIT reaches its last tier only when no new method appears for 100 ms.
    /// </summary>
    private static async Task WarmUpAsync(IReadOnlyList<Column> columns)
    {
        for (int pass = 0; pass < 8; pass++)
        {
            foreach (Column column in columns)
            {
                using IDisposable? around = column.Around?.Invoke();
                long until = Stopwatch.GetTimestamp() + (Stopwatch.Frequency / 5);
                do
                {
                    await column.Call(false);
                }
                while (Stopwatch.GetTimestamp() < until);
            }

            await Task.Delay(250);
        }
    }

    private static async Task<(double Microseconds, double Bytes)> MeasureAsync(Column column, int operations)
    {
        using IDisposable? around = column.Around?.Invoke();
        GC.Collect();
        GC.WaitForPendingFinalizers();
        long allocated = GC.GetTotalAllocatedBytes(precise: true);
        long start = Stopwatch.GetTimestamp();
        for (int i = 0; i < operations; i++)
        {
            await column.Call(false);
        }

        double microseconds = Stopwatch.GetElapsedTime(start).TotalMicroseconds / operations;
        return (microseconds, (GC.GetTotalAllocatedBytes(precise: true) - allocated) / (double)operations);
    }
}
