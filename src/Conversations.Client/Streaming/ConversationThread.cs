using System.Collections;
using System.Globalization;
using Conversations.Client.Streaming.Text;

namespace Conversations.Client;

/// <summary>What a stream's events add up to: each message once, in order, in its latest form.</summary>
/// <remarks>
/// The rules are those of the service's own web client (contract, conversations 6.4), except that every message of a person is
/// kept. A thread of a stream grows while the stream is read and is not safe for use by several threads at once;
/// the lists are live views.
/// </remarks>
public sealed class ConversationThread
{
    private readonly List<Slot> _slots = [];
    private readonly Dictionary<string, int> _positions = [];

    internal ConversationThread()
    {
        Messages = new View<ConversationMessage>(this, static slot => slot.Message);
        Entries = new View<ThreadEntry>(this, static slot => new() { Message = slot.Message, State = slot.State });
    }

    /// <summary>The conversation as the stream last told it; <see langword="null"/> when it did not.</summary>
    public Conversation? Conversation { get; private set; }

    /// <summary>The messages, in order.</summary>
    public IReadOnlyList<ConversationMessage> Messages { get; }

    /// <summary>The messages with their states, in order.</summary>
    public IReadOnlyList<ThreadEntry> Entries { get; }

    /// <summary>The tool calls of the last assistant message that no tool message answers. With <see cref="StreamOutcome.InputNeeded"/> they are what the turn waits for: a form, or a tool that the client runs.</summary>
    public IReadOnlyList<ToolCall> PendingToolCalls
    {
        get
        {
            var last = LastAssistant();
            if (last < 0 || ((AssistantMessage)_slots[last].Message).ToolCalls is not { Count: > 0 } calls)
            {
                return [];
            }

            var answered = _slots.Skip(last + 1).Select(static slot => slot.Message).OfType<ToolMessage>().Select(static message => message.ToolCallId).ToHashSet();
            return [.. calls.Where(call => !answered.Contains(call.Id))];
        }
    }

    /// <summary>The text of the last assistant message; empty when there is none.</summary>
    internal string LastText => LastAssistant() is >= 0 and var last ? ((AssistantMessage)_slots[last].Message).Content : "";

    /// <summary>Whether the last message is a failure.</summary>
    internal bool EndsInFailure => _slots is [.., { State: ThreadEntryState.Failed }];

    /// <summary>Whether the last message is still being written.</summary>
    internal bool EndsInPartial => _slots is [.., { State: ThreadEntryState.Partial }];

    private bool HasPartial => _slots.Exists(static slot => slot.State == ThreadEntryState.Partial);

