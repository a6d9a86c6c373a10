using System.Text;

namespace Conversations.Client.Wire;

/// <summary>
/// Texts as the service counts and carries them: in Unicode code points, and without halves of surrogate pairs, which would be replaced on
/// the way.
/// </summary>
internal static class UnicodeText
{
    /// <summary>The length in code points, as the service counts it.</summary>
    public static int Length(ReadOnlySpan<char> text)
    {
        int length = 0;
        foreach (Rune _ in text.EnumerateRunes())
        {
            length++;
        }

        return length;
    }

    /// <summary>Refuses a text with half of a pair.</summary>
    /// <param name="text">The text.</param>
    /// <param name="parameter">The parameter that it came with.</param>
    /// <param name="what">What the text is, for the exception.</param>
    public static void ThrowIfNotWellFormed(string? text, string parameter, string what = "The text")
    {
        if (!IsWellFormed(text))
        {
            throw NotWellFormed(parameter, what);
        }
    }

    /// <summary>Refuses the text of a member that is about to be written.</summary>
    public static void ThrowIfNotWellFormed(string? text, ReadOnlySpan<byte> member)
    {
        if (!IsWellFormed(text))
        {
            string name = Encoding.UTF8.GetString(member);
            throw NotWellFormed(name, name);
        }
    }

    public static ArgumentException NotWellFormed(string parameter, string what) =>
        new($"{what} holds half of a surrogate pair and cannot be sent unchanged: remove it, or cut the text between characters.", parameter);

    private static bool IsWellFormed(string? text)
    {
        ReadOnlySpan<char> rest = text.AsSpan();
        while (!rest.IsEmpty)
        {
            if (Rune.DecodeFromUtf16(rest, out _, out int consumed) != System.Buffers.OperationStatus.Done)
            {
                return false;
            }

            rest = rest[consumed..];
        }

        return true;
    }
}
