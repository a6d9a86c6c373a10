using Conversations.Chaos;

namespace Conversations.Client.Testing.Tests.Streams;

/// <summary>
/// Scripted turns over a connection with random faults: whatever happens, the thread matches the fake's. <c>eng/chaos</c> runs 10,000 of
/// them.
/// </summary>
public sealed class ChaosTests
{
    private const int TurnsPerCase = 50;

    public static TheoryData<int> Seeds => [.. Enumerable.Range(0, 8).Select(static number => 100_000 + (number * TurnsPerCase))];

    [Theory, MemberData(nameof(Seeds))]
    public async Task The_thread_is_the_fakes_own(int firstSeed)
    {
        List<ChaosResult> results = [];
        for (int seed = firstSeed; seed < firstSeed + TurnsPerCase; seed++)
        {
            results.Add(await ChaosTurn.RunAsync(seed));
        }

        // With too few faults the test would show nothing.
        Assert.True(results.Sum(static result => result.Faults) > TurnsPerCase / 2, "There were hardly any faults.");
        Assert.Contains(results, static result => result.Closes > 0);
        Assert.Contains(results, static result => result.Flickers > 0);
        Assert.Contains(results, static result => result.Reconnects > 0);
        Assert.Contains(results, static result => result is { IsUnderRepeatingHost: true, Reconnects: > 0 });
        Assert.True(results.Count(static result => result.IsUnsettled) <= 3, "Too many were given up.");
    }
}
