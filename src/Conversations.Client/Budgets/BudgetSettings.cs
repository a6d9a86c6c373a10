namespace Conversations.Client.Budgets;

/// <summary>The options of a budget as they were when it was made.</summary>
internal sealed class BudgetSettings
{
    /// <summary>The longest time that a timer can wait for.</summary>
    public static readonly TimeSpan LongestTimer = TimeSpan.FromDays(49);

    private readonly IReadOnlyList<LimitWindow>[] _windows;

    /// <exception cref="ArgumentException">An option is wrong.</exception>
    public BudgetSettings(BudgetOptions options)
    {
        MaxWait = options.MaxWait >= TimeSpan.Zero || options.MaxWait == Timeout.InfiniteTimeSpan
            ? options.MaxWait
            : throw new ArgumentException($"MaxWait {options.MaxWait} is negative: set zero or more, or Timeout.InfiniteTimeSpan.", nameof(options));
        Margin = options.Margin >= TimeSpan.Zero && options.Margin <= TimeSpan.FromDays(1)
            ? options.Margin
            : throw new ArgumentException($"Margin {options.Margin} is not between zero and a day.", nameof(options));
        TimeProvider = options.TimeProvider;
        _windows =
        [
            .. LimitClassTable.All.Select(facts => options.Windows.TryGetValue(facts.Class, out IReadOnlyList<LimitWindow>? own)
                ? Checked(facts, own, Margin, nameof(options))
                : facts.Windows),
        ];
        if (options.Windows.Keys.FirstOrDefault(static key => !Enum.IsDefined(key)) is var unknown && !Enum.IsDefined(unknown))
        {
            throw new ArgumentException($"Windows has the class {(int)unknown}, which is none: use the values of LimitClass.", nameof(options));
        }
    }

    public TimeSpan MaxWait { get; }

    public TimeSpan Margin { get; }

    public TimeProvider? TimeProvider { get; }

    public IReadOnlyList<LimitWindow> WindowsOf(LimitClass limitClass) => _windows[(int)limitClass];

    private static IReadOnlyList<LimitWindow> Checked(
        LimitClassFacts facts, IReadOnlyList<LimitWindow>? windows, TimeSpan margin, string parameter)
    {
        if (windows is null
            || windows.Any(window => window is not { Limit: >= 1 }
                || window.Length <= TimeSpan.Zero
                || window.Length > LongestTimer - margin))
        {
            throw new ArgumentException($"A window of the class {facts.Class} lets nothing go or has no length: set a limit of 1 or more, and a length of more than zero and, with the margin, at most {LongestTimer}. An empty list takes the limits off.", parameter);
        }

        return [.. windows];
    }
}
