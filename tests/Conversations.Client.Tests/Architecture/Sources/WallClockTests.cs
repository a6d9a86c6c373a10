using System.Text.RegularExpressions;
using Conversations.Tests.Architecture;

namespace Conversations.Client.Tests.Architecture.Sources;

/// <summary>No test waits for real time: such a wait is too long on a fast machine and too short on a slow one.</summary>
public sealed partial class WallClockTests
{
    private static readonly Dictionary<string, string> Reasons = new()
    {
        ["tests/Shared/Waiting/Garbage.cs"] = "Nothing tells when a finalizer's work in other threads is done.",
        ["tests/Conversations.Chaos/ChaosTurn.cs"] = "A program: a thousand turns a second, which asks the thread pool whether anything is left to do.",
        ["tests/Conversations.Fleet/FleetRun.cs"] = "A program: processes, a Redis and a service in real time.",
        ["tests/Conversations.Fleet/PollingLimiter.cs"] = "A program, as above: what polls has to pause.",
        ["tests/Conversations.Soak/Calls/Caller.cs"] = "A program: callers that pause between their calls, as callers do.",
        ["tests/Conversations.Soak/SoakRun.cs"] = "A program, as above: it runs as long as it is told.",
        ["tests/Conversations.Soak/Sample.cs"] = "A program, as above: nothing tells when the system has closed a socket.",
        ["tests/Conversations.Conformance/Checks/ConversationChecks.cs"] = "A real service takes its time to end a turn, and does not say when.",
    };

    private static List<(string Path, string Wait)> Found { get; } = [.. SourceFiles.OfTests
        .Where(static file => !file.Path.EndsWith($"/{nameof(WallClockTests)}.cs", StringComparison.Ordinal))
        .SelectMany(static file => WaitsIn(file.Text).Select(wait => (file.Path, wait)))];

    [Fact]
    public void No_test_waits_on_the_wall_clock() => Findings.None(
        Found.Where(static found => !Reasons.ContainsKey(found.Path)).Select(static found => $"{found.Path}: {found.Wait}"),
        "Wait for what the test means: TestClock, WatchedReads, StubServer.ArrivedAsync, or Changes of your own; or give the reason in this test.");

    [Fact]
    public void No_reason_is_left_over() => Findings.None(Reasons.Keys.Except(Found.Select(static found => found.Path)), "It waits no longer: take the reason out of this test.");

    [Theory]
    [InlineData("await Task.Delay(1);", true)]
    [InlineData("await Task.Delay(turn % 10 == 9 ? 1 : 0);", true)]
    [InlineData("await Task.Delay(TimeSpan.FromMilliseconds(20), gone);", true)]
    [InlineData("await Task.Delay(Math.Max(1, 2),\n    TimeProvider.System);", true)]
    [InlineData("Thread.Sleep(5);", true)]
    [InlineData("SpinWait.SpinUntil(() => isSo);", true)]
    [InlineData("Thread.SpinWait(100);", true)]
    [InlineData("await Task.Delay(Timeout.Infinite, cancellationToken);", false)]
    [InlineData("await Task.Delay(TimeSpan.FromSeconds(30), time);", false)]
    [InlineData("await Task.Delay(length, clock, gone);", false)]
    [InlineData("await clock.PausedAsync();", false)]
    public void What_waits_on_the_wall_clock_is_seen(string code, bool isSeen) => Assert.Equal(isSeen, WaitsIn(code).Any());

    private static IEnumerable<string> WaitsIn(string text) => Wait().Matches(text)
        .Select(static match => string.Join(' ', match.Value.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)))
        .Where(static wait => !wait.StartsWith("Task.Delay(Timeout.Infinite", StringComparison.Ordinal) && !OnClock().IsMatch(wait));

    /// <summary>Matches a call up to its semicolon or the end of the line, long enough to include a clock among its arguments.</summary>
    [GeneratedRegex(@"Task\.Delay\([^;]*|Thread\.Sleep\([^;]*|\bSpinWait\b[^;]*", RegexOptions.NonBacktracking)]
    private static partial Regex Wait();

    /// <summary>Matches a test's clock as an argument, by the usual names of clocks.</summary>
    [GeneratedRegex(@"^Task\.Delay\(.*, _?(clock|time)\b", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex OnClock();
}
