using System.Diagnostics;
using System.Globalization;

namespace Conversations.Benchmarks.Measuring;

/// <summary>Measures in several processes and takes the medians, because ratios vary more between processes than within one.</summary>
internal static class Processes
{
    public static async Task<IReadOnlyList<Result>> RunAsync(Arguments arguments)
    {
        var runs = new List<IReadOnlyList<Result>>();
        for (int run = 0; run < arguments.Processes; run++)
        {
            runs.Add(await RunOnceAsync(arguments));
        }

        var bars = arguments.Scenarios.SelectMany(static scenario =>
            scenario.Columns().Select(column => (Key: (scenario.Name, column.Name), column.Bar))).ToDictionary(static each =>
                each.Key, static each => each.Bar);
        return [.. runs[0].Select((first, index) =>
        {
            Result[] all = [.. runs.Select(run => run[index])];
            return first with
            {
                Time = Race.At(all.Select(static result => result.Time), 0.5),
                Spread = (all.Min(static result => result.Time), all.Max(static result => result.Time)),
                Bytes = Race.At(all.Select(static result => result.Bytes), 0.5),
                Microseconds = Race.At(all.Select(static result => result.Microseconds), 0.5),
                TotalBytes = Race.At(all.Select(static result => result.TotalBytes), 0.5),
                Bar = bars[(first.Scenario, first.Column)],
            };
        })];
    }

    private static async Task<IReadOnlyList<Result>> RunOnceAsync(Arguments arguments)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!) { UseShellExecute = false, RedirectStandardOutput = true };
        start.ArgumentList.Add("--rounds");
        start.ArgumentList.Add(arguments.Rounds.ToString(CultureInfo.InvariantCulture));
        foreach (Scenario scenario in arguments.Scenarios)
        {
            start.ArgumentList.Add(scenario.Name);
        }

        using Process process = Process.Start(start)!;
        string output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        Check.Must(process.ExitCode == 0, "a measuring process failed");
        return [.. output.Split('\n').Select(Result.Parse).OfType<Result>()];
    }
}
