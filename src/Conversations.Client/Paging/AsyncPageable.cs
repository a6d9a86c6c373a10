using Conversations.Client.Paging;

namespace Conversations.Client;

/// <summary>A list that is fetched page by page while it is read.</summary>
/// <typeparam name="T">The type of the entries.</typeparam>
/// <remarks>
/// <para>Enumerate it for the entries, or <see cref="AsPagesAsync"/> for the pages. It sends nothing before the enumeration starts, and
/// each enumeration starts from the beginning. The token of the call and the token of the enumeration both stop it.</para>
/// <para>The list may change between two pages. An entry that was already returned is not returned twice, but an entry that moves from
/// a later page to an earlier one is missed. Ordering tickets by <see cref="TicketOrder.CreatedAt"/> or
/// <see cref="TicketOrder.TicketNumber"/> ascending misses nothing, as long as no ticket is deleted or leaves the filter.</para>
/// <para>Read the whole list with <see cref="ToListAsync"/> before you change its entries. An entry that leaves the list moves later
/// entries up, possibly onto a page that was already read. If a page says that the list is shorter than the page before said, the
/// reading ends in a <see cref="ConversationsException"/> before that page, whoever made the list shorter. The entries until then are
/// right, but later ones may have been skipped. In that case read the list again. Larger pages make this rarer, and a query that no
/// entry leaves avoids it. The methods that read a single page do not check for it.</para>
/// <para>A list must end: after five pages in a row without a new entry but with a next page, the reading ends in a
/// <see cref="ConversationsException"/>.</para>
/// </remarks>
public abstract class AsyncPageable<T> : IAsyncEnumerable<T>
{
    /// <summary>For derived classes, such as test doubles.</summary>
    protected AsyncPageable()
    {
    }

    /// <summary>Creates a list of given pages, for tests.</summary>
    /// <param name="pages">The pages.</param>
    /// <returns>A list that sends nothing.</returns>
#pragma warning disable CA1000 // A test names the type of the list: AsyncPageable<Ticket>.FromPages(…)
    public static AsyncPageable<T> FromPages(IEnumerable<Page<T>> pages)
    {
        ArgumentNullException.ThrowIfNull(pages);
        return new GivenPages<T>(pages);
    }
#pragma warning restore CA1000

    /// <summary>Reads the pages of the list.</summary>
    /// <param name="pageSize">The number of entries to ask for at once. Null asks for the service's default; the service limits it to its
    /// maximum.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <returns>The pages. No entry was in an earlier page of the same enumeration.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="pageSize"/> is less than 1.</exception>
    public abstract IAsyncEnumerable<Page<T>> AsPagesAsync(int? pageSize = null, CancellationToken cancellationToken = default);

    /// <summary>Reads all entries. Do this before a loop that changes the entries.</summary>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <returns>The entries, in the list's order.</returns>
    /// <exception cref="ConversationsException">A page could not be read, or the list got shorter or did not end while it was read. All
    /// errors derive from this type.</exception>
    public virtual async ValueTask<IReadOnlyList<T>> ToListAsync(CancellationToken cancellationToken = default)
    {
        List<T> entries = [];
        await foreach (T? entry in this.WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            entries.Add(entry);
        }

        return entries;
    }

    /// <summary>Reads the entries, fetching pages as they are needed.</summary>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <returns>The entries.</returns>
    public virtual async IAsyncEnumerator<T> GetAsyncEnumerator(CancellationToken cancellationToken = default)
    {
        await foreach (Page<T>? page in AsPagesAsync(pageSize: null, cancellationToken).ConfigureAwait(false))
        {
            foreach (T? entry in page.Results)
            {
                yield return entry;
            }
        }
    }
}
