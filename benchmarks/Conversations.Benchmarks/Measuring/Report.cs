using System.Globalization;
using System.Runtime;
using System.Runtime.InteropServices;

namespace Conversations.Benchmarks.Measuring;

/// <summary>Prints tables for people, and one machine-readable line for each column.</summary>
internal static class Report
{
    public static void Write(Arguments arguments, IReadOnlyList<Result> results)
    {
        Say($"{RuntimeInformation.FrameworkDescription}, {Environment.ProcessorCount} cores, {RuntimeInformation.ProcessArchitecture}, server GC {GCSettings.IsServerGC}, processes {arguments.Processes}, rounds {arguments.Rounds}");
        foreach (Scenario scenario in arguments.Scenarios)
        {
            Say($"\n{scenario.Name}: {scenario.Title}\n\n| column | time / floor | bar | spread | bytes / floor | bar | µs | bytes | missed |\n|---|---|---|---|---|---|---|---|---|");
            foreach (Result? each in results.Where(result => result.Scenario == scenario.Name))
            {
                Say($"| {each.Column} | {each.Time:F2} | {Shown(each.Bar.Time, each.Bar.Microseconds, "µs")} | {each.Spread.Low:F2}-{each.Spread.High:F2} | {each.Bytes:F2} | {Shown(each.Bar.Bytes, each.Bar.TotalBytes, "B")} | {each.Microseconds:N1} | {each.TotalBytes:N0} | {string.Join("; ", each.Missed)} |");
            }
        }

        Say($"");
        foreach (Result result in results)
        {
            Say($"{result}");
        }
    }

    private static string Shown(double? ratio, double? total, string unit) =>
        ratio is not null ? string.Create(CultureInfo.InvariantCulture, $"{ratio:F2}")
        : total is not null ? string.Create(CultureInfo.InvariantCulture, $"{total:N0} {unit}")
        : "";

    private static void Say(FormattableString line) => Console.WriteLine(line.ToString(CultureInfo.InvariantCulture));
}
