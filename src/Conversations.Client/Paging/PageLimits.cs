namespace Conversations.Client.Paging;

/// <summary>When a walk over pages has seen enough: a service, or a proxy before it, may link on for ever.</summary>
internal sealed class PageLimits
{
    private const int MaxPagesWithoutNew = 5;

    private int _withoutNew;

    /// <summary>Takes note of a page that was read, and stops the walk when it leads nowhere.</summary>
    /// <param name="hasNew">Whether the page held something that this walk had not seen.</param>
    /// <param name="hasNext">Whether the service says that there is more.</param>
    public void Count(bool hasNew, bool hasNext)
    {
        _withoutNew = hasNew ? 0 : _withoutNew + 1;
        if (_withoutNew >= MaxPagesWithoutNew && hasNext)
        {
            throw new ConversationsException($"The last {MaxPagesWithoutNew} pages of the list held nothing new, and the service says that there are more: the list would never end. Check that BaseAddress is the API's own address and not that of a proxy which repeats its answers; where a list moves faster than it is read, ask for larger pages.");
        }
    }
}
