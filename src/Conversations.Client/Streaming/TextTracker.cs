namespace Conversations.Client.Streaming;

/// <summary>Works out what to write next, from messages that each carry the whole text so far.</summary>
internal sealed class TextTracker
{
    private const string BlankLine = "\n\n";

    // Messages that are not finished; when an answer splits into several, they are finished in order.
    private readonly List<Written> _open = [];
    private readonly Dictionary<string, Written> _finished = [];
    private Written? _last;

    /// <summary>The piece that a message adds, or null when it adds none.</summary>
    internal string? Next(AssistantMessage message, bool isPartial)
    {
        var written = isPartial ? Open(message.Id) : Finish(message.Id);
        var before = written.Text;
        var text = written.Text = message.Content;
        if (text.Length == 0 || text == before)
        {
            return null;
        }

        if (written == _last && before.Length > 0 && text.StartsWith(before, StringComparison.Ordinal))
        {
            return text[before.Length..];
        }

        // A new text; or one that was replaced, or grew after another had been written, and is written anew.
        var separator = _last is null ? "" : BlankLine;
        _last = written;
        return separator + text;
    }

    private Written Open(string? id)
    {
        if (_open.Find(open => open.Id == id) is { } known)
        {
            return known;
        }

        var written = new Written(id);
        _open.Add(written);
        return written;
    }

    private Written Finish(string? id)
    {
        if (id is { Length: > 0 } && _finished.TryGetValue(id, out var known))
        {
            // A reconnect repeats what was finished.
            return known;
        }

        var written = _open is [var first, ..] ? first : new(id);
        _ = _open.Remove(written);
        if (id is { Length: > 0 })
        {
            _finished[id] = written;
        }

        return written;
    }

    /// <summary>What has been written of one message.</summary>
    private sealed class Written(string? id)
    {
        internal string? Id { get; } = id;

        internal string Text { get; set; } = "";
    }
}
