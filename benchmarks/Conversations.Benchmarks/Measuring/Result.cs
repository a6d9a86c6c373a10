using System.Globalization;

namespace Conversations.Benchmarks.Measuring;

/// <summary>The figures of one column.</summary>
internal sealed record Result
{
    public required string Scenario { get; init; }

    public required string Column { get; init; }

    /// <summary>The time of a call as a multiple of the floor's; the median over the rounds.</summary>
    public required double Time { get; init; }

    /// <summary>The bytes of a call as a multiple of the floor's.</summary>
    public required double Bytes { get; init; }

    public required double Microseconds { get; init; }

    public required double TotalBytes { get; init; }

    /// <summary>The 10th to the 90th percentile of the rounds, or the lowest to the highest process if there are several.</summary>
    public required (double Low, double High) Spread { get; init; }

    public Bar Bar { get; init; } = new();

    /// <summary>The bars that were missed, and by how much.</summary>
    public IReadOnlyList<string> Missed =>
    [
        .. new[]
        {
            Over("time", Time, Bar.Time, "0.00"),
            Over("bytes", Bytes, Bar.Bytes, "0.00"),
            Over("µs", Microseconds, Bar.Microseconds, "N0"),
            Over("bytes", TotalBytes, Bar.TotalBytes, "N0"),
        }.OfType<string>(),
    ];

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"ratio {Scenario} {Column} time={Time:F3} bytes={Bytes:F3} us={Microseconds:F2} total={TotalBytes:F0}");

    /// <summary>Parses a line written by <see cref="ToString"/>; null for any other line.</summary>
    public static Result? Parse(string line)
    {
        if (line.Split(' ') is not ["ratio", var scenario, var column, .. var values])
        {
            return null;
        }

        double[] numbers = [
            .. values.Select(static value =>
                double.Parse(value[(value.IndexOf('=', StringComparison.Ordinal) + 1)..], CultureInfo.InvariantCulture)),
        ];
        return new()
        {
            Scenario = scenario,
            Column = column,
            Time = numbers[0],
            Bytes = numbers[1],
            Microseconds = numbers[2],
            TotalBytes = numbers[3],
            Spread = (numbers[0], numbers[0])
        };
    }

    private static string? Over(string what, double value, double? bar, string format) => bar is { } limit && value > limit
        ? string.Create(CultureInfo.InvariantCulture, $"{what} {value.ToString(format, CultureInfo.InvariantCulture)} > {limit.ToString(format, CultureInfo.InvariantCulture)} (+{(value / limit) - 1:P0})")
        : null;
}
