namespace Conversations.Client.Streaming.Reading;

/// <summary>The source of a stream's events, which also says how the stream ended.</summary>
internal interface IEventReader : IAsyncDisposable
{
    ConversationStreamEvent Current { get; }

    /// <summary>Whether messages may be missing that the reader will look for at the end.</summary>
    bool MayLack { get; }

    int ReconnectCount { get; }

    /// <summary>How the stream ended; null while it runs.</summary>
    StreamOutcome? Outcome { get; }

    IReadOnlyList<PendingApproval> PendingApprovals { get; }

    /// <summary>Reads the next event and applies it to the thread; false at the end, when <see cref="Outcome"/> is set.</summary>
    /// <exception cref="OperationCanceledException">The caller cancelled.</exception>
    /// <exception cref="ConversationsException">The turn cannot be followed to its end.</exception>
    ValueTask<bool> MoveNextAsync();
}

/// <summary>Given events, to test code that reads streams.</summary>
internal sealed class GivenEvents(
    IAsyncEnumerable<ConversationStreamEvent> events, ConversationThread thread, CancellationToken cancellationToken) : IEventReader
{
    private readonly IAsyncEnumerator<ConversationStreamEvent> _events = events.GetAsyncEnumerator(cancellationToken);

    // A copy, because the thread writes the text change into the event, and a caller may give the same events twice.
    public ConversationStreamEvent Current { get; private set; } = null!;

    public bool MayLack => false;

    public int ReconnectCount => 0;

    public StreamOutcome? Outcome { get; private set; }

    public IReadOnlyList<PendingApproval> PendingApprovals => [];

    public async ValueTask<bool> MoveNextAsync()
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (await _events.MoveNextAsync().ConfigureAwait(false))
        {
            Current = _events.Current.Alone();
            thread.Apply(Current);
            return true;
        }

        Outcome = StreamOutcome.Completed;
        return false;
    }

    public ValueTask DisposeAsync() => _events.DisposeAsync();
}
