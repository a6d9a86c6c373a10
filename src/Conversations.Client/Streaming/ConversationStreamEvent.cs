using System.Diagnostics.CodeAnalysis;
using System.Text;
using Conversations.Client.Streaming.Text;
using Conversations.Client.Wire;

namespace Conversations.Client;

/// <summary>One event of a stream; the derived record says which kind.</summary>
/// <remarks>Records can be constructed, so that code which reads streams can be tested without a server.</remarks>
public abstract record ConversationStreamEvent
{
    private protected ConversationStreamEvent()
    {
    }
}

/// <summary>
/// A message: the accepted text of the person, a part of the answer so far, a finished answer, a tool's result, a failure.
/// </summary>
public sealed record MessageEvent : ConversationStreamEvent
{
    private readonly ConversationMessage? _message;

    // The text that grows, where only text is read; else what the message's text was before, from which the update is made when
    // somebody looks; or an update that is known.
    private object? _text;
    private int _index;

    /// <summary>Makes an event of a message.</summary>
    public MessageEvent()
    {
    }

    [SetsRequiredMembers]
    internal MessageEvent(GrowingText growing) => (Message, _text, IsPartial) = (null!, growing, true);

    /// <summary>The message. A partial one holds the whole text so far, not what was added.</summary>
    public required ConversationMessage Message
    {
        get => _message ?? Growing?.Message!;
        init => _message = value;
    }

    /// <summary>
    /// Whether the message is still being written; it is replaced by the next partial one, and at last by the finished one.
    /// </summary>
    public bool IsPartial { get; init; }

    /// <summary>
    /// What the event does to the text of an assistant message, as <see cref="ConversationStream.ReadTextUpdatesAsync"/> gives it, so that
    /// one loop
    /// over the events shows text and everything else. It is worked out each time it is read.
    /// </summary>
    /// <value>
    /// Null for other messages, for an event that changes no text, and where events were not read from a stream and nothing was set.
    /// </value>
    public TextUpdate? TextUpdate
    {
        get => _text switch
        {
            GrowingText growing => growing.Update,
            string before => Message is AssistantMessage { Content: var content } ? TextChange.Between(before, content, _index) : null,
            TextUpdate known => known,
            _ => null,
        };
        init => _text = value;
    }

    /// <summary>Compares what the service sent. <see cref="TextUpdate"/> depends on the events before and does not count.</summary>
    /// <param name="other">Another event.</param>
    /// <returns>Whether <see cref="Message"/> and <see cref="IsPartial"/> are equal.</returns>
    public bool Equals(MessageEvent? other) => other is not null && Message == other.Message && IsPartial == other.IsPartial;

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Message, IsPartial);

    /// <summary>The text of an assistant message so far; empty for others.</summary>
    internal ReadOnlySpan<char> Text => Growing is { } growing ? growing.Text : (_message as AssistantMessage)?.Content;

    /// <summary>The text that will go on to grow, where only text is read.</summary>
    internal GrowingText? Growing => _message is null ? _text as GrowingText : null;

    /// <summary>Whether the message is one of a person.</summary>
    internal bool IsHuman => _message is HumanMessage;

    /// <summary>The event as it is now, whatever the text grows to.</summary>
    internal MessageEvent Kept() => Growing is null ? this : new() { Message = Message, IsPartial = IsPartial };

    /// <summary>The event without a word on the events before it.</summary>
    internal MessageEvent Alone() => this with { TextUpdate = null };

    /// <summary>Tells which of the texts of the stream it shows, and what that was before.</summary>
    internal void GoesOn(int index, string before) => (_index, _text) = (index, before);

    /// <summary>Tells what it does to the texts of the stream.</summary>
    internal void GoesOn(TextUpdate? update) => _text = update;
}

/// <summary>The conversation in its short form: first in the stream of a new one, and again when it has its title.</summary>
public sealed record ConversationEvent : ConversationStreamEvent
{
    /// <summary>The conversation; its title may be null here.</summary>
    public required Conversation Conversation { get; init; }
}

/// <summary>
/// The progress of a tool call: a text, or a call of a sub-agent. Several come for one call; order matters, and duplicates are possible.
/// </summary>
public sealed record ToolUpdateEvent : ConversationStreamEvent
{
    /// <summary>The message that made the call.</summary>
    public string? MessageId { get; init; }

    /// <summary>The call.</summary>
    public string? ToolCallId { get; init; }

    /// <summary>What is being done, when it is told as a text.</summary>
    public string? Text { get; init; }

    /// <summary>What is being done, when it is told as a call.</summary>
    public ToolCall? ToolCall { get; init; }

    /// <summary>Prints ids and lengths, never what people wrote.</summary>
    protected override bool PrintMembers(StringBuilder builder) =>
        new RecordPrinter(builder).Text("MessageId", MessageId).Text("ToolCallId", ToolCallId).Add("Text", Text).Add("ToolCall", ToolCall).Any;
}

/// <summary>A word on the turn itself. Older servers only.</summary>
public sealed record StatusEvent : ConversationStreamEvent
{
    /// <summary>What it says.</summary>
    public OpenEnum<StreamStatus> Status { get; init; }
}

/// <summary>An event that this package does not know, or whose data is not what its name says. It never ends the stream.</summary>
public sealed record UnknownEvent : ConversationStreamEvent
{
    /// <summary>The event's name; <c>message</c> if it had none.</summary>
    public required string Name { get; init; }

    /// <summary>The text of its data lines, exactly, JSON or not.</summary>
    public required string Data { get; init; }

    /// <summary>Prints the name and the length, never the data.</summary>
    protected override bool PrintMembers(StringBuilder builder) => new RecordPrinter(builder).Text("Name", Name).Add("Data", Data).Any;
}
