namespace Conversations.Tests.Waiting;

/// <summary>Collects unreachable objects. Work that finalizers start ends on other threads, without a signal.</summary>
public static class Garbage
{
    /// <summary>Collects until the condition is true, and fails when it does not become true.</summary>
    public static async Task CollectUntilAsync(Func<bool> isSo, Func<string> otherwise)
    {
        for (int round = 0; !isSo(); round++)
        {
            Xunit.Assert.True(round < 500, otherwise());
            await CollectAsync();
        }
    }

    /// <summary>Collects this many times.</summary>
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
        // Real time: sockets need some to close, and the collector does not signal what it has not found yet.
        await Task.Delay(5);
    }
}
