namespace Conversations.Client.Streaming;

/// <summary>Works out what to write next, from messages that each carry the whole text so far.</summary>
internal sealed class TextTracker
{
    private const string BlankLine = "\n\n";

    // What has been written of messages that are not finished; when an answer splits into several, they are finished in order.
    private readonly List<(string? Id, string Text)> _open = [];
    private readonly HashSet<string> _finished = [];
    private bool _hasWritten;

    /// <summary>The piece that a message adds, or null when it adds none.</summary>
    internal string? Next(AssistantMessage message, bool isPartial)
    {
        if (!isPartial && message.Id is { Length: > 0 } id && !_finished.Add(id))
        {
            // A reconnect repeats what was finished.
            return null;
        }

        var position = isPartial ? _open.FindIndex(open => open.Id == message.Id) : _open.Count > 0 ? 0 : -1;
        var written = position < 0 ? "" : _open[position].Text;
        if (isPartial)
        {
            Keep(position, message);
        }
        else if (position >= 0)
        {
            _open.RemoveAt(position);
        }

        return Piece(written, message.Content);
    }

    private void Keep(int position, AssistantMessage message)
    {
        if (position < 0)
        {
            _open.Add((message.Id, message.Content));
        }
        else
        {
            _open[position] = (message.Id, message.Content);
        }
    }

    private string? Piece(string written, string text)
    {
        if (text.Length == 0)
        {
            return null;
        }

        if (written.Length > 0 && text.StartsWith(written, StringComparison.Ordinal))
        {
            return text.Length == written.Length ? null : text[written.Length..];
        }

        var separator = _hasWritten ? BlankLine : "";
        _hasWritten = true;
        return separator + text;
    }
}