    /// <summary>Whether the last message is a finished answer that waits for nothing.</summary>
    internal bool EndsInAnswer => _slots is [.., { State: ThreadEntryState.Complete, Message: AssistantMessage }] && PendingToolCalls.Count == 0;

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
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"ConversationThread {{ Conversation = {Conversation?.Id}, Messages = {_slots.Count} }}");

    /// <summary>Takes an event in.</summary>
    internal void Apply(ConversationStreamEvent streamEvent)
    {
        switch (streamEvent)
        {
            case PartialTextEvent { Partial: var partial }:
                Put(new(partial));
                break;
            case MessageEvent { Message: var message, IsPartial: var isPartial }:
                Put(isPartial ? new(message, ThreadEntryState.Partial) : Slot.Finished(message));
                break;
            case ConversationEvent { Conversation: var conversation }:
                Conversation = conversation;
                break;
        }
    }

    /// <summary>Takes a finished message in that belongs behind another one; behind nothing means first.</summary>
    /// <returns>Whether it is not the last one.</returns>
    internal bool Insert(ConversationMessage message, string? previous)
    {
        var position = previous is null ? 0 : _positions[previous] + 1;
        var slot = Slot.Finished(message);
        if (position < _slots.Count && _slots[position].State == ThreadEntryState.Partial && slot.CanFinishPartial)
        {
            Replace(position, slot);
            return position < _slots.Count - 1;
        }

        _slots.Insert(position, slot);
        _positions.Clear();
        for (var each = 0; each < _slots.Count; each++)
        {
            Remember(each);
        }

        return position < _slots.Count - 1;
    }

    /// <summary>The id of the failure that stands right behind a message, if one does.</summary>
    internal string? FailureBehind(string previous) =>
        _positions[previous] + 1 is var next && next < _slots.Count && _slots[next] is { State: ThreadEntryState.Failed, Id: { Length: > 0 } id } ? id : null;

    internal bool Has(string id) => _positions.ContainsKey(id);

    /// <summary>Whether one of the assistant's messages begins with a text, so that a partial message of that text shows nothing new.</summary>
    internal bool HasBegun(ReadOnlySpan<char> text)
    {
        foreach (var slot in _slots)
        {
            if (slot.Message is AssistantMessage message && message.Content.AsSpan().StartsWith(text, StringComparison.Ordinal))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The id of the first finished message that has one.</summary>
    internal string? FirstId => _slots.Find(static slot => slot.IsFinished).Id;

    /// <summary>The id of the last finished message that has one.</summary>
    internal string? LastFinishedId => _slots.FindLast(static slot => slot.IsFinished).Id;

    /// <summary>The messages up to the end of the turn that a message of a person began, which is the next such message.</summary>
    /// <returns>The thread of that turn, and whether it is the last one; null when no message of the thread is that one.</returns>
    internal (ConversationThread Thread, bool IsLast)? TurnOf(Func<HumanMessage, bool> isOwn)
    {
        var first = _slots.FindIndex(slot => slot.Message is HumanMessage human && isOwn(human));
        if (first < 0)
        {
            return null;
        }

        var next = _slots.FindIndex(first + 1, static slot => slot.Message is HumanMessage);
        if (next < 0)
        {
            return (this, true);
        }

        var turn = new ConversationThread { Conversation = Conversation };
        foreach (var slot in _slots.Take(next))
        {
            turn.Append(slot);
        }

        return (turn, false);
    }

    /// <summary>What is still being written will not be finished: the stream is over, or the next turn begins.</summary>
    internal void End()
    {
        for (var position = 0; position < _slots.Count; position++)
        {
            if (_slots[position] is { State: ThreadEntryState.Partial } slot)
            {
                _slots[position] = new(slot.Message, ThreadEntryState.Incomplete);
                slot.Partial?.Let();
                if (slot.Id is { Length: > 0 } id)
                {
                    // The next message of that temporary id is another one.
                    _ = _positions.Remove(id);
                }
            }
        }
    }

    private int LastAssistant() => _slots.FindLastIndex(static slot => slot.Message is AssistantMessage);

    private void Put(Slot slot)
    {
        if (slot.IsHuman && !IsKnown(slot.Id, out _) && HasPartial)
        {
            End();
        }

        if (PositionFor(slot) is { } position)
        {
            Replace(position, slot);
        }
        else
        {
            Append(slot);
        }
    }

    private bool IsKnown(string? id, out int position)
    {
        if (id is { Length: > 0 } && _slots is [.., var last] && last.Id == id)
        {
            // A message that is being written comes again and again.
            position = _slots.Count - 1;
            return true;
        }

        position = -1;
        return id is { Length: > 0 } && _positions.TryGetValue(id, out position);
    }

    /// <summary>Where a message belongs that is there already, or that finishes one which is still being written.</summary>
    private int? PositionFor(Slot slot)
    {
        if (IsKnown(slot.Id, out var known))
        {
            return known;
        }

        if (!slot.CanFinishPartial)
        {
            return null;
        }

        // Older servers send partial messages without an id: the one being written is the same one.
        var isPartial = slot.State == ThreadEntryState.Partial;
        return isPartial && slot.Id is { Length: > 0 } ? null : FirstPartialAfterLastComplete(unnamedOnly: isPartial);
    }

    private int? FirstPartialAfterLastComplete(bool unnamedOnly)
    {
        int? found = null;
        for (var position = _slots.Count - 1; position >= 0 && _slots[position].State == ThreadEntryState.Partial; position--)
        {
            if (!unnamedOnly || string.IsNullOrEmpty(_slots[position].Id))
            {
                found = position;
            }
        }

        return found;
    }

    private void Append(Slot slot)
    {
        _slots.Add(slot);
        Remember(_slots.Count - 1);
    }

    private void Replace(int position, Slot slot)
    {
        var old = _slots[position];
        if (old.Partial is { } partial && partial != slot.Partial)
        {
            partial.Let();
        }

        _slots[position] = slot;
        if (old.Id != slot.Id)
        {
            if (old.Id is { Length: > 0 } gone)
            {
                _ = _positions.Remove(gone);
            }

            Remember(position);
        }
    }

    private void Remember(int position)
    {
        if (_slots[position].Id is { Length: > 0 } id)
        {
            _positions[id] = position;
        }
    }

    /// <summary>A place in the thread. A message that is only read as text stays bytes until somebody looks.</summary>
    private readonly struct Slot
    {
        private readonly ConversationMessage? _message;

        internal Slot(ConversationMessage message, ThreadEntryState state)
        {
            _message = message;
            State = state;
        }

        internal Slot(PartialText partial)
        {
            Partial = partial;
            State = ThreadEntryState.Partial;
            partial.Hold();
        }

        internal static Slot Finished(ConversationMessage message) => new(message, message is FailureMessage ? ThreadEntryState.Failed : ThreadEntryState.Complete);

        internal PartialText? Partial { get; }

        internal ThreadEntryState State { get; }

        internal ConversationMessage Message => _message ?? Partial!.Message;

        internal bool IsHuman => _message is HumanMessage;

        /// <summary>Whether it can take the place of a message that is still being written; those of people and tools never do.</summary>
        internal bool CanFinishPartial => _message is not (HumanMessage or ToolMessage);

        internal bool IsFinished => (State is ThreadEntryState.Complete or ThreadEntryState.Failed) && Id is { Length: > 0 };

        internal string? Id => _message is not null ? _message.Id : Partial?.Id;
    }

    private sealed class View<T>(ConversationThread thread, Func<Slot, T> select) : IReadOnlyList<T>
    {
        public int Count => thread._slots.Count;

        public T this[int index] => select(thread._slots[index]);

        public IEnumerator<T> GetEnumerator()
        {
            for (var position = 0; position < thread._slots.Count; position++)
            {
                yield return this[position];
            }
        }

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
    }
}
