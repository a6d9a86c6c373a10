namespace Conversations.Tests.Waiting;

/// <summary>Lets queued work of others continue when nothing signals that it has.</summary>
public static class Turns
{
    /// <summary>Goes through the queue of the thread pool this many times, behind the work that is already queued.</summary>
    public static async Task TakeAsync(int turns)
    {
        for (int turn = 0; turn < turns; turn++)
        {
            await Task.Factory.StartNew(static () => { }, CancellationToken.None, TaskCreationOptions.PreferFairness, TaskScheduler.Default)
                .ConfigureAwait(false);
        }
    }
}
