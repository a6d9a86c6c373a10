namespace Conversations.Client.Streaming.Recovery;

/// <summary>
/// The assistant's texts that were delivered before a replay, sorted, so that a search for one that begins like a partial message need not
/// look at each.
/// </summary>
internal sealed class BegunTexts(ConversationThread thread)
{
    private string[]? _texts;

    /// <summary>Another replay begins. The texts are read again at its first partial message.</summary>
    public void Forget() => _texts = null;

    /// <summary>Whether one of the texts begins with this one. A partial message with this text then shows nothing new.</summary>
    public bool Contain(ReadOnlySpan<char> beginning)
    {
        _texts ??= [.. thread.Texts.Order(StringComparer.Ordinal)];
        int low = 0, high = _texts.Length;
        while (low < high)
        {
            int middle = (low + high) / 2;
            if (_texts[middle].AsSpan().SequenceCompareTo(beginning) < 0)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        // The texts that begin with it come directly behind all that are less.
        return low < _texts.Length && _texts[low].AsSpan().StartsWith(beginning, StringComparison.Ordinal);
    }
}
