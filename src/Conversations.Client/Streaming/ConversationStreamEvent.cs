using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Json;
using Conversations.Client.Streaming.Text;
using Conversations.Client.Wire;

namespace Conversations.Client;

/// <summary>One event of a stream; the derived record says which kind.</summary>
/// <remarks>The derived records can be constructed, so that code that reads streams can be tested without a server.</remarks>
public abstract record ConversationStreamEvent
{
    private protected ConversationStreamEvent()
    {
    }

    /// <summary>The event as it is now, whatever is read later.</summary>
    internal virtual ConversationStreamEvent Kept() => this;

    /// <summary>The event without what earlier events say about it. A thread can write to it, and the given event stays as it is.</summary>
    internal virtual ConversationStreamEvent Alone() => this;
}

/// <summary>A message: the accepted text of the person, a partial or finished answer, the result of a tool, or a failure.</summary>
public sealed record MessageEvent : ConversationStreamEvent
{
    private readonly ConversationMessage? _message;

    // One of three: the growing text, where only text is read; the previous text of the message, from which TextUpdate is computed when
    // it is read; or an update that is already known.
    private object? _text;
    private int _index;

    /// <summary>Creates an event. Set <see cref="Message"/>.</summary>
    public MessageEvent()
    {
    }

    [SetsRequiredMembers]
    internal MessageEvent(GrowingText growing) => (Message, _text, IsPartial) = (null!, growing, true);

    /// <summary>The message. A partial message holds the whole text so far, not only what was added.</summary>
    public required ConversationMessage Message
    {
        get => _message ?? Growing?.Message!;
        init => _message = value;
    }

    /// <summary>
    /// Whether the message is still being written. The next partial message replaces it, and finally the finished message does.
    /// </summary>
    public bool IsPartial { get; init; }

    /// <summary>
    /// How the event changes the text of an assistant message, as <see cref="ConversationStream.ReadTextUpdatesAsync"/> returns it. So one
    /// loop over the events can show the text and everything else. The value is computed each time it is read.
    /// </summary>
    /// <value>Null for other messages, for an event that changes no text, and for an event that was not read from a stream and for which
    /// nothing was set.</value>
    public TextUpdate? TextUpdate
    {
        get => _text switch
        {
            GrowingText growing => growing.Update,
            string before when Message is AssistantMessage { Content: var text } => TextChange.Between(before, text, text, _index),
            TextUpdate known => known,
            _ => null,
        };
        init => _text = value;
    }

    /// <summary>Compares what the service sent. Ignores <see cref="TextUpdate"/>, which depends on earlier events.</summary>
    /// <param name="other">Another event.</param>
    /// <returns>Whether <see cref="Message"/> and <see cref="IsPartial"/> are equal.</returns>
    public bool Equals(MessageEvent? other) => other is not null && Message == other.Message && IsPartial == other.IsPartial;

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Message, IsPartial);

    /// <summary>The text of an assistant message so far; empty for others.</summary>
    internal ReadOnlySpan<char> Text => Growing is { } growing ? growing.Text : (_message as AssistantMessage)?.Content;

    /// <summary>The growing text, where only text is read; null otherwise.</summary>
    internal GrowingText? Growing => _message is null ? _text as GrowingText : null;

    /// <summary>Whether the message is one of a person.</summary>
    internal bool IsHuman => _message is HumanMessage;

    /// <summary>The event as it is now. It does not change when the text grows.</summary>
    internal override ConversationStreamEvent Kept() =>
        Growing is null ? this : new MessageEvent { Message = Message, IsPartial = IsPartial };

    /// <summary>A copy of the event without its text change.</summary>
    internal override ConversationStreamEvent Alone() => this with { TextUpdate = null };

    /// <summary>Sets the index of the text that the event shows, and what the text was before.</summary>
    internal void GoesOn(int index, string before) => (_index, _text) = (index, before);

    /// <summary>Sets how the event changes the text.</summary>
    internal void GoesOn(TextUpdate? update) => _text = update;
}

/// <summary>
/// The conversation in its short form. It comes first in the stream of a new conversation, and again when the conversation has its title.
/// </summary>
public sealed record ConversationEvent : ConversationStreamEvent
{
    /// <summary>The conversation; its title may be null here.</summary>
    public required Conversation Conversation { get; init; }
}

/// <summary>
/// The progress of a tool call: a text, or a call of a sub-agent. One tool call can have several. Their order matters, and duplicates are
/// possible.
/// </summary>
public sealed record ToolUpdateEvent : ConversationStreamEvent
{
    /// <summary>The id of the message that made the call.</summary>
    public string? MessageId { get; init; }

    /// <summary>The id of the call.</summary>
    public string? ToolCallId { get; init; }

    /// <summary>What is being done, if it is reported as a text.</summary>
    public string? Text { get; init; }

    /// <summary>What is being done, if it is reported as a call.</summary>
    public ToolCall? ToolCall { get; init; }

    /// <summary>
    /// What the service sent under names that this package does not know, by these names; empty when it knows all of them.
    /// </summary>
    public IReadOnlyDictionary<string, JsonElement> AdditionalMembers { get => field ?? UnknownMembers.None; internal init; }

    /// <summary>Prints ids and lengths, never what people wrote.</summary>
    protected override bool PrintMembers(StringBuilder builder) => new RecordPrinter(builder)
        .Text("MessageId", MessageId)
        .Text("ToolCallId", ToolCallId)
        .Add("Text", Text)
        .Add("ToolCall", ToolCall)
        .Additional(AdditionalMembers)
        .Any;
}

/// <summary>The status of the turn. Only older servers send it.</summary>
public sealed record StatusEvent : ConversationStreamEvent
{
    /// <summary>The status.</summary>
    public OpenEnum<StreamStatus> Status { get; init; }

    /// <summary>
    /// What the service sent under names that this package does not know, by these names; empty when it knows all of them.
    /// </summary>
    public IReadOnlyDictionary<string, JsonElement> AdditionalMembers { get => field ?? UnknownMembers.None; internal init; }

    /// <summary>Prints the status, and how many other members there are.</summary>
    protected override bool PrintMembers(StringBuilder builder) =>
        new RecordPrinter(builder).Add("Status", Status).Additional(AdditionalMembers).Any;
}

/// <summary>An event that this package does not know, or whose data does not fit its name. It never ends the stream.</summary>
public sealed record UnknownEvent : ConversationStreamEvent
{
    /// <summary>The event's name; <c>message</c> if it had none.</summary>
    public required string Name { get; init; }

    /// <summary>The exact text of its data lines, whether it is JSON or not.</summary>
    public required string Data { get; init; }

    /// <summary>Prints the name and the length, never the data.</summary>
    protected override bool PrintMembers(StringBuilder builder) => new RecordPrinter(builder).Text("Name", Name).Add("Data", Data).Any;
}
