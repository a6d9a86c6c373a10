namespace Conversations.Tests.Waiting;

/// <summary>Collects what nobody holds. What finalizers begin ends in other threads, of which nothing tells.</summary>
public static class Garbage
{
    /// <summary>Collects until something is so, and fails when that does not come.</summary>
    public static async Task CollectUntilAsync(Func<bool> isSo, Func<string> otherwise)
    {
        for (int round = 0; !isSo(); round++)
        {
            Xunit.Assert.True(round < 500, otherwise());
            await CollectAsync();
        }
    }

    /// <summary>Collects so many times.</summary>
    public static async Task CollectAsync(int times)
    {
        for (int round = 0; round < times; round++)
        {
            await CollectAsync();
        }
    }

    private static async Task CollectAsync()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        // Real time: sockets take some to close, and the collector has no signal for what it did not find yet.
        await Task.Delay(5);
    }
}
