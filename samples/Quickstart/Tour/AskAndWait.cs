using Conversations.Client;
using Quickstart.Display;

namespace Quickstart.Tour;

/// <summary>Asks again in the same conversation and waits for the whole answer.</summary>
internal static class AskAndWait
{
    public static async Task RunAsync(IConversationsClient client, Guid id, Screen screen, CancellationToken ct)
    {
        screen.Heading("Ask on, and wait for the whole answer", "Conversations.AskAsync");

        ConversationReply reply = await client.Conversations.AskAsync(id, Morgenrunde.FollowUp, cancellationToken: ct);

        screen.Facts(
            ("you", Morgenrunde.FollowUp),
            (new Cell("ai", Tone.Good), reply.Text));
        screen.Line();
        screen.Line(new Cell($"Outcome: {reply.Outcome}.", Tone.Quiet));
    }
}
