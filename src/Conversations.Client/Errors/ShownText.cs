using System.Globalization;
using System.Text;

namespace Conversations.Client.Errors;

/// <summary>
/// A text of the service for use in a message. It is short, and has no characters that end a line, control a terminal or change the text
/// direction.
/// </summary>
internal static class ShownText
{
    private const int MaxLength = 1000;

    /// <summary>Escapes and shortens a text. Returns an equal text if it is short and harmless.</summary>
    public static string Of(string text)
    {
        var shown = new StringBuilder(Math.Min(text.Length, MaxLength) + 1);
        // Half of a surrogate pair is enumerated as the replacement character.
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

    /// <summary>Whether a character is invisible. The two joiners do not count, because words and emoji contain them.</summary>
    private static bool Acts(Rune rune) => rune.Value is not (0x200C or 0x200D)
        && Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator
            or UnicodeCategory.ParagraphSeparator;
}
