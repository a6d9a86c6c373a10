using Conversations.Soak;

namespace Conversations.FakeServer.Tests.Soak;

/// <summary>
/// The program behind <c>eng/soak</c>, for some seconds. It is a process of its own, because it looks at all sockets, timers and
/// measurements of its process.
/// </summary>
public sealed class SoakTests
{
    [Fact]
    public async Task Some_seconds_of_load_with_faults_leave_nothing_open_and_totals_that_are_equal()
    {
        (int exitCode, string output, string error) = await ProgramProcess.RunAsync(typeof(SoakRun).Assembly, "--minutes", "0.05");
        Assert.True(exitCode == 0, output + error);
        Assert.Contains("sent again = ", output, StringComparison.Ordinal);
        Assert.DoesNotContain("BROKEN", output, StringComparison.Ordinal);
    }
}
