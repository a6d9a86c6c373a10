namespace Conversations.Client.Streaming.Recovery;

/// <summary>
/// The assistant's texts that were delivered before a replay, in order, so that one that begins like a part is found without a look at
/// each.
/// </summary>
internal sealed class BegunTexts(ConversationThread thread)
{
    private string[]? _texts;

    /// <summary>Another replay begins, behind what has been delivered until its first part.</summary>
    public void Forget() => _texts = null;

    /// <summary>Whether one of the texts begins with this one, so that a part of it shows nothing new.</summary>
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

        // Those that begin with it come right behind all that are less.
        return low < _texts.Length && _texts[low].AsSpan().StartsWith(beginning, StringComparison.Ordinal);
    }
}
