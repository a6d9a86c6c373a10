using Conversations.Client.Connection;
using Conversations.Client.Validation;

namespace Conversations.Client.Tickets;

/// <summary>Changes many tickets. It sends them in batches that the service accepts, and combines the results.</summary>
internal sealed class BulkOperations(ApiConnection connection)
{
    private const int MaxIds = 500;
    private const int MaxTags = 100;
    private const int MaxIdsTimesTags = 10_000;

    public Task<BulkStatusResult> SetStatusAsync(IEnumerable<Guid> ids, OpenEnum<TicketStatus> status, CancellationToken cancellationToken)
    {
        List<Guid> distinct = Checked(ids);
        if (status.Value.Length == 0)
        {
            throw new ArgumentException("There is no status: give one of TicketStatus.", nameof(status));
        }

        return SetAsync();

        async Task<BulkStatusResult> SetAsync()
        {
            var changed = new List<Guid>();
            int updated = 0;
            // Members that only a newer server sends are those of the last batch: nobody knows how to combine them.
            BulkStatusResult last = new();
            await InBatchesAsync(distinct, MaxIds, async batch =>
            {
                last = await connection.Api.BulkUpdateStatusAsync(
                    connection.ProjectId, new() { Ids = batch, Status = status }, cancellationToken).ConfigureAwait(false);
                changed.AddRange(last.Ids);
                updated += last.Updated;
            }).ConfigureAwait(false);
            return last with { Updated = updated, Ids = changed };
        }
    }

    public Task<BulkTagsResult> ChangeTagsAsync(
        TagsAction action, IEnumerable<Guid> ids, IEnumerable<string> tags, CancellationToken cancellationToken)
    {
        List<Guid> distinct = Checked(ids);
        List<string> list = Checked(tags, action);
        // The service counts tags after trimming and lower-casing. Counting before that can only make batches smaller.
        int batchSize = Math.Min(MaxIds, MaxIdsTimesTags / Math.Max(1, list.Count));
        return ChangeAsync();

        async Task<BulkTagsResult> ChangeAsync()
        {
            var updated = new List<TicketTags>();
            var skipped = new List<SkippedTicket>();
            BulkTagsResult last = new();
            await InBatchesAsync(distinct, batchSize, async batch =>
            {
                last = await connection.Api.BulkUpdateTagsAsync(
                    connection.ProjectId, new() { Ids = batch, Action = action, Tags = list }, cancellationToken).ConfigureAwait(false);
                updated.AddRange(last.Updated);
                skipped.AddRange(last.Skipped);
            }).ConfigureAwait(false);
            return last with { Updated = updated, Skipped = skipped };
        }
    }

    /// <summary>Sends one batch after the other. If one fails after others were accepted, the exception has the ids of those.</summary>
    private static async Task InBatchesAsync(List<Guid> ids, int batchSize, Func<IReadOnlyList<Guid>, Task> send)
    {
        var completed = new List<Guid>();
        foreach (Guid[] batch in ids.Chunk(batchSize))
        {
            try
            {
                await send(batch).ConfigureAwait(false);
            }
            catch (ConversationsException exception) when (completed.Count > 0)
            {
                throw new ConversationsBulkException($"{completed.Count} of {ids.Count} tickets were accepted, then a batch failed: {exception.Message} Call again with the ids that are not in Completed.", exception)
                {
                    Completed = completed,
                    IsTransient = exception.IsTransient,
                    OutcomeIsUnknown = true,
                    Attempts = exception.Attempts,
                };
            }

            completed.AddRange(batch);
        }
    }

    private static List<Guid> Checked(IEnumerable<Guid> ids)
    {
        ArgumentNullException.ThrowIfNull(ids);
        var distinct = ids.Distinct().ToList();
        if (distinct.Count == 0)
        {
            throw new ArgumentException("There is no ticket: give one id or more.", nameof(ids));
        }

        return distinct.Contains(Guid.Empty)
            ? throw new ArgumentException("An id is empty and names no ticket: leave it out.", nameof(ids))
            : distinct;
    }

    private static List<string> Checked(IEnumerable<string> tags, TagsAction action)
    {
        ArgumentNullException.ThrowIfNull(tags);
        var list = tags.Distinct(StringComparer.Ordinal).ToList();
        if (list.Count == 0 && action != TagsAction.Set)
        {
            throw new ArgumentException("There is no tag: give one or more; only SetTagsAsync takes none, to remove all.", nameof(tags));
        }

        if (list.Count > MaxTags)
        {
            throw new ArgumentException($"There are {list.Count} tags, and the service takes {MaxTags} at once: call with fewer.", nameof(tags));
        }

        TicketRules.ThrowIfInvalidTags(list, nameof(tags));
        return list;
    }
}
