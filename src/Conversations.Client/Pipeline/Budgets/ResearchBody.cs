namespace Conversations.Client.Pipeline.Budgets;

/// <summary>The body of a message that asks for research, marked when it is written, so that nobody has to read it for that.</summary>
internal sealed class ResearchBody(byte[] bytes) : ByteArrayContent(bytes)
{
    /// <summary>The content for a request's body.</summary>
    /// <param name="body">What was written.</param>
    /// <param name="bytes">As JSON.</param>
    public static ByteArrayContent Of(object? body, byte[] bytes) =>
        body is SendMessageRequest { AgentMode.Known: AgentMode.Research } ? new ResearchBody(bytes) : new ByteArrayContent(bytes);
}
