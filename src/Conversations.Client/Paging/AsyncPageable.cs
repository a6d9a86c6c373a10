using Conversations.Client.Paging;

namespace Conversations.Client;

/// <summary>A list that is fetched page by page while it is read.</summary>
/// <typeparam name="T">What the list holds.</typeparam>
/// <remarks>
/// <para>Enumerate it for the entries, or <see cref="AsPagesAsync"/> for the pages. Nothing is sent before the enumeration
/// starts, and each enumeration starts anew. The token given to the call and the token given to the enumeration both stop it.</para>
/// <para>A list that changes between two pages moves under the reader: an entry that was given already is not given twice, but
/// one that moves from a later page to an earlier one is missed. Ordering tickets by <see cref="TicketOrder.CreatedAt"/> or
/// <see cref="TicketOrder.TicketNumber"/> ascending misses nothing, as long as no ticket is deleted or leaves the filter.</para>
/// <para>Read the whole list, with <see cref="ToListAsync"/>, before you change what it lists: an entry that leaves the list moves those
/// behind it up, over the
/// edge between two pages. Where a page says that the list is shorter than the page before said, the reading ends in a
/// <see cref="ConversationsException"/> before that page, whoever made it shorter; what was given until then is right, and what
/// follows may have lost an entry. Reading anew is the way on; larger pages make it rarer, a query that nothing leaves avoids
/// it, and the methods that read a single page do not look at it.</para>
/// <para>
/// A list ends: after five pages in a row that hold nothing new and link on, the reading ends in a <see cref="ConversationsException"/>.
/// </para>
/// </remarks>
public abstract class AsyncPageable<T> : IAsyncEnumerable<T>
{
    /// <summary>For derived classes, which may be doubles in tests.</summary>
    protected AsyncPageable()
    {
    }

    /// <summary>A list of given pages, for tests.</summary>
    /// <param name="pages">The pages.</param>
    /// <returns>A list that sends nothing.</returns>
#pragma warning disable CA1000 // The list's type is what a test writes down: AsyncPageable<Ticket>.FromPages(…)
    public static AsyncPageable<T> FromPages(IEnumerable<Page<T>> pages)
    {
        ArgumentNullException.ThrowIfNull(pages);
        return new GivenPages<T>(pages);
    }
#pragma warning restore CA1000

    /// <summary>The list's pages.</summary>
    /// <param name="pageSize">How many entries to ask for at once; the service's default when null, and no more than its maximum.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <returns>The pages; their entries were in no earlier page of the same enumeration.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="pageSize"/> is less than 1.</exception>
    public abstract IAsyncEnumerable<Page<T>> AsPagesAsync(int? pageSize = null, CancellationToken cancellationToken = default);

    /// <summary>Reads all entries. Do this first where a loop changes what the list holds.</summary>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <returns>The entries, in the list's order.</returns>
    /// <exception cref="ConversationsException">
    /// A page was not answered as it should be, or the list got shorter or did not end while it was read; every kind of error is one.
    /// </exception>
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
