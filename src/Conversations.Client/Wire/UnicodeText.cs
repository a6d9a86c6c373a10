using System.Text;

namespace Conversations.Client.Wire;

/// <summary>
/// Checks and measures texts as the service does: in Unicode code points. Halves of surrogate pairs are refused, because they would be
/// replaced on the way.
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

    /// <summary>Throws if a text has half of a surrogate pair.</summary>
    /// <param name="text">The text.</param>
    /// <param name="parameter">The name of the parameter with the text.</param>
    /// <param name="what">What the text is, for the exception.</param>
    public static void ThrowIfNotWellFormed(string? text, string parameter, string what = "The text")
    {
        if (!IsWellFormed(text))
        {
            throw NotWellFormed(parameter, what);
        }
    }

    /// <summary>Throws if the text of a member has half of a surrogate pair, before it is written.</summary>
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
