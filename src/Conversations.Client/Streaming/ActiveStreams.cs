namespace Conversations.Client.Streaming;

/// <summary>
/// Owns the list of a client's running streams. The service loses a text when two sends to one conversation meet in the moment
/// before its worker starts (docs/service/conversations.md 3.2), so the second one is refused; and it says nothing on a stream whose
/// turn was cancelled (docs/service/conversations.md 6.8), so the client does. Streams that somebody forgot to dispose leave too, when they
/// are collected.
/// </summary>
internal sealed class ActiveStreams
{
    private readonly Dictionary<Guid, List<ITurnSource>> _streams = [];
    private readonly object _gate = new();

    /// <summary>How many conversations have streams.</summary>
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

    /// <summary>The turn of a conversation was cancelled.</summary>
    public void Canceled(Guid id)
    {
        ITurnSource[] sources;
        lock (_gate)
        {
            sources = _streams.TryGetValue(id, out List<ITurnSource>? streams) ? [.. streams] : [];
        }

        // Outside the gate, because they leave.
        Array.ForEach(sources, static source => source.Canceled());
    }
}
