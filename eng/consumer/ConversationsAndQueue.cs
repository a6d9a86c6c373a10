using Conversations.Client;
using Conversations.Client.Testing;

namespace Consumer;

/// <summary>
/// Conversations and queue: lists and their pages, one conversation, notes, the queue of a running turn, canceling, deleting.
/// </summary>
internal static class ConversationsAndQueue
{
    public static async Task RunAsync(FakeConversationsServer fake, IConversationsClient key)
    {
        CancellationToken ct = CancellationToken.None;
        IConversationsClient client = fake.CreateClient(FakeCaller.Session());
        Guid id = Guid.NewGuid();
        await client.Conversations.AskAsync(id, "Hello", cancellationToken: ct);
        int listed = 0;
        await foreach (Conversation c in key.Conversations.ListAsync(ct))
        {
            listed++;
        }

        Page<Conversation> page = await client.Conversations.ListPageAsync(limit: 1, offset: 1, ct);
        Expect.That(listed == page.Count && page.Results.Count == 1, "lists");
        Guid messageId = await client.Conversations.AppendMessageAsync(id, "note", ct);
        Conversation full = await key.Conversations.GetAsync(id, ct);
        Expect.That(full.Messages[^1] is AssistantMessage { Content: "note" } note && note.Id == messageId.ToString() && full.Status.Known is ConversationStatus.Idle, "a conversation with a note");

        var hold = fake.Turns.Hold();
        fake.Turns.Next(turn => turn.Say("First.").Hold(hold));
        fake.Turns.Next(turn => turn.Say("Second."));
        await using ConversationStream stream = client.Conversations.StreamAsync(id, "One");
        await stream.OpenAsync(ct);
        ConversationQueue q = await client.Queue.AddAsync(id, "then compare with May", options: null, ct);
        Guid itemId = q.Messages[0].Id;
        Expect.That(q.Messages.Count == 1 && q.MaxMessages == 2, "a queue");
        Expect.That((await client.Queue.ListAsync(id, ct)).Messages[0].Content == "then compare with May", "a queue that is read");
        Expect.That((await client.Queue.UpdateAsync(id, itemId, "then with June", ct)).Messages[0].Content == "then with June", "a queue that is changed");
        await client.Queue.AddAsync(id, "and July");
        try
        {
            await client.Queue.AddAsync(id, "and August");
            Expect.That(false, "a full queue");
        }
        catch (ConversationsConflictException e)
        {
            Expect.That(e.Reason == ConflictReason.QueueFull, "a full queue");
        }

        Expect.That((await client.Queue.RemoveAsync(id, itemId, ct)).Messages.Count == 1 && (await client.Queue.ClearAsync(id, ct)).Messages.Count == 0, "an empty queue");
        await client.Queue.AddAsync(id, "Two");
        hold.Release();
        await foreach (ConversationStreamEvent _ in stream)
        {
        }

        Expect.That(stream.Thread.Messages.OfType<AssistantMessage>().Select(m => m.Content).SequenceEqual(["First.", "Second."]), "a queue that drains");
        await client.Conversations.CancelAsync(id, ct);
        await key.Conversations.DeleteAsync(id, ct);
        try
        {
            await key.Conversations.GetAsync(id, ct);
            Expect.That(false, "a deleted conversation");
        }
        catch (ConversationsNotFoundException)
        {
            Expect.That(fake.Requests.Count > 0, "a deleted conversation");
        }
    }
}
