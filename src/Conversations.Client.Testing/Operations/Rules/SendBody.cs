using System.Text.Json;
using Conversations.Client.Testing.State;

namespace Conversations.Client.Testing.Operations.Rules;

/// <summary>The body of create, checked in the service's order (docs/service/conversations.md 3.2).</summary>
internal sealed record SendBody(
    string? Content, Guid Conversation, JsonElement? UiContext, Guid TraceId, string? AgentMode, bool IsSandbox, JsonElement? Resume)
{
    public bool AsksForSandbox => IsSandbox || AgentMode == "sandbox";

    public static SendBody Read(JsonElement body, FakeState state)
    {
        string? content = ContentOf(body);
        Guid conversation = FieldRules.Uuid(FieldRules.Member(body, "conversation"), "conversation");
        _ = MessageFields.Tools(body);
        JsonElement? uiContext = MessageFields.UiContext(body);
        _ = MessageFields.BillingContext(body);
        Guid traceId = FieldRules.Uuid(FieldRules.Member(body, "trace_id"), "trace_id");

        // Checked but not used: only the X-POSTHOG-SESSION-ID header counts (docs/service/conversations.md 1.4).
        if (body.TryGetProperty("session_id", out JsonElement session))
        {
            _ = FieldRules.Text(session, "session_id");
        }

        string? mode = MessageFields.AgentMode(body, state);
        bool isSandbox = body.TryGetProperty("is_sandbox", out JsonElement sandbox) && FieldRules.Boolean(sandbox, "is_sandbox");
        JsonElement? resume = body.TryGetProperty("resume_payload", out JsonElement payload) && payload.ValueKind != JsonValueKind.Null
            ? payload
            : null;
        MessageFields.RequireFit(uiContext, state.IsCurrent);
        return new SendBody(content, conversation, uiContext, traceId, mode, isSandbox, resume);
    }

    private static string? ContentOf(JsonElement body)
    {
        JsonElement content = FieldRules.Member(body, "content");
        return content.ValueKind == JsonValueKind.Null ? null : MessageFields.Content(content, "content");
    }
}
