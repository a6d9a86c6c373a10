namespace Conversations.Client.Testing.Wire.Messages;

/// <summary>
/// Writes the messages about the agent's progress, and those without a writer of their own (docs/service/conversations.md 4).
/// </summary>
internal static class ProgressWriter
{
    public static void Write(MemberWriter members, ConversationMessage message)
    {
        _ = message switch
        {
            ReasoningMessage reasoning => members
                .Text("content", reasoning.Content)
                .Text("id", reasoning.Id)
                .Text("parent_tool_call_id", reasoning.ParentToolCallId)
                .Texts("substeps", reasoning.Substeps)
                .Text("type", "ai/reasoning"),
            PlanningMessage planning => members
                .Text("id", planning.Id)
                .Text("parent_tool_call_id", planning.ParentToolCallId)
                .Each("steps", planning.Steps, static (step, value) => step
                    .Text("description", value.Description)
                    .Text("status", value.Status.Value))
                .Text("type", "ai/planning"),
            TaskExecutionMessage execution => members
                .Text("id", execution.Id)
                .Text("parent_tool_call_id", execution.ParentToolCallId)
                .Each("tasks", execution.Tasks, WriteTask)
                .Text("type", "ai/task_execution"),
            _ => members
                .Text("id", message.Id)
                .Text("parent_tool_call_id", message.ParentToolCallId)
                .Text("type", message.Type),
        };
    }

    private static void WriteTask(MemberWriter members, TaskExecutionItem task) => members
        .Texts("artifact_ids", task.ArtifactIds)
        .Text("description", task.Description)
        .Text("id", task.Id)
        .Text("progress_text", task.ProgressText)
        .Text("prompt", task.Prompt)
        .Text("status", task.Status.Value)
        .Text("task_type", task.TaskType);
}
