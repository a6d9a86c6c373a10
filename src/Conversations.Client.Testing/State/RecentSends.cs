namespace Conversations.Client.Testing.State;

/// <summary>
/// Owns what was sent within the last two minutes, so that the same again sends nothing (tickets.md 8.4, 9). The service also answers
/// 409 while the first is still under way; here a request is over before the next is looked at, so that never shows.
/// </summary>
/// <typeparam name="TKey">All that must be the same; compared by value.</typeparam>
/// <typeparam name="TResult">What was made of it.</typeparam>
internal sealed class RecentSends<TKey, TResult>(TimeProvider time)
    where TKey : notnull
    where TResult : class
{
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(120);

    private readonly Dictionary<TKey, (TResult Result, DateTimeOffset At)> _sends = [];

    public TResult? Find(TKey key) =>
        _sends.TryGetValue(key, out (TResult Result, DateTimeOffset At) sent) && time.GetUtcNow() < sent.At + Window ? sent.Result : null;

    public void Add(TKey key, TResult result) => _sends[key] = (result, time.GetUtcNow());

    public void Clear() => _sends.Clear();
}

/// <summary>A reply; the text with formatting as text.</summary>
internal sealed record ReplyKey(long Author, Guid Ticket, string Message, string? RichContent, bool IsPrivate);

/// <summary>A composed ticket; the tags sorted and joined.</summary>
internal sealed record ComposeKey(
    int Project, long Author, Guid Channel, string Recipient, string? Subject, string Message, string? RichContent, string DistinctId, string Tags);
