namespace ConsumerTests.App;

/// <summary>The application's own code: the handler of its route POST /ask.</summary>
public sealed class AskEndpoint(IConversationsClient conversations)
{
    /// <summary>Writes the answer to the response while it grows.</summary>
    public async Task AskAsync(Guid conversation, string question, TextWriter response, CancellationToken cancellationToken = default)
    {
        await using ConversationStream stream = conversations.Conversations.StreamAsync(
            conversation, question, cancellationToken: cancellationToken);
        await foreach (string text in stream.ReadTextAsync(cancellationToken))
        {
            await response.WriteAsync(text.AsMemory(), cancellationToken);
        }

        string end = stream.Outcome switch
        {
            StreamOutcome.Completed => "",
            StreamOutcome.ApprovalNeeded => " [Please approve in PostHog.]",
            _ => " [This is not the whole answer.]",
        };
        await response.WriteAsync(end);
    }
}
