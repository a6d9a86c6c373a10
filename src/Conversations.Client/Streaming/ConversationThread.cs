using System.Globalization;
using Conversations.Client.Streaming.Threads;

namespace Conversations.Client;

/// <summary>What a stream's events add up to: each message once, in order, in its latest form.</summary>
/// <remarks>
/// The rules are those of the service's own web client (docs/service/conversations.md 6.4), except that every message of a person is
/// kept. A thread of a stream grows while the stream is read and is not safe for use by several threads at once;
/// the lists are live views.
/// </remarks>
public sealed class ConversationThread
{
    private readonly ThreadSlots _slots = new();
    private readonly StreamTexts _texts = new();
    private bool _hasFailedGeneration;

    // The id of the last message that came in its order.
    private string? _lastId;

    internal ConversationThread()
    {
        Messages = new ThreadView<ConversationMessage>(_slots, static slot => slot.Message);
        Entries = new ThreadView<ThreadEntry>(_slots, static slot => new() { Message = slot.Message, State = slot.State });
    }

    /// <summary>The conversation as the stream last told it; <see langword="null"/> when it did not.</summary>
    public Conversation? Conversation { get; private set; }

    /// <summary>The messages, in order.</summary>
    public IReadOnlyList<ConversationMessage> Messages { get; }

    /// <summary>The messages with their states, in order.</summary>
    public IReadOnlyList<ThreadEntry> Entries { get; }

    /// <summary>
    /// The tool calls of the last assistant message that no tool message answers. With <see cref="StreamOutcome.InputNeeded"/> they are
    /// what the turn waits for: a form, or a tool that the client runs.
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

    /// <summary>Whether the last message is a failure, or failed while it was written.</summary>
    internal bool EndsInFailure =>
        _hasFailedGeneration || (_slots.TryGetLast(out ThreadSlot last) && last.State == ThreadEntryState.Failed);

    /// <summary>Whether the last message is still being written.</summary>
    internal bool EndsInPartial => _slots.TryGetLast(out ThreadSlot last) && last.State == ThreadEntryState.Partial;

    /// <summary>Whether a person spoke last.</summary>
    internal bool EndsInQuestion => _slots.TryGetLast(out ThreadSlot last) && last.IsHuman;

    /// <summary>Whether the last message is a finished answer that waits for nothing.</summary>
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
            // A copy: the thread notes on an event what it does to the text.
            thread.Apply(streamEvent is MessageEvent message ? message.Alone() : streamEvent);
        }

        thread.End();
        return thread;
    }

    /// <summary>Prints states and counts, never what was said.</summary>
    /// <returns>A text for logs.</returns>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"ConversationThread {{ Conversation = {Conversation?.Id}, Messages = {_slots.Count} }}");

    /// <summary>Takes an event in, and tells it what it does to the text of its message.</summary>
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

    /// <summary>Takes a finished message in that belongs behind another one; behind nothing means first.</summary>
    /// <param name="message">The event of the message.</param>
    /// <param name="previous">The id of the one that it stands behind.</param>
    /// <param name="othersFollow">
    /// Whether more will be taken in behind it. What is being written can be one of those, so that this one takes its place only if it goes
    /// on with it.
    /// </param>
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

    /// <summary>The id of the failure that stands right behind a message, if one does.</summary>
    internal string? FailureBehind(string previous) =>
        PositionOf(previous) + 1 is var next
            && next < _slots.Count
            && _slots[next] is { State: ThreadEntryState.Failed, IsOpen: false, Id: { Length: > 0 } id }
            ? id
            : null;

    internal bool Has(string id) => _slots.TryFind(id, out _);

    /// <summary>The texts of the assistant's messages, whose beginnings a replay repeats as parts.</summary>
    internal IEnumerable<string> Texts => Messages.OfType<AssistantMessage>().Select(static message => message.Content);

    /// <summary>Whether there is a finished message that has an id.</summary>
    internal bool HasFinished => _slots.HasFinished;

    /// <summary>The id of the first finished message that has one.</summary>
    internal string? FirstId => _slots.FirstFinishedId;

    /// <summary>The id of the last finished message that has one.</summary>
    internal string? LastFinishedId => _slots.LastFinishedId;

    /// <summary>The id of the first message of a person that matches, if it has one.</summary>
    internal string? IdOf(Func<HumanMessage, bool> matches) => Messages.OfType<HumanMessage>().FirstOrDefault(matches)?.Id;

    /// <summary>The messages up to the end of the turn that a message of a person began, which is the next such message.</summary>
    /// <returns>The thread of that turn, and whether it is the last one; null when no message of the thread is that one.</returns>
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

    /// <summary>What is still being written will not be finished: the stream is over, or the next turn begins.</summary>
    internal void End() => _slots.End();

    private int LastAssistant() => _slots.FindLastIndex(static slot => slot.Message is AssistantMessage);

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
            // Nobody finishes what else was being written.
            _slots.End();
        }
    }

    /// <summary>
    /// The message before has failed, and the service tries again: a later part or the finished message takes it up
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
            // It failed before it showed anything.
            _hasFailedGeneration = true;
        }
    }

    /// <summary>Where a message belongs that is there already, or that finishes one which is still being written.</summary>
    private int? PositionFor(ThreadSlot slot)
    {
        if (_slots.TryFind(slot.Id, out int known))
        {
            // The next step begins with the same temporary id as one whose end was lost.
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
            // It stands behind all that was being written.
            return _slots.TryGetLast(out ThreadSlot last) && last.IsOpen ? _slots.Count - 1 : null;
        }

        // Older servers send partial messages without an id: the one being written is the same one.
        return slot.IsOpen && slot.Id is { Length: > 0 } ? null : slot.IsOpen ? _slots.UnnamedAtEnd() : _slots.OpenAtEnd(slot);
    }
}
