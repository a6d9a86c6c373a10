using Conversations.Client;
using Conversations.Soak.Service;
using Conversations.Tests;

namespace Conversations.Soak.Calls;

/// <summary>What a caller does with conversations. Each turn has a script, so that it is known what must come.</summary>
internal static class ConversationCalls
{
    public static async Task ListAsync(Caller caller)
    {
        _ = await caller.CallAsync("conversations: list, a page", token => caller.Conversations.ListPageAsync(20, cancellationToken: token));
        if (caller.LastConversation is { } id)
        {
            _ = await caller.CallAsync("conversations: get", token => caller.Conversations.GetAsync(id, token));
        }
    }

    /// <summary>Reads the events of a turn to its end.</summary>
    public static async Task StreamAsync(Caller caller)
    {
        Turn turn = await NewAsync(caller);
        ConversationStream? stream = null;
        Change how = await caller.CallAsync("turns: events", async token =>
        {
            await using ConversationStream own = caller.Conversations.StreamAsync(turn.Id, turn.Text, cancellationToken: token);
            stream = own;
            await foreach (ConversationStreamEvent one in own)
            {
            }
        });
        caller.Book.Made(turn.Mark, how);
        if (how == Change.Done)
        {
            caller.LastConversation = turn.Id;
            Check(caller, "turns: events", turn, stream!.Outcome, stream.Thread);
        }
    }

    /// <summary>Reads the growing texts of a turn.</summary>
    public static async Task ReadTextAsync(Caller caller)
    {
        Turn turn = await NewAsync(caller);
        List<TextUpdate> updates = [];
        Change how = await caller.CallAsync("turns: text", async token =>
        {
            await foreach (TextUpdate update in caller.Conversations.StreamAsync(turn.Id, turn.Text, cancellationToken: token)
                .ReadTextUpdatesAsync(CancellationToken.None))
            {
                updates.Add(update);
            }
        });
        caller.Book.Made(turn.Mark, how);
        caller.Must(how != Change.Done || FoldedText.Of(updates).Contains(turn.Answer), "turns: text", $"the texts are {string.Join(" | ", FoldedText.Of(updates))}, without {turn.Answer}");
    }

    /// <summary>Asks, and asks again in the same conversation.</summary>
    public static async Task AskTwiceAsync(Caller caller)
    {
        Turn turn = await NewAsync(caller);
        for (int round = 0; round < 2; round++)
        {
            ConversationReply? reply = null;
            Change how = await caller.CallAsync(
                "turns: ask",
                async token => reply = await caller.Conversations.AskAsync(turn.Id, turn.Text, cancellationToken: token));
            caller.Book.Made(turn.Mark, how);
            if (reply is null)
            {
                return;
            }

            Check(caller, "turns: ask", turn, reply.Outcome, reply.Thread);
            turn = await NewAsync(caller, turn.Id);
        }
    }

    /// <summary>Leaves a stream in the middle, and joins the turn again.</summary>
    public static async Task AbandonAsync(Caller caller)
    {
        Turn turn = await NewAsync(caller);
        int events = caller.Chance.Next(1, 5);
        int read = 0;
        Change how = await caller.CallAsync("turns: left in the middle", async token =>
        {
            await foreach (ConversationStreamEvent one in caller.Conversations.StreamAsync(turn.Id, turn.Text, cancellationToken: token))
            {
                if (++read == events)
                {
                    break;
                }
            }
        });
        caller.Must(read > 0 || how != Change.Done, "turns: left in the middle", $"the stream of {turn.Id} ended before an event came");
        // An event of the turn says that the message was taken, however the stream ends.
        caller.Book.Made(turn.Mark, read > 0 ? Change.Done : how);
        if (how != Change.Done || caller.Chance.Next(3) == 0)
        {
            return;
        }

        ConversationStream? joined = null;
        how = await caller.CallAsync("turns: joined again", async token =>
        {
            await using ConversationStream own = caller.Conversations.ReconnectAsync(turn.Id, token);
            joined = own;
            await foreach (ConversationStreamEvent one in own)
            {
            }
        });
        if (how == Change.Done)
        {
            Check(caller, "turns: joined again", turn, joined!.Outcome, joined.Thread);
        }
    }

    /// <summary>Reads one event of a stream and forgets it, undisposed. The garbage collector ends it.</summary>
    public static async Task ForgetAsync(Caller caller)
    {
        Turn turn = await NewAsync(caller);
        bool hasCome = false;
        Change how = await caller.CallAsync("turns: forgotten", async token =>
        {
            IAsyncEnumerator<ConversationStreamEvent> forgotten =
                caller.Conversations.StreamAsync(turn.Id, turn.Text, cancellationToken: token).GetAsyncEnumerator(CancellationToken.None);
            hasCome = await forgotten.MoveNextAsync();
            // Who waits without holding the enumerator has forgotten the stream already, and is told that it has ended.
            GC.KeepAlive(forgotten);
        });
        caller.Must(hasCome || how != Change.Done, "turns: forgotten", $"the stream of {turn.Id} ended before an event came");
        caller.Book.Made(turn.Mark, hasCome ? Change.Done : how);
    }

    /// <summary>Queues a message while a turn runs, and reads the turns of both.</summary>
    public static async Task QueueAsync(Caller caller)
    {
        Turn turn = await NewAsync(caller, isLong: true);
        string queued = caller.Book.NextMark('q');
        bool isAsked = false;
        Change how = await caller.CallAsync("turns: events, with a queued one", async token =>
        {
            await foreach (ConversationStreamEvent one in caller.Conversations.StreamAsync(turn.Id, turn.Text, cancellationToken: token))
            {
                if (!isAsked)
                {
                    isAsked = true;
                    await caller.MakeAsync(queued, "queue: add", own => caller.Client.Queue.AddAsync(turn.Id, $"And [{queued}]?", cancellationToken: own));
                    _ = await caller.CallAsync("queue: list", own => caller.Client.Queue.ListAsync(turn.Id, own));
                }
            }
        });
        caller.Must(isAsked || how != Change.Done, "turns: events, with a queued one", $"the stream of {turn.Id} ended before an event came");
        caller.Book.Made(turn.Mark, isAsked ? Change.Done : how);
    }

    private static async Task<Turn> NewAsync(Caller caller, Guid? conversation = null, bool isLong = false)
    {
        var turn = new Turn(conversation ?? Guid.NewGuid(), caller.Book.NextMark('t'), caller.Chance.Next(int.MaxValue));
        await caller.Fake.ScriptAsync(turn.Id, turn.Number, isLong);
        return turn;
    }

    private static void Check(Caller caller, string kind, Turn turn, StreamOutcome? outcome, ConversationThread thread)
    {
        string? last = thread.Messages.OfType<AssistantMessage>().LastOrDefault()?.Content;
        caller.Must(outcome == StreamOutcome.Completed && last == turn.Answer, kind, $"the turn {turn.Id} ended as {outcome} with {last}, and its answer is {turn.Answer}");
    }

    /// <summary>A turn to come.</summary>
    private sealed record Turn(Guid Id, string Mark, int Number)
    {
        public string Text => $"How many? [{Mark}]";

        public string Answer { get; } = Scripts.Answer(Id, Number);
    }
}
