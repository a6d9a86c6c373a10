using System.Text.Json;

namespace Conversations.Client.Testing.State;

/// <summary>
/// Owns the messages that wait for a conversation's running turn, and the mark that no turn would take one
/// (docs/service/conversations.md 5). The service keeps both in a cache, so each expires an hour after its last change.
/// </summary>
internal sealed class MessageQueue(TimeProvider time)
{
    public const int Most = 2;

    private static readonly TimeSpan Lifetime = TimeSpan.FromHours(1);

    private readonly List<QueuedMessageRow> _messages = [];
    private DateTimeOffset _forgottenAt;
    private DateTimeOffset _closedUntil;

    /// <summary>The waiting messages, first in, first out.</summary>
    public IReadOnlyList<QueuedMessageRow> Messages
    {
        get
        {
            if (_forgottenAt <= time.GetUtcNow())
            {
                _messages.Clear();
            }

            return _messages;
        }
    }

    public bool IsFull => Messages.Count >= Most;

    /// <summary>Whether the last turn has ended and nothing will take another message.</summary>
    public bool IsClosed => time.GetUtcNow() < _closedUntil;

    public void Add(QueuedMessageRow message) => Change(messages => messages.Add(message));

    public QueuedMessageRow? Find(string id) =>
        Guid.TryParse(id, out Guid known) ? Messages.FirstOrDefault(message => message.Id == known) : null;

    public void Replace(QueuedMessageRow message) =>
        Change(messages => messages[messages.FindIndex(other => other.Id == message.Id)] = message);

    public void Remove(QueuedMessageRow message) => Change(messages => messages.Remove(message));

    public void Clear() => _messages.Clear();

    /// <summary>Removes and returns the next message.</summary>
    public QueuedMessageRow? Take()
    {
        QueuedMessageRow? next = Messages is [QueuedMessageRow first, ..] ? first : null;
        if (next is not null)
        {
            Remove(next);
        }

        return next;
    }

    /// <summary>A turn has started.</summary>
    public void Open() => _closedUntil = default;

    /// <summary>A turn was cancelled, stopped for an approval, or ended with no message waiting.</summary>
    public void Close()
    {
        Clear();
        _closedUntil = time.GetUtcNow() + Lifetime;
    }

    private void Change(Action<List<QueuedMessageRow>> change)
    {
        // Expired messages must not come back with the new time.
        _ = Messages;
        change(_messages);
        _forgottenAt = time.GetUtcNow() + Lifetime;
    }
}

internal sealed record QueuedMessageRow(Guid Id, string Content, DateTimeOffset CreatedAt)
{
    public JsonElement? ContextualTools { get; init; }

    public JsonElement? UiContext { get; init; }

    public JsonElement? BillingContext { get; init; }

    public string? AgentMode { get; init; }

    public string? SessionId { get; init; }
}
