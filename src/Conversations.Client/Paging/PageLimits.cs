namespace Conversations.Client.Paging;

/// <summary>Stops the reading of pages that never end: a service, or a proxy before it, may send links to next pages for ever.</summary>
internal sealed class PageLimits
{
    private const int MaxPagesWithoutNew = 5;

    private int _withoutNew;

    /// <summary>Counts a page that was read. Throws after too many pages in a row without anything new.</summary>
    /// <param name="hasNew">Whether the page held something new.</param>
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
