using Conversations.Client;

namespace Conversations.Tests;

/// <summary>What changes of text add up to.</summary>
public static class FoldedText
{
    /// <summary>The text of each message, in the order in which they first showed some.</summary>
    public static IReadOnlyList<string> Of(IEnumerable<TextUpdate> updates)
    {
        SortedDictionary<int, string> texts = [];
        foreach (TextUpdate update in updates)
        {
            texts[update.MessageIndex] = (update.Replaces ? "" : texts.GetValueOrDefault(update.MessageIndex, "")) + update.Text;
        }

        return [.. texts.Values];
    }
}
