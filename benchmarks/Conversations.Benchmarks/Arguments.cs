using System.Globalization;

namespace Conversations.Benchmarks;

/// <summary>The parsed command line.</summary>
internal sealed record Arguments
{
    private const int UsualRounds = 51;
    private const int QuickRounds = 7;

    public int Rounds { get; init; } = UsualRounds;

    /// <summary>How many processes measure; the reported figures are the medians over them.</summary>
    public int Processes { get; init; } = 1;

    /// <summary>Whether a missed bar makes the exit code 1.</summary>
    public bool Check { get; init; }

    /// <summary>Whether to show the types of the allocated objects instead of measuring.</summary>
    public bool Allocations { get; init; }

    public required IReadOnlyList<Scenario> Scenarios { get; init; }

    /// <summary>Parses the command line; null when it is invalid.</summary>
    public static Arguments? Read(string[] args)
    {
        var result = new Arguments { Scenarios = [] };
        var scenarios = new List<Scenario>();
        for (int i = 0; i < args.Length; i++)
        {
            int number = i + 1 < args.Length && int.TryParse(args[i + 1], NumberStyles.None, CultureInfo.InvariantCulture, out int parsed)
                ? parsed
                : 0;
            switch (args[i])
            {
                case "quick":
                    result = result with { Rounds = QuickRounds };
                    break;
                case "--check":
                    result = result with { Check = true };
                    break;
                case "--allocs":
                    result = result with { Allocations = true };
                    break;
                case "--rounds" when number > 0:
                    result = result with { Rounds = number };
                    i++;
                    break;
                case "--processes" when number > 0:
                    result = result with { Processes = number };
                    i++;
                    break;
                case var name when Conversations.Benchmarks.Scenarios.All.FirstOrDefault(scenario =>
                    scenario.Name.Equals(name, StringComparison.OrdinalIgnoreCase)) is { } scenario:
                    scenarios.Add(scenario);
                    break;
                default:
                    return null;
            }
        }

        return result with { Scenarios = scenarios.Count > 0 ? scenarios : Conversations.Benchmarks.Scenarios.All };
    }
}
