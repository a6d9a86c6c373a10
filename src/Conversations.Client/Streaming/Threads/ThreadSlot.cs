using Conversations.Client.Streaming.Text;

namespace Conversations.Client.Streaming.Threads;

/// <summary>A place in a thread. A message that is only read as text stays bytes until somebody looks.</summary>
internal readonly struct ThreadSlot
{
    private readonly ConversationMessage? _message;

    // One more than the index, so that a place without text is the default.
    private readonly int _textNumber;

    private ThreadSlot(ConversationMessage? message, ThreadEntryState state) => (_message, State) = (message, state);

    /// <summary>The text of the message while it grows, where only text is read.</summary>
    public GrowingText? Growing { get; private init; }

    public ThreadEntryState State { get; private init; }

    /// <summary>
    /// Whether the message is not finished and may still be: it is being written, or its writing failed and may be taken up again.
    /// </summary>
    public bool IsOpen { get; private init; }

    /// <summary>Whether it is the beginning of a message that nobody will finish.</summary>
    public bool IsPart { get; private init; }

    public ConversationMessage Message => _message ?? Growing!.Message;

    public bool IsHuman => _message is HumanMessage;

    public bool IsFailure => _message is FailureMessage;

    /// <summary>Whether it is a message of the assistant, which shows text.</summary>
    public bool IsText => Growing is not null || _message is AssistantMessage;

    /// <summary>The text of the assistant's message; of another message the text that it covers.</summary>
    public ReadOnlySpan<char> Text => Growing is not null ? Growing.Text : TextOfMessage;

    public string TextOfMessage => (_message as AssistantMessage)?.Content ?? CoveredText ?? "";

    /// <summary>
    /// What had been shown in this place when a message of another kind took it. It stays shown, and its finished message may still come.
    /// </summary>
    public string? CoveredText { get; private init; }

    /// <summary>Which of the texts of the stream it is; negative while it has shown none.</summary>
    public int TextIndex
    {
        get => _textNumber - 1;
        init => _textNumber = value + 1;
    }

    /// <summary>Whether it can take the place of a message that is still being written; those of people and tools never do.</summary>
    public bool CanFinishPartial => _message is not (HumanMessage or ToolMessage);

    public bool IsFinished =>
        !IsOpen && (State is ThreadEntryState.Complete || (State == ThreadEntryState.Failed && !IsPart)) && Id is { Length: > 0 };

    public string? Id => _message is not null ? _message.Id : Growing?.Id;

    public static ThreadSlot Of(MessageEvent message) =>
        message.Growing is { } growing ? new(message: null, ThreadEntryState.Partial) { Growing = growing, IsOpen = true }
        : message.IsPartial ? new(message.Message, ThreadEntryState.Partial) { IsOpen = true }
        : new(message.Message, message.Message is FailureMessage ? ThreadEntryState.Failed : ThreadEntryState.Complete);

    /// <summary>
    /// Whether a finished message takes this one's place: it is being written, or is the beginning of that message and nobody will finish
    /// it because the next turn began.
    /// </summary>
    public bool CanBecome(ThreadSlot finished, bool othersFollow) =>
        (IsOpen && !othersFollow) || ((IsOpen || IsPart) && finished.GoesOnWith(this));

    /// <summary>Whether its text begins with the text of another one.</summary>
    public bool GoesOnWith(ThreadSlot other) =>
        IsText && (other.IsText || other.CoveredText is not null) && Text.StartsWith(other.Text, StringComparison.Ordinal);

    /// <summary>The same message, in the place of a text.</summary>
    public ThreadSlot Covering(ThreadSlot before) =>
        before.TextIndex < 0 ? this : this with { TextIndex = before.TextIndex, CoveredText = before.Text.ToString() };

    /// <summary>The same message, whose text has a place of its own.</summary>
    public ThreadSlot Uncovered() => this with { TextIndex = -1, CoveredText = null };

    /// <summary>The same message, whose writing has failed.</summary>
    public ThreadSlot Failed() => this with { State = ThreadEntryState.Failed };

    /// <summary>The same message, which nobody will finish.</summary>
    public ThreadSlot Ended() =>
        new(Message, State == ThreadEntryState.Failed ? State : ThreadEntryState.Incomplete) { TextIndex = TextIndex, IsPart = true };
}
