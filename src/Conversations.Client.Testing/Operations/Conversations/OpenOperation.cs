using System.Text.Json;
using Conversations.Client.Testing.Access;
using Conversations.Client.Testing.Exchange;
using Conversations.Client.Testing.Operations.Rules;
using Conversations.Client.Testing.State;

namespace Conversations.Client.Testing.Operations.Conversations;

/// <summary>
/// Opens a conversation of the sandbox runtime (docs/service/conversations.md 3.8). The fake imitates every refusal, but not the runtime
/// itself.
/// </summary>
internal static class OpenOperation
{
    public const string Path = "{conversation}/open/";

    private const int MaxContexts = 32;
    private const int MaxContextCharacters = 4096;

    private static readonly string[] ContextTypes =
        ["dashboard", "insight", "event", "action", "error_tracking_issue", "evaluation", "notebook", "text"];

    private static readonly string[] PermissionModes = ["default", "acceptEdits", "plan", "bypassPermissions", "auto"];

    public static FakeResponse Open(Call call, RateLimits limits)
    {
        Guid? task = ReadTask(SendOperation.Admit(call, limits));
        ConversationRow? row = call.State.Conversations.Find(call.Value("conversation"));
        if (row is not null && (row.User != call.Caller.User.Id || row.Project != call.Project.Id))
        {
            throw Refusal.Forbidden("Cannot access other users' conversations");
        }

        if (row is { Deleted: true })
        {
            throw Refusal.NotFound("Conversation does not exist");
        }

        if (task is not null)
        {
            // The fake has no tasks that a caller could see.
            throw FieldRules.Invalid("Task not found or not accessible.", "task_id");
        }

        throw row is { IsSandbox: true }
            ? Refusal.NotImplemented("the sandbox runtime")
            : FieldRules.Invalid("This conversation is not on the sandbox runtime.", attribute: null);
    }

    /// <summary>Checks the whole body, of which only the task is used.</summary>
    private static Guid? ReadTask(JsonElement body)
    {
        _ = FieldRules.Optional(body, "content", static (value, name) =>
            value.ValueKind == JsonValueKind.Null ? null : MessageFields.Content(value, name));
        _ = FieldRules.Optional<Guid?>(body, "trace_id", static (value, name) => FieldRules.Uuid(value, name));
        foreach (JsonElement context in FieldRules.Optional(body, "attached_context",
            static (value, name) => FieldRules.BoundedList(value, name, MaxContexts)) ?? [])
        {
            RequireContext(context);
        }

        _ = FieldRules.Optional(body, "initial_permission_mode", static (value, name) => FieldRules.Choice(value, name, PermissionModes));
        return FieldRules.Optional<Guid?>(body, "task_id", static (value, name) => FieldRules.Uuid(value, name));
    }

    private static void RequireContext(JsonElement context)
    {
        if (context.ValueKind != JsonValueKind.Object)
        {
            throw FieldRules.Invalid($"Invalid data. Expected a dictionary, but got {FieldRules.PythonType(context)}.", "attached_context");
        }

        _ = FieldRules.Choice(FieldRules.Member(context, "type"), "attached_context__type", ContextTypes);
        _ = FieldRules.Optional(context, "value", static (value, _) => FieldRules.Text(value, "attached_context__value", MaxContextCharacters));
    }
}
