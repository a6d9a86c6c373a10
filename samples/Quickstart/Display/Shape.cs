using System.Globalization;
using System.Text;
using Spectre.Console;

namespace Quickstart.Display;

/// <summary>Formats texts that people wrote for the cells of a terminal.</summary>
internal static class Shape
{
    /// <summary>Removes control characters except line breaks, so that a customer's text cannot control the terminal.</summary>
    public static string Printable(string text) =>
        string.Concat(text.ReplaceLineEndings("\n")
            .Select(character => character is not '\n' && char.IsControl(character) ? ' ' : character));

    public static string OneLine(string text) =>
        string.Join(' ', Printable(text).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    /// <summary>
    /// Shortens to at most <paramref name="cells"/> cells. Cuts between characters as a reader sees them: an emoji stays whole.
    /// </summary>
    public static string Shorten(string text, int cells)
    {
        if (text.GetCellWidth() <= cells)
        {
            return text;
        }

        var shortened = new StringBuilder();
        int left = cells - 1;
        TextElementEnumerator characters = StringInfo.GetTextElementEnumerator(text);
        while (characters.MoveNext() && (left -= characters.GetTextElement().GetCellWidth()) >= 0)
        {
            _ = shortened.Append(characters.GetTextElement());
        }

        return shortened.ToString().TrimEnd() + "…";
    }
}
