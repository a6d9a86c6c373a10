using Conversations.Client;
using Conversations.Client.Testing;

namespace Consumer;

/// <summary>What a team does with tickets: bulk changes, composing, replies, notes, feedback, deleting.</summary>
internal static class TeamCalls
{
    public static async Task RunAsync(FakeConversationsServer fake)
    {
        CancellationToken ct = CancellationToken.None;
        IConversationsClient session = fake.CreateClient(FakeCaller.Session());
        Ticket ticket = fake.Tickets.Add(new TicketSeed { Messages = [new MessageSeed { Content = "Hi" }] });
        Guid[] ids = [ticket.Id];
        BulkStatusResult resolved = await session.Tickets.SetStatusAsync(ids, TicketStatus.Resolved, ct);
        Expect.That(resolved is { Updated: 1, Ids: [var only] } && only == ticket.Id, "many statuses");
        await session.Tickets.AddTagsAsync(ids, ["a", "b"], ct);
        await session.Tickets.RemoveTagsAsync(ids, ["a"], ct);
        Expect.That((await session.Tickets.AddTagsAsync(ids, ["c"], ct)).Updated is [{ Tags: ["b", "c"] }], "tags");
        Expect.That(
            (await session.Tickets.SetTagsAsync([.. ids, Guid.NewGuid()], [], ct)) is { Updated: [{ Tags: [] }],
                Skipped: [{ Reason.Length: > 0 }] },
            "no tags");
        fake.Faults.On(Operation.TicketsBulkUpdateStatus).Nth(2).Respond(429);
        try
        {
            await session.Tickets.SetStatusAsync(Enumerable.Range(0, 600).Select(_ => Guid.NewGuid()), TicketStatus.Open, ct);
            Expect.That(false, "half of a bulk call");
        }
        catch (ConversationsBulkException e)
        {
            Expect.That(e.Completed.Count == 500 && e.InnerException is ConversationsRateLimitException, "half of a bulk call");
        }

        fake.Faults.Clear();
        Guid channel = Guid.NewGuid();
        fake.Directory.Add(new EmailChannelSeed { Id = channel, Address = "help@acme.example" });
        ComposedTicket composed = await session.Tickets.ComposeAsync(
            new TicketCompose { RecipientEmail = "ana@lumen.example", EmailConfigId = channel, Message = "Hello Ana", EmailSubject = "Invoice" },
            ct);
        TicketMessage reply = await session.Tickets.ReplyAsync(composed.TicketNumber, "We look into it.", isPrivate: false);
        TicketMessage note = await session.Tickets.ReplyAsync(composed.Id, new TicketReply { Message = "Ask Max", IsPrivate = true });
        Expect.That(!reply.IsPrivate && note.IsPrivate, "a reply and a note");
        Expect.That((await session.Tickets.UpdateNoteAsync(composed.Id, note.Id, "Ask Mia")).Version == 1, "a note that is changed");
        int messages = 0;
        await foreach (TicketMessage m in session.Tickets.ListMessagesAsync(composed.Id, ct))
        {
            messages++;
        }

        Expect.That(messages == 3 && (await session.Tickets.ListMessagesPageAsync(composed.Id, limit: 2)).HasNext, "messages");
        await session.Tickets.DeleteNoteAsync(composed.Id, note.Id, ct);
        await session.Tickets.SendAIFeedbackAsync(composed.Id, reply.Id.ToString(), AIFeedbackRating.Good, "Nice", ct);
        try
        {
            await session.Tickets.GetFullEmailAsync(composed.Id, reply.Id, ct);
            Expect.That(false, "a full e-mail that is not there");
        }
        catch (ConversationsNotFoundException)
        {
            Expect.That(fake.Requests.Any(r => r.Operation == Operation.TicketsFullEmail), "a full e-mail that is not there");
        }

        await session.Tickets.DeleteAsync(composed.Id, ct);
        Expect.That(fake.Tickets.All(t => t.Id != composed.Id), "a deleted ticket");

        await using var older = new FakeConversationsServer(new FakeConversationsOptions { ServiceVersion = ServiceVersion.Legacy });
        Ticket asked = older.Tickets.Add(new TicketSeed { Messages = [new MessageSeed { Content = "Hi" }] });
        Expect.That((await older.CreateClient(FakeCaller.Session()).Tickets.SuggestReplyAsync(asked.Id, ct)).Length > 0, "a suggestion");
    }
}
