using System.Globalization;
using Conversations.Client.Streaming.Threads;

namespace Conversations.Client;

/// <summary>The messages of a stream, folded from its events: each message once, in order, in its latest form.</summary>
/// <remarks>
/// The rules are those of the service's own web client (docs/service/conversations.md 6.4), except that the thread keeps every
/// message of a person. The thread of a stream grows while the stream is read. It is not safe for use by several threads at once.
/// Its lists are live views.
/// </remarks>
public sealed class ConversationThread
{
    private readonly ThreadSlots _slots = new();
    private readonly StreamTexts _texts = new();
    private bool _hasFailedGeneration;

    // The id of the last message that Put took in; Insert does not set it.
    private string? _lastId;

    internal ConversationThread()
    {
        Messages = new ThreadView<ConversationMessage>(_slots, static slot => slot.Message);
        Entries = new ThreadView<ThreadEntry>(_slots, static slot => new() { Message = slot.Message, State = slot.State });
    }

    /// <summary>The conversation as the stream last reported it; <see langword="null"/> if the stream did not report it.</summary>
    public Conversation? Conversation { get; private set; }

    /// <summary>The messages, in order.</summary>
    public IReadOnlyList<ConversationMessage> Messages { get; }

    /// <summary>The messages with their states, in order.</summary>
    public IReadOnlyList<ThreadEntry> Entries { get; }

    /// <summary>
    /// The tool calls of the last assistant message that have no tool message yet. With <see cref="StreamOutcome.InputNeeded"/> the turn
    /// waits for these: a form, or a tool that the client runs.
    /// </summary>
    public IReadOnlyList<ToolCall> PendingToolCalls
    {
        get
        {
            int last = LastAssistant();
            if (last < 0 || ((AssistantMessage)_slots[last].Message).ToolCalls is not { Count: > 0 } calls)
            {
                return [];
            }

            var answered = Messages.Skip(last + 1).OfType<ToolMessage>().Select(static message => message.ToolCallId).ToHashSet();
            return [.. calls.Where(call => !answered.Contains(call.Id))];
        }
    }

    /// <summary>The text of the last assistant message; empty when there is none.</summary>
    internal string LastText => LastAssistant() is >= 0 and var last ? ((AssistantMessage)_slots[last].Message).Content : "";

    internal bool IsEmpty => _slots.Count == 0;

    /// <summary>Whether the thread ends in a failure: a failure message, or a message whose generation failed.</summary>
    internal bool EndsInFailure =>
        _hasFailedGeneration || (_slots.TryGetLast(out ThreadSlot last) && last.State == ThreadEntryState.Failed);

    /// <summary>Whether the last message is still being written.</summary>
    internal bool EndsInPartial => _slots.TryGetLast(out ThreadSlot last) && last.State == ThreadEntryState.Partial;

    /// <summary>Whether the last message is one of a person.</summary>
    internal bool EndsInQuestion => _slots.TryGetLast(out ThreadSlot last) && last.IsHuman;

    /// <summary>Whether the last message is a finished assistant message without pending tool calls.</summary>
    internal bool EndsInAnswer =>
        !EndsInFailure
            && _slots.TryGetLast(out ThreadSlot last)
            && last is { State: ThreadEntryState.Complete, Message: AssistantMessage }
            && PendingToolCalls.Count == 0;

    /// <summary>Folds events into a thread, as if a stream of them had ended.</summary>
    /// <param name="events">The events, in order.</param>
    /// <returns>The thread.</returns>
    public static ConversationThread From(IEnumerable<ConversationStreamEvent> events)
    {
        ArgumentNullException.ThrowIfNull(events);
        var thread = new ConversationThread();
        foreach (ConversationStreamEvent streamEvent in events)
        {
            // A copy, because the thread writes the text change into the event.
            thread.Apply(streamEvent.Alone());
        }

        thread.End();
        return thread;
    }

    /// <summary>Prints states and counts, never what was said.</summary>
    /// <returns>A text for logs.</returns>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"ConversationThread {{ Conversation = {Conversation?.Id}, Messages = {_slots.Count} }}");

    /// <summary>Adds an event to the thread, and sets the text change of a message event.</summary>
    internal void Apply(ConversationStreamEvent streamEvent)
    {
        switch (streamEvent)
        {
            case MessageEvent message:
                Put(message);
                break;
            case ConversationEvent { Conversation: var conversation }:
                Conversation = conversation;
                break;
            case StatusEvent status when status.Status == StreamStatus.GenerationError:
                Fail();
                break;
        }
    }

    /// <summary>Inserts a finished message behind another one.</summary>
    /// <param name="message">The event of the message.</param>
    /// <param name="previous">The id of the message in front of it; null to insert it first.</param>
    /// <param name="othersFollow">Whether more messages will be inserted behind this one. An unfinished message can be the beginning of one
    /// of those. This one then replaces it only if it continues its text.</param>
    internal void Insert(MessageEvent message, string? previous, bool othersFollow = false)
    {
        _hasFailedGeneration = false;
        int position = previous is null ? 0 : PositionOf(previous) + 1;
        var slot = ThreadSlot.Of(message);
        if (position < _slots.Count && slot.CanFinishPartial && _slots[position].CanBecome(slot, othersFollow))
        {
            _slots.Replace(position, _texts.Take(slot, _slots[position], message));
        }
        else
        {
            _slots.Insert(position, _texts.Take(slot, _slots.Uncover(position, slot), message));
        }
    }

