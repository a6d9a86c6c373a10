namespace Conversations.Client.Streaming;

/// <summary>
/// Ends a run when the stream that holds it and every enumerator of that were dropped without being disposed. Disposing it says that the
/// stream ends in order.
/// </summary>
internal sealed class StreamLease(StreamRun run) : IDisposable
{
#pragma warning disable MA0055 // What somebody forgot to dispose can only be noticed here.
    ~StreamLease() => run.Abandon();
#pragma warning restore MA0055

    public void Dispose() => GC.SuppressFinalize(this);
}
