namespace Conversations.Client.Streaming;

/// <summary>
/// Ends a run when its stream and all enumerators of the stream were dropped without being disposed. Disposing the lease says that the
/// stream ended properly.
/// </summary>
internal sealed class StreamLease(StreamRun run) : IDisposable
{
#pragma warning disable MA0055 // Only a finalizer can notice a stream that nobody disposed.
    ~StreamLease() => run.Abandon();
#pragma warning restore MA0055

    public void Dispose() => GC.SuppressFinalize(this);
}
