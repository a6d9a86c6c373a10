namespace Conversations.Client;

/// <summary>
/// Owns the list of a client's running streams. The service loses a text when two sends to one conversation meet in the moment
/// before its worker starts (contract, conversations 3.2), so the second one is refused; and it says nothing on a stream whose
/// turn was cancelled (6.8), so the client does.
/// </summary>
internal sealed class ActiveStreams
{
    // Weak, so that a stream that somebody forgot to dispose does not close a conversation for good.
    private readonly Dictionary<Guid, List<WeakReference<TurnSource>>> _streams = [];
    private readonly object _gate = new();

    internal void Enter(Guid id, TurnSource source)
    {
        lock (_gate)
        {
            var streams = _streams.TryGetValue(id, out var known) ? known : _streams[id] = [];
            _ = streams.RemoveAll(static stream => !stream.TryGetTarget(out _));
            if (source.Start != Streaming.TurnStart.Join && streams.Exists(static stream => stream.TryGetTarget(out var other) && other.Start != Streaming.TurnStart.Join))
            {
                throw new InvalidOperationException("Another stream of this client has sent something to the conversation and has not ended, and the service can lose one of two messages that meet. Read that stream to its end or dispose it first; to send a follow-up while a turn runs, use Queue.AddAsync.");
            }

            streams.Add(new(source));
        }
    }

    internal void Leave(Guid id, TurnSource source)
    {
        lock (_gate)
        {
            if (_streams.TryGetValue(id, out var streams))
            {
                _ = streams.RemoveAll(stream => !stream.TryGetTarget(out var other) || other == source);
                if (streams.Count == 0)
                {
                    _ = _streams.Remove(id);
                }
            }
        }
    }

    /// <summary>The turn of a conversation was cancelled.</summary>
    internal void Canceled(Guid id)
    {
        List<TurnSource> sources = [];
        lock (_gate)
        {
            foreach (var stream in _streams.TryGetValue(id, out var streams) ? streams : [])
            {
                if (stream.TryGetTarget(out var source))
                {
                    sources.Add(source);
                }
            }
        }

        // Outside the gate, because they leave.
        sources.ForEach(static source => source.Canceled());
    }
}
