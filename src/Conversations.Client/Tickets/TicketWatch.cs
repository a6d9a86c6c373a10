using System.Runtime.CompilerServices;
using Conversations.Client.Paging;

namespace Conversations.Client.Tickets;

/// <summary>Watches a list of tickets by the time of their last change.</summary>
/// <remarks>
/// Each page begins at the time at which the last one ended, and not at an offset. A ticket that changes in between moves to the end of
/// this order, and an offset would then skip the ticket that takes its place.
/// </remarks>
internal sealed class TicketWatch(Func<TicketQuery, int, int, CancellationToken, Task<Page<Ticket>>> list, TimeProvider time)
{
    /// <summary>A timer cannot run longer than 2³² milliseconds.</summary>
    public static readonly TimeSpan LongestInterval = TimeSpan.FromDays(49);

    /// <summary>The largest page of the service (docs/service/tickets.md 1.6).</summary>
    private const int PageSize = 1000;

    /// <summary>The service sets the time of a change before it commits it, so a change can appear after a later one.</summary>
    private static readonly TimeSpan CommitsWithin = TimeSpan.FromSeconds(30);

    public async IAsyncEnumerable<TicketChange> RunAsync(
        TicketQuery query,
        DateTimeOffset since,
        TimeSpan pollInterval,
        CancellationToken callToken,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        using var both = CancellationTokenSource.CreateLinkedTokenSource(callToken, cancellationToken);
        var given = new GivenChanges(since, time);
        while (true)
        {
            await foreach (Ticket? ticket in PollAsync(query, given, both.Token).ConfigureAwait(false))
            {
                yield return new() { Ticket = ticket };
            }

            await Task.Delay(pollInterval, time, both.Token).ConfigureAwait(false);
        }
    }

    private async IAsyncEnumerable<Ticket> PollAsync(
        TicketQuery query, GivenChanges given, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        DateTimeOffset from = given.BeginLook();
        int skip = 0;
        var limits = new PageLimits();
        Page<Ticket> page;
        do
        {
            page = await list(
                query with { DateFrom = from == default ? null : DateFilter.At(from), OrderBy = TicketOrder.UpdatedAt },
                PageSize,
                skip,
                cancellationToken).ConfigureAwait(false);
            bool hasNew = false;
            foreach (Ticket ticket in page.Results)
            {
                Sight sight = given.Take(ticket);
                hasNew |= sight != Sight.InThisLook;
                if (sight == Sight.Changed)
                {
                    yield return ticket;
                }
            }

            // Tickets from earlier polls are read again, which does not mean that the list never ends. A ticket that this poll has seen may
            // mean it.
            limits.Count(hasNew, page.HasNext && page.Results.Count > 0);

            // Within one instant only an offset leads further.
            DateTimeOffset end = page.Results is [.., var last] ? last.UpdatedAt : from;
            (from, skip) = end > from ? (end, 0) : (from, skip + page.Results.Count);
        }
        while (page.HasNext && page.Results.Count > 0);

        given.EndLook();
    }

    /// <summary>Whether a state of a ticket was seen before, and when.</summary>
    private enum Sight
    {
        Changed,
        InAnEarlierLook,
        InThisLook,
    }

    /// <summary>The changes that were returned, as far back as the watch looks for late ones.</summary>
    private sealed class GivenChanges
    {
        private readonly Dictionary<Guid, (DateTimeOffset At, int Look)> _given = [];
        private readonly TimeProvider _time;
        private readonly DateTimeOffset _first;
        private DateTimeOffset _latest;
        private int _look;

        public GivenChanges(DateTimeOffset since, TimeProvider time)
        {
            DateTimeOffset now = time.GetUtcNow();
            _time = time;
            // A time ahead of the clock comes from a ticket with a time in the future.
            _first = since > now ? now - CommitsWithin : since;
            _latest = _first;
        }

        private DateTimeOffset ReadAgainFrom => _latest - _first > CommitsWithin ? _latest - CommitsWithin : _first;

        /// <summary>Begins a poll.</summary>
        /// <returns>The time of change to read from.</returns>
        public DateTimeOffset BeginLook()
        {
            _look++;
            return ReadAgainFrom;
        }

        public Sight Take(Ticket ticket)
        {
            Sight sight = !_given.TryGetValue(ticket.Id, out (DateTimeOffset At, int Look) given)
                || given.At != ticket.UpdatedAt ? Sight.Changed
                : given.Look == _look ? Sight.InThisLook
                : Sight.InAnEarlierLook;
            _given[ticket.Id] = (ticket.UpdatedAt, _look);

            // A ticket ahead of the clock does not tell how far the service's time has come: the next poll would begin behind changes that
            // are still to come. If the clock is behind, tickets are only read repeatedly, and none is lost.
            if (ticket.UpdatedAt > _latest && ticket.UpdatedAt <= _time.GetUtcNow())
            {
                _latest = ticket.UpdatedAt;
            }

            return sight;
        }

        /// <summary>Forgets what no poll will read again, but keeps what this poll has seen.</summary>
        public void EndLook()
        {
            DateTimeOffset before = ReadAgainFrom;
            foreach ((Guid id, (DateTimeOffset At, int Look) given) in _given)
            {
                if (given.At < before && given.Look < _look)
                {
                    _ = _given.Remove(id);
                }
            }
        }
    }
}
