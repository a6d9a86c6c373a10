namespace Conversations.Client.Testing.Wire.Messages;

/// <summary>The older messages that carry charts (docs/service/conversations.md 4).</summary>
internal static class VisualizationWriter
{
    public static void Write(MemberWriter members, ConversationMessage message)
    {
        _ = message switch
        {
            VisualizationMessage single => members
                .Json("answer", single.Answer)
                .Text("id", single.Id)
                .Text("initiator", single.Initiator)
                .Text("parent_tool_call_id", single.ParentToolCallId)
                .Text("plan", single.Plan)
                .Text("query", single.Query)
                .Text("short_id", single.ShortId)
                .Text("type", "ai/viz"),
            MultiVisualizationMessage several => members
                .Text("commentary", several.Commentary)
                .Text("id", several.Id)
                .Text("parent_tool_call_id", several.ParentToolCallId)
                .Text("type", "ai/multi_viz")
                .Each("visualizations", several.Visualizations, static (item, value) => item
                    .Json("answer", value.Answer)
                    .Text("initiator", value.Initiator)
                    .Text("plan", value.Plan)
                    .Text("query", value.Query)),
            _ => members,
        };
    }
}
