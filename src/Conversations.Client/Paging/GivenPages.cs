using System.Runtime.CompilerServices;

namespace Conversations.Client.Paging;

/// <summary>A list of given pages.</summary>
internal sealed class GivenPages<T>(IEnumerable<Page<T>> pages) : AsyncPageable<T>
{
    public override async IAsyncEnumerable<Page<T>> AsPagesAsync(
        int? pageSize = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        foreach (Page<T> page in pages)
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return page;
        }

        await Task.CompletedTask.ConfigureAwait(false);
    }
}
