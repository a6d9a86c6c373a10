using System.Text;

namespace Conversations.Client.Wire;

/// <summary>Texts as the service counts and carries them: in Unicode code points, and without halves of surrogate pairs, which would be replaced on the way.</summary>
internal static class UnicodeText
{
    /// <summary>The length in code points, as the service counts it.</summary>
    internal static int Length(ReadOnlySpan<char> text)
    {
        var length = 0;
        foreach (var _ in text.EnumerateRunes())
        {
            length++;
        }

        return length;
    }

    internal static void ThrowIfNotWellFormed(string? text, string parameter)
    {
        var rest = text.AsSpan();
        while (!rest.IsEmpty)
        {
            if (Rune.DecodeFromUtf16(rest, out _, out var consumed) != System.Buffers.OperationStatus.Done)
            {
                throw new ArgumentException("The text holds half of a surrogate pair and cannot be sent unchanged: remove it, or cut the text between characters.", parameter);
            }

            rest = rest[consumed..];
        }
    }
}
