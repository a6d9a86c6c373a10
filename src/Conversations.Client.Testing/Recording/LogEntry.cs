namespace Conversations.Client.Testing.Recording;

/// <summary>A request in the log, and the memory that it takes. The caller of every member holds the lock of the log.</summary>
internal sealed class LogEntry(RecordedRequest request)
{
    // The rough size of the objects around the texts.
    private const int Overhead = 500;

    private int _eventBytes;

    public RecordedRequest Request => request;

    public bool IsForgotten { get; private set; }

    /// <summary>The texts, with two bytes for each character, and the events that are kept.</summary>
    public long Bytes => TextBytes + _eventBytes;

    private long TextBytes { get; } = Overhead + (sizeof(char) * (
        request.PathAndQuery.Length
        + (request.Body?.Length ?? 0)
        + request.Headers.Sum(static header => header.Key.Length + header.Value.Length)
        + request.Nearest.Sum(static route => (long)route.Length)));

    /// <summary>Measures the events again and returns by how many bytes they have grown.</summary>
    public int Resize(SentEvents events)
    {
        int before = _eventBytes;
        _eventBytes = events.Bytes;
        return _eventBytes - before;
    }

    /// <summary>Drops the events, and keeps no later ones of an open stream.</summary>
    public void Forget()
    {
        IsForgotten = true;
        request.Events?.Forget();
    }
}
