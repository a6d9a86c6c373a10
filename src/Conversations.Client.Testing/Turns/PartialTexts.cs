using System.Globalization;

namespace Conversations.Client.Testing.Turns;

/// <summary>A text as it grows while it is written: each part holds the whole so far (docs/service/conversations.md 6.4).</summary>
internal static class PartialTexts
{
    /// <summary>The text after each of so many equal parts, cut between whole characters as a reader sees them.</summary>
    public static IEnumerable<string> Of(string text, int parts)
    {
        int[] starts = StringInfo.ParseCombiningCharacters(text);
        int count = Math.Min(parts, starts.Length);
        for (int part = 1; part <= count; part++)
        {
            int characters = (int)((long)starts.Length * part / count);
            yield return characters == starts.Length ? text : text[..starts[characters]];
        }
    }
}
