using System.Runtime.CompilerServices;

namespace Conversations.Client;

/// <summary>Follows a list of tickets by the time of their last change.</summary>
/// <remarks>
/// Each page is asked for by where the last one ended in time and not by an offset: a ticket that changes in between moves to the
/// end of this order, and an offset would jump over the one that takes its place.
/// </remarks>
internal sealed class TicketWatch(Func<TicketQuery, int, int, CancellationToken, Task<Page<Ticket>>> list, TimeProvider time)
{
    /// <summary>A timer runs no longer than 2³² milliseconds.</summary>
    internal static readonly TimeSpan LongestInterval = TimeSpan.FromDays(49);

    /// <summary>The most that the service gives at once (contract, tickets 1.6).</summary>
    private const int PageSize = 1000;

    /// <summary>The service sets the time of a change before it commits it, so a change can show up behind one that is later.</summary>
    private static readonly TimeSpan CommitsWithin = TimeSpan.FromSeconds(30);

    internal async IAsyncEnumerable<TicketChange> RunAsync(
        TicketQuery query, DateTimeOffset since, TimeSpan pollInterval, CancellationToken callToken, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        using var both = CancellationTokenSource.CreateLinkedTokenSource(callToken, cancellationToken);
        var given = new GivenChanges(since);
        while (true)
        {
            await foreach (var ticket in PollAsync(query, given, both.Token).ConfigureAwait(false))
            {
                yield return new() { Ticket = ticket };
            }

            await Task.Delay(pollInterval, time, both.Token).ConfigureAwait(false);
        }
    }

    private async IAsyncEnumerable<Ticket> PollAsync(TicketQuery query, GivenChanges given, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var from = given.ReadAgainFrom;
        var skip = 0;
        Page<Ticket> page;
        do
        {
            page = await list(query with { DateFrom = from == default ? null : DateFilter.At(from), OrderBy = TicketOrder.UpdatedAt }, PageSize, skip, cancellationToken).ConfigureAwait(false);
            foreach (var ticket in page.Results)
            {
                if (given.Add(ticket))
                {
                    yield return ticket;
                }
            }

            // Within one instant there is only the offset to go on by.
            var end = page.Results is [.., var last] ? last.UpdatedAt : from;
            (from, skip) = end > from ? (end, 0) : (from, skip + page.Results.Count);
            given.Forget();
        }
        while (page.HasNext && page.Results.Count > 0);
    }

    /// <summary>Which changes were given, as far back as late ones are looked for.</summary>
    private sealed class GivenChanges(DateTimeOffset since)
    {
        private readonly Dictionary<Guid, DateTimeOffset> _given = [];
        private readonly DateTimeOffset _first = since;
        private DateTimeOffset _latest = since;

        internal DateTimeOffset ReadAgainFrom => _latest - _first > CommitsWithin ? _latest - CommitsWithin : _first;

        internal bool Add(Ticket ticket)
        {
            if (_given.TryGetValue(ticket.Id, out var at) && at == ticket.UpdatedAt)
            {
                return false;
            }

            _given[ticket.Id] = ticket.UpdatedAt;
            _latest = ticket.UpdatedAt > _latest ? ticket.UpdatedAt : _latest;
            return true;
        }

        internal void Forget()
        {
            var before = ReadAgainFrom;
            foreach (var (id, at) in _given)
            {
                if (at < before)
                {
                    _ = _given.Remove(id);
                }
            }
        }
    }
}
