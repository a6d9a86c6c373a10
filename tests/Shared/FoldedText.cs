using Conversations.Client;

namespace Conversations.Tests;

/// <summary>Folds text updates into texts.</summary>
public static class FoldedText
{
    /// <summary>The text of each message, in the order in which the messages first showed text.</summary>
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
