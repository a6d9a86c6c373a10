using System.Globalization;

namespace Conversations.Client.Testing.Turns;

/// <summary>The growing text of a message: each part has the whole text so far (docs/service/conversations.md 6.4).</summary>
internal static class PartialTexts
{
    /// <summary>
    /// Returns the text so far after each of <paramref name="parts"/> equal parts. Cuts only between whole characters as a reader sees
    /// them.
    /// </summary>
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
