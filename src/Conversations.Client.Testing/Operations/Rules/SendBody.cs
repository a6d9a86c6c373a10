using System.Text.Json;
using Conversations.Client.Testing.State;

namespace Conversations.Client.Testing.Operations;

/// <summary>The body of create, checked in the service's order (conversations.md 3.2).</summary>
internal sealed record SendBody(string? Content, Guid Conversation, JsonElement? UiContext, Guid? TraceId, string? AgentMode, bool IsSandbox, JsonElement? Resume)
{
    private const int MostContentCharacters = 40_000;

    public bool AsksForSandbox => IsSandbox || AgentMode == "sandbox";

    public static SendBody Read(JsonElement body, FakeState state)
    {
        string? content = ContentOf(body);
        Guid conversation = FieldRules.Uuid(RequiredMember(body, "conversation"), "conversation");
        CheckTools(body);
        JsonElement? uiContext = Optional(body, "ui_context", FieldRules.NotNull);

        // A billing context that does not fit is dropped in silence, so null is all there is to refuse.
        _ = Optional(body, "billing_context", FieldRules.NotNull);
        Guid? traceId = body.TryGetProperty("trace_id", out JsonElement trace) ? FieldRules.Uuid(trace, "trace_id") : null;

        // Checked and not used: only the X-POSTHOG-SESSION-ID header counts (1.4).
        if (body.TryGetProperty("session_id", out JsonElement session))
        {
            _ = FieldRules.Text(session, "session_id");
        }

        string? mode = body.TryGetProperty("agent_mode", out JsonElement agentMode)
            ? FieldRules.Choice(agentMode, "agent_mode", Vocabulary.AgentModes(state))
            : null;
        bool isSandbox = body.TryGetProperty("is_sandbox", out JsonElement sandbox) && FieldRules.Boolean(sandbox, "is_sandbox");
        JsonElement? resume = body.TryGetProperty("resume_payload", out JsonElement payload) && payload.ValueKind != JsonValueKind.Null
            ? payload
            : null;

        if (content is not null && uiContext is { } context && !UiContextRules.Fits(context, state.IsNewest))
        {
            throw FieldRules.Invalid("Invalid message content.", attribute: null);
        }

        return new SendBody(content, conversation, uiContext, traceId, mode, isSandbox, resume);
    }

    private static string? ContentOf(JsonElement body)
    {
        JsonElement content = RequiredMember(body, "content");
        return content.ValueKind == JsonValueKind.Null ? null : FieldRules.Text(content, "content", MostContentCharacters);
    }

    private static JsonElement RequiredMember(JsonElement body, string name) =>
        body.TryGetProperty(name, out JsonElement value) ? value : throw FieldRules.Required(name);

    private static JsonElement? Optional(JsonElement body, string name, Func<JsonElement, string, JsonElement> check) =>
        body.TryGetProperty(name, out JsonElement value) ? check(value, name) : null;

    private static void CheckTools(JsonElement body)
    {
        const string Name = "contextual_tools";
        if (!body.TryGetProperty(Name, out JsonElement tools))
        {
            return;
        }

        if (FieldRules.NotNull(tools, Name).ValueKind != JsonValueKind.Object)
        {
            throw Refusal.Invalid("not_a_dict", $"Expected a dictionary of items but got type \"{FieldRules.PythonType(tools)}\".", Name);
        }

        foreach (JsonProperty tool in tools.EnumerateObject())
        {
            _ = FieldRules.NotNull(tool.Value, $"{Name}__{tool.Name}");
        }
    }
}
