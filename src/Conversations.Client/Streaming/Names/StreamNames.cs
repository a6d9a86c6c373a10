namespace Conversations.Client.Streaming.Names;

/// <summary>What spans and metrics call the outcomes, the beginnings and the events of a stream.</summary>
internal static class StreamNames
{
    public static string Of(StreamOutcome outcome) => outcome switch
    {
        StreamOutcome.Completed => "completed",
        StreamOutcome.Failed => "failed",
        StreamOutcome.ApprovalNeeded => "approval_needed",
        StreamOutcome.InputNeeded => "input_needed",
        StreamOutcome.Canceled => "canceled",
        _ => "incomplete",
    };

    public static string Of(TurnStart start) => start switch
    {
        TurnStart.Message => "message",
        TurnStart.Resume => "resume",
        _ => "join",
    };

    public static string Of(ConversationStreamEvent streamEvent) => streamEvent switch
    {
        MessageEvent => "message",
        ConversationEvent => "conversation",
        ToolUpdateEvent => "update",
        StatusEvent => "status",
        _ => "unknown",
    };
}
