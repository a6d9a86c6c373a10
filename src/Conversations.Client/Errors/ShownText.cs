using System.Globalization;
using System.Text;

namespace Conversations.Client.Errors;

/// <summary>
/// A service's text as it may stand in a message: short, and without characters that end a line, act on a terminal or turn the direction of
/// what follows.
/// </summary>
internal static class ShownText
{
    private const int MaxLength = 1000;

    /// <summary>The text itself when it is short and harmless.</summary>
    public static string Of(string text)
    {
        var shown = new StringBuilder(Math.Min(text.Length, MaxLength) + 1);
        // A half of a pair comes as the replacement character.
        foreach (Rune rune in text.EnumerateRunes())
        {
            int length = shown.Length;
            Append(shown, rune);
            if (shown.Length > MaxLength)
            {
                shown.Length = length;
                return shown.Append('…').ToString();
            }
        }

        return shown.ToString();
    }

    private static void Append(StringBuilder shown, Rune rune)
    {
        if (!Acts(rune))
        {
            Span<char> characters = stackalloc char[2];
            shown.Append(characters[..rune.EncodeToUtf16(characters)]);
            return;
        }

        shown.Append(rune.Value switch
        {
            '\n' => @"\n",
            '\r' => @"\r",
            '\t' => @"\t",
            <= char.MaxValue and var value => string.Create(CultureInfo.InvariantCulture, $@"\u{value:X4}"),
            var value => string.Create(CultureInfo.InvariantCulture, $@"\U{value:X8}"),
        });
    }

    /// <summary>Characters that are not seen; the two joiners are a part of words and of emoji.</summary>
    private static bool Acts(Rune rune) => rune.Value is not (0x200C or 0x200D)
        && Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator
            or UnicodeCategory.ParagraphSeparator;
}
