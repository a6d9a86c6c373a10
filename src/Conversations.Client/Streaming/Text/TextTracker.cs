using System.Diagnostics.CodeAnalysis;

namespace Conversations.Client.Streaming.Text;

/// <summary>Works out what each event adds to the text of the assistant's messages, which all carry the whole text so far.</summary>
internal sealed class TextTracker : IDisposable
{
    // No temporary id is such a text.
    private const string Unnamed = "\0";

    // Messages that are not finished; when an answer splits into several, they are finished in order.
    private readonly Queue<ShownText> _open = [];
    private readonly Dictionary<string, ShownText> _openById = [];
    private ShownText? _lastOpened;
    private readonly Dictionary<string, ShownText> _finished = [];

    // What was not finished when the next turn began: what is stored of it may still be read.
    private readonly List<ShownText> _givenUp = [];
    private int _count;

    /// <summary>What an event changes; false when it changes no text.</summary>
    internal bool TryTake(ConversationStreamEvent streamEvent, bool isLate, [NotNullWhen(true)] out ShownText? shown, out TextUpdate update)
    {
        shown = ShownBy(streamEvent, isLate);
        if (shown is not null && (streamEvent is PartialTextEvent { Partial: var partial } ? shown.Become(partial) : shown.Become(TextOf(streamEvent))) is var (text, replaces))
        {
            update = new(Number(shown), text, replaces);
            return true;
        }

        shown = null;
        update = default;
        return false;
    }

    /// <summary>Tells an event what its message showed before, so that it can say what it changes.</summary>
    internal void Mark(ConversationStreamEvent streamEvent, bool isLate)
    {
        if (ShownBy(streamEvent, isLate) is { } shown)
        {
            var text = TextOf(streamEvent);
            var before = shown.Take(text);
            if (before.Length > 0 || text.Length > 0)
            {
                ((MessageEvent)streamEvent).GoesOnFrom(Number(shown), before);
            }
        }
    }

    /// <summary>Lets go of what is unfinished.</summary>
    public void Dispose()
    {
        foreach (var shown in _open)
        {
            shown.Close();
        }

        _open.Clear();
        _openById.Clear();
        _lastOpened = null;
    }

    private int Number(ShownText shown) => shown.Index < 0 ? shown.Index = _count++ : shown.Index;

    /// <summary>The text that an event tells of, if it tells of one.</summary>
    private ShownText? ShownBy(ConversationStreamEvent streamEvent, bool isLate)
    {
        switch (streamEvent)
        {
            case PartialTextEvent { Partial: var partial }:
                return Open(partial.Id);
            case MessageEvent { Message: AssistantMessage message, IsPartial: var isPartial }:
                return isPartial ? Open(message.Id) : Finish(message, isLate);
            case MessageEvent { Message: HumanMessage } when !isLate:
                BeginTurn();
                return null;
            default:
                return null;
        }
    }

    private static string TextOf(ConversationStreamEvent streamEvent) => ((AssistantMessage)((MessageEvent)streamEvent).Message).Content;

    /// <summary>The first step of a turn is another temp-0.</summary>
    private void BeginTurn()
    {
        foreach (var open in _open.Where(static open => !open.Text.IsEmpty))
        {
            open.Keep();
            _givenUp.Add(open);
        }

        Dispose();
    }

    private ShownText Open(string? id)
    {
        // A message that is being written comes again and again.
        if (_lastOpened is not null && _lastOpened.Id == id)
        {
            return _lastOpened;
        }

        if (!_openById.TryGetValue(id ?? Unnamed, out var shown))
        {
            shown = new(id);
            _open.Enqueue(shown);
            _openById.Add(id ?? Unnamed, shown);
        }

        return _lastOpened = shown;
    }

    private ShownText Finish(AssistantMessage message, bool isLate)
    {
        var id = message.Id;
        if (id is { Length: > 0 } && _finished.TryGetValue(id, out var known))
        {
            return known;
        }

        // One that stands before others finishes an unfinished text only if it goes on with it.
        var givenUp = isLate ? _givenUp.Find(text => GoesOnWith(text, message)) : null;
        var isUnderWay = givenUp is null && _open.TryPeek(out var first) && (!isLate || GoesOnWith(first, message));
        var shown = givenUp ?? (isUnderWay ? TakeFirst() : new(id));
        _ = givenUp is not null && _givenUp.Remove(givenUp);
        if (id is { Length: > 0 })
        {
            _finished[id] = shown;
        }

        return shown;
    }

    private static bool GoesOnWith(ShownText shown, AssistantMessage message) => message.Content.AsSpan().StartsWith(shown.Text, StringComparison.Ordinal);

    private ShownText TakeFirst()
    {
        var first = _open.Dequeue();
        _ = _openById.Remove(first.Id ?? Unnamed);
        _lastOpened = _lastOpened == first ? null : _lastOpened;
        return first;
    }
}

/// <summary>What has been shown of one message.</summary>
internal sealed class ShownText(string? id)
{
    private string _text = "";
    private PartialText? _partial;

    internal string? Id { get; } = id;

    /// <summary>Which of the messages that showed text it is; negative before it did.</summary>
    internal int Index { get; set; } = -1;

    internal ReadOnlySpan<char> Text => _partial is null ? _text : _partial.Text;

    /// <summary>What makes one text of another: the piece to append, or the whole new text; null when they are the same.</summary>
    /// <param name="before">The text so far.</param>
    /// <param name="text">The new text.</param>
    /// <param name="whole">The new text, where there is a string of it already.</param>
    internal static (string Text, bool Replaces)? Change(ReadOnlySpan<char> before, ReadOnlySpan<char> text, string? whole) =>
        text.StartsWith(before, StringComparison.Ordinal)
            ? text.Length == before.Length ? null : (before.IsEmpty && whole is not null ? whole : text[before.Length..].ToString(), false)
            : (whole ?? text.ToString(), true);

    /// <summary>The message has this text now.</summary>
    internal (string Text, bool Replaces)? Become(string text)
    {
        var change = Change(Text, text, text);
        _text = text;
        _partial?.Release();
        _partial = null;
        return change;
    }

    /// <summary>The message has this text now, and had the returned one.</summary>
    internal string Take(string text)
    {
        var before = _text;
        _text = text;
        return before;
    }

    /// <summary>The message has the text of these bytes now.</summary>
    internal (string Text, bool Replaces)? Become(PartialText partial)
    {
        if (partial != _partial)
        {
            var change = Change(Text, partial.Text, whole: null);
            _partial?.Release();
            _partial = partial;
            _text = "";
            return change;
        }

        return partial.Replaced || partial.Change.Length > 0 ? (partial.Change, partial.Replaced) : null;
    }

    /// <summary>No part comes any more, and what was shown may still be finished.</summary>
    internal void Keep()
    {
        _text = Text.ToString();
        Close();
    }

    /// <summary>No part comes any more.</summary>
    internal void Close()
    {
        _partial?.Release();
        _partial = null;
    }
}
