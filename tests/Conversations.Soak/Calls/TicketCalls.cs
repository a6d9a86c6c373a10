using System.Globalization;
using Conversations.Client;
using Conversations.Soak.Service;

namespace Conversations.Soak.Calls;

/// <summary>What a caller does with tickets.</summary>
internal static class TicketCalls
{
    /// <summary>Reads a list of several pages whole. Nothing changes what is in it, nor its order.</summary>
    public static async Task DrainAsync(Caller caller)
    {
        int count = 0;
        HashSet<int> numbers = [];
        Change how = await caller.CallAsync("tickets: drain", async token =>
        {
            var query = new TicketQuery { Priority = [TicketPriority.High], OrderBy = TicketOrder.TicketNumber };
            await foreach (Ticket ticket in caller.Tickets.ListAsync(query, token))
            {
                count++;
                _ = numbers.Add(ticket.TicketNumber);
            }
        });
        caller.Must(
            how != Change.Done || (count == FakeSide.ListedTickets && numbers.Count == count),
            "tickets: drain",
            string.Create(CultureInfo.InvariantCulture, $"{count} tickets came, {numbers.Count} of them different, where {FakeSide.ListedTickets} are"));
    }

    public static async Task GetAsync(Caller caller) =>
        _ = await caller.CallAsync("tickets: get", token => caller.Tickets.GetAsync(Any(caller), token));

    public static async Task CountAsync(Caller caller) =>
        _ = await caller.CallAsync("tickets: count unread", caller.Tickets.CountUnreadAsync);

    public static async Task ListMessagesAsync(Caller caller) =>
        _ = await caller.CallAsync("tickets: messages, a page", token => caller.Tickets.ListMessagesPageAsync(Any(caller), 20, cancellationToken: token));

    public static async Task ReplyAsync(Caller caller)
    {
        string mark = caller.Book.NextMark('r');
        await caller.MakeAsync(mark, "tickets: reply", token => caller.Tickets.ReplyAsync(Any(caller), $"Hello [{mark}]", cancellationToken: token));
    }

    /// <summary>Writes a note, and changes it.</summary>
    public static async Task NoteAsync(Caller caller)
    {
        string mark = caller.Book.NextMark('n');
        int ticket = Any(caller);
        TicketMessage? note = null;
        await caller.MakeAsync(
            mark,
            "tickets: note",
            async token => note = await caller.Tickets.ReplyAsync(ticket, $"Psst [{mark}]", isPrivate: true, token));
        if (note is not null)
        {
            string changed = caller.Book.NextMark('m');
            await caller.MakeAsync(changed, "tickets: note, change", token => caller.Tickets.UpdateNoteAsync(ticket, note.Id, $"Psst [{mark}] [{changed}]", token));
        }
    }

    public static async Task ComposeAsync(Caller caller)
    {
        string mark = caller.Book.NextMark('c');
        var message = new TicketCompose
        {
            RecipientEmail = $"{mark}@customer.example",
            EmailConfigId = FakeSide.EmailChannel,
            Message = $"News [{mark}]",
        };
        await caller.MakeAsync(mark, "tickets: compose", token => caller.Tickets.ComposeAsync(message, token));
    }

    /// <summary>
    /// Sets the tag of the own ticket, and reads it back. It is not cancelled: a request that was given up could still be on its way
    /// when the next one has been answered, and then nobody could know which tag is the last.
    /// </summary>
    public static async Task UpdateAsync(Caller caller)
    {
        string tag = caller.Book.NextMark('u');
        var update = new TicketUpdate { Tags = [tag] };
        Change how = await caller.CallAsync(
            "tickets: update", token => caller.Tickets.UpdateAsync(caller.OwnTicket, update, token), mayCancel: false);
        caller.Book.Tagged(caller.OwnTicket, tag, how);
        caller.OwnTag = how switch { Change.Done => tag, Change.Unknown => null, _ => caller.OwnTag };
        Ticket? ticket = null;
        _ = await caller.CallAsync("tickets: get", async token => ticket = await caller.Tickets.GetAsync(caller.OwnTicket, token));
        caller.Must(caller.OwnTag is null || ticket is null || ticket.Tags.SequenceEqual([caller.OwnTag]), "tickets: update", $"the tag was set to {caller.OwnTag}, and is {string.Join(", ", ticket?.Tags ?? [])}");
    }

    /// <summary>Watches until the caller ends it.</summary>
    public static async Task WatchAsync(Caller caller) => _ = await caller.CallAsync(
        "tickets: watch",
        async token =>
        {
            await foreach (TicketChange change in caller.Tickets.WatchAsync(
                query: null, DateTimeOffset.UtcNow.AddSeconds(-1), TimeSpan.FromMilliseconds(50), token))
            {
            }
        },
        isEndedByCaller: true);

    private static int Any(Caller caller) => caller.Chance.Next(1, FakeSide.ListedTickets + 1);
}
