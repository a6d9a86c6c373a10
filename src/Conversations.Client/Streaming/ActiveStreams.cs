namespace Conversations.Client.Streaming;

/// <summary>
/// Tracks the running streams of a client, for two reasons. The service loses a text when two messages reach one conversation just
/// before its worker starts (docs/service/conversations.md 3.2), so this class refuses the second one. The service also reports
/// nothing on a stream whose turn was cancelled (docs/service/conversations.md 6.8), so this class tells the streams. A stream that
/// nobody disposed leaves the list when it is garbage-collected.
/// </summary>
internal sealed class ActiveStreams
{
    private readonly Dictionary<Guid, List<ITurnSource>> _streams = [];
    private readonly object _gate = new();

    /// <summary>The number of conversations with running streams.</summary>
    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _streams.Count;
            }
        }
    }

    public void Enter(Guid id, ITurnSource source)
    {
        lock (_gate)
        {
            if (!_streams.TryGetValue(id, out List<ITurnSource>? streams))
            {
                _streams.Add(id, [source]);
                return;
            }

            if (source.Start != TurnStart.Join && streams.Exists(static stream => stream.Start != TurnStart.Join))
            {
                throw new InvalidOperationException("Another stream of this client has sent something to the conversation and has not ended, and the service can lose one of two messages that meet. Read that stream to its end or dispose it first; to send a follow-up while a turn runs, use Queue.AddAsync.");
            }

            streams.Add(source);
        }
    }

    public void Leave(Guid id, ITurnSource source)
    {
        lock (_gate)
        {
            if (_streams.TryGetValue(id, out List<ITurnSource>? streams) && streams.Remove(source) && streams.Count == 0)
            {
                _ = _streams.Remove(id);
            }
        }
    }

    /// <summary>Tells all streams of a conversation that its turn was cancelled.</summary>
    public void Canceled(Guid id)
    {
        ITurnSource[] sources;
        lock (_gate)
        {
            sources = _streams.TryGetValue(id, out List<ITurnSource>? streams) ? [.. streams] : [];
        }

        // Outside the lock, because the streams call Leave.
        Array.ForEach(sources, static source => source.Canceled());
    }
}
