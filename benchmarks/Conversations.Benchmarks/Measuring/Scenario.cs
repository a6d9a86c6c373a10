namespace Conversations.Benchmarks.Measuring;

/// <summary>
/// One call as a user would write it. Throws when the response is wrong; <paramref name="verify"/> asks for the thorough check.
/// </summary>
internal delegate ValueTask Call(bool verify);

/// <summary>A row of the tables: the same work, done in several ways. The first column is the floor.</summary>
/// <param name="Name">The short name, as on the command line.</param>
/// <param name="Title">A description of the work.</param>
/// <param name="Operations">How many calls make up a round.</param>
/// <param name="Columns">The ways to do the work.</param>
internal sealed record Scenario(string Name, string Title, int Operations, Func<IReadOnlyList<Column>> Columns)
{
    /// <summary>Multiplies the usual number of rounds, for scenarios whose rounds vary widely.</summary>
    public int RoundsFactor { get; init; } = 1;
}

/// <summary>One way of doing a scenario's work.</summary>
/// <param name="Name">A name without spaces, because the machine-readable lines contain it.</param>
/// <param name="Call">The work.</param>
internal sealed record Column(string Name, Call Call)
{
    /// <summary>Begins what runs while this column is measured, and no other; disposing it ends that.</summary>
    public Func<IDisposable>? Around { get; init; }

    /// <summary>The limits for the figures; only our own columns have bars.</summary>
    public Bar Bar { get; init; } = new();
}

/// <summary>The limits of a column. The first two are multiples of the floor.</summary>
internal sealed record Bar
{
    public double? Time { get; init; }

    public double? Bytes { get; init; }

    public double? Microseconds { get; init; }

    public double? TotalBytes { get; init; }
}
