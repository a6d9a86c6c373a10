namespace Conversations.Benchmarks.Measuring;

/// <summary>
/// One call as its user would write it. Throws when the answer is wrong; <paramref name="verify"/> asks for the thorough check.
/// </summary>
internal delegate ValueTask Call(bool verify);

/// <summary>A row of the tables: the same work, done in several ways. The first column is the floor.</summary>
/// <param name="Name">Short, as on the command line.</param>
/// <param name="Title">What is done.</param>
/// <param name="Operations">How many calls make up a round.</param>
/// <param name="Columns">Who does it.</param>
internal sealed record Scenario(string Name, string Title, int Operations, Func<IReadOnlyList<Column>> Columns)
{
    /// <summary>How many times the usual rounds are measured, where rounds spread widely.</summary>
    public int RoundsFactor { get; init; } = 1;
}

/// <summary>One way of doing a scenario's work.</summary>
/// <param name="Name">Without blanks, since the lines for machines have it too.</param>
/// <param name="Call">The work.</param>
internal sealed record Column(string Name, Call Call)
{
    /// <summary>What the figures must not exceed; only our own columns have bars.</summary>
    public Bar Bar { get; init; } = new();
}

/// <summary>What is not to be exceeded. The first two are multiples of the floor.</summary>
internal sealed record Bar
{
    public double? Time { get; init; }

    public double? Bytes { get; init; }

    public double? Microseconds { get; init; }

    public double? TotalBytes { get; init; }
}
