using System.Globalization;
using System.Runtime.CompilerServices;
using Conversations.Client.Pipeline.Guards;

namespace Conversations.Client.Paging;

/// <summary>Reads the service's pages: the first one with its operation, the others through the links that the service sends.</summary>
/// <typeparam name="T">The type of the entries.</typeparam>
/// <typeparam name="TKey">The type of the key of an entry.</typeparam>
internal sealed class PagedList<T, TKey>(
    Func<int?, CancellationToken, Task<Page<T>>> first,
    Func<Uri, CancellationToken, Task<Page<T>>> follow,
    Uri baseAddress,
    Func<T, TKey> key,
    CancellationToken callToken) : AsyncPageable<T>
{
    public override IAsyncEnumerable<Page<T>> AsPagesAsync(int? pageSize = null, CancellationToken cancellationToken = default)
    {
        if (pageSize is < 1)
        {
            throw new ArgumentOutOfRangeException(nameof(pageSize), pageSize, "A page has at least one entry: give 1 or more, or null for the service's default.");
        }

        return WalkAsync(pageSize, cancellationToken);
    }

    private async IAsyncEnumerable<Page<T>> WalkAsync(int? pageSize, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var both = CancellationTokenSource.CreateLinkedTokenSource(callToken, cancellationToken);
        var seen = new HashSet<TKey>();
        var visited = new HashSet<Uri>();
        var limits = new PageLimits();
        Page<T> page = await first(pageSize, both.Token).ConfigureAwait(false);
        while (true)
        {
            Page<T> fresh = WithoutSeen(page, seen);
            yield return fresh;
            if (page.Next is not { } link)
            {
                yield break;
            }

            limits.Count(hasNew: fresh.Results.Count > 0, hasNext: true);
            Page<T> next = await follow(CheckedLink(link, visited), both.Token).ConfigureAwait(false);
            ThrowIfShrunk(page.Count, seen.Count, next);
            page = next;
        }
    }

    private Page<T> WithoutSeen(Page<T> page, HashSet<TKey> seen)
    {
        var fresh = page.Results.Where(entry => seen.Add(key(entry))).ToList();
        return fresh.Count == page.Results.Count ? page : page with { Results = fresh };
    }

    /// <summary>
    /// Throws if the list got shorter. Pages have offsets, so entries behind one that left the list move up and may land on a page that was
    /// already read.
    /// </summary>
    private static void ThrowIfShrunk(int before, int read, Page<T> page)
    {
        // If all entries were read already, none can have been skipped. A page with entries but without a count does not tell the list's
        // length.
        bool isTold = page.Count > 0 || page.Results.Count == 0;
        if (isTold && read < before && page.Count < before)
        {
            throw new ConversationsException(string.Create(CultureInfo.InvariantCulture, $"The list shrank from {before} to {page.Count} entries while it was read, so that entries may have been skipped. Read the whole list first and change its entries then; where others change it meanwhile, begin anew, take larger pages with AsPagesAsync, a query that nothing leaves, or ListPageAsync, which does not look at this."));
        }
    }

    private Uri CheckedLink(string link, HashSet<Uri> visited)
    {
        if (!Uri.TryCreate(baseAddress, link, out Uri? next) || !HostGuardHandler.IsSameOrigin(baseAddress, next))
        {
            throw new ConversationsException("The service's link to the next page leads to another origin than BaseAddress, and the key must not go there. Set BaseAddress to the address that the service itself uses.");
        }

        return visited.Add(next)
            ? next
            : throw new ConversationsException("The service's link to the next page leads back to a page that was read already, so the list would never end. Read it page by page with an offset instead.");
    }
}
