using System.Text;
using System.Text.Json;
using Conversations.Client;
using Conversations.Client.Testing;

namespace Consumer;

/// <summary>Talk: events, text as it grows, whole answers, outcomes, approvals and forms, reconnecting, canceling.</summary>
internal static class Talk
{
    public static async Task RunAsync(FakeConversationsServer fake, IConversationsClient client)
    {
        Guid id = Guid.NewGuid();
        await EventsAsync(fake, client, id);
        await ReadTextAsync(fake, client, id);
        await AnswersAsync(fake, client, id);
        await ObjectAsync(fake, id);
        await PausesAsync(fake, client, id);
        await RecoveryAsync(fake, client, id);
        await WithoutServerAsync();
    }

    private static async Task EventsAsync(FakeConversationsServer fake, IConversationsClient client, Guid id)
    {
        fake.Turns.Next(turn => turn.Say("Let me look.", partials: 2).Tool("execute_sql", """{"query":"select 1"}""", result: "42").Event("weather", """{"sun":1}""").Say("It is 42.", partials: 3));
        CancellationToken ct = CancellationToken.None;
        var seen = new List<string>();
        await foreach (ConversationStreamEvent e in client.Conversations.StreamAsync(id, "How many signups this week?", cancellationToken: ct))
        {
            switch (e)
            {
                case MessageEvent { IsPartial: true, Message: AssistantMessage m }: seen.Add($"partial of {m.Content.Length}"); break;
                case MessageEvent { Message: ToolMessage t }: seen.Add(t.Content); break;
                case ConversationEvent { Conversation.Title: { } title }: seen.Add(title); break;
                case ToolUpdateEvent u: seen.Add(u.Text ?? ""); break;
                case StatusEvent s: seen.Add(s.Status.Value); break;
                case UnknownEvent x: seen.Add($"{x.Name} {x.Data}"); break;
            }
        }

        Expect.That(seen.Contains("42") && seen.Contains("partial of 9") && seen.Contains("""weather {"sun":1}"""), "events");
    }

    private static async Task ReadTextAsync(FakeConversationsServer fake, IConversationsClient client, Guid id)
    {
        CancellationToken ct = CancellationToken.None;
        fake.Turns.Next(turn => turn.Say("First.", partials: 2).Say("Second.", partials: 2));
        var text = new StringBuilder();
        await foreach (string delta in client.Conversations.StreamAsync(id, "And last week?").ReadTextAsync(ct))
        {
            text.Append(delta);
        }

        Expect.That(text.ToString() == "First.\n\nSecond.", "text for people");

        fake.Turns.Next(turn =>
            turn.Message(Growing("Half an ide")).Message(Growing("Half an idea.")).Message(new AssistantMessage { Id = Guid.NewGuid().ToString(), Content = "Another idea." }));
        var messages = new SortedDictionary<int, string>();
        bool replaced = false;
        await foreach (TextUpdate u in client.Conversations.StreamAsync(id, "And then?").ReadTextUpdatesAsync(ct))
        {
            if (u.Replaces)
            {
                messages.Remove(u.MessageIndex);
                replaced = true;
            }

            messages[u.MessageIndex] = messages.GetValueOrDefault(u.MessageIndex) + u.Text;
        }

        Expect.That(replaced && messages.Values.SequenceEqual(["Another idea."]), "text for programs");

        static AssistantMessage Growing(string content) => new() { Id = "temp-0", Content = content };
    }

    private static async Task AnswersAsync(FakeConversationsServer fake, IConversationsClient client, Guid id)
    {
        ConversationReply reply = await client.Conversations.AskAsync(id, "Why?", cancellationToken: CancellationToken.None);
        Expect.That(
            reply.Text.Length > 0
                && reply.Outcome == StreamOutcome.Completed
                && reply.Thread.Messages.Count > 1
                && reply.PendingApprovals.Count == 0,
            "a reply");

        fake.Turns.Next(turn => turn.Say("Hm.").Fail("Oops! Something went wrong. Please try again."));
        ConversationReply failed = await client.Conversations.AskAsync(id, "Really?", new SendOptions { AgentMode = AgentMode.Sql });
        Expect.That(failed.Outcome == StreamOutcome.Failed && failed.Thread.Entries[^1].State == ThreadEntryState.Failed, "a failed turn");
    }

