namespace Conversations.Client.Testing.State;

/// <summary>
/// Owns what was sent within the last two minutes and what is being sent, so that a repeated request sends nothing
/// (docs/service/tickets.md 8.4).
/// </summary>
/// <typeparam name="TKey">Everything that must be the same. It is compared by value.</typeparam>
/// <typeparam name="TResult">The result of the send.</typeparam>
internal sealed class RecentSends<TKey, TResult>(TimeProvider time)
    where TKey : notnull
    where TResult : class
{
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(120);

    private readonly Dictionary<TKey, (TResult Result, DateTimeOffset At)> _sends = [];
    private readonly SendsUnderWay<TKey> _underWay = new(time);

    public TResult? Find(TKey key) =>
        _sends.TryGetValue(key, out (TResult Result, DateTimeOffset At) sent) && time.GetUtcNow() < sent.At + Window ? sent.Result : null;

    /// <inheritdoc cref="SendsUnderWay{TKey}.TryBegin"/>
    public bool TryBegin(TKey key) => _underWay.TryBegin(key);

    /// <summary>Records that it was sent and is no longer under way.</summary>
    public void Add(TKey key, TResult result)
    {
        _underWay.End(key);
        _sends[key] = (result, time.GetUtcNow());
    }

    public void Clear()
    {
        _sends.Clear();
        _underWay.Clear();
    }
}

/// <summary>Owns the marks of what is being sent at the moment (docs/service/tickets.md 8.4, docs/service/tickets.md 9).</summary>
/// <typeparam name="TKey">Everything that must be the same. It is compared by value.</typeparam>
internal sealed class SendsUnderWay<TKey>(TimeProvider time)
    where TKey : notnull
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);

    private readonly Dictionary<TKey, DateTimeOffset> _until = [];

    /// <summary>
    /// Marks a send as under way. Returns false if the same send already is. A mark that is never removed expires, so that a lost send can
    /// be repeated.
    /// </summary>
    public bool TryBegin(TKey key)
    {
        DateTimeOffset now = time.GetUtcNow();
        if (_until.TryGetValue(key, out DateTimeOffset until) && now < until)
        {
            return false;
        }

        _until[key] = now + Longest;
        return true;
    }

    public void End(TKey key) => _ = _until.Remove(key);

    public void Clear() => _until.Clear();
}

/// <summary>Identifies a reply. The formatting is given as text.</summary>
internal sealed record ReplyKey(long Author, Guid Ticket, string Message, string? RichContent, bool IsPrivate);

/// <summary>Identifies a composed ticket. The tags are sorted and joined.</summary>
internal sealed record ComposeKey(
    int Project, long Author, Guid Channel, string Recipient, string? Subject, string Message, string? RichContent, string DistinctId,
        string Tags);
