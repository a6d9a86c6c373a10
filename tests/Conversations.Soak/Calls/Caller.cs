using Conversations.Client;
using Conversations.Soak.Service;

namespace Conversations.Soak.Calls;

/// <summary>One of the callers that use a client at once. It makes one call after the other, of all kinds, by chance.</summary>
internal sealed class Caller(SoakClient client, FakeProcess fake, Book book, LoadTable table, Gate gate, int ticket, int seed)
{
    public IConversationsClient Client => client.Client;

    public ITicketOperations Tickets => client.Client.Tickets;

    public IConversationOperations Conversations => client.Client.Conversations;

    public FakeProcess Fake => fake;

    public Book Book => book;

    public LoadTable Table => table;

    public Random Chance { get; } = new(seed);

    /// <summary>The ticket whose tags only this caller sets.</summary>
    public int OwnTicket => ticket;

    /// <summary>The tag that the own ticket must have; null if it is not known.</summary>
    public string? OwnTag { get; set; }

    /// <summary>A conversation that has been answered.</summary>
    public Guid? LastConversation { get; set; }

    /// <summary>Calls until it is told to stop.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            await gate.EnterAsync();
            try
            {
                // The last sample may have been taken meanwhile: after it nobody calls.
                if (!stop.IsCancellationRequested)
                {
                    await NextAsync();
                }
            }
            finally
            {
                gate.Leave();
            }

            // Callers do other things between their calls.
            await Task.Delay(Chance.Next(60), CancellationToken.None);
        }
    }

    /// <summary>Makes one call of the load.</summary>
    /// <param name="kind">The row of the table.</param>
    /// <param name="call">The call.</param>
    /// <param name="mayCancel">Whether its caller may give it up at a random moment.</param>
    /// <param name="isEndedByCaller">Whether it runs until its caller ends it.</param>
    /// <returns>How it ended; for a call that only reads it means nothing.</returns>
    public async Task<Change> CallAsync(
        string kind, Func<CancellationToken, Task> call, bool mayCancel = true, bool isEndedByCaller = false)
    {
        SendingHandler.CallCount sent = SendingHandler.Begin();
        using CancellationTokenSource? source = isEndedByCaller ? new(TimeSpan.FromMilliseconds(Chance.Next(300, 900)))
            : mayCancel && Chance.Next(12) == 0 ? new(TimeSpan.FromMilliseconds(Chance.Next(Chance.Next(2) == 0 ? 4 : 300)))
            : null;
        string? failure = null;
        Change how = Change.Done;
        table.Begin(kind);
        try
        {
            await call(source?.Token ?? CancellationToken.None);
        }
        catch (OperationCanceledException) when (source?.IsCancellationRequested == true)
        {
            how = Change.Unknown;
            failure = isEndedByCaller ? null : "cancelled by the caller";
        }
        catch (ConversationsException exception)
        {
            how = exception.OutcomeIsUnknown ? Change.Unknown : Change.Not;
            failure = exception is ConversationsApiException { StatusCode: var status } ? $"{(int)status}"
                : exception.GetType() == typeof(ConversationsException) ? "unreadable answer"
                : exception.GetType().Name[13..^9];
            if (exception.Attempts == 0 && exception is not ConversationsStreamException && exception.OutcomeIsUnknown)
            {
                table.AddWrong($"{client.Name}, {kind}: it was not sent, and its outcome is unknown: {exception.Message}");
            }
        }
        catch (Exception exception)
        {
            how = Change.Unknown;
            failure = exception.GetType().Name;
            table.AddWrong($"{client.Name}, {kind}: {exception}");
        }

        table.End(kind, failure, sent);
        return how;
    }

    /// <summary>Makes one call that stores something under a mark, and writes down how it ended.</summary>
    public async Task MakeAsync(string mark, string kind, Func<CancellationToken, Task> call) =>
        book.Made(mark, await CallAsync(kind, call));

    /// <summary>Notes something that must not be.</summary>
    public void Must(bool isSo, string kind, string otherwise)
    {
        if (!isSo)
        {
            table.AddWrong($"{client.Name}, {kind}: {otherwise}");
        }
    }

    private Task NextAsync() => Chance.Next(100) switch
    {
        < 6 => TicketCalls.DrainAsync(this),
        < 14 => TicketCalls.GetAsync(this),
        < 20 => TicketCalls.ListMessagesAsync(this),
        < 30 => TicketCalls.ReplyAsync(this),
        < 38 => TicketCalls.NoteAsync(this),
        < 46 => TicketCalls.UpdateAsync(this),
        < 50 => TicketCalls.ComposeAsync(this),
        < 52 => TicketCalls.WatchAsync(this),
        < 55 => TicketCalls.CountAsync(this),
        < 63 => ViewCalls.CrudAsync(this),
        < 66 => ConversationCalls.ListAsync(this),
        < 76 => ConversationCalls.StreamAsync(this),
        < 82 => ConversationCalls.ReadTextAsync(this),
        < 88 => ConversationCalls.AskTwiceAsync(this),
        < 93 => ConversationCalls.AbandonAsync(this),
        < 95 => ConversationCalls.ForgetAsync(this),
        _ => client.Arrangement == Arrangement.Keyed ? ConversationCalls.QueueAsync(this) : ConversationCalls.StreamAsync(this),
    };
}
