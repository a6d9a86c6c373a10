namespace Conversations.Tests.Waiting;

/// <summary>Lets what others have begun go on where nothing tells that it has.</summary>
public static class Turns
{
    /// <summary>Goes so often through the queue of the thread pool, behind what stands there.</summary>
    public static async Task TakeAsync(int turns)
    {
        for (int turn = 0; turn < turns; turn++)
        {
            await Task.Factory.StartNew(static () => { }, CancellationToken.None, TaskCreationOptions.PreferFairness, TaskScheduler.Default)
                .ConfigureAwait(false);
        }
    }
}
