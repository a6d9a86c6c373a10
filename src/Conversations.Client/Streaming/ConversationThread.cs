using System.Globalization;

namespace Conversations.Client;

/// <summary>What a stream's events add up to: each message once, in order, in its latest form.</summary>
/// <remarks>
/// The rules are those of the service's own web client (contract, conversations 6.4), except that every message of a person is
/// kept. A thread of a stream grows while the stream is read and is not safe for use by several threads at once;
/// the lists are live views.
/// </remarks>
public sealed class ConversationThread
{
    private readonly List<ThreadEntry> _entries = [];
    private readonly List<ConversationMessage> _messages = [];
    private readonly Dictionary<string, int> _positions = [];

    internal ConversationThread()
    {
    }

    /// <summary>The conversation as the stream last told it; <see langword="null"/> when it did not.</summary>
    public Conversation? Conversation { get; private set; }

    /// <summary>The messages, in order.</summary>
    public IReadOnlyList<ConversationMessage> Messages => _messages;

    /// <summary>The messages with their states, in order.</summary>
    public IReadOnlyList<ThreadEntry> Entries => _entries;

    /// <summary>The tool calls of the last assistant message that no tool message answers.</summary>
    public IReadOnlyList<ToolCall> PendingToolCalls
    {
        get
        {
            var last = _messages.FindLastIndex(static message => message is AssistantMessage);
            if (last < 0 || ((AssistantMessage)_messages[last]).ToolCalls is not { Count: > 0 } calls)
            {
                return [];
            }

            var answered = _messages.Skip(last + 1).OfType<ToolMessage>().Select(static message => message.ToolCallId).ToHashSet();
            return [.. calls.Where(call => !answered.Contains(call.Id))];
        }
    }

    /// <summary>Whether the last message is a failure.</summary>
    internal bool EndsInFailure => _messages is [.., FailureMessage];

    /// <summary>The text of the last assistant message; empty when there is none.</summary>
    internal string LastText => _messages.OfType<AssistantMessage>().LastOrDefault()?.Content ?? "";

    /// <summary>Folds events into a thread, as if a stream of them had ended.</summary>
    /// <param name="events">The events, in order.</param>
    /// <returns>The thread.</returns>
    public static ConversationThread From(IEnumerable<ConversationStreamEvent> events)
    {
        ArgumentNullException.ThrowIfNull(events);
        var thread = new ConversationThread();
        foreach (var streamEvent in events)
        {
            thread.Apply(streamEvent);
        }

        thread.End();
        return thread;
    }

    /// <summary>Prints states and counts, never what was said.</summary>
    /// <returns>A text for logs.</returns>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"ConversationThread {{ Conversation = {Conversation?.Id}, Messages = {_messages.Count} }}");

    /// <summary>Takes an event in.</summary>
    internal void Apply(ConversationStreamEvent streamEvent)
    {
        switch (streamEvent)
        {
            case ConversationEvent { Conversation: var conversation }:
                Conversation = conversation;
                break;
            case MessageEvent { Message: var message, IsPartial: var isPartial }:
                Put(message, isPartial);
                break;
        }
    }

    /// <summary>The stream is over: what is still being written will not be finished.</summary>
    internal void End()
    {
        for (var position = 0; position < _entries.Count; position++)
        {
            if (_entries[position].State == ThreadEntryState.Partial)
            {
                _entries[position] = _entries[position] with { State = ThreadEntryState.Incomplete };
            }
        }
    }

    private void Put(ConversationMessage message, bool isPartial)
    {
        var state = isPartial ? ThreadEntryState.Partial : message is FailureMessage ? ThreadEntryState.Failed : ThreadEntryState.Complete;
        var entry = new ThreadEntry { Message = message, State = state };
        if (PositionFor(message, isPartial) is { } position)
        {
            Replace(position, entry);
        }
        else
        {
            _entries.Add(entry);
            _messages.Add(message);
            Remember(message, _entries.Count - 1);
        }
    }

    /// <summary>Where a message belongs that is there already, or that finishes one which is still being written.</summary>
    private int? PositionFor(ConversationMessage message, bool isPartial)
    {
        if (message.Id is { Length: > 0 } id && _positions.TryGetValue(id, out var known))
        {
            return known;
        }

        if (message is HumanMessage or ToolMessage)
        {
            return null;
        }

        // Older servers send partial messages without an id: the one being written is the same one.
        return isPartial && message.Id is { Length: > 0 } ? null : FirstPartialAfterLastComplete(unnamedOnly: isPartial);
    }

    private int? FirstPartialAfterLastComplete(bool unnamedOnly)
    {
        int? found = null;
        for (var position = _entries.Count - 1; position >= 0 && _entries[position].State == ThreadEntryState.Partial; position--)
        {
            if (!unnamedOnly || string.IsNullOrEmpty(_entries[position].Message.Id))
            {
                found = position;
            }
        }

        return found;
    }

    private void Replace(int position, ThreadEntry entry)
    {
        if (_messages[position].Id is { Length: > 0 } old)
        {
            _positions.Remove(old);
        }

        _entries[position] = entry;
        _messages[position] = entry.Message;
        Remember(entry.Message, position);
    }

    private void Remember(ConversationMessage message, int position)
    {
        if (message.Id is { Length: > 0 } id)
        {
            _positions[id] = position;
        }
    }
}
