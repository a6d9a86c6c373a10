namespace Conversations.Client.Budgets;

/// <summary>What the contract says about one class of limits.</summary>
/// <param name="Class">The class.</param>
/// <param name="Name">Its name in the contract, such as <c>calls</c>.</param>
/// <param name="IsPerKey">Whether it is counted for each personal API key, and not for other credentials.</param>
/// <param name="Windows">Its limits, all of which count at once.</param>
internal sealed record LimitClassFacts(LimitClass Class, string Name, bool IsPerKey, IReadOnlyList<LimitWindow> Windows)
{
    /// <summary>The facts of a class.</summary>
    public static LimitClassFacts Of(LimitClass limitClass) => LimitClassTable.All[(int)limitClass];
}