    /// <summary>The id of the failure directly behind a message; null if there is none.</summary>
    internal string? FailureBehind(string previous) =>
        PositionOf(previous) + 1 is var next
            && next < _slots.Count
            && _slots[next] is { State: ThreadEntryState.Failed, IsOpen: false, Id: { Length: > 0 } id }
            ? id
            : null;

    internal bool Has(string id) => _slots.TryFind(id, out _);

    /// <summary>The texts of the assistant messages. A replay repeats their beginnings as partial messages.</summary>
    internal IEnumerable<string> Texts => Messages.OfType<AssistantMessage>().Select(static message => message.Content);

    /// <summary>Whether the thread has a finished message with an id.</summary>
    internal bool HasFinished => _slots.HasFinished;

    /// <summary>The id of the first finished message that has one.</summary>
    internal string? FirstId => _slots.FirstFinishedId;

    /// <summary>The id of the last finished message that has one.</summary>
    internal string? LastFinishedId => _slots.LastFinishedId;

    /// <summary>The id of the first message of a person that matches; null if there is none or it has no id.</summary>
    internal string? IdOf(Func<HumanMessage, bool> matches) => Messages.OfType<HumanMessage>().FirstOrDefault(matches)?.Id;

    /// <summary>The messages up to the end of the turn that a matching message began. A person's next message ends the turn.</summary>
    /// <returns>The thread up to the end of that turn, and whether it is the last turn; null when no message matches.</returns>
    internal (ConversationThread Thread, bool IsLast)? TurnOf(Func<HumanMessage, bool> isOwn)
    {
        int first = _slots.FindIndex(0, slot => slot.IsHuman && isOwn((HumanMessage)slot.Message));
        if (first < 0)
        {
            return null;
        }

        int next = _slots.FindIndex(first + 1, static slot => slot.IsHuman);
        if (next < 0)
        {
            return (this, true);
        }

        var turn = new ConversationThread { Conversation = Conversation };
        for (int position = 0; position < next; position++)
        {
            turn._slots.Append(_slots[position]);
        }

        return (turn, false);
    }

    /// <summary>Marks unfinished messages as incomplete: the stream is over, or the next turn begins.</summary>
    internal void End() => _slots.End();

    private int LastAssistant() => _slots.FindLastIndex(static slot => slot.IsText);

    private int PositionOf(string id) => _slots.TryFind(id, out int position) ? position : throw new KeyNotFoundException("The message is not in the thread.");

    private void Put(MessageEvent message)
    {
        var slot = ThreadSlot.Of(message);
        _hasFailedGeneration = false;
        if (slot.IsHuman && !_slots.TryFind(slot.Id, out _))
        {
            _slots.End();
        }

        if (PositionFor(slot) is { } position)
        {
            _slots.Replace(position, _texts.Take(slot, _slots[position], message));
        }
        else
        {
            _slots.Append(_texts.Take(slot, _slots.Uncover(_slots.Count - 1, slot), message));
        }

        _lastId = slot.Id;
        if (slot.IsFailure)
        {
            // After a failure, no unfinished message will be completed.
            _slots.End();
        }
    }

    /// <summary>
    /// Marks the last message as failed. The service tries again: a later partial or finished message replaces it
    /// (docs/service/conversations.md 6.3).
    /// </summary>
    private void Fail()
    {
        if (_slots.TryGetLast(out ThreadSlot last)
            && last is { CanFinishPartial: true, State: ThreadEntryState.Partial or ThreadEntryState.Complete })
        {
            _slots.Replace(_slots.Count - 1, last.Failed());
        }
        else
        {
            // The message failed before it showed anything.
            _hasFailedGeneration = true;
        }
    }

    /// <summary>The position of the message that this one replaces: an earlier form of it, or one that it finishes.</summary>
    private int? PositionFor(ThreadSlot slot)
    {
        if (_slots.TryFind(slot.Id, out int known))
        {
            // The next step reuses the temporary id. If the end of the previous step was lost, this is another message.
            return slot.IsOpen
                && slot.Id != _lastId
                && _slots.HasFinishedBehind(known)
                && _slots[known].IsText
                && !slot.GoesOnWith(_slots[known])
                ? null
                : known;
        }

        if (!slot.CanFinishPartial)
        {
            return null;
        }

        if (slot.IsFailure)
        {
            // A failure comes behind all unfinished messages.
            return _slots.TryGetLast(out ThreadSlot last) && last.IsOpen ? _slots.Count - 1 : null;
        }

        // Older servers send partial messages without an id: all belong to the one that is being written.
        return slot.IsOpen && slot.Id is { Length: > 0 } ? null : slot.IsOpen ? _slots.UnnamedAtEnd() : _slots.OpenAtEnd(slot);
    }
}
