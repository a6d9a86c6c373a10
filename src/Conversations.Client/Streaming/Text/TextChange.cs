namespace Conversations.Client.Streaming.Text;

/// <summary>Computes the change from one text to another.</summary>
internal static class TextChange
{
    /// <summary>The piece to append, or the whole new text; null when the two are the same.</summary>
    /// <param name="before">The text before.</param>
    /// <param name="text">The new text.</param>
    /// <param name="whole">The new text as a string, if there is one already.</param>
    /// <param name="index">The index among the texts of the stream.</param>
    public static TextUpdate? Between(ReadOnlySpan<char> before, ReadOnlySpan<char> text, string? whole, int index) =>
        !text.StartsWith(before) ? new(index, whole ?? text.ToString(), Replaces: true)
        : text.Length == before.Length ? null
        : new(index, before.IsEmpty && whole is not null ? whole : text[before.Length..].ToString(), Replaces: false);
}
