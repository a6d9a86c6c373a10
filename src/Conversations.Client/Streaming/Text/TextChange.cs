namespace Conversations.Client.Streaming.Text;

/// <summary>Computes the change from one text to another.</summary>
internal static class TextChange
{
    /// <summary>The piece to append, or the whole new text; null when the two are the same.</summary>
    public static TextUpdate? Between(ReadOnlySpan<char> before, string text, int index) =>
        !text.StartsWith(before) ? new(index, text, Replaces: true)
        : text.Length > before.Length ? new(index, before.IsEmpty ? text : text[before.Length..], Replaces: false)
        : null;
}