    private static async Task ObjectAsync(FakeConversationsServer fake, Guid id)
    {
        IConversationsClient client = fake.CreateClient(FakeCaller.Session());
        var hold = fake.Turns.Hold();
        fake.Turns.Next(turn => turn.Say("Thinking").Hold(hold).Say("Never heard."));
        JsonElement json = JsonDocument.Parse("""{"search_docs":{}}""").RootElement;
        await using ConversationStream stream = client.Conversations.StreamAsync(id, "More", new SendOptions
        {
            AgentMode = AgentMode.Sql, TraceId = Guid.NewGuid(), ContextualTools = json, UiContext = JsonDocument.Parse("{}").RootElement,
                IsSandbox = false, ReplaySessionId = "session",
        });
        await stream.OpenAsync();
        Expect.That(stream.Outcome is null && stream.ReconnectCount == 0 && stream.Thread.PendingToolCalls.Count == 0, "a running stream");
        await foreach (ConversationStreamEvent e in stream)
        {
            if (e is MessageEvent { Message: AssistantMessage { Content: "Thinking" } })
            {
                await stream.CancelAsync();
            }
        }

        Expect.That(stream.Outcome == StreamOutcome.Canceled && fake.Conversations[id].Status == ConversationStatus.Idle, "a canceled stream");

        fake.Turns.Next(turn => turn.Hold(hold = fake.Turns.Hold()));
        await using ConversationStream refused = fake.CreateClient().Conversations.StreamAsync(id, "Once more");
        await refused.OpenAsync();
        try
        {
            await refused.CancelAsync();
            Expect.That(false, "a key may not cancel");
        }
        catch (ConversationsPermissionException e)
        {
            Expect.That(e.RequiresSession && refused.Outcome == StreamOutcome.Incomplete, "a refused cancel leaves the stream incomplete");
        }

        await client.Conversations.CancelAsync(id);
    }

    private static async Task PausesAsync(FakeConversationsServer fake, IConversationsClient client, Guid id)
    {
        fake.Turns.Next(turn => turn.Say("I would delete it.").Approval("p-1", "delete_insight", preview: "Deletes 'Signups'"));
        ConversationReply asked = await client.Conversations.AskAsync(id, "Delete it.");
        Expect.That(asked.Outcome == StreamOutcome.ApprovalNeeded && asked.PendingApprovals is [{ ProposalId: "p-1" }], "an approval is needed");
        fake.Turns.Next(turn => turn.Say("Done."));
        Expect.That(await LastTextAsync(client.Conversations.ResumeAsync(id, ApprovalDecision.Approve("p-1"))) == "Done.", "an approval");

        fake.Turns.Next(turn => turn.Form("call-1", """{"questions":[]}"""));
        await using ConversationStream form = client.Conversations.StreamAsync(id, "Ask me.");
        await foreach (ConversationStreamEvent _ in form)
        {
        }

        Expect.That(form.Outcome == StreamOutcome.InputNeeded && form.Thread.PendingToolCalls is [{ Id: "call-1" }], "a form waits");
        fake.Turns.Next(turn => turn.Say("Thank you."));
        var answers = new Dictionary<string, JsonElement> { ["color"] = JsonDocument.Parse("\"green\"").RootElement };
        Expect.That(await LastTextAsync(client.Conversations.ResumeAsync(id, ResumePayload.SubmitForm(answers))) == "Thank you.", "a form is answered");

        fake.Turns.Next(turn => turn.Approval("p-2", "delete_insight"));
        await client.Conversations.AskAsync(id, "Delete the other.");
        ResumePayload[] others =
        [
            ApprovalDecision.Reject("p-2", "not now"), ResumePayload.DismissForm(),
            ResumePayload.ClientToolResult("call-2", JsonDocument.Parse("{}").RootElement), ResumePayload.Raw(JsonDocument.Parse("""{"a":1}""").RootElement),
        ];
        foreach (ResumePayload other in others)
        {
            fake.Turns.Next(turn => turn.Say("Fine."));
            Expect.That(await LastTextAsync(client.Conversations.ResumeAsync(id, other)) == "Fine.", $"a resume with {other}");
        }
    }

    private static async Task RecoveryAsync(FakeConversationsServer fake, IConversationsClient client, Guid id)
    {
        fake.Turns.Next(turn => turn.Say("One.").Cut().Say("Two."));
        await using ConversationStream stream = client.Conversations.StreamAsync(id, "Count.");
        await foreach (ConversationStreamEvent _ in stream)
        {
        }

        Expect.That(
            stream.Outcome == StreamOutcome.Completed
                && stream.Thread.Messages.OfType<AssistantMessage>()
                    .Select(m => m.Content)
                    .Where(t => t is "One." or "Two.")
                    .SequenceEqual(["One.", "Two."]),
            "a cut is mended");

        var hold = fake.Turns.Hold();
        fake.Turns.Next(turn => turn.Say("Begun.").Hold(hold).Say("Ended."));
        await using (ConversationStream left = client.Conversations.StreamAsync(id, "Long."))
        {
            await left.OpenAsync();
        }

        await using ConversationStream joined = client.Conversations.ReconnectAsync(id);
        await joined.OpenAsync();
        hold.Release();
        Expect.That(await LastTextAsync(joined) == "Ended.", "a running turn is joined");
    }

    private static async Task WithoutServerAsync()
    {
        var given = new ConversationStream(Given());
        Expect.That(await LastTextAsync(given) == "Hi." && given.Outcome == StreamOutcome.Completed, "a stream of given events");

        static async IAsyncEnumerable<ConversationStreamEvent> Given()
        {
            await Task.Yield();
            yield return new MessageEvent { Message = new AssistantMessage { Id = Guid.NewGuid().ToString(), Content = "Hi." } };
        }
    }

    private static async Task<string> LastTextAsync(ConversationStream stream)
    {
        await foreach (ConversationStreamEvent _ in stream)
        {
        }

        return stream.Thread.Messages.OfType<AssistantMessage>().Last().Content;
    }
}
