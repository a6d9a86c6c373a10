namespace Conversations.Client.Testing.Recording;

/// <summary>A request in the log, and what it counts for. Every member is used under the gate of the log.</summary>
internal sealed class LogEntry(RecordedRequest request)
{
    // What the objects around the texts take, roughly.
    private const int Overhead = 500;

    private int _eventBytes;

    public RecordedRequest Request => request;

    public bool IsForgotten { get; private set; }

    /// <summary>The texts, two bytes a character, and the events that are kept.</summary>
    public long Bytes => TextBytes + _eventBytes;

    private long TextBytes { get; } = Overhead + (sizeof(char) * (
        request.PathAndQuery.Length
        + (request.Body?.Length ?? 0)
        + request.Headers.Sum(static header => header.Key.Length + header.Value.Length)
        + request.Nearest.Sum(static route => (long)route.Length)));

    /// <summary>Counts the events anew, and says by how much there are more.</summary>
    public int Resize(SentEvents events)
    {
        int before = _eventBytes;
        _eventBytes = events.Bytes;
        return _eventBytes - before;
    }

    /// <summary>Keeps no events any more, also of a stream that goes on.</summary>
    public void Forget()
    {
        IsForgotten = true;
        request.Events?.Forget();
    }
}
