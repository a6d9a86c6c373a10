using Conversations.Client.Streaming.Text;

namespace Conversations.Client.Streaming.Threads;

/// <summary>A place in a thread. Where only text is read, its message stays bytes until somebody asks for it.</summary>
internal readonly struct ThreadSlot
{
    private readonly ConversationMessage? _message;

    // The index plus one, so that the default value means no text.
    private readonly int _textNumber;

    private ThreadSlot(ConversationMessage? message, ThreadEntryState state) => (_message, State) = (message, state);

    /// <summary>The growing text of the message, where only text is read.</summary>
    public GrowingText? Growing { get; private init; }

    public ThreadEntryState State { get; private init; }

    /// <summary>
    /// Whether the message is unfinished and may still be finished: it is being written, or its generation failed and the service may try
    /// again.
    /// </summary>
    public bool IsOpen { get; private init; }

    /// <summary>Whether it is the beginning of a message that nobody will finish.</summary>
    public bool IsPart { get; private init; }

    public ConversationMessage Message => _message ?? Growing!.Message;

    public bool IsHuman => _message is HumanMessage;

    public bool IsFailure => _message is FailureMessage;

    /// <summary>Whether it is an assistant message, which shows text.</summary>
    public bool IsText => Growing is not null || _message is AssistantMessage;

    /// <summary>The text of an assistant message. For another message, the text that it covers.</summary>
    public ReadOnlySpan<char> Text => Growing is not null ? Growing.Text : TextOfMessage;

    public string TextOfMessage => (_message as AssistantMessage)?.Content ?? CoveredText ?? "";

    /// <summary>
    /// The text that was in this place before a message of another kind took it. It stays shown, and its finished message may still come.
    /// </summary>
    public string? CoveredText { get; private init; }

    /// <summary>The index among the texts of the stream; negative while the message has shown no text.</summary>
    public int TextIndex
    {
        get => _textNumber - 1;
        init => _textNumber = value + 1;
    }

    /// <summary>Whether it can replace a message that is still being written. Messages of people and tools never do.</summary>
    public bool CanFinishPartial => _message is not (HumanMessage or ToolMessage);

    public bool IsFinished =>
        !IsOpen && (State is ThreadEntryState.Complete || (State == ThreadEntryState.Failed && !IsPart)) && Id is { Length: > 0 };

    public string? Id => _message is not null ? _message.Id : Growing?.Id;

    public static ThreadSlot Of(MessageEvent message) =>
        message.Growing is { } growing ? new(message: null, ThreadEntryState.Partial) { Growing = growing, IsOpen = true }
        : message.IsPartial ? new(message.Message, ThreadEntryState.Partial) { IsOpen = true }
        : new(message.Message, message.Message is FailureMessage ? ThreadEntryState.Failed : ThreadEntryState.Complete);

    /// <summary>
    /// Whether a finished message replaces this one: this one is still being written, or it is the unfinished beginning of that message and
    /// the next turn has begun.
    /// </summary>
    public bool CanBecome(ThreadSlot finished, bool othersFollow) =>
        (IsOpen && !othersFollow) || ((IsOpen || IsPart) && finished.GoesOnWith(this));

    /// <summary>Whether its text begins with the text of another slot.</summary>
    public bool GoesOnWith(ThreadSlot other) =>
        IsText && (other.IsText || other.CoveredText is not null) && Text.StartsWith(other.Text, StringComparison.Ordinal);

    /// <summary>The same message, which covers the text that was in its place.</summary>
    public ThreadSlot Covering(ThreadSlot before) =>
        before.TextIndex < 0 ? this : this with { TextIndex = before.TextIndex, CoveredText = before.Text.ToString() };

    /// <summary>The same message, which no longer covers a text.</summary>
    public ThreadSlot Uncovered() => this with { TextIndex = -1, CoveredText = null };

    /// <summary>The same message, whose generation failed.</summary>
    public ThreadSlot Failed() => this with { State = ThreadEntryState.Failed };

    /// <summary>The same message, which will never be finished.</summary>
    public ThreadSlot Ended() =>
        new(Message, State == ThreadEntryState.Failed ? State : ThreadEntryState.Incomplete) { TextIndex = TextIndex, IsPart = true };
}
