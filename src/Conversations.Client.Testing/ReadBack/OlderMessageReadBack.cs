using System.Text.Json;

namespace Conversations.Client.Testing.ReadBack;

/// <summary>The kinds of message that older servers wrote.</summary>
internal static class OlderMessageReadBack
{
    public static ConversationMessage? Read(JsonElement json) => json.Text("type") switch
    {
        "ai/viz" => new VisualizationMessage
        {
            Query = json.Text("query") ?? "",
            Answer = json.ObjectOrEmpty("answer"),
            Plan = json.Text("plan"),
            Initiator = json.Text("initiator"),
            ShortId = json.Text("short_id"),
        },
        "ai/multi_viz" => new MultiVisualizationMessage
        {
            Visualizations = json.Each("visualizations", item => new VisualizationItem
            {
                Query = item.Text("query") ?? "",
                Answer = item.ObjectOrEmpty("answer"),
                Plan = item.Text("plan"),
                Initiator = item.Text("initiator"),
            }) ?? [],
            Commentary = json.Text("commentary"),
        },
        "ai/reasoning" => new ReasoningMessage
        {
            Content = json.Text("content") ?? "",
            Substeps = json.Texts("substeps") ?? [],
        },
        "ai/planning" => new PlanningMessage
        {
            Steps = json.Each("steps", step => new PlanningStep
            {
                Description = step.Text("description") ?? "",
                Status = step.Value<StepStatus>("status"),
            }) ?? [],
        },
        "ai/task_execution" => new TaskExecutionMessage { Tasks = json.Each("tasks", Task) ?? [] },
        _ => null,
    };

    private static TaskExecutionItem Task(JsonElement json) => new()
    {
        Id = json.Text("id") ?? "",
        Description = json.Text("description") ?? "",
        Prompt = json.Text("prompt") ?? "",
        Status = json.Value<StepStatus>("status"),
        ArtifactIds = json.Texts("artifact_ids") ?? [],
        ProgressText = json.Text("progress_text"),
        TaskType = json.Text("task_type") ?? "",
    };
}
