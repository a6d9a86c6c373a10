using Conversations.Client;
using Quickstart.Display;

namespace Quickstart.Tour;

/// <summary>Asks a question and shows the answer while it is being written.</summary>
internal static class StreamAReply
{
    /// <param name="client">The client.</param>
    /// <param name="id">The conversation's id. The caller chooses it: a new id starts a new conversation.</param>
    /// <param name="screen">Where to show the answer.</param>
    /// <param name="ct">Stops the stream at any time, even in the middle of the answer.</param>
    public static async Task RunAsync(IConversationsClient client, Guid id, Screen screen, CancellationToken ct)
    {
        screen.Heading("Ask, and read the answer as it is written", "Conversations.StreamAsync");

        await using ConversationStream stream = client.Conversations.StreamAsync(id, Morgenrunde.Question, cancellationToken: ct);
        await screen.FollowAsync(async turn =>
        {
            await foreach (ConversationStreamEvent streamEvent in stream)
            {
                switch (streamEvent)
                {
                    case MessageEvent { Message: HumanMessage question }:
                        turn.Add("you", question.Content);
                        break;
                    case MessageEvent { Message: AssistantMessage answer, IsPartial: true }:
                        turn.Grow(new Cell("ai", Tone.Good), answer.Content);      // the whole text so far
                        break;
                    case MessageEvent { Message: AssistantMessage answer }:
                        if (answer.Content.Length > 0)
                        {
                            turn.Add(new Cell("ai", Tone.Good), answer.Content);
                        }

                        foreach (ToolCall call in answer.ToolCalls ?? [])
                        {
                            turn.Add(new Cell("tool", Tone.Warning), Brief($"{call.Name} {call.Args}"));
                        }

                        break;
                    case MessageEvent { Message: ToolMessage result }:
                        turn.Add("", Brief($"→ {result.Content}"));
                        break;
                    case MessageEvent { Message: FailureMessage failure }:
                        turn.Add(new Cell("failed", Tone.Alarm), failure.Content ?? "");
                        break;
                    case UnknownEvent news:
                        turn.Add("?", $"{news.Name}, an event newer than this package");   // handed on, never thrown
                        break;
                }
            }
        });

        screen.Line();
        screen.Line(new Cell($"Outcome: {stream.Outcome}. stream.Thread holds the turn's {stream.Thread.Messages.Count} messages.", Tone.Quiet));
    }

    private static Cell Brief(string text) => new(Shape.Shorten(Shape.OneLine(text), 160), Tone.Quiet);
}
